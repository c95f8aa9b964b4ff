"""Every decision has a name and a reason: asking for them, and telling what became of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from incidents.dashboard.words import plain, say
from incidents.errors import IncidentsError


def message() -> None:
    """Tell once what became of the last decision."""
    told = st.session_state.pop("review_message", None)
    if told:
        (st.success if told[0] == "saved" else st.error)(plain(sentence(told[1])))


def sentence(text: str) -> str:
    """What an error says, as a sentence of the page."""
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def name_field(prefix: str, *, in_form: bool = False) -> None:
    """Ask for the reviewer's name, once a session: several forms may be open, and each shows the name last given."""
    key, name = f"{prefix}_by", st.session_state.get("reviewer", "")
    if st.session_state.get(key) != name:  # only then, so that nothing is put over words being typed
        st.session_state[key] = name
    st.text_input(
        say("review.name"),
        key=key,
        help=say("review.name_help"),
        on_change="rerun" if in_form else _on_name,  # within a form Streamlit takes no callback
        args=(prefix,),
    )


def _on_name(prefix: str) -> None:
    name_given(prefix)


def name_given(prefix: str) -> str:
    """The name in the field of a form, which from now on stands in every other."""
    st.session_state.reviewer = st.session_state.get(f"{prefix}_by", "")
    return str(st.session_state.reviewer)


def who_and_why(prefix: str) -> None:
    """Ask for the reviewer's name and for the reason of this decision."""
    with st.container(horizontal=True):
        name_field(prefix)
        st.text_input(say("review.reason"), key=f"{prefix}_reason", help=say("review.reason_help"))


def attempt(prefix: str, act: Callable[[str, str], None]) -> None:
    """Run `act(name, reason)` where both are given; otherwise, or when it is refused, say why."""
    name, reason = name_given(prefix), st.session_state.get(f"{prefix}_reason", "")
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
