"""Rejecting, correcting, disputing and adding claims; every change has a name and a reason.

Widgets of one form share a key prefix, so that the callbacks, which run before the page is drawn again,
find the latest values in the session state.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import streamlit as st

from incidents.dashboard import actions
from incidents.dashboard.figures import number
from incidents.dashboard.marking import marked_span, marking
from incidents.dashboard.signing import attempt, who_and_why
from incidents.dashboard.words import label, palette, say, section
from incidents.errors import IncidentsError
from incidents.ledger import place_by_hand
from incidents.model import UNITS, Claim, Place, Report

EVENT_TYPES = [kind for kind in palette()["event_types"] if kind != "other"]
CATEGORIES = tuple(section("category"))
DONE = (("dispute", "disputed"), ("accept", "accepted"))
"""What is not offered for a claim of this verdict: it would change nothing."""
EDITABLE = ("low", "high", "unit", "category", "date_start", "date_end", "place")


def claim_form(claim: Claim, verdict: str) -> None:
    """Reject, dispute, correct or accept one claim, or take a rejection back."""
    prefix = f"edit_{claim.claim_id}"
    if verdict == "rejected":
        who_and_why(prefix)
        st.button(
            say("review.lift_rejected"),
            key=f"{prefix}_accept",
            on_click=_verdict,
            args=(prefix, claim, "accept"),
        )
        return
    choice = st.segmented_control(
        say("review.action"),
        [kind for kind in ("reject", "dispute", "correct", "accept") if (kind, verdict) not in DONE],
        format_func=lambda code: say(f"review.{code}"),
        key=f"{prefix}_action",
        default="reject",
        required=True,
    )
    if choice == "correct":
        _fields(prefix, claim)
    who_and_why(prefix)
    if choice == "correct":
        st.button(say("review.save_correct"), key=f"{prefix}_save", type="primary", on_click=_correct,
                  args=(prefix, claim))  # fmt: skip
    else:
        st.button(say(f"review.save_{choice}"), key=f"{prefix}_save", type="primary", on_click=_verdict,
                  args=(prefix, claim, choice))  # fmt: skip


def _verdict(prefix: str, claim: Claim, kind: Any) -> None:
    attempt(prefix, lambda by, reason: actions.decide(kind, claim, by=by, reason=reason))


def _correct(prefix: str, claim: Claim) -> None:
    def act(by: str, reason: str) -> None:
        now = _values(prefix, claim)
        after = {name: now[name] for name in EDITABLE if now[name] != getattr(claim, name)}
        if not after:
            raise IncidentsError(say("review.need_change"))
        if "date_start" in after or "date_end" in after:
            after |= _dates(now["date_start"], now["date_end"])
        if "low" in after or "high" in after:
            after["count_basis"] = _basis(now["low"], now["high"])
        if "place" in after and claim.places:
            after["places"] = []  # one place was chosen instead of several
        actions.decide("correct", claim, by=by, reason=reason, after=after)

    attempt(prefix, act)


def _basis(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "none"
    if high is None:
        return "at_least"
    return "exact" if low == high else ("range" if low else "up_to")


def _dates(start: dt.date | None, end: dt.date | None) -> dict[str, Any]:
    """First day, last day and precision; one day given alone is both."""
    first, last = start or end, end or start
    return {
        "date_start": first,
        "date_end": last,
        "date_precision": None if first is None else "day" if first == last else "days",
    }


def _values(prefix: str, claim: Claim | None) -> dict[str, Any]:
    """What the form holds now, as fields of Claim; claim: the one that is corrected."""
    state = st.session_state
    values = {name: state.get(f"{prefix}_{name}") for name in EDITABLE}
    for name in ("low", "high"):
        values[name] = number(values[name])
    return values | {"place": _place_meant(prefix, claim)}


def _place_meant(prefix: str, claim: Claim | None) -> Place | None:
    """The place chosen, or set at a point.  Raises IncidentsError for words typed that lead to neither."""
    state = st.session_state
    chosen, now = state.get(f"{prefix}_place"), claim.place if claim else None
    typed = str(state.get(f"{prefix}_search") or "").strip()
    if state.get(f"{prefix}_point"):
        lat, lon = state.get(f"{prefix}_lat"), state.get(f"{prefix}_lon")
        if lat is None or lon is None:
            raise IncidentsError(say("review.need_point"))
        written = claim.place_as_written if claim else None
        return place_by_hand(typed or (chosen.name if chosen else written or ""), lat, lon, like=chosen)
    if typed and chosen == now and (now is None or typed not in (now.name, now.name_ar)):
        raise IncidentsError(say("review.need_place"))
    return chosen


def _fields(prefix: str, claim: Claim | None) -> None:
    """Figure, dates and place; from `claim` where there is one."""
    with st.container(horizontal=True):
        for name in ("low", "high"):
            start = getattr(claim, name) if claim else None
            st.number_input(
                say(f"review.{name}"), min_value=0, step=1, value=start, key=f"{prefix}_{name}", width=150
            )
        _choice(prefix, "unit", list(UNITS), claim.unit if claim else "killed", str)
        _choice(prefix, "category", list(CATEGORIES), claim.category if claim else "unspecified",
                lambda code: say(f"category.{code}", n=2))  # fmt: skip
    with st.container(horizontal=True):
        for name in ("date_start", "date_end"):
            start = getattr(claim, name) if claim else None
            st.date_input(say(f"review.{name}"), value=start, key=f"{prefix}_{name}", format="YYYY-MM-DD",
                          min_value=actions.EARLIEST, max_value=actions.LATEST, width=170)  # fmt: skip
    _place(prefix, claim.place if claim else None)


def _choice(prefix: str, name: str, options: list[Any], now: Any, words: Callable[[Any], str]) -> None:
    index = options.index(now) if now in options else None
    st.selectbox(
        say(f"review.{name}"), options, index=index, key=f"{prefix}_{name}", format_func=words, width=200
    )


def _place(prefix: str, now: Place | None) -> None:
    """A place by searching the gazetteer; the present one stays unless another is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = st.text_input(say("review.place"), key=f"{prefix}_search", help=say("review.place_help"))
        found = actions.find_places(wanted)
        options = [now, *(place for place in found if place != now)]
        st.selectbox(
            say("review.place_choice"),
            options,
            index=0,
            key=f"{prefix}_place",
            format_func=lambda place: place_words(place, kept=place == now),
        )
    if wanted.strip() and not found:
        st.caption(say("review.place_none"))
    if st.toggle(say("review.point"), key=f"{prefix}_point", help=say("review.point_help")):
        with st.container(horizontal=True):
            for name, most, start in (
                ("lat", 90.0, now.lat if now else None),
                ("lon", 180.0, now.lon if now else None),
            ):
                st.number_input(say(f"review.{name}"), min_value=-most, max_value=most, value=start, step=0.001,
                                format="%.5f", key=f"{prefix}_{name}", width=190)  # fmt: skip


def place_words(place: Place | None, kept: bool = False) -> str:
    """A place as a reviewer tells it from its namesakes."""
    if place is None:
        return say("review.no_place")
    inside = [part for part in (place.admin2, place.admin1, place.country) if part and part != place.name]
    words = ", ".join([place.name, *dict.fromkeys(inside)]) + f" ({label('precision', place.geo_precision)})"
    return say("review.place_keep", name=words) if kept else words


def add_form(report: Report, claims: list[Claim]) -> None:
    """Add a claim by marking words in the report."""
    prefix = f"add_{report.report_id}"
    st.markdown(f"**{say('review.add_title')}**")
    marking(report, claims, prefix)
    _choice(prefix, "event_type", EVENT_TYPES, "Violence against civilians", str)
    _fields(prefix, None)
    st.text_input(say("review.claimed_by"), key=f"{prefix}_claimed_by")
    who_and_why(prefix)
    st.button(
        say("review.save_add"), key=f"{prefix}_save", type="primary", on_click=_add, args=(prefix, report)
    )


def add_by_hand_form() -> None:
    """Add what only the reviewer knows: a claim, or an incident, without a report."""
    prefix = f"by_hand_{st.session_state.setdefault('by_hand_round', 0)}"
    st.caption(say("review.by_hand_help"))
    _choice(prefix, "event_type", EVENT_TYPES, "Violence against civilians", str)
    _fields(prefix, None)
    who_and_why(prefix)
    st.button(
        say("review.save_add"), key=f"{prefix}_save", type="primary", on_click=_add_by_hand, args=(prefix,)
    )


def _add_by_hand(prefix: str) -> None:
    def act(by: str, reason: str) -> None:
        actions.decide("add", None, by=by, reason=reason, after=_told(prefix))
        st.session_state.by_hand_round += 1  # empty fields, so that nothing is added twice

    attempt(prefix, act)


def _add(prefix: str, report: Report) -> None:
    def act(by: str, reason: str) -> None:
        words, at = st.session_state.get(f"{prefix}_words", ""), st.session_state.get(f"{prefix}_start")
        span = marked_span(report.text, words, at)
        if span is None:
            raise IncidentsError(say("review.need_words"))
        by_whom = st.session_state.get(f"{prefix}_claimed_by", "").strip() or report.publisher
        after = _told(prefix) | {"claimed_by": [by_whom] if by_whom else []}
        evidence = (*span, report.text[slice(*span)])
        actions.decide(
            "add", None, by=by, reason=reason, after=after, report_id=report.report_id, span=evidence
        )

    attempt(prefix, act)


def _told(prefix: str) -> dict[str, Any]:
    """What the form says of a new claim, but for who says it."""
    after = _values(prefix, None)
    if after["low"] is None and after["high"] is None:
        after["unit"] = after["category"] = None
    after |= _dates(after["date_start"], after["date_end"])
    return after | {
        "event_type": st.session_state[f"{prefix}_event_type"],
        "count_basis": _basis(after["low"], after["high"]),
        "place_as_written": after["place"].name if after["place"] else None,
    }
