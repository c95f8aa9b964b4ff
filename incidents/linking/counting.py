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

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from incidents.linking.extent import fineness, places, window
from incidents.linking.figures import FIGURE_NAMES
from incidents.linking.filing import Entry, Filed, Files, filed
from incidents.model import UNITS, Incident

RULE = "A row is counted when nobody in it can be in another counted row."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row with what is asked of it again and again.

    order: in which rows are taken.  alike: the same for rows of the same place, type and days.
    wholes: the rows that its claims say they are a part of.
    """

    filed: Filed
    order: tuple[object, ...]
    alike: Hashable
    wholes: tuple[str, ...]

    @property
    def row(self) -> Incident:
        """The row."""
        return self.filed.row


def candidate(row: Incident, wholes: Collection[str] = ()) -> Candidate:
    """A row made ready for `holders`.

    wholes: the rows that its claims say they are a part of, besides `contained_in`, which names one.
    """
    where = _where(row)
    return Candidate(
        filed(row, _units(row)),
        _order(row, where),
        (where, row.event_type, row.date_start, row.date_end),
        tuple(sorted({*wholes, *([row.contained_in] if row.contained_in else [])} - {row.event_id})),
    )


def count(candidates: Sequence[Candidate]) -> list[Incident]:
    """The rows, in their order, with `counted` and, where they are not counted, `contained_in` set by the rule."""
    return with_verdicts(candidates, holders(candidates))


def with_verdicts(candidates: Iterable[Candidate], held: Mapping[str, str | None]) -> list[Incident]:
    """The rows as `holders` judged them."""
    return [
        replace(row, counted=row.event_id in held and holder is None, contained_in=holder or row.contained_in)
        for row in (c.row for c in candidates)
        for holder in (held.get(row.event_id),)
    ]


def holders(candidates: Sequence[Candidate]) -> dict[str, str | None]:
    """For each incident the counted row in which its people may be, or None: then it is counted itself."""
    judged: dict[str, str | None] = {}
    counted = _Counted(candidates)
    for one in sorted((c for c in candidates if c.row.row_kind == "incident"), key=lambda c: c.order):
        judged[one.row.event_id] = holder = counted.sharing(one)
        if holder is None:
            counted.add(one)
    return judged


def _order(row: Incident, where: tuple[str, ...]) -> tuple[object, ...]:
    start, end = window(row)
    killed = row.figures.get("killed")
    figures = [row.figures.get(name) for name in FIGURE_NAMES]
    told = [-1 if n is None else n for f in figures for n in ((f.low, f.best, f.high) if f else (None,) * 3)]
    return (
        fineness(row),
        (end - start).days,
        -(killed.low or 0) if killed else 0,
        row.event_type,
        where,
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

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._whole = {c.row.event_id: c.wholes for c in candidates if c.wholes}
        self._alike: dict[Hashable, str] = {}
        self._entries: dict[str, Entry] = {}
        self._parts: dict[str, list[Entry]] = defaultdict(list)
        self._files = Files()

    def add(self, one: Candidate) -> None:
        """Count a row."""
        self._alike.setdefault(one.alike, one.row.event_id)
        if not one.filed.units:
            return
        entry = self._entries[one.row.event_id] = Entry(len(self._entries), one.filed)
        for whole in self._wholes(one.row):
            self._parts[whole].append(entry)
        self._files.add(entry)

    def sharing(self, one: Candidate) -> str | None:
        """The row counted first of those that this one may share people with, or be told twice as; else None."""
        if not one.filed.units:
            return self._alike.get(one.alike)
        found = [e for e in self._related(one.row) if e.filed.units & one.filed.units]
        found += self._files.sharing(one.filed)
        return min(found, key=lambda e: e.number).filed.row.event_id if found else None

    def _related(self, row: Incident) -> list[Entry]:
        wholes = (self._entries[whole] for whole in self._wholes(row) if whole in self._entries)
        return [*self._parts.get(row.event_id, ()), *wholes]

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
