"""One report tells an event twice: once with its place, and again without."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from incidents.linking.told import Told, places_of
from incidents.model import Claim, Unit

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
    def days(self) -> tuple[dt.date, dt.date]:
        """The days on which it can have been."""
        starts = [c.date_start for c in self.claims if c.date_start]
        last = max((d for c in self.claims if (d := c.date_end or c.date_start)), default=dt.date.max)
        if starts:
            return min(starts), max(last, *starts)
        return (last - LOOK_BACK if last - dt.date.min > LOOK_BACK else dt.date.min), last


def told_again(events: Sequence[Told], groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of claim ids to join: a telling that names no place, and the event of the report that it can mean.

    events: of one report.  groups: the ids of their claims, those of one event together.  What names a place is
    left alone, so that what one report leaves open never joins the events of two others.
    """
    claim_of = {t.claim.claim_id: t.claim for t in events}
    told = [
        _Group(tuple(sorted((claim_of[i] for i in ids), key=lambda c: (c.start, c.claim_id))))
        for ids in groups
    ]
    told.sort(key=lambda g: (g.start, g.claims[0].claim_id))
    for index, group in enumerate(told):
        if group.placed:
            continue
        before = [g for g in told[:index] if _may_be_one(group, g)]
        after = [g for g in told[index + 1 :] if _may_be_one(group, g)]
        if before or after:
            meant = before[-1] if before else after[0]
            yield group.claims[0].claim_id, meant.claims[0].claim_id


def _may_be_one(a: _Group, b: _Group) -> bool:
    """The same type, days that overlap, and no figures of the same unit that differ."""
    (a_start, a_end), (b_start, b_end) = a.days, b.days
    same_time = a_start <= b_end and b_start <= a_end
    here, there = _figures(a), _figures(b)
    at_odds = any(here[unit] != there[unit] for unit in here.keys() & there.keys())
    return a.claims[0].event_type == b.claims[0].event_type and same_time and not at_odds


def _figures(group: _Group) -> dict[Unit | None, set[tuple[int | None, int | None]]]:
    found: dict[Unit | None, set[tuple[int | None, int | None]]] = defaultdict(set)
    for c in group.claims:
        if c.has_figure and c.role != "part":
            found[c.unit].add((c.low, c.high))
    return found
