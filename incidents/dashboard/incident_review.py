"""Merging an incident with another, or making some of its statements one of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from incidents.dashboard import deciding
from incidents.dashboard.figures import people, records, row_title
from incidents.dashboard.signing import attempt, who_and_why
from incidents.dashboard.store import view
from incidents.dashboard.words import say
from incidents.errors import IncidentsError
from incidents.model import Claim
from incidents.query import Filters

MOST_WORDS = 90
"""Letters of a quote in a list of statements."""


def form(row: Mapping[str, Any], claims: Sequence[Claim]) -> None:
    """Merge or split the open incident.  claims: those in it."""
    if not st.toggle(say("incident_review.title"), key=f"tie_{row['event_id']}"):
        return
    prefix = f"tie_{row['event_id']}"
    with st.container(border=True, key="incident_review"):
        choice = st.segmented_control(
            say("incident_review.title"),
            ["merge", "split"] if len(claims) > 1 else ["merge"],
            format_func=lambda code: say(f"incident_review.{code}"),
            key=f"{prefix}_choice",
            default="merge",
            required=True,
            label_visibility="collapsed",
        )
        if choice == "merge":
            _merge(prefix, row)
        else:
            _split(prefix, row, claims)


def _merge(prefix: str, row: Mapping[str, Any]) -> None:
    others = {
        other["event_id"]: other
        for other in records(view(Filters()).rows)
        if other["row_kind"] == "incident" and other["event_id"] != row["event_id"]
    }
    st.selectbox(
        say("incident_review.other"),
        [None, *others],
        key=f"{prefix}_other",
        format_func=lambda event: row_title(others[event]) if event else say("incident_review.choose"),
    )
    who_and_why(prefix)

    def act(by: str, reason: str) -> None:
        other = st.session_state.get(f"{prefix}_other")
        if other is None:
            raise IncidentsError(say("incident_review.need_other"))
        held = {event: list(r["claim_ids"]) for event, r in ((row["event_id"], row), (other, others[other]))}
        deciding.merge(held, by=by, reason=reason)

    st.button(say("incident_review.save_merge"), key=f"{prefix}_merge", type="primary", on_click=attempt,
              args=(prefix, act))  # fmt: skip


def _split(prefix: str, row: Mapping[str, Any], claims: Sequence[Claim]) -> None:
    st.caption(say("incident_review.split_help"))
    for claim in claims:
        st.checkbox(_line(claim), key=f"{prefix}_{claim.claim_id}")
    who_and_why(prefix)

    def act(by: str, reason: str) -> None:
        leaving = [c.claim_id for c in claims if st.session_state.get(f"{prefix}_{c.claim_id}")]
        deciding.split(row["event_id"], list(row["claim_ids"]), leaving, by=by, reason=reason)

    st.button(say("incident_review.save_split"), key=f"{prefix}_split", type="primary", on_click=attempt,
              args=(prefix, act))  # fmt: skip


def _line(claim: Claim) -> str:
    told = people(claim.low, claim.high, claim.category, claim.unit) if claim.has_figure else claim.event_type
    return f"{told} — {', '.join(claim.claimed_by)}: “{claim.quote[:MOST_WORDS]}”"
