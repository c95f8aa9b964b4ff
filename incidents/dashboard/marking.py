"""Marking words in a report: select them with the pointer, or type or paste them.

The words chosen are in `st.session_state[prefix + "_words"]`; where they start in `prefix + "_start"`,
None when they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from incidents.dashboard.assets import FOLDERS
from incidents.dashboard.highlight import Mark, direction, excerpt, pieces
from incidents.dashboard.words import palette, say
from incidents.model import Claim, Report


@cache
def _component() -> ComponentRenderer:
    read = FOLDERS["own"].joinpath
    return st.components.v2.component(
        "incidents.marking",
        html='<div class="marking-text" role="document" tabindex="0" data-testid="marking"></div>',
        css=read("marking.css").read_text("utf-8"),
        js=read("marking.js").read_text("utf-8"),
        isolate_styles=False,
    )


def marking(report: Report, claims: Sequence[Claim], prefix: str) -> None:
    """Draw the text and the field that holds the words marked in it, with a preview."""

    def on_marked() -> None:
        told = st.session_state[f"{prefix}_text"].get("marked") or {}
        st.session_state[f"{prefix}_words"] = str(told.get("words", ""))
        st.session_state[f"{prefix}_start"] = told.get("start")

    def on_typed() -> None:
        st.session_state[f"{prefix}_start"] = None

    st.caption(say("review.mark"))
    _component()(
        key=f"{prefix}_text",
        data={
            "pieces": [
                [bool(colour), words]
                for colour, words in pieces(report.text, [Mark(c.start, c.end) for c in claims])
            ],
            "direction": direction(report.language),
            "colour": palette()["marks"]["other"],
            "label": say("review.mark"),
        },
        on_marked_change=on_marked,
    )
    st.text_area(say("review.use_marked"), key=f"{prefix}_words", height=80, on_change=on_typed)
    span = marked_span(
        report.text, st.session_state[f"{prefix}_words"], st.session_state.get(f"{prefix}_start")
    )
    if span:
        st.caption(say("review.mark_found"))
        st.html(excerpt(report.text, Mark(*span), report.language))
    elif st.session_state[f"{prefix}_words"].strip():
        st.warning(say("review.mark_missing"))


def marked_span(text: str, words: str, start: int | None) -> tuple[int, int] | None:
    """Where the words stand in the text: at `start` when they do, else where they first stand; None if nowhere.

    A selection joins lines with other white space than the text has, so white space is compared loosely.
    """
    words = words.strip()
    if not words:
        return None
    if start is not None and text[start : start + len(words)] == words:
        return start, start + len(words)
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return found.span() if found else None
