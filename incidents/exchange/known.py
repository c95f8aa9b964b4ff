"""What was known as of several days, as tables in Markdown: a column a day, and what changed from day to day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from incidents.linking.joined import Joined
from incidents.model import UNITS
from incidents.query import EVERYTHING, Change, Filters, Store, View

Line = tuple[str, ...]

_ENDS = ("low", "best", "high")
_NONE = "–"
_MARKUP = str.maketrans({c: f"\\{c}" for c in "\\|`*_[]<>"} | {"\n": " ", "\r": " "})


def known_tables(store: Store, days: Sequence[dt.date], filters: Filters = EVERYTHING) -> str:
    """Reports, incidents and people by the end of each day, and the latest total that each root had given by then.

    Only rows that may be added up are added; totals never are.
    """
    views = [store.view(replace(filters, as_of=day)) for day in days]
    heads = ("known by the end of", *(day.isoformat() for day in days))
    return f"{_table(heads, _sums(views))}\n{_table(('total told', *heads[1:]), _totals(views))}"


def _sums(views: Sequence[View]) -> list[Line]:
    """The sums of each view, those of units that are told of in any."""
    sources = [view.sources for view in views]
    lines: list[Line] = [
        (
            "reports that tell of an incident or total",
            *(f"{int(frame['reports'].sum())}" for frame in sources),
        ),
        ("incidents that may be added up", *(str(view.sums["incidents"]) for view in views)),
    ]
    told = [unit for unit in UNITS if any(view.sums[f"{unit}_{end}"] for view in views for end in _ENDS)]
    return lines + [
        (f"{unit} in them, low / best / high", *(_three(v.sums, unit) for v in views)) for unit in told
    ]


def _three(sums: Mapping[str, int], unit: str) -> str:
    """Low, best and high; no upper end where some are told only as "at least"."""
    low, best, high = (f"{sums[f'{unit}_{end}']:,}" for end in _ENDS)
    return f"{low} / {best} / {'open' if sums[f'{unit}_open'] else high}"


def _totals(views: Sequence[View]) -> list[Line]:
    counts = [counts_told(view.series.to_dict("records")) for view in views]
    lines = [_across(same, len(views)) for same in _same_counts(counts)]
    often = Counter(name for (_, name), *_ in lines)
    return [
        (_escaped(f"{name}, {days}" if often[name] > 1 and days else name), *figures)
        for (_, name), days, figures in sorted(lines, key=lambda line: (line[0], line[1]))
    ]


@dataclass(frozen=True, slots=True)
class Count:
    """What one root counts: a total, or a series of its values; event_ids: its rows.  figure: (low, high) told last."""

    root: str
    unit: str
    category: str
    scope: str
    days: str
    event_ids: frozenset[str]
    figure: tuple[int | None, int | None]

    @property
    def name(self) -> str:
        """In words, without its days."""
        who = "" if self.category == "unspecified" else f"{self.category.replace('_', ' ')} "
        return f"{self.root}: {who}{self.unit}" + (f", {self.scope}" if self.scope else "")


def counts_told(series: Iterable[Mapping[Any, Any]]) -> list[Count]:
    """The counts among the lines of `View.series`, each with the value told last; of one day's the greatest."""
    by_count: dict[str, list[Mapping[Any, Any]]] = defaultdict(list)
    for value in series:
        by_count[value["series_id"] or value["event_id"]].append(value)
    return [_count(values) for values in by_count.values()]


def _count(values: Sequence[Mapping[Any, Any]]) -> Count:
    def told(value: Mapping[Any, Any]) -> tuple[dt.date, int]:
        return _day(value["as_of"]), max(_number(value["low"]) or 0, _number(value["high"]) or 0)

    last = max(values, key=told)
    return Count(
        root=last["root"],
        unit=last["unit"],
        category=next((v["category"] for v in values if v["category"] != "unspecified"), "unspecified"),
        scope=next((v["scope"] for v in values if v["scope"]), ""),
        days=_days(values),
        event_ids=frozenset(v["event_id"] for v in values),
        figure=(_number(last["low"]), _number(last["high"])),
    )


def _days(values: Sequence[Mapping[Any, Any]]) -> str:
    """The time that is counted: "since" a day, or the days told."""
    if since := [v["since"] for v in values if isinstance(v["since"], dt.date)]:
        return f"since {min(since)}"
    days = [d for v in values for d in (v["date_start"], v["date_end"]) if isinstance(d, dt.date)]
    if not any(isinstance(v["date_start"], dt.date) for v in values):
        return f"by {max(days)}" if days else ""
    return " to ".join(dict.fromkeys(str(d) for d in (min(days), max(days))))


def _same_counts(counts: Sequence[Sequence[Count]]) -> list[list[tuple[int, Count]]]:
    """The counts of several days, (number of the day, count), those together that share a row."""
    joined = Joined(event_id for told in counts for count in told for event_id in count.event_ids)
    for told in counts:
        for count in told:
            joined.join(count.event_ids)
    found: dict[str, list[tuple[int, Count]]] = defaultdict(list)
    for number, told in enumerate(counts):
        for count in told:
            found[joined.top(min(count.event_ids))].append((number, count))
    return list(found.values())


def _across(same: Sequence[tuple[int, Count]], days: int) -> tuple[tuple[int, str], str, tuple[str, ...]]:
    """A count's place in the list and its name, its days, and what was told of it by each day."""
    _, latest = same[-1]
    figures: list[tuple[int | None, int | None] | None] = [None] * days
    for number, count in same:
        figures[number] = max(
            (f for f in (figures[number], count.figure) if f), key=lambda f: (f[0] or 0, f[1] or 0)
        )
    return (UNITS.index(latest.unit), latest.name), latest.days, tuple(map(_figure, figures))


# --- changes ---


def changes_told(changes: Sequence[Change], earlier: dt.date, later: dt.date) -> str:
    """A list of what was new, changed or gone."""
    lines = [f"\nFrom {earlier} to {later}: {len(changes)} rows are new, changed or gone.\n\n"]
    return "".join([*lines, *(f"- {change_told(change)}\n" for change in changes)])


def change_told(change: Change) -> str:
    """One change in a line: what, where, when, the figures, and who brought it."""
    row = change.row
    days = " to ".join(dict.fromkeys(str(d) for d in (row["date_start"], row["date_end"]) if d))
    where = _escaped(row["location"] or "place not known")
    told = [f"{change.kind} {row['row_kind'].replace('_', ' ')}, {where}, {days or 'day not known'}"]
    for name, (before, after) in change.figures.items():
        became = (
            _three_told(after) if change.kind == "new" else f"{_three_told(before)} → {_three_told(after)}"
        )
        told.append(f"{name.replace('_', ' ')} {became}")
    if change.says:
        told.append("also changed: " + ", ".join(name.replace("_", " ") for name in change.says))
    if change.counted[0] != change.counted[1] and change.kind == "changed":
        told.append("may now be added up" if change.counted[1] else "no longer added up")
    if roots := change.added("roots"):
        told.append("by " + ", ".join(_escaped(root) for root in roots))
    if claims := change.added("claim_ids"):
        told.append(f"{len(claims)} claim{'s' * (len(claims) > 1)} more")
    if change.corrections:
        told.append("a correction")
    if change.into:
        told.append(f"now in {change.into}")
    return "; ".join(told) + f" ({change.event_id})"


def _three_told(figures: Sequence[int | None]) -> str:
    known = any(n is not None for n in figures)
    return " / ".join(_NONE if n is None else f"{n:,}" for n in figures) if known else _NONE


# --- cells ---


def _figure(told: tuple[int | None, int | None] | None) -> str:
    if told is None:
        return _NONE
    low, high = told
    if low == high:
        return f"{low:,}"
    return f"{low:,}+" if high is None else f"{low or 0:,}–{high:,}"


def _number(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _day(value: Any) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.min


def _escaped(text: str) -> str:
    """A name from a report as Markdown shows it as it is."""
    return text.translate(_MARKUP)


def _table(heads: Sequence[str], lines: Sequence[Line]) -> str:
    rows = [heads, ["---", *("--:" for _ in heads[1:])], *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
