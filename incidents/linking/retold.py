"""One report tells an event twice: once with its place, and again without or with an area only."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.linking.extent import may_be_one
from incidents.linking.told import Told, is_area, places_of
from incidents.model import Claim, Place, Unit

LOOK_BACK = dt.timedelta(days=14)
"""A claim without a day of its own can mean an event so long before."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Claims of one report that tell one event, in the order of the text."""

    claims: tuple[Claim, ...]

    @property
    def start(self) -> int:
        return self.claims[0].start

    @property
    def placed(self) -> bool:
        """Does any of them name a place, known to the gazetteer or not?"""
        return any(places_of(c) or c.place_as_written for c in self.claims)

    @property
    def areas(self) -> tuple[Place, ...]:
        """The areas it is told of, where it names nothing finer."""
        known = [p for c in self.claims for p in places_of(c)]
        return tuple(known) if all(map(is_area, known)) else ()

    @property
    def points(self) -> tuple[Place, ...]:
        """The settlements and exact places it is told of."""
        return tuple(p for c in self.claims for p in places_of(c) if not is_area(p))

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days on which it can have been."""
        starts = [c.date_start for c in self.claims if c.date_start]
        last = max((d for c in self.claims if (d := c.date_end or c.date_start)), default=dt.date.max)
        if starts:
            return min(starts), max(last, *starts)
        return (last - LOOK_BACK if last - dt.date.min > LOOK_BACK else dt.date.min), last


def told_again(events: Sequence[Told], groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Claims that tell an event of their report again, each with a claim that tells it first or better.

    Such are a telling that names no place, and a figure over only the area that the event's place lies in.
    events: of one report.  groups: the ids of their claims, those of one event together.  What names a place of
    its own is left alone, so that what one report leaves open never joins the events of two others.
    """
    claim_of = {t.claim.claim_id: t.claim for t in events}
    told = [
        _Group(tuple(sorted((claim_of[i] for i in ids), key=lambda c: (c.start, c.claim_id))))
        for ids in groups
    ]
    told.sort(key=lambda g: (g.start, g.claims[0].claim_id))
    again: dict[str, str] = {}
    for index, group in enumerate(told):
        meant = (
            _wider(group, told) if group.areas else None if group.placed else _unplaced(group, index, told)
        )
        if meant:
            again |= dict.fromkeys((c.claim_id for c in group.claims), meant.claims[0].claim_id)
    return again


def _unplaced(group: _Group, index: int, told: Sequence[_Group]) -> _Group | None:
    """The event that a telling without a place can mean: the last one before, else the first one behind."""
    before = [g for g in told[:index] if _may_be_one(group, g)]
    after = [g for g in told[index + 1 :] if _may_be_one(group, g)]
    return before[-1] if before else after[0] if after else None


def _wider(group: _Group, told: Sequence[_Group]) -> _Group | None:
    """The event at a point that a figure over an area can be of: the one that has it, else the only one."""
    inside = [g for g in told if g.points and _holds(group, g) and _may_be_one(group, g)]
    here = _figures(group)
    same = [g for g in inside if here.items() & _figures(g).items()]
    return same[0] if same else inside[0] if here and len(inside) == 1 else None


def _holds(wide: _Group, fine: _Group) -> bool:
    return all(any(may_be_one(a, p) for a in wide.areas) for p in fine.points)


def _may_be_one(a: _Group, b: _Group) -> bool:
    """The same type, days that overlap, and no figures of the same unit that differ."""
    (a_start, a_end), (b_start, b_end) = a.days, b.days
    same_time = a_start <= b_end and b_start <= a_end
    here, there = _figures(a), _figures(b)
    at_odds = any(here[unit] != there[unit] for unit in here.keys() & there.keys())
    return a.claims[0].event_type == b.claims[0].event_type and same_time and not at_odds


def _figures(group: _Group) -> dict[Unit | None, frozenset[tuple[int | None, int | None]]]:
    found: dict[Unit | None, frozenset[tuple[int | None, int | None]]] = defaultdict(frozenset)
    for c in group.claims:
        if c.has_figure and c.role != "part":
            found[c.unit] |= {(c.low, c.high)}
    return found
