"""The page's one answer, and the totals that are told beside it but never added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from incidents.dashboard.figures import day, nice, number, people, records
from incidents.dashboard.tables import show_some
from incidents.dashboard.words import plain, say
from incidents.linking import RULE as COUNTED
from incidents.linking.figures import RULE
from incidents.model import UNITS
from incidents.query import View

FEW = 4
"""Totals shown before a reader asks for all."""


def headline(sums: Mapping[str, Any]) -> str:
    """ "At least N people killed in M incidents that can be added up", as Markdown."""
    low, n = number(sums.get("killed_low")), int(sums["incidents"])
    if not low:
        return say("headline.none_killed", n=n)
    return say("headline.killed", people=say("headline.people", n=low), n=n)


def lines(sums: Mapping[str, Any], closed: int) -> list[str]:
    """The sentences under the headline: low, best and high, other units, what is not on the map.

    closed: how many of the incidents have a highest figure of people killed.
    """
    told = []
    if number(sums.get("killed_low")):
        figures = {end: int(sums[f"killed_{end}"]) for end in ("low", "best", "high")}
        told.append(say("headline.range", low=figures["low"], best=figures["best"]))
        told.append(_highest(figures["high"], int(sums["killed_open"]), closed))
    others = [
        say(f"units.{unit}", n=int(low)) for unit in UNITS[1:] if (low := number(sums.get(f"{unit}_low")))
    ]
    if others:
        told.append(say("headline.units", list=", ".join(others)))
    missing = int(sums["not_placed"])
    told.append(say("headline.not_placed", n=missing) if missing else say("headline.all_placed"))
    return told


def _highest(high: int, open_tops: int, closed: int) -> str:
    """The sum of the highest figures; an open one makes it open, and what the others come to stands apart."""
    if not open_tops:
        return say("headline.highest", high=high)
    told = say("headline.highest_open", n=open_tops)
    return f"{told}; {say('headline.highest_closed', n=closed, high=high)}." if closed else f"{told}."


def show(view: View) -> None:
    """Draw the headline and its sentences."""
    st.markdown(
        f"#### {headline(view.sums)}",
        help=say("headline.help", rule=" ".join(RULE.values()), counted=COUNTED),
    )
    st.caption(" ".join(lines(view.sums, int(view.table["killed_high"].count()))))


def totals_table(series: pd.DataFrame) -> pd.DataFrame:
    """`View.series` in the reader's words: people killed first, the largest figures on top."""
    ranked = series.assign(killed=series["unit"] == "killed", size=series[["low", "high"]].max(axis=1))
    rows = [
        {
            say("totals.figure"): people(row["low"], row["high"], row["category"], row["unit"]),
            say("totals.root"): plain(row["root"]),
            say("totals.scope"): plain(_scope(row)),
            say("totals.outlets"): say("totals.outlet_count", n=int(row["n_outlets"])),
        }
        for row in records(ranked.sort_values(["killed", "size", "root"], ascending=[False, False, True]))
    ]
    return pd.DataFrame(rows)


def _scope(row: Mapping[str, Any]) -> str:
    since, told = day(row["since"]), day(row["as_of"])
    parts = [
        row["scope"],
        say("totals.since", date=nice(since)) if since else None,
        say("totals.as_of_date", date=nice(told)) if told else None,
    ]
    return ", ".join(part for part in parts if isinstance(part, str) and part)


def show_totals(view: View) -> None:
    """Draw the table of totals told by sources."""
    st.markdown(f"**{say('totals.title')}**", help=say("totals.help"))
    table = totals_table(view.series)
    if table.empty:
        st.caption(say("totals.none"))
        return
    show_some(table, FEW, "totals", say("totals.title"), say("totals.all", n=len(table)))
