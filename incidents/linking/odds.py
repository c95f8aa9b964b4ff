"""Two killings in one town on one day stay two where reports tell of other people and others who did it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from incidents.linking.targets import are_two, disjoint, may_agree
from incidents.linking.tellings import Telling
from incidents.model import Unit

_HARMED: tuple[Unit, ...] = ("killed", "injured", "abducted", "arrested")
_MOST = 50
"""So many groups of a place and day, and so many different tellings of each, are looked at."""


class _Group:
    """Tellings that can be of one event; and of them those that another is held against."""

    def __init__(self) -> None:
        self.tellings: list[Telling] = []
        self._rows: list[Telling] = []  # of tables
        self._differing: dict[Hashable, Telling] = {}  # the first of those that tell alike
        self._of_report: dict[str, list[Telling]] = defaultdict(list)

    def takes(self, t: Telling) -> bool:
        """Is nothing in it at odds with `t`, and no row of a table in it of the same table or of other days?"""
        if any(_are_other_rows(t, o) for o in self._rows):
            return False
        return not any(at_odds(t, o) for o in self._differing.values()) and not any(
            are_two(t.hit, o.hit) for o in self._of_report.get(t.report_id, ())
        )

    @property
    def has_row(self) -> bool:
        """Is a row of a table in it?"""
        return bool(self._rows)

    def tells_as(self, t: Telling) -> bool:
        """Does a row of a table in it give a figure of `t`?"""
        return any(
            not row.figures[unit].isdisjoint(t.figures[unit])
            for row in self._rows
            for unit in row.figures.keys() & t.figures.keys()
        )

    def add(self, t: Telling) -> None:
        """Put `t` into it."""
        self.tellings.append(t)
        if t.row:
            self._rows.append(t)
        if len(self._differing) < _MOST:
            self._differing.setdefault(_told(t), t)
        if len(own := self._of_report[t.report_id]) < _MOST:
            own.append(t)


def not_at_odds(tellings: Sequence[Telling]) -> list[list[Telling]]:
    """Tellings of one place, event type and days, those together that can be of one event.

    Each joins the first group in which nobody is at odds with it, better one with a row of its figure.  The rows of
    tables come first, then the order is that of publication.
    """
    groups: list[_Group] = []
    for t in sorted(tellings, key=_in_order):
        fitting = (g for g in groups[:_MOST] if g.takes(t))
        group = next(fitting, None)
        if group is None:
            groups.append(group := _Group())
        elif group.has_row and not group.tells_as(t):
            group = next((g for g in fitting if g.tells_as(t)), group)
        group.add(t)
    return [g.tellings for g in groups]


def _in_order(t: Telling) -> tuple[object, ...]:
    return t.row is None, t.published, t.row or (), t.report_id, t.telling_id


def _are_other_rows(t: Telling, row: Telling) -> bool:
    """Is `t` another row of the same table, or of no day of the row's?"""
    if t.row and row.row and t.row[0] == row.row[0]:
        return True
    return bool(t.days and row.days) and not any(
        start <= last and first <= end for start, end in t.days for first, last in row.days
    )


def _told(t: Telling) -> Hashable:
    """All that `at_odds` asks of a telling."""
    return frozenset(t.figures.items()), t.actors, t.hours, t.targets, t.sides, t.doers


def at_odds(a: Telling, b: Telling) -> bool:
    """Do they give other figures, and another hour, another target, or others who did it?

    Other victims alone are not enough: one side's "4 militants" may be the other's "6 civilians".
    """
    if not figures_differ(a, b):
        return False
    return (
        disjoint(a.actors, b.actors)
        or disjoint(a.hours, b.hours)
        or disjoint(a.targets, b.targets)
        or (disjoint(a.sides, b.sides) and disjoint(a.doers, b.doers))
    )


def figures_differ(a: Telling, b: Telling) -> bool:
    """Is there a unit that both count, and none in which they may give the same figure?"""
    units = [unit for unit in _HARMED if unit in a.figures and unit in b.figures]
    return bool(units) and not any(may_agree(a.figures[unit], b.figures[unit]) for unit in units)
