"""Which figure of a root contains which: a tree, each figure under the smallest one that holds its people.

A figure is in another of the same root and unit where the text says that it is a part of it; else where the other
counts people over an area or a time (or tells of the same event), its place, days and people are inside the other's,
and it was told no later, for a part told later can hold people whom the total does not know of yet.  A figure
without a first day is inside when its last day is and the other is no smaller.  Of two sums that one report gives
for the same people, place and days, the smaller is in the greater.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Literal

from incidents.geocoding.names import fold
from incidents.linking.counts import Gap, added, without
from incidents.linking.entries import Entry
from incidents.linking.extent import FINENESS, extent, may_be_one
from incidents.linking.told import is_area
from incidents.model import Category, Place

Dimension = Literal["group", "place", "day", "part"]
"""How a part is narrower than its whole: its people, its place, its days, or only by its number."""
Why = Literal["said", "inside", "adds_up"]
DIMENSIONS: tuple[Dimension, ...] = ("group", "place", "day", "part")

_EVERYONE: Category = "unspecified"
_CIVIL: frozenset[Category] = frozenset(("women", "children", "men"))
_SIDES: frozenset[Category] = frozenset(("civilians", "security_forces", "fighters"))
_CAMPS: frozenset[Category] = frozenset(("security_forces", "fighters"))
_CAMPS_AT_MOST = 6
"""So many figures beside one of "fighters" are tried for adding up to it."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Parts of one figure, of which no two can share people; remainder: in the figure, in none of them."""

    by: Dimension
    parts: tuple[Part, ...]
    remainder: Gap


@dataclass(frozen=True, slots=True)
class Part:
    """A figure with its breakdowns, which stand beside each other and are never mixed.

    why: it is in the figure above; None for the uppermost.
    """

    entry: Entry
    breakdowns: tuple[Breakdown, ...] = ()
    why: Why | None = None

    def below(self) -> Iterator[Part]:
        """Every figure inside this one, from above."""
        for breakdown in self.breakdowns:
            for part in breakdown.parts:
                yield part
                yield from part.below()


# --- two figures ---


def contains(whole: Entry, part: Entry) -> bool:
    """Are the people of `part` among those of `whole`, by place, days, people and the day they were told?"""
    if whole.key == part.key or whole.day < part.day or not (whole.is_sum or whole.event_id == part.event_id):
        return False
    if not _covers(whole, part):
        return False
    if not _covers(part, whole):
        return True
    told_together = whole.is_sum and part.is_sum and not whole.reports.isdisjoint(part.reports)
    return told_together and whole.count.size > part.count.size


def may_share(a: Entry, b: Entry) -> bool:
    """Can somebody be in both, as far as places, days and people go?"""
    if a.category != b.category and (
        {a.category, b.category} <= _SIDES or {a.category, b.category} <= _CIVIL
    ):
        return False
    if (a.end or dt.date.max) < (b.start or dt.date.min) or (b.end or dt.date.max) < (a.start or dt.date.min):
        return False
    if a.places and b.places:
        return any(may_be_one(p, q) for p in a.places for q in b.places)
    return not _are_two_names(a, b)


def _are_two_names(a: Entry, b: Entry) -> bool:
    """Does one report name a place that was not found, and another beside it that is a point or was not found?"""
    if a.reports.isdisjoint(b.reports) or any(is_area(p) for p in (*a.places, *b.places)):
        return False
    one, other = (fold(e.place_as_written or "") for e in (a, b))
    return bool(one and other and one != other)


def _holds_people(whole: Entry, part: Entry) -> bool:
    if whole.category in (part.category, _EVERYONE):
        return True
    return whole.category == "civilians" and part.category in _CIVIL


def holds_place(whole: Entry, part: Entry) -> bool:
    """Does every place of `part` lie in one of `whole`?  A name that was not found is only in itself."""
    if not whole.places or not part.places:
        here, there = (fold(e.place_as_written or "") for e in (whole, part))
        return not whole.places and not part.places and here == there
    return all(any(lies_in(p, w) for w in whole.places) for p in part.places)


def lies_in(place: Place, area: Place) -> bool:
    """Is all of `place` in `area`, by the names of the divisions?"""
    if place.place_id == area.place_id:
        return area.part in ("", place.part)
    if not is_area(area):
        return (
            place.geo_precision == "exact" and area.geo_precision == "settlement" and may_be_one(place, area)
        )
    if FINENESS[place.geo_precision] > FINENESS[area.geo_precision] or (
        area.part and place.name == area.name
    ):
        return False
    inner, outer = extent(place), extent(area)
    if not outer.country or inner.country != outer.country:
        return False
    if area.geo_precision == "country":
        return True
    if not outer.admin1 or not inner.admin1 or not inner.admin1 <= outer.admin1:
        return False
    return area.geo_precision != "district" or (outer.admin2 is not None and inner.admin2 == outer.admin2)


def _holds_days(whole: Entry, part: Entry) -> bool:
    if (part.end or dt.date.max) > (whole.end or dt.date.max):
        return False
    if whole.start is not None and part.start is not None:
        return whole.start <= part.start
    begun = whole.start is None or part.end is None or whole.start <= part.end
    return begun and whole.count.size >= part.count.size


def _dimension(whole: Entry, part: Entry) -> Dimension:
    if not holds_place(part, whole):
        return "place"
    if (part.start or dt.date.min) > (whole.start or dt.date.min) or part.end != whole.end:
        return "day"
    return "group" if part.category != whole.category else "part"


# --- the tree ---


@dataclass
class Forest:
    """The figures of one root and unit, each under the smallest that contains it; in any order given."""

    entries: Sequence[Entry]
    above: dict[tuple[str, ...], tuple[Entry, Why]] = field(default_factory=dict)
    _below: dict[tuple[str, ...], list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _parts: dict[tuple[str, ...], Part] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.entries = sorted(self.entries, key=lambda e: e.key)
        held = _Holders(self.entries)
        for entry in self.entries:
            self._put(entry, held.of(entry), "inside")
        self._put_as_said(held)
        self._put_camps()
        for entry in self.entries:
            if entry.key in self.above:
                self._below[self.above[entry.key][0].key].append(entry)

    def tops(self) -> list[Entry]:
        """Figures that are in no other."""
        return [e for e in self.entries if e.key not in self.above]

    def part(self, entry: Entry) -> Part:
        """The figure with all that is in it."""
        if entry.key not in self._parts:
            self._parts[entry.key] = self._part(entry)
        return self._parts[entry.key]

    def _part(self, entry: Entry) -> Part:
        beside: dict[Dimension, list[Apart]] = defaultdict(list)
        inner = [self.part(e) for e in self._below[entry.key]]
        for part in sorted(inner, key=lambda p: (-p.entry.count.size, p.entry.key)):
            why = self.above[part.entry.key][1]
            known = replace(part, why=why)
            lists = beside["group" if why == "adds_up" else _dimension(entry, part.entry)]
            apart = next((apart for apart in lists if not apart.shares(known)), None)
            if apart is None:
                apart = Apart()
                lists.append(apart)
            apart.add(known)
        breakdowns = [
            Breakdown(by, tuple(apart.parts), without(entry.count, added(p.entry.count for p in apart.parts)))
            for by in DIMENSIONS
            for apart in beside[by]
        ]
        return Part(entry, tuple(breakdowns))

    def _put(self, entry: Entry, holders: Collection[Entry], why: Why) -> None:
        """Under the smallest of these that is not itself in it."""
        for holder in sorted(holders, key=lambda h: _nearest(h, entry)):
            if holder.key != entry.key and entry.key not in self._chain(holder):
                self.above[entry.key] = (holder, why)
                return

    def _chain(self, entry: Entry) -> list[tuple[str, ...]]:
        """The keys of a figure and of all that it is in."""
        chain = [entry.key]
        while chain[-1] in self.above:
            chain.append(self.above[chain[-1]][0].key)
        return chain

    def _put_as_said(self, held: _Holders) -> None:
        """The text's word goes before; a figure in what is said that is narrower in place or days may hold it."""
        home = {i: e for e in self.entries for i in (*e.earlier, *e.claim_ids)}
        wholes: dict[tuple[str, ...], Entry] = {}
        for entry in self.entries:
            said = {w.key: w for i in entry.said if (w := home.get(i)) and w.key != entry.key}
            known = [w for w in said.values() if entry.key not in self._chain(w)]
            if known:
                wholes[entry.key] = min(known, key=_smallest)
                self.above[entry.key] = (wholes[entry.key], "said")
        for entry in self.entries:
            if entry.key in wholes:
                whole = wholes[entry.key]
                inner = [
                    h for h in held.of(entry) if whole.key in self._chain(h)[1:] and _is_nearer(h, whole)
                ]
                self._put(entry, inner, "said")

    def _put_camps(self) -> None:
        """ "213 fighters of the two camps" hold the security forces told beside them, where they add up to it."""
        for whole in self.entries:
            if whole.category == "fighters" and whole.is_sum and whole.count.exact:
                for camp in self._camps(whole):
                    self.above.pop(camp.key, None)
                    self._put(camp, [whole], "adds_up")

    def _camps(self, whole: Entry) -> Sequence[Entry]:
        """Figures of both camps that add up to it exactly; none where there are no such."""
        near = [e for e in self.entries if e.category in _CAMPS and _beside(e, whole)][:_CAMPS_AT_MOST]
        tried = (camps for n in range(2, len(near) + 1) for camps in combinations(near, n))
        both = (camps for camps in tried if {e.category for e in camps} == _CAMPS)
        return next((camps for camps in both if sum(e.count.low for e in camps) == whole.count.low), ())


def _beside(entry: Entry, whole: Entry) -> bool:
    """Another exact figure, told by the same report for the same place and days?"""
    same = (entry.places, entry.start, entry.end) == (whole.places, whole.start, whole.end)
    together = not entry.reports.isdisjoint(whole.reports)
    return entry.key != whole.key and entry.is_sum and entry.count.exact and same and together


def _is_nearer(entry: Entry, whole: Entry) -> bool:
    return _dimension(whole, entry) in ("place", "day")


def _nearest(holder: Entry, entry: Entry) -> tuple[object, ...]:
    """What holds it best: one no smaller, for one event about the same type, with the fewest people."""
    return (
        holder.count.size < entry.count.size,
        not entry.is_sum and holder.event_type != entry.event_type,
        _smallest(holder),
    )


def _smallest(entry: Entry) -> tuple[object, ...]:
    days = ((entry.end or dt.date.max) - (entry.start or dt.date.min)).days
    widest = max((FINENESS[p.geo_precision] for p in entry.places), default=0)
    return (entry.count.size, widest, days, entry.category == _EVERYONE, entry.key)


def share(a: Part, b: Part) -> bool:
    """Can somebody be in both, or in what is in them?  A part can lie outside the place that its whole names."""
    return any(may_share(p, q) for p in _reach(a) for q in _reach(b))


def _reach(part: Part) -> list[Entry]:
    """The figure, and those in it that the place, days or people of what they are in do not cover."""
    out, waiting = [part.entry], [part]
    while waiting:
        whole = waiting.pop()
        for breakdown in whole.breakdowns:
            waiting += breakdown.parts
            out += [p.entry for p in breakdown.parts if not _covers(whole.entry, p.entry)]
    return out


def _covers(whole: Entry, part: Entry) -> bool:
    return _holds_people(whole, part) and _holds_days(whole, part) and holds_place(whole, part)


class Apart:
    """Figures that share nobody with each other, filed so that few have to be looked at.

    Figures of one settlement each can share people only with those of the same one, or with anything wider.
    """

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self._at: dict[str, list[Part]] = defaultdict(list)
        self._wide: list[Part] = []

    def add(self, part: Part) -> None:
        """Add one that shares nobody with these."""
        self.parts.append(part)
        towns = _towns(part)
        for town in towns or ():
            self._at[town].append(part)
        if towns is None:
            self._wide.append(part)

    def shares(self, part: Part) -> bool:
        """Can somebody of it be in one of these?"""
        towns = _towns(part)
        if towns is None:
            return any(share(part, other) for other in self.parts)
        near = (other for town in towns for other in self._at.get(town, ()))
        return any(share(part, other) for other in (*near, *self._wide))


def _towns(part: Part) -> set[str] | None:
    """The settlements that a figure and what is in it are told of; None where one is of anything else."""
    reach = _reach(part)
    known = {p.place_id for e in reach for p in e.places if p.geo_precision == "settlement"}
    return known if all(len(e.places) == 1 and e.places[0].place_id in known for e in reach) else None


class _Holders:
    """The figures that contain one, looked for among the sums and those of the same row."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._sums = [e for e in entries if e.is_sum]
        self._rows: Mapping[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            if not entry.is_sum:
                self._rows[entry.event_id].append(entry)

    def of(self, entry: Entry) -> list[Entry]:
        """Those that contain it."""
        return [e for e in (*self._sums, *self._rows.get(entry.event_id, ())) if contains(e, entry)]
