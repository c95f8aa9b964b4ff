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
from incidents.linking.filing import Filed, Files, filed
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
    """A row made ready for `judge`.

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
    return with_verdicts(candidates, judge(candidates).holders)


def with_verdicts(candidates: Iterable[Candidate], held: Mapping[str, str | None]) -> list[Incident]:
    """The rows as they were judged: for each incident the counted row that may hold its people, or None."""
    return [
        replace(row, counted=row.event_id in held and holder is None, contained_in=holder or row.contained_in)
        for row in (c.row for c in candidates)
        for holder in (held.get(row.event_id),)
    ]


def judge(candidates: Sequence[Candidate], before: Judged | None = None) -> Judged:
    """The incidents among the rows judged by the rule.

    before: what was judged of rows of which most are among these, so that only what differs is judged again.
    """
    judged = Judged(before)
    judged.relate(candidates)
    for one in sorted((c for c in candidates if c.row.row_kind == "incident"), key=lambda c: c.order):
        judged.add(one)
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


class Judged:
    """The rows judged so far, those that come first before the others.

    A row that was judged `before` has the same holder again, unless that is not counted any more or a row newly
    counted shares people with it.  So only these are sought anew among the files of both.
    """

    def __init__(self, before: Judged | None = None) -> None:
        self.holders: dict[str, str | None] = {}
        self._before = before
        self.known: dict[str, Candidate] = {}
        self._whole: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, list[str]] = defaultdict(list)
        self._alike: dict[Hashable, str] = {}
        self.files = Files()

    def relate(self, candidates: Iterable[Candidate]) -> None:
        """Note which rows are parts of which; before any is added."""
        self._whole = {c.row.event_id: c.wholes for c in candidates if c.wholes}

    def add(self, one: Candidate) -> None:
        """Judge a row."""
        event_id = one.row.event_id
        holder = self._holder(one) if one.filed.units else self._alike.get(one.alike)
        self.holders[event_id] = holder
        self.known[event_id] = one
        if holder is not None:
            return
        self._alike.setdefault(one.alike, event_id)
        for whole in self._wholes(one.row):
            self._parts[whole].append(event_id)
        if one.filed.units and not self._was_counted(one):
            self.files.add(one.filed)

    def _was_counted(self, one: Candidate) -> bool:
        """Is it in the files of `before`?"""
        before, event_id = self._before, one.row.event_id
        if before is None or before.known.get(event_id) is not one:
            return False
        return before.holders[event_id] is None

    def _is_counted(self, event_id: str) -> bool:
        return event_id in self.holders and self.holders[event_id] is None

    def _holder(self, one: Candidate) -> str | None:
        """The row counted first of those that this one may share people with; None where there is none."""
        found = [self.known[i] for i in self._related(one.row) if self.known[i].filed.units & one.filed.units]
        found += [self.known[row.event_id] for row in self.files.sharing(one.filed)]
        before, event_id = self._before, one.row.event_id
        if before is not None:
            was = before.holders.get(event_id) if before.known.get(event_id) is one else ""
            if was and self._is_same(was):
                found.append(self.known[was])
            elif was is not None:
                found += [self.known[r.event_id] for r in before.files.sharing(one.filed, self._is_same)]
        return min(found, key=lambda c: c.order).row.event_id if found else None

    def _is_same(self, event_id: str) -> bool:
        """Is the row counted here, and the same that was judged before?"""
        before = self._before
        return (
            before is not None
            and self._is_counted(event_id)
            and self.known[event_id] is before.known[event_id]
        )

    def _related(self, row: Incident) -> list[str]:
        """Counted rows that are a part of this one, or that it is a part of."""
        wholes = (whole for whole in self._wholes(row) if self._is_counted(whole))
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
