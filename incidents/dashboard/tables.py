"""The tables of incidents and of figures not added, and their downloads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard.figures import days, figure, records
from incidents.dashboard.words import label, say, section
from incidents.exchange import to_csv, to_geojson

TABLE_COLUMNS = (
    "location", "date_start", "date_end", "event_type", "killed_low", "killed_best", "killed_high", "sources", "roots",
    "geo_precision", "perpetrators", "figures_conflict", "verification_status",
)  # fmt: skip
CHANGE_WIDTHS = {"figure": 200, "change": 330}
"""Pixels of the columns of what changed that hold most words."""
LONG, LONG_HEIGHT = 60, 900
"""A small table of more rows than this scrolls, in so many pixels."""
COMPACT_COLUMNS = ("location", "when", "figure", "why", "sources")


def table_frame(rows: pd.DataFrame) -> pd.DataFrame:
    """The columns a reader sees, codes in words, lists joined."""
    frame = rows.loc[:, list(TABLE_COLUMNS)].copy()
    frame["geo_precision"] = [label("precision", code) for code in frame["geo_precision"]]
    frame["verification_status"] = [label("verification", code) for code in frame["verification_status"]]
    for name in ("sources", "roots", "perpetrators"):
        frame[name] = [", ".join(values) for values in frame[name]]
    return frame


def why_not_added(row: dict[str, Any], places: dict[str, str]) -> str:
    """Why a row's figure is not added to the sums."""
    if row.get("overlaps"):
        return say("table.overlaps")
    container = row.get("contained_in")
    if isinstance(container, str) and container:
        return say("why.contained", row=places.get(container, say("why.total")))
    return label("why", row["row_kind"])


def others_frame(others: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Figures not added, each with its reason; `rows` tells the names of what contains them."""
    names = {
        row["event_id"]: " ".join(
            part for part in (str(row["location"]), figure(row["killed_low"], row["killed_high"])) if part
        )
        for row in records(rows)
    }
    return pd.DataFrame(
        [
            {
                "location": row["location"],
                "when": days(row["date_start"], row["date_end"]),
                "figure": told_figure(row),
                "why": why_not_added(row, names),
                "sources": ", ".join(row["sources"]),
            }
            for row in records(others)
        ],
        columns=list(COMPACT_COLUMNS),
    )


def told_figure(row: dict[str, Any]) -> str:
    """The row's first figure in words, killed before other units."""
    for unit in section("units"):
        low, high = row.get(f"{unit}_low"), row.get(f"{unit}_high")
        if pd.notna(low) or pd.notna(high):
            return f"{figure(low, high)} {unit}"
    return say("figure.none")


def _columns(frame: pd.DataFrame) -> dict[str, Any]:
    words = section("columns") | {"when": say("timeline.title"), "why": say("table.why")}
    config: dict[str, Any] = {name: words[name] for name in frame.columns}
    for name in ("date_start", "date_end"):
        config[name] = st.column_config.DateColumn(words[name], format="D MMM YYYY")
    for name in ("killed_low", "killed_best", "killed_high"):
        config[name] = st.column_config.NumberColumn(words[name], format="localized")
    if "change" in frame:
        for name, width in CHANGE_WIDTHS.items():
            config[name] = st.column_config.TextColumn(words[name], width=width)
    config["location"] = st.column_config.TextColumn(words["location"], pinned=True)
    return config


def selectable(event_ids: Iterable[object], frame: pd.DataFrame, name: str, alt: str) -> None:
    """Draw a table with an event for each row; a chosen row's becomes `open_event`."""
    ids = [str(event_id) for event_id in event_ids]
    key = f"{name}_{hash(tuple(ids))}"  # rows are chosen by position: other rows need another table

    def on_select() -> None:
        chosen = st.session_state[key].selection.rows
        st.session_state.open_event = ids[chosen[0]] if chosen else None

    with st.container(key=f"{name}_rows"):
        st.dataframe(
            frame,
            key=key,
            hide_index=True,
            placeholder="–",
            height=min(38 + 35 * len(frame), 388),
            column_config=_columns(frame),
            on_select=on_select,
            selection_mode="single-row",
            alt=alt,
        )


def show_some(table: pd.DataFrame, few: int, name: str, alt: str, ask: str) -> None:
    """A small table beside the map: whole rows, the first `few` until a reader asks for all with the toggle `ask`."""
    some = len(table) > few
    every = some and st.session_state.get(f"{name}_all", False)
    with st.container(
        key=name, border=False, height=LONG_HEIGHT if every and len(table) > LONG else "content"
    ):
        st.table(table if every else table.head(few), border="horizontal", hide_index=True, alt=alt)
    if some:
        st.toggle(ask, key=f"{name}_all")


def _downloads(rows: pd.DataFrame, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("table.download" if name == "incidents" else "table.download_others"), width="content")
        kinds = (("geojson", "application/geo+json", to_geojson), ("csv", "text/csv", to_csv))
        for kind, mime, export in kinds:
            st.download_button(
                say(f"table.{kind}"),
                export(rows),
                file_name=f"{name}.{kind}",
                mime=mime,
                key=f"download_{name}_{kind}",
                icon=":material/download:",
                on_click="ignore",
            )


def show_table(rows: pd.DataFrame) -> None:
    """The rows that may be added up, and their downloads: exactly these rows."""
    st.subheader(say("table.title", n=len(rows)))
    st.caption(say("table.hint"))
    selectable(rows["event_id"], table_frame(rows), "table", say("table.alt"))
    _downloads(rows, "incidents")


def show_others(others: pd.DataFrame, rows: pd.DataFrame) -> None:
    """What is not added, and why."""
    if others.empty:
        return
    with st.expander(say("table.others_title", n=len(others)), key="others"):
        st.caption(say("table.others_hint"))
        selectable(others["event_id"], others_frame(others, rows), "others", say("table.others_alt"))
        _downloads(others, "figures-not-added")
