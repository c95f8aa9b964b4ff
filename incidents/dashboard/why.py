"""Why a statement is read as it is: its fields, each with the rule and the words that decided it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from incidents.dashboard import explained
from incidents.dashboard.highlight import Mark, excerpt_bounds, passage
from incidents.dashboard.words import plain
from incidents.model import Claim, Reason


def show(claim: Claim, reasons: Sequence[Reason], text: str, language: str | None) -> None:
    """Draw the statement's sentences with the deciding words marked, and a line a field."""
    marks = [Mark(*span) for reason in reasons for span in reason.spans]
    left, right = excerpt_bounds(text, claim.start, claim.end)
    st.html(passage(text, [*marks, Mark(claim.start, claim.end, "other")], language, left, right))
    for line in explained.lines(claim, reasons, text):
        words = " · ".join(f"“{plain(word)}”" for word in line.words)
        value = f"**{plain(line.value)}**" if line.value else ""
        st.markdown(f"{line.field}: {value} {words}  \n:small[:gray[{plain(line.rule)}]]")
