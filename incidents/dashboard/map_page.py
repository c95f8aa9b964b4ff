"""The map page: filters, headline, map, timeline, sources, tables and evidence under one fragment.

Every view ignores its own filter, so that the map still shows what was not clicked, the timeline the
days outside the brush, and the bars the outlets not chosen.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard import (
    accounts,
    assets,
    charts,
    evidence,
    headline,
    map_data,
    map_view,
    past,
    sidebar,
    state,
    tables,
    timeline_rows,
)
from incidents.dashboard.figures import days, records
from incidents.dashboard.store import ledger, store, view
from incidents.dashboard.words import plain, say
from incidents.query import Filters, View

FEW_NOT_PLACED = 3
"""Incidents not on the map that are shown before a reader asks for all."""


def show() -> None:
    """Draw the page."""
    st.title(say("map.title"))
    if not ledger().reports():
        st.info(say("map.empty"), title=say("map.empty_title"), icon=":material/inbox:")
        st.page_link("pages/reports.py", label=say("map.go_to_reports"), icon=":material/add:")
        return
    state.prepare()
    assets.serve()
    _dashboard()


@st.fragment
def _dashboard() -> None:
    sidebar.show(store())
    filters = state.filters()
    with st.container():  # always there, as those below: what follows would be mounted anew if it moved
        with st.spinner(say("as_of.linking")):
            now = view(filters)
        past.banner(filters.as_of)
    headline.show(now)
    with st.container():  # else the map would lose its view
        _chips()
        if now.rows.empty:
            st.warning(say("map.nothing"), title=say("map.nothing_title"))
    with st.container():
        past.show_changes(st.session_state.since, filters)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _map(filters)
    with right:
        headline.show_totals(now)
        _not_placed(now)
    accounts.show(filters)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _timeline(filters)
    with right:
        _sources(filters)
    if not now.table.empty:
        tables.show_table(now.table)
    tables.show_others(now.others, now.rows)
    evidence.show(now)


def _chips() -> None:
    """One button for each active filter, which lets go of it."""
    active = list(state.active())
    if not active:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="chips"):
        st.caption(say("filters.active"), width="content")
        for name, words in active:
            st.button(
                plain(words),
                key=f"clear_{name}",
                icon=":material/close:",
                on_click=state.clear,
                args=(name,),
            )
        if len(active) > 1:
            st.button(say("filters.clear_all"), key="clear_all", type="tertiary", on_click=state.clear_all)


def _map(filters: Filters) -> None:
    st.segmented_control(
        say("map.measure"),
        ["killed", "incidents"],
        format_func=lambda code: say(f"map.{code}"),
        key="measure",
        required=True,
        persist_state="session",
    )
    shown = view(filters.without("event_ids"))
    layer = map_data.layer(
        shown.rows,
        st.session_state.measure,
        chosen=frozenset(st.session_state.picked),
        not_placed=int(shown.sums["not_placed"]),
    )
    map_view.draw(layer, key="map", on_click=state.on_map)


def _not_placed(now: View) -> None:
    missing = now.not_placed[now.not_placed["in_table"]]
    told = len(now.not_placed) - len(missing)
    st.markdown(f"**{say('not_placed.title', n=len(missing))}**")
    if missing.empty:
        st.caption(say("not_placed.none"))
    else:
        table = pd.DataFrame(
            {
                say("not_placed.row"): [plain(_what(row)) for row in records(missing)],
                say("columns.figure"): [tables.told_figure(row) for row in records(missing)],
                say("not_placed.reason"): [map_data.why_not_placed(row) for row in records(missing)],
            }
        )
        n = len(missing)
        tables.show_some(
            table, FEW_NOT_PLACED, "not_placed", say("not_placed.title", n=n), say("not_placed.all", n=n)
        )
    if told:
        st.caption(say("not_placed.more", n=told))


def _what(row: Mapping[str, Any]) -> str:
    place = row["location"] if isinstance(row["location"], str) else None
    return ", ".join(
        part for part in (place, days(row["date_start"], row["date_end"]), row["event_type"]) if part
    )


def _timeline(filters: Filters) -> None:
    now = view(filters.without("date_start", "date_end"))
    st.subheader(say("timeline.title"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(say("timeline.hint"), width="content")
        st.segmented_control(
            say("timeline.span"),
            ["busiest", "all"],
            format_func=lambda code: say(f"timeline.{code}"),
            key="span",
            required=True,
            default="busiest",
            label_visibility="collapsed",
            on_change=state.on_dates,
        )
    bounds = store().bounds
    whole = view(Filters())  # days shown and colours stay as they are while filters change
    span = bounds if st.session_state.span == "all" else timeline_rows.busiest_span(whole.timeline, bounds)
    colours = timeline_rows.root_colours(whole.series, span)
    chart = charts.timeline(
        now.timeline,
        now.windows,
        now.series,
        measure=st.session_state.measure,
        span=span,
        chosen=state.shaded_days(bounds),
        colours=colours,
    )
    st.altair_chart(chart, key=state.chart_key("timeline"), on_select=state.on_brush, alt=say("timeline.alt"))
    bars = timeline_rows.kind_colours(now.timeline)
    told = {root: colour for root, colour in colours.items() if root in set(now.series["root"])}
    if bars or told:
        st.html(key_html(say("timeline.bars"), bars) + key_html(say("timeline.totals"), told, "50%"))


def key_html(title: str, colours: Mapping[str, str], radius: str = "2px") -> str:
    """What the timeline's colours stand for, in a line that wraps; nothing where there are none."""
    if not colours:
        return ""
    swatch = f"display:inline-block;width:0.75em;height:0.75em;border-radius:{radius};margin-inline-end:0.4em"
    items = "".join(
        f'<span><i style="{swatch};background:{colour}"></i><bdi>{html.escape(name)}</bdi></span>'
        for name, colour in colours.items()
    )
    line = "display:flex;flex-wrap:wrap;gap:0.2em 1.1em;font-size:0.8em;margin-bottom:0.4em"
    return f'<div style="{line}"><b>{html.escape(title)}</b>{items}</div>'


def _sources(filters: Filters) -> None:
    now = view(filters.without("sources"))
    st.subheader(say("sources.title"))
    roots = {root for roots in now.sources["roots"] for root in roots}
    st.caption(f"{say('sources.caption', n=len(now.sources), roots=len(roots))} {say('sources.hint')}")
    if not now.sources.empty:
        chart = charts.source_bars(now.sources, st.session_state.sources)
        st.altair_chart(
            chart, key=state.chart_key("sources"), on_select=state.on_bars, alt=say("sources.alt")
        )
