"""Tables of the timeline: which days are shown, and what is drawn in each lane; pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from incidents.dashboard.figures import days, figure, nice, people, records
from incidents.dashboard.words import palette, say

Span = tuple[dt.date, dt.date]
"""First and last day, inclusive."""
NAMED, LISTED = 2, 12
"""Places named in the label of a stretch of days, and where the pointer lies on it."""


def busiest_span(timeline: pd.DataFrame, bounds: Span, share: float = 0.9, least_days: int = 14) -> Span:
    """The shortest run of days that holds `share` of the incidents known to the day, at least `least_days`."""
    by_day = timeline.groupby("day")["incidents"].sum().sort_index()
    if by_day.empty:
        return bounds
    days = [pd.Timestamp(day).date() for day in by_day.index]
    counts = [int(count) for count in by_day]
    best, need, running, first = (days[0], days[-1]), share * sum(counts), 0, 0
    for last, count in enumerate(counts):
        running += count
        while running - counts[first] >= need:
            running -= counts[first]
            first += 1
        if running >= need and days[last] - days[first] < best[1] - best[0]:
            best = (days[first], days[last])
    missing = max(0, least_days - (best[1] - best[0]).days - 1)
    return best[0] - dt.timedelta(days=missing // 3), best[1] + dt.timedelta(days=missing - missing // 3)


def midnight(values: pd.Series[Any], plus_days: int = 0) -> pd.Series[Any]:
    """Days as instants (UTC, so that no reader's clock moves a day)."""
    return pd.to_datetime(values) + pd.Timedelta(days=plus_days)


def edges(span: Span) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The instants at which the span begins and is over."""
    return pd.Timestamp(span[0]), pd.Timestamp(span[1]) + pd.Timedelta(days=1)


def bar_rows(days: pd.DataFrame, measure: str, span: Span) -> pd.DataFrame:
    """Bars within the days shown, stacked by kind of event: `bottom` to `top`, from `day` to `next`."""
    low, high = edges(span)
    frame = days.sort_values(["day", "event_type"]).copy()
    frame["day"] = midnight(frame["day"])
    frame = frame[(frame["day"] >= low) & (frame["day"] < high)]
    frame["next"] = frame["day"] + pd.Timedelta(hours=22)
    frame["noon"] = frame["day"] + pd.Timedelta(hours=11)
    frame["told"] = [nice(day.date()) for day in frame["day"]]
    frame["value"] = frame["incidents" if measure == "incidents" else "killed_best"].fillna(0).astype(float)
    frame["top"] = frame.groupby("day")["value"].cumsum()
    frame["bottom"] = frame["top"] - frame["value"]
    colours = kind_colours(days)
    frame["colour"] = [colours[kind] for kind in frame["event_type"]]
    return frame[
        ["day", "next", "noon", "told", "event_type", "incidents", "value", "bottom", "top", "colour"]
    ]


def window_rows(windows: pd.DataFrame, span: Span) -> pd.DataFrame:
    """Windows that touch the days shown, cut to them: a row for each stretch of days, with its incidents in words.

    One whose first day nobody tells begins where the days shown begin (`is_open`).  The stretches with most people
    killed come first and have the first lanes.
    """
    low, high = edges(span)
    frame = windows.copy()
    frame["is_open"] = frame["date_start"].isna()
    frame["start"] = midnight(frame["date_start"]).fillna(low)
    frame["end"] = midnight(frame["date_end"].fillna(frame["date_start"]), 1)
    frame = frame[(frame["end"] > low) & (frame["start"] < high)]
    frame["when"] = [days(a, b) for a, b in zip(frame["date_start"], frame["date_end"], strict=True)]
    frame["start"] = frame["start"].mask(frame["start"] < low, low)
    frame["end"] = frame["end"].mask(frame["end"] > high, high)
    frame["name"] = [name if isinstance(name, str) else say("review.no_place") for name in frame["location"]]
    frame["told"] = [
        name if (killed := figure(a, b)) == say("figure.none") else f"{name} ({killed})"
        for name, a, b in zip(frame["name"], frame["killed_low"], frame["killed_high"], strict=True)
    ]
    frame["size"] = frame[["killed_low", "killed_high"]].max(axis=1).fillna(0).astype(int)
    frame = frame.sort_values(["size", "start", "end", "event_id"], ascending=[False, True, True, True])
    stretches = frame.groupby(["start", "end", "is_open", "when"], sort=False)
    rows = stretches.agg(
        killed=("size", "sum"), incidents=("name", "size"), names=("name", list), people=("told", list)
    ).reset_index()
    rows["label"] = [_named(names, NAMED) for names in rows.pop("names")]
    rows["people"] = [_named(told, LISTED) for told in rows["people"]]
    rows = rows.sort_values(["killed", "incidents", "start", "end"], ascending=[False, False, True, True])
    return rows.assign(lane=range(len(rows)))


def _named(names: Sequence[str], most: int) -> str:
    """At most so many names, each once, and how many more incidents there are."""
    shown = list(dict.fromkeys(names))[:most]
    more, told = len(names) - len(shown), ", ".join(shown)
    return say("timeline.more_names", names=told, n=more) if more else told


def total_rows(series: pd.DataFrame, unit: str, span: Span, root_colour: Mapping[str, str]) -> pd.DataFrame:
    """Totals of one unit that have a date and a figure, within the days shown: a point for each value told."""
    low, high = edges(span)
    frame = series[(series["unit"] == unit) & series["as_of"].notna()].copy()
    frame["value"] = frame["low"].fillna(frame["high"]).astype(float)
    frame["day"] = midnight(frame["as_of"])
    frame = frame[frame["value"].notna() & (frame["day"] >= low) & (frame["day"] < high)]
    frame["day"] = frame["day"] + pd.Timedelta(hours=11)
    frame["told"] = [nice(day.date()) for day in frame["day"]]
    told = zip(frame["low"], frame["high"], frame["category"], strict=True)
    frame["people"] = [people(a, b, category, unit) for a, b, category in told]
    frame["line"] = [row["series_id"] or f"{row['root']}/{row['event_id']}" for row in records(frame)]
    other = palette()["charts"][
        "other"
    ]  # a filter may move a total into the days shown, by its later outlets
    frame["colour"] = [root_colour.get(root, other) for root in frame["root"]]
    columns = ["day", "told", "value", "root", "scope", "people", "line", "colour"]
    return frame[columns].sort_values("day")


def kind_colours(days: pd.DataFrame) -> dict[str, str]:
    """The colour of each kind of event in the bars."""
    colours: Mapping[str, str] = palette()["event_types"]
    return {kind: colours.get(kind, colours["other"]) for kind in sorted(days["event_type"].unique())}


def root_colours(series: pd.DataFrame, span: Span) -> dict[str, str]:
    """The colour of each root that tells a total of people killed within the days shown."""
    colours = palette()["charts"]["lines"]
    told = series[(series["unit"] == "killed") & series["as_of"].notna()]
    roots = sorted({row["root"] for row in records(told) if span[0] <= row["as_of"] <= span[1]})
    return {root: colours[index % len(colours)] for index, root in enumerate(roots)}
