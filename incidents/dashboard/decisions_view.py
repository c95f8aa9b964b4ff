"""What reviewers decided, newest first, each to be undone; and decisions that lost what they were about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard import deciding, evidence
from incidents.dashboard.figures import people
from incidents.dashboard.signing import attempt, who_and_why
from incidents.dashboard.store import ledger, reviewed
from incidents.dashboard.words import label, plain, say
from incidents.ledger import Lost
from incidents.ledger.attaching import Seen
from incidents.ledger.ties import TYING, seen_events
from incidents.model import REVIEWER, Decision

MOST_WORDS = 60
"""Letters of a quote in the list."""


def decisions_frame(made: Sequence[Decision], standing: frozenset[str]) -> pd.DataFrame:
    """Decisions, the newest first: when, who, what, about which words, why, and whether it still applies."""
    newest, by_id = list(reversed(made)), {d.decision_id: d for d in made}
    return pd.DataFrame(
        {
            "at": [d.at for d in newest],
            "by": [d.by for d in newest],
            "kind": [label("decision", d.kind) for d in newest],
            "what": [_what(d, by_id) for d in newest],
            "reason": [d.reason for d in newest],
            "state": [
                say(f"review_page.{'holds' if d.decision_id in standing else 'undone'}") for d in newest
            ],
        }
    )


def _what(decision: Decision, made: Mapping[str, Decision]) -> str:
    """The values changed, the incidents tied, what was added or undone; else the words it is about.

    made: all decisions by their ids.
    """
    if decision.kind == "undo" and (target := made.get(decision.target)):
        return f"{label('decision', target.kind)}: {_what(target, made) or target.reason}"
    if decision.kind == "purge":
        return say("evidence.hash", hash=decision.target)
    if decision.kind in TYING:
        return " | ".join(filter(None, (_side(decision, held) for held in seen_events(decision).values())))
    if decision.kind == "add" and not decision.quote:
        told = decision.after
        who = people(told.get("low"), told.get("high"), told.get("category"), told.get("unit"))
        what = who if told.get("unit") else told.get("event_type")
        return ", ".join(str(part) for part in (what, _plainly(told.get("place"))) if part)
    changed = "; ".join(
        f"{label('fields', name)}: {_plainly(decision.before.get(name))} → {_plainly(value)}"
        for name, value in decision.after.items()
        if decision.kind in ("correct", "report", "grade")
    )
    return changed or decision.quote or ""


def _side(decision: Decision, held: Sequence[Seen]) -> str:
    """The statements of one incident as the reviewer saw it, of a split those that leave."""
    leaving = decision.after.get("claims") if decision.kind == "split" else None
    ids = frozenset(map(str, leaving)) if isinstance(leaving, list) else None
    quotes = [seen.quote for seen in held if seen.quote and (ids is None or seen.claim_id in ids)]
    if not quotes:
        return ""
    words = shorten(quotes[0], MOST_WORDS, placeholder=" …")
    more = len(quotes) - 1
    return say("review_page.seen_more", words=words, n=more) if more else say("review_page.seen", words=words)


def _plainly(value: object) -> str:
    if isinstance(value, Mapping):
        name = str(value.get("name") or "—")
        by_hand = str(value.get("place_id")).startswith(f"{REVIEWER}:")
        return f"{name} ({value.get('lat')}, {value.get('lon')})" if by_hand else name
    return "—" if value is None or value == [] else str(value)


def show() -> None:
    """Draw the list, and a form to undo the one that is chosen."""
    made = ledger().decisions()
    if not made:
        st.caption(say("review_page.no_decisions"))
        return
    standing = frozenset(d.decision_id for d in ledger().decisions_in_force())
    frame = decisions_frame(made, standing)
    st.caption(say("review_page.decisions_help"))
    config: dict[str, Any] = {name: say(f"review_page.column_{name}") for name in frame.columns}
    config["at"] = st.column_config.DatetimeColumn(config["at"], format="D MMM YYYY, HH:mm")
    event = st.dataframe(
        frame,
        key=f"decisions_{len(made)}",
        hide_index=True,
        column_config=config,
        on_select="rerun",
        selection_mode="single-row",
        alt=say("review_page.decisions_alt"),
    )
    if event.selection.rows:
        decision = made[len(made) - 1 - event.selection.rows[0]]
        _undo_form(decision, decision.decision_id in standing)


def _line(decision: Decision) -> str:
    """A decision in a line of Markdown."""
    what = _what(decision, {d.decision_id: d for d in ledger().decisions()})
    return f"**{label('decision', decision.kind)}** — {plain(what or decision.reason)}"


def _undo_form(decision: Decision, standing: bool) -> None:
    if decision.kind == "purge" or not standing:
        st.caption(say("review_page.no_undo" if decision.kind == "purge" else "review_page.undone_already"))
        return
    prefix = f"undo_{decision.decision_id}"
    with st.container(border=True, key="undo"):
        st.markdown(_line(decision))
        who_and_why(prefix)
        st.button(say("review_page.undo"), key=f"{prefix}_save", icon=":material/undo:",
                  on_click=attempt, args=(prefix, _undo(decision)))  # fmt: skip


def _undo(decision: Decision) -> Any:
    return lambda by, reason: deciding.undo(decision.decision_id, by=by, reason=reason)


def show_lost() -> None:
    """Draw the queue: what was decided, why it no longer applies, and the statements it may be about now."""
    everything = reviewed()
    if not everything.queue:
        st.caption(say("review_page.no_lost"))
        return
    st.caption(say("review_page.lost_help"))
    drawn: set[str] = set()
    for lost in everything.queue:
        _lost(lost, drawn)


def _lost(lost: Lost, drawn: set[str]) -> None:
    """One of them; drawn: the statements that stand on the page already, whose forms are not drawn twice."""
    decision, everything = lost.decision, reviewed()
    prefix = f"lost_{decision.decision_id}"
    with st.container(border=True, key=prefix):
        st.markdown(_line(decision))
        st.caption(
            say(
                "review_page.lost_by",
                by=plain(decision.by),
                at=f"{decision.at:%Y-%m-%d}",
                reason=plain(decision.reason),
                why=label("lost", lost.why),
            )
        )
        for claim_id in lost.candidates:
            claim = everything.claims[claim_id]
            (evidence.said if claim_id in drawn else evidence.card)(
                claim, ledger().report(claim.report_id), everything
            )
        drawn.update(lost.candidates)
        who_and_why(prefix)
        st.button(say("review_page.let_go"), key=f"{prefix}_save", on_click=attempt,
                  args=(prefix, _undo(decision)))  # fmt: skip
