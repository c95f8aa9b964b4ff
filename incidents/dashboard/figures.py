"""Figures in words: "at least 30", "24 to 60"; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pandas as pd

from incidents.dashboard.words import say


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as mappings from column to value."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def number(value: Any) -> int | None:
    """A whole number, or None for the many ways a table says "nothing here"."""
    return None if value is None or pd.isna(value) else int(value)


def day(value: Any) -> dt.date | None:
    """A calendar day, or None."""
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def figure(low: Any, high: Any) -> str:
    """Low and high as people say it; an open end is "at least" or "up to"."""
    bottom, top = number(low), number(high)
    if bottom is None and top is None:
        return say("figure.none")
    if top is None:
        return say("figure.at_least", low=bottom)
    if not bottom:
        return say("figure.exact", low=0) if top == 0 else say("figure.up_to", high=top)
    return say("figure.exact", low=bottom) if bottom == top else say("figure.range", low=bottom, high=top)


def days(start: Any, end: Any) -> str:
    """A day or a span of days; "until" where only its end is known; empty where neither is."""
    first, last = day(start), day(end)
    if first and last and first != last:
        return say("filters.dates", start=nice(first), end=nice(last))
    if first is None and last is not None:
        return say("filters.dates_to", end=nice(last))
    return nice(first) if first else ""


def nice(date: dt.date) -> str:
    """7 March 2025."""
    return f"{date.day} {date:%B %Y}"


def people(low: Any, high: Any, category: Any, unit: Any) -> str:
    """A figure with who is counted: "at least 38 civilians killed"."""
    known = category if isinstance(category, str) else "unspecified"
    top = number(high) if number(high) is not None else number(low)
    who = say(f"category.{known}", n=1 if top == 1 and number(low) == 1 else 2)
    return say("totals.people", figure=figure(low, high), who=who, unit=unit)


def row_title(row: Mapping[str, Any]) -> str:
    """A row in a line: place, days, people killed, kind."""
    place = row["location"] if isinstance(row["location"], str) else say("review.no_place")
    killed = figure(row["killed_low"], row["killed_high"])
    parts = [
        place,
        days(row["date_start"], row["date_end"]),
        say("figure.killed", figure=killed) if killed != say("figure.none") else "",
        row["event_type"],
    ]
    return " · ".join(str(part) for part in parts if part)
