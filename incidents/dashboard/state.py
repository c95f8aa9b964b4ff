"""The filters of one reader, kept in Streamlit's session state and changed in callbacks only.

The sidebar and the charts change the same values.  A chart's own selection cannot be set from Python,
so when a filter it made is changed elsewhere the chart is mounted anew: its key carries a counter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import streamlit as st

from incidents.dashboard.figures import nice
from incidents.dashboard.words import label, say
from incidents.query import Filters

DEFAULTS: dict[str, Any] = {
    "as_of": None,
    "since": None,
    "date_start": None,
    "date_end": None,
    "sources": [],
    "event_types": [],
    "geo_precisions": [],
    "picked": frozenset(),
    "open_event": None,
    "measure": "killed",
    "brushed": False,
    "timeline_mount": 0,
    "sources_mount": 0,
    "map_seq": 0,
}
Callback = Callable[[], None] | None
DAY_MS = 86_400_000


def prepare() -> None:
    """Give every value its default in a new session."""
    for name, value in DEFAULTS.items():
        st.session_state.setdefault(name, value)


def filters() -> Filters:
    """What the reader has chosen, as one question to the query layer."""
    state = st.session_state
    return Filters(
        date_start=state.date_start,
        date_end=state.date_end,
        sources=frozenset(state.sources),
        event_types=frozenset(state.event_types),
        geo_precisions=frozenset(state.geo_precisions),
        event_ids=frozenset(state.picked),
        as_of=state.as_of,
    )


def chart_key(name: str) -> str:
    """The key of a chart with a selection: "timeline" or "sources"."""
    return f"{name}_{st.session_state[f'{name}_mount']}"


def _selection(name: str) -> Any:
    event = st.session_state.get(chart_key(name)) or {}
    return event.get("selection", {})


def brushed_days(interval: list[float]) -> tuple[dt.date, dt.date]:
    """Days touched by a brush from/to given in milliseconds since 1970, UTC; the end is not inside."""
    start, end = sorted(interval)
    first = int(start // DAY_MS)
    last = max(first, int(-(-end // DAY_MS)) - 1)
    epoch = dt.date(1970, 1, 1)
    return epoch + dt.timedelta(days=first), epoch + dt.timedelta(days=last)


def on_brush() -> None:
    """Days were brushed on the timeline, or the brush was let go."""
    interval = _selection("timeline").get("brush", {}).get("day")
    state = st.session_state
    state.date_start, state.date_end = brushed_days(interval) if interval else (None, None)
    state.brushed = bool(interval)


def on_bars() -> None:
    """A bar was clicked, or all were let go."""
    st.session_state.sources = sorted(point["outlet"] for point in _selection("sources").get("pick", []))


def on_map() -> None:
    """A circle or an area was clicked; the same one again lets go of it."""
    state = st.session_state
    value = state.get("map") or {}
    if value.get("seq") == state.map_seq or "event_ids" not in value:
        return
    state.map_seq = value["seq"]
    ids = frozenset(str(event_id) for event_id in value["event_ids"])
    state.picked = frozenset() if ids == state.picked else ids
    state.open_event = min(ids) if len(ids) == 1 and state.picked else None


def on_dates() -> None:
    """The sidebar's dates changed: the brush no longer shows them."""
    st.session_state.brushed = False
    st.session_state.timeline_mount += 1


def on_sources() -> None:
    """The sidebar's outlets changed: the bars' own selection no longer shows them."""
    st.session_state.sources_mount += 1


def clear(name: str) -> None:
    """Let go of one filter: as_of, dates, sources, event_types, geo_precisions or picked."""
    if name == "dates":
        st.session_state.date_start = st.session_state.date_end = None
        on_dates()
        return
    st.session_state[name] = DEFAULTS[name]
    if name == "sources":
        on_sources()


def clear_all() -> None:
    """Let go of every filter."""
    for name in ("as_of", "dates", "sources", "event_types", "geo_precisions", "picked"):
        clear(name)


def active() -> Iterator[tuple[str, str]]:
    """(name for `clear`, words for the reader) of every filter that is on."""
    state = st.session_state
    start, end = state.date_start, state.date_end
    if state.as_of:
        yield "as_of", say("as_of.chip", date=nice(state.as_of))
    if start and end:
        yield "dates", nice(start) if start == end else say("filters.dates", start=nice(start), end=nice(end))
    elif start:
        yield "dates", say("filters.dates_from", start=nice(start))
    elif end:
        yield "dates", say("filters.dates_to", end=nice(end))
    if state.sources:
        yield "sources", ", ".join(state.sources)
    if state.event_types:
        yield "event_types", ", ".join(state.event_types)
    if state.geo_precisions:
        yield "geo_precisions", ", ".join(label("precision", code) for code in state.geo_precisions)
    if state.picked:
        yield "picked", say("filters.picked", n=len(state.picked))


def shaded_days(bounds: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date] | None:
    """The chosen days, where the timeline's own brush does not show them already."""
    state = st.session_state
    if state.brushed or not (state.date_start or state.date_end):
        return None
    return state.date_start or bounds[0], state.date_end or bounds[1]
