"""Grades: the form for a source or a statement, and what the codes mean.  A grade never changes a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from incidents.dashboard import actions, signing
from incidents.dashboard.words import plain, say
from incidents.errors import IncidentsError
from incidents.languages.organisations import publishing, root
from incidents.ledger import Grade, Reviewed, definitions
from incidents.model import Claim


def codes(grade: Grade | None) -> str:
    """A grade as it is written: "B2", "B" or "2"; empty where there is none."""
    return "".join(str(code) for code in grade or () if code is not None)


def line(claim: Claim, publisher: str | None, everything: Reviewed) -> str:
    """The grades of a statement, its root and its outlet, as Markdown; empty where there are none."""
    names = dict.fromkeys(
        (root(claim.claimed_by, publisher, claim.via), *([publishing(publisher)] if publisher else []))
    )
    told = [(name, codes(everything.source_grades.get(name))) for name in names]
    parts = [say("grade.source_line", name=plain(name), code=code) for name, code in told if code]
    if own := codes(everything.claim_grades.get(claim.claim_id)):
        parts.append(say("grade.claim_line", code=own))
    return say("grade.line", codes=", ".join(parts)) if parts else ""


def meanings(key: str = "") -> None:
    """What the codes of both axes mean."""
    known = definitions()
    with st.expander(say("grade.definitions", standard=known.standard), key=f"grade_definitions_{key}"):
        for title, axis in (
            ("grade.reliability", known.reliability),
            ("grade.credibility", known.credibility),
        ):
            st.markdown(f"**{say(title)}**")
            st.markdown("\n".join(f"- **{code}** – {plain(text)}" for code, text in axis.items()))


def of_source(name: str, grade: Grade) -> None:
    """The form for a source: both axes."""
    prefix = f"grade_source_{name}"
    st.markdown(f"**{say('grade.title', name=plain(name))}**")
    st.caption(say("grade.hint"))
    with st.container(horizontal=True):
        _choice(prefix, "reliability", definitions().reliability, grade.reliability, say("grade.reliability"))
        _choice(prefix, "credibility", definitions().credibility, grade.credibility,
                say("grade.credibility_source"))  # fmt: skip
    _save(prefix, name, grade)


def of_claim(claim: Claim, grade: Grade) -> None:
    """The form for a statement: its credibility only."""
    prefix = f"grade_claim_{claim.claim_id}"
    st.markdown(f"**{say('grade.claim_title')}**")
    st.caption(say("grade.hint"))
    _choice(prefix, "credibility", definitions().credibility, grade.credibility, say("grade.credibility"))
    _save(prefix, claim, grade)


def _choice(prefix: str, axis: str, meaning: Mapping[Any, str], now: object, title: str) -> None:
    options = [None, *meaning]
    st.selectbox(
        title, options, index=options.index(now), key=f"{prefix}_{axis}",
        format_func=lambda code: say("grade.none") if code is None else f"{code} – {meaning[code]}",
    )  # fmt: skip


def _save(prefix: str, target: Claim | str, grade: Grade) -> None:
    signing.who_and_why(prefix)
    st.button(
        say("grade.save"), key=f"{prefix}_save", type="primary", on_click=_keep, args=(prefix, target, grade)
    )


def _keep(prefix: str, target: Claim | str, grade: Grade) -> None:
    def act(by: str, reason: str) -> None:
        chosen = {
            axis: st.session_state.get(f"{prefix}_{axis}", now) for axis, now in grade._asdict().items()
        }
        after = {axis: code for axis, code in chosen.items() if code != getattr(grade, axis)}
        if not after:
            raise IncidentsError(say("review.need_change"))
        actions.grade(target, by=by, reason=reason, before=grade, after=after)

    signing.attempt(prefix, act)
