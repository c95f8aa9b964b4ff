"""The review page: incidents that may be one, what is disputed, what was decided, and what that lost."""

from __future__ import annotations

import streamlit as st

from incidents.dashboard import decisions_view, evidence, proposals, review, signing
from incidents.dashboard.store import ledger, reviewed, store, view
from incidents.dashboard.words import say
from incidents.query import Filters

PARTS = ("proposals", "lost", "disputed", "decisions", "add")


def show() -> None:
    """Draw the page."""
    st.title(say("review_page.title"))
    st.caption(say("review_page.intro"))
    signing.message()
    counts = {
        "proposals": len(store().proposals),
        "lost": len(reviewed().queue),
        "disputed": len(_disputed()),
        "decisions": len(ledger().decisions()),
    }
    part = st.segmented_control(
        say("review_page.part"),
        PARTS,
        format_func=lambda name: say(f"review_page.{name}", n=counts.get(name, 0)),
        key="review_part",
        default=PARTS[0],
        required=True,
        label_visibility="collapsed",
    )
    if part == "proposals":
        proposals.show(store().proposals, view(Filters()).rows)
    elif part == "lost":
        decisions_view.show_lost()
    elif part == "disputed":
        _show_disputed()
    elif part == "decisions":
        decisions_view.show()
    else:
        review.add_by_hand_form()


def _disputed() -> list[str]:
    return [claim_id for claim_id, verdict in reviewed().verification.items() if verdict == "disputed"]


def _show_disputed() -> None:
    found = _disputed()
    if not found:
        st.caption(say("review_page.no_disputed"))
        return
    everything = reviewed()
    for claim_id in found:
        claim = everything.claims[claim_id]
        evidence.card(claim, None if claim.without_report else ledger().report(claim.report_id), everything)
