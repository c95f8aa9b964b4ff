"""Every decision has a name and a reason: asking for them, and telling what became of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from incidents.dashboard.words import say
from incidents.errors import IncidentsError


def message() -> None:
    """Tell once what became of the last decision."""
    told = st.session_state.pop("review_message", None)
    if told:
        (st.success if told[0] == "saved" else st.error)(told[1])


def who_and_why(prefix: str) -> None:
    """Ask for the reviewer's name, once a session, and for the reason of this decision."""
    with st.container(horizontal=True):
        st.text_input(
            say("review.name"), key="reviewer", help=say("review.name_help"), persist_state="session"
        )
        st.text_input(say("review.reason"), key=f"{prefix}_reason", help=say("review.reason_help"))


def attempt(prefix: str, act: Callable[[str, str], None]) -> None:
    """Run `act(name, reason)` where both are given; otherwise, or when it is refused, say why."""
    name, reason = st.session_state.get("reviewer", ""), st.session_state.get(f"{prefix}_reason", "")
    try:
        if not name.strip():
            raise IncidentsError(say("review.need_name"))
        if not reason.strip():
            raise IncidentsError(say("review.need_reason"))
        act(name, reason)
    except IncidentsError as problem:
        st.session_state.review_message = ("refused", str(problem))
    else:
        st.session_state.review_message = ("saved", say("review.saved"))
