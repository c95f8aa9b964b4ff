"""What was known as of several days, as tables in Markdown: a column a day, and what changed from day to day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from incidents.model import UNITS
from incidents.query import EVERYTHING, Change, Filters, Store, View

Line = tuple[str, ...]
Total = tuple[str, str, str, str]
"""Root, unit, category and scope."""

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
    latest = [latest_totals(view.series.to_dict("records")) for view in views]
    rows = sorted({total for told in latest for total in told}, key=lambda t: (UNITS.index(t[1]), t))
    return [(_escaped(_named(total)), *(_figure(told.get(total)) for told in latest)) for total in rows]


def latest_totals(series: Iterable[Mapping[Any, Any]]) -> dict[Total, tuple[int | None, int | None]]:
    """Of each root, unit, category and scope the last value told, (low, high); of one day's the greatest."""
    found: dict[Total, tuple[dt.date, int, tuple[int | None, int | None]]] = {}
    for value in series:
        low, high = _number(value["low"]), _number(value["high"])
        told = (_day(value["as_of"]), max(low or 0, high or 0), (low, high))
        key = (value["root"], value["unit"], value["category"], value["scope"] or "")
        found[key] = max(found.get(key, told), told, key=lambda t: t[:2])
    return {key: figure for key, (_, _, figure) in found.items()}


def _named(total: Total) -> str:
    root, unit, category, scope = total
    who = "" if category == "unspecified" else f"{category.replace('_', ' ')} "
    return f"{root}: {who}{unit}" + (f", {scope}" if scope else "")


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
