"""The filters in the sidebar; the charts change the same values (`state`)."""

from __future__ import annotations

import streamlit as st

from incidents.dashboard import actions, state
from incidents.dashboard.words import label, say
from incidents.query import Store


def show(store: Store) -> None:
    """Draw the filters; what a filter offers are the values there are."""
    facets = store.facets
    with st.sidebar:
        st.subheader(say("as_of.title"))
        _day("as_of", "as_of.day")
        _day("since", "as_of.since")
        since, as_of = st.session_state.since, st.session_state.as_of
        if since and as_of and since > as_of:
            st.warning(say("as_of.order"))
        st.subheader(say("filters.title"))
        _day("date_start", "filters.from", state.on_dates)
        _day("date_end", "filters.to", state.on_dates)
        start, end = st.session_state.date_start, st.session_state.date_end
        if start and end and start > end:
            st.warning(say("filters.order"))
        _several("sources", "filters.sources", facets["outlets"], state.on_sources)
        _several("event_types", "filters.event_types", facets["event_types"])
        _several("geo_precisions", "filters.precisions", facets["geo_precisions"], words="precision")


def _day(name: str, title: str, on_change: state.Callback = None) -> None:
    st.date_input(
        say(title),
        key=name,
        min_value=actions.EARLIEST,
        max_value=actions.LATEST,
        format="YYYY-MM-DD",
        help=say(f"{title}_help") if title.startswith("as_of") else None,
        on_change=on_change or "rerun",
        persist_state="session",
    )


def _several(
    name: str, title: str, options: list[str], on_change: state.Callback = None, words: str = ""
) -> None:
    chosen = [value for value in st.session_state[name] if value in options]
    if chosen != list(st.session_state[name]):
        st.session_state[name] = chosen
    st.multiselect(
        say(title),
        options,
        key=name,
        format_func=(lambda code: label(words, code)) if words else str,
        placeholder=say("filters.all"),
        on_change=on_change or "rerun",
        persist_state="session",
    )
