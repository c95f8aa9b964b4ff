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

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from incidents.linking.extent import fineness, places, window
from incidents.linking.figures import FIGURE_NAMES
from incidents.linking.filing import Entry, Files
from incidents.model import UNITS, Incident

RULE = "A row is counted when nobody in it can be in another counted row."


def count(rows: Sequence[Incident]) -> list[Incident]:
    """The rows, in their order, with `counted` and, where they are not counted, `contained_in` set by the rule."""
    judged: dict[str, Incident] = {}
    counted = _Counted(rows)
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


class _Counted:
    """The rows counted so far."""

    def __init__(self, rows: Iterable[Incident]) -> None:
        self._whole = {row.event_id: row.contained_in for row in rows if row.contained_in}
        self._alike: dict[Hashable, Incident] = {}
        self._entries: dict[str, Entry] = {}
        self._parts: dict[str, list[Entry]] = defaultdict(list)
        self._files = Files()

    def add(self, row: Incident) -> None:
        """Count a row."""
        self._alike.setdefault(_alike(row), row)
        units = _units(row)
        if not units:
            return
        entry = self._entries[row.event_id] = Entry(len(self._entries), row, units, *window(row))
        for whole in self._wholes(row):
            self._parts[whole].append(entry)
        self._files.add(entry)

    def sharing(self, row: Incident) -> Incident | None:
        """The row counted first of those that this one may share people with, or be told twice as; else None."""
        units = _units(row)
        if not units:
            return self._alike.get(_alike(row))
        found = [e for e in self._related(row) if e.units & units]
        found += self._files.sharing(row, units, *window(row))
        return min(found, key=lambda e: e.number).row if found else None

    def _related(self, row: Incident) -> list[Entry]:
        wholes = (self._entries[whole] for whole in self._wholes(row) if whole in self._entries)
        return [*self._parts.get(row.event_id, ()), *wholes]

    def _wholes(self, row: Incident) -> list[str]:
        """The rows that this one is a part of, the next one first."""
        chain: list[str] = []
        whole = self._whole.get(row.event_id)
        while whole is not None and whole not in chain:
            chain.append(whole)
            whole = self._whole.get(whole)
        return chain


def _alike(row: Incident) -> Hashable:
    return (_where(row), row.event_type, row.date_start, row.date_end)
