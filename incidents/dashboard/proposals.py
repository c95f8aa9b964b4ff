"""Two incidents that may be one, side by side, for a person to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard import deciding, evidence, likeness
from incidents.dashboard.figures import records, row_title
from incidents.dashboard.signing import attempt, who_and_why
from incidents.dashboard.store import ledger, reviewed
from incidents.dashboard.words import plain, say

FEW = 3
"""So many statements of each side are shown at first."""


def show(proposals: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Draw one proposal at a time, the likeliest first.  rows: all rows there are."""
    by_id = {row["event_id"]: row for row in records(rows)}
    known = [p for p in records(proposals) if {p["event_id"], p["other_event_id"]} <= by_id.keys()]
    if not known:
        st.caption(say("review_page.no_proposals"))
        return
    st.caption(say("review_page.proposals_help"))
    at = _position(len(known))
    proposal = known[at]
    prefix = f"proposal_{proposal['claim_id']}_{proposal['other_claim_id']}"
    with st.container(border=True, key="proposal"):
        st.markdown(
            say("review_page.alike", percent=round(100 * proposal["confidence"]), at=at + 1, n=len(known))
        )
        frame = likeness.reasons_frame(proposal["reasons"])
        if not frame.empty:
            st.altair_chart(likeness.picture(frame), alt="; ".join(frame["reason"]))
        sides = [by_id[proposal["event_id"]], by_id[proposal["other_event_id"]]]
        for column, row, first in zip(
            st.columns(2), sides, (proposal["claim_id"], proposal["other_claim_id"]), strict=True
        ):
            with column:
                _side(row, first, prefix)
        who_and_why(prefix)
        held = {row["event_id"]: list(row["claim_ids"]) for row in sides}
        with st.container(horizontal=True):
            st.button(say("review_page.merge"), key=f"{prefix}_merge", type="primary", icon=":material/merge:",
                      on_click=attempt, args=(prefix, _act(deciding.merge, held)))  # fmt: skip
            st.button(say("review_page.apart"), key=f"{prefix}_apart", icon=":material/call_split:",
                      on_click=attempt, args=(prefix, _act(deciding.keep_apart, held)))  # fmt: skip


def _act(decide: Any, held: deciding.Held) -> Any:
    return lambda by, reason: decide(held, by=by, reason=reason)


def _position(n: int) -> int:
    """Which of the proposals is shown; buttons lead to the one before and behind."""
    st.session_state.setdefault("proposal_at", 0)
    at = min(int(st.session_state.proposal_at), n - 1)
    with st.container(horizontal=True):
        st.button(say("review_page.before"), disabled=at == 0, on_click=_go, args=(at - 1,), key="proposal_before",
                  icon=":material/chevron_left:")  # fmt: skip
        st.button(say("review_page.next"), disabled=at == n - 1, on_click=_go, args=(at + 1,), key="proposal_next",
                  icon=":material/chevron_right:")  # fmt: skip
    return at


def _go(at: int) -> None:
    st.session_state.proposal_at = at


def _side(row: Mapping[str, Any], first: str, prefix: str) -> None:
    """An incident: its line, who tells it, and its statements, the one that the proposal goes by first."""
    st.markdown(f"**{plain(row_title(row))}**")
    st.caption(plain(", ".join(row["sources"])))
    everything = reviewed()
    ids = [first, *(i for i in row["claim_ids"] if i != first)]
    claims = [everything.claims[i] for i in ids if i in everything.claims]
    shown = claims if st.session_state.get(f"{prefix}_{row['event_id']}") else claims[:FEW]
    for claim in shown:
        evidence.said(claim, None if claim.without_report else ledger().report(claim.report_id), everything)
    if len(claims) > FEW:
        st.toggle(say("review_page.all_claims", n=len(claims)), key=f"{prefix}_{row['event_id']}")
