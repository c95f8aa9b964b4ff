"""The one rule of what is added up: RULE, as users read it, and the code that keeps it.

Totals, values of a series and parts are never counted.  Of the rest, rows are taken from the finest place and
the shortest time outwards (of equal ones the one with more killed first).  A row is counted unless it may share
people with a row already counted: their days overlap (no first day means "since ever"), their places may be the
same (the same place, one in the other, or one of them not resolved), and both give a figure in the same unit.
A part of another row may share people with it wherever and whenever they are.  A row without figures adds
one incident and no people; it is counted unless the same place, type and days are counted already.
A row that is not counted for this reason names the counted one as `contained_in`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from incidents.linking.extent import fineness, places, same_ground, window
from incidents.linking.figures import FIGURE_NAMES
from incidents.model import UNITS, Incident

RULE = "A row is counted when nobody in it can be in another counted row."

LONG_DAYS = 366
"""Windows longer than this are not filed by month."""


def count(rows: Sequence[Incident], wholes: Mapping[str, Collection[str]] | None = None) -> list[Incident]:
    """The rows, in their order, with `counted` and, where they are not counted, `contained_in` set by the rule.

    wholes: event_id → all rows that a row's claims say they are a part of, besides `contained_in`, which names one.
    """
    judged: dict[str, Incident] = {}
    counted = _Counted(rows, wholes or {})
    for row in sorted((r for r in rows if r.row_kind == "incident"), key=_order):
        holder = counted.sharing(row)
        if holder is None:
            counted.add(row)
            judged[row.event_id] = replace(row, counted=True)
        else:
            judged[row.event_id] = replace(row, counted=False, contained_in=holder.event_id)
    return [judged.get(row.event_id) or replace(row, counted=False) for row in rows]


def _order(row: Incident) -> tuple[object, ...]:
    start, end = window(row)
    killed = row.figures.get("killed")
    figures = [row.figures.get(name) for name in FIGURE_NAMES]
    told = [-1 if n is None else n for f in figures for n in ((f.low, f.best, f.high) if f else (None,) * 3)]
    return (
        fineness(row),
        (end - start).days,
        -(killed.low or 0) if killed else 0,
        row.event_type,
        _where(row),
        start,
        told,
        min(row.claim_ids, default=""),
    )


def _where(row: Incident) -> tuple[str, ...]:
    return tuple(sorted(p.place_id for p in places(row))) or ("", row.place_as_written or "")


def _units(row: Incident) -> frozenset[str]:
    told = (unit for unit in UNITS if unit in row.figures)
    return frozenset(unit for unit in told if (row.figures[unit].low, row.figures[unit].high) != (None, None))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A counted row; number: how many were counted before it."""

    number: int
    row: Incident
    units: frozenset[str]
    start: dt.date
    end: dt.date


class _Counted:
    """The rows counted so far, filed so that few have to be looked at.

    As the finest come first, a settlement's rows can meet only rows of the same place or of one filed as
    `special` (exact, several places, …); anything wider is looked up by the months its days touch.
    """

    def __init__(self, rows: Iterable[Incident], wholes: Mapping[str, Collection[str]]) -> None:
        self._whole = {
            row.event_id: sorted(
                {row.contained_in or row.event_id, *wholes.get(row.event_id, ())} - {row.event_id}
            )
            for row in rows
        }
        self._alike: dict[Hashable, Incident] = {}
        self._entries: dict[str, _Entry] = {}
        self._parts: dict[str, list[_Entry]] = defaultdict(list)
        self._by_place: dict[str, list[_Entry]] = defaultdict(list)
        self._by_month: dict[object, list[_Entry]] = defaultdict(list)
        self._special: dict[object, list[_Entry]] = defaultdict(list)

    def add(self, row: Incident) -> None:
        """Count a row."""
        self._alike.setdefault(_alike(row), row)
        units = _units(row)
        if not units:
            return
        entry = self._entries[row.event_id] = _Entry(len(self._entries), row, units, *window(row))
        for whole in self._wholes(row):
            self._parts[whole].append(entry)
        for place_id in {place.place_id for place in places(row)}:
            self._by_place[place_id].append(entry)
        for month in _months(row):
            self._by_month[month].append(entry)
            if not _one_settlement(row):
                self._special[month].append(entry)

    def sharing(self, row: Incident) -> Incident | None:
        """The row counted first of those that this one may share people with, or be told twice as; else None."""
        units = _units(row)
        if not units:
            return self._alike.get(_alike(row))
        start, end = window(row)
        found = [e for e in self._related(row) if e.units & units]
        for filed in self._files(row):
            here = (e for e in filed if e.units & units and e.start <= end and start <= e.end)
            found += islice((e for e in here if same_ground(row, e.row)), 1)
        return min(found, key=lambda e: e.number).row if found else None

    def _related(self, row: Incident) -> list[_Entry]:
        wholes = (self._entries[whole] for whole in self._wholes(row) if whole in self._entries)
        return [*self._parts.get(row.event_id, ()), *wholes]

    def _files(self, row: Incident) -> Iterator[list[_Entry]]:
        """Lists, in the order counted, that hold every row of the same ground and days."""
        for place in places(row):
            yield self._by_place.get(place.place_id, [])
        filed = self._special if _one_settlement(row) else self._by_month
        months = _months(row)
        for month in filed if months == [None] else (*months, None):
            yield filed.get(month, [])

    def _wholes(self, row: Incident) -> list[str]:
        """The rows that this one is a part of, the next ones first."""
        found: list[str] = []
        waiting = deque(self._whole.get(row.event_id, ()))
        while waiting:
            whole = waiting.popleft()
            if whole not in found:
                found.append(whole)
                waiting += self._whole.get(whole, ())
        return found


def _alike(row: Incident) -> Hashable:
    return (_where(row), row.event_type, row.date_start, row.date_end)


def _one_settlement(row: Incident) -> bool:
    known = places(row)
    return len(known) == 1 and known[0].geo_precision == "settlement"


def _months(row: Incident) -> list[object]:
    """The months a row's days touch, as (year, month); [None] for a window that is long or open."""
    start, end = window(row)
    if (end - start).days > LONG_DAYS:
        return [None]
    months: list[object] = []
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        months.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months
