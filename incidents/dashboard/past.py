"""What was known as of a day: that the page shows the past, and what came between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from incidents.dashboard.figures import days, figure, nice
from incidents.dashboard.store import difference, store
from incidents.dashboard.tables import selectable
from incidents.dashboard.words import label, say
from incidents.model import UNITS
from incidents.query import Change, Filters


def banner(as_of: dt.date | None) -> None:
    """Say that the page shows the past, and how many reports it leaves out; nothing for today."""
    if as_of is None:
        return
    reports = store().reports_by(as_of)
    told = [say("as_of.known", n=reports["known"])]
    told += [say(f"as_of.{kind}", n=reports[kind]) for kind in ("later", "undated") if reports[kind]]
    st.info(" ".join(told), title=say("as_of.banner", date=nice(as_of)), icon=":material/history:")


def show_changes(since: dt.date | None, filters: Filters) -> None:
    """The list of what is new, changed or gone since a day; nothing where none is chosen or they do not fit."""
    if since is None or (filters.as_of and since > filters.as_of):
        return
    changes = difference(since, filters.as_of, filters)
    until = nice(filters.as_of) if filters.as_of else say("as_of.today")
    st.subheader(say("as_of.changes", n=len(changes), since=nice(since), until=until))
    if not changes:
        st.caption(say("as_of.no_changes"))
        return
    st.caption(say("as_of.changes_hint"))
    selectable(
        [change.into or change.event_id for change in changes],
        changes_frame(changes),
        "changes",
        say("as_of.alt"),
    )


def changes_frame(changes: Sequence[Change]) -> pd.DataFrame:
    """The changes in the reader's words."""
    return pd.DataFrame(
        [
            {
                "location": change.row["location"],
                "figure": figures_told(change),
                "change": _what(change),
                "when": days(change.row["date_start"], change.row["date_end"]),
                "roots": ", ".join(change.added("roots")),
                "claims": len(change.added("claim_ids")),
            }
            for change in changes
        ]
    )


def _what(change: Change) -> str:
    """New, changed (and in what) or gone; a total or a value of a running count is said to be one."""
    kind = change.row["row_kind"]
    told = label("change", change.kind if kind == "incident" else f"{change.kind}_{kind}")
    more = [label("changed", name) for name in change.says]
    if change.kind == "changed" and change.counted[0] != change.counted[1]:
        more.append(label("changed", "counted" if change.counted[1] else "not_counted"))
    if change.corrections:
        more.append(label("changed", "correction"))
    return f"{told}: {', '.join(more)}" if more else told


def figures_told(change: Change) -> str:
    """Each figure that differs, as "60 → 60 to 62 killed"; of what is new or gone the figures it has or had."""
    told = []
    for unit in UNITS:
        if pair := change.figures.get(unit):
            before, after = (figure(low, high) for low, _, high in pair)
            said = {"new": after, "gone": before}.get(change.kind, f"{before} → {after}")
            told.append(f"{said} {label('unit', unit)}")
    return ", ".join(told)
