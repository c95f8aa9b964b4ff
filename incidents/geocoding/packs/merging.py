"""Which places of several sources are one: pure, and the same in whatever order the sources came.

Two places are one where a source says so (the id of another gazetteer), or where they are of the same kind, near
and named alike: the weaker the likeness of the names, the nearer they must be.  Two rows of one source are two
places, unless they have a name in common and lie within each other.  Where one name stands in one district at two
points further apart than that, in sources that know only one of them each, both stay, and say how far they are in
doubt.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import shapely

from incidents.geocoding.distance import distance_km
from incidents.geocoding.names import is_arabic, keys, loose, skeleton, without_article
from incidents.geocoding.packs.record import PackPlace

SAME_NAME_KM = 4.0
"""A village of the same name so near is the same: of those that two sources share, 98 in 100 are."""
LIKE_NAME_KM, WEAK_NAME_KM = 2.0, 1.0
"""So near it must be where only the loose key, or only consonants or most letters, agree."""
PART_NAME_KM = 0.5
"""So near it must be where one source leaves a word of the name out: `Tall Zorvenna`, `Zorvenna`."""
REACH = 2.4
"""Larger places may be this many times their size apart: one source gives the centre, another the old town."""
TWICE_KM = 1.0
"""Two villages of one name do not lie so near: a source that has both has one of them twice."""
SAME_ID_KM = 30.0
"""An id that points further away than this is a slip of its source."""
LIKE_WORD = 0.75
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Spelled:
    """The names of a place as they are compared."""

    exact: frozenset[str]
    loose: frozenset[str]
    consonants: frozenset[str]
    arabic: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """A place of one source on its way into a merged one.  source: the name of a pack, or "base"."""

    source: str
    place: PackPlace
    spelled: Spelled
    base: int = 0
    """The row of the base index, where it comes from there."""


def spelled(names: Sequence[str]) -> Spelled:
    """The keys under which names are compared."""
    exact = frozenset(k for n in names for k in keys(n) if len(k) > 1)
    return Spelled(
        exact,
        frozenset(loose(n).replace(" ", "") for n in names) - {""},
        frozenset(skeleton(n) for n in names) - {""},
        tuple(sorted({without_article(k) for k in exact if is_arabic(k)})),
    )


def groups(members: Sequence[Member]) -> list[list[Member]]:
    """The members, those that are one place together; each group and the groups in the order of their ids."""
    ordered = sorted(members, key=lambda m: (m.place.ids, m.source))
    group_of = list(range(len(ordered)))
    inside: dict[int, list[int]] = {n: [n] for n in group_of}
    for _, one, two in sorted((*_by_id(ordered), *_by_name(ordered))):
        first, second = sorted((group_of[one], group_of[two]))
        if first == second or not _may_join(ordered, inside[first], inside[second]):
            continue
        for number in inside.pop(second):
            group_of[number] = first
            inside[first].append(number)
    return [[ordered[n] for n in sorted(numbers)] for _, numbers in sorted(inside.items())]


def _may_join(members: Sequence[Member], one: Sequence[int], two: Sequence[int]) -> bool:
    """No two points so far apart that chance alone has chained them, and no source with two places."""
    return all(
        _cost(members[a], members[b], chained=True) is not None
        or (members[a].source != members[b].source and _share_id(members[a], members[b]))
        for a in one
        for b in two
    )


def _by_id(members: Sequence[Member]) -> Iterator[tuple[float, int, int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for number, member in enumerate(members):
        for ref in member.place.ids:
            holders[ref].append(number)
    for numbers in holders.values():
        for position, one in enumerate(numbers):
            for two in numbers[position + 1 :]:
                a, b = members[one], members[two]
                limit = SAME_ID_KM if a.source != b.source else SAME_NAME_KM
                if a.place.kind == b.place.kind and distance_km(a.place, b.place) <= limit:
                    yield -1.0, one, two


def _by_name(members: Sequence[Member]) -> Iterator[tuple[float, int, int]]:
    every = [n for n, m in enumerate(members) if m.place.lat is not None and m.place.kind != "admin"]
    large = [n for n in every if REACH * members[n].place.size_m / 1000 > SAME_NAME_KM]
    furthest = max((REACH * members[n].place.size_m / 1000 for n in large), default=0.0)
    for one, two in {*_near(members, every, SAME_NAME_KM), *_near(members, large, furthest)}:
        cost = _cost(members[one], members[two])
        if cost is not None:
            yield cost, one, two


def _near(members: Sequence[Member], numbers: Sequence[int], km: float) -> Iterator[tuple[int, int]]:
    """Pairs of members, by number, that are no further apart than this; some that are a little."""
    if not numbers:
        return
    # Longitudes are drawn together as they are furthest north, so that no pair is missed further south.
    shrink = max(0.05, math.cos(math.radians(max(abs(members[n].place.lat or 0.0) for n in numbers))))
    points = [
        shapely.Point((members[n].place.lon or 0.0) * shrink, members[n].place.lat or 0.0) for n in numbers
    ]
    found = shapely.STRtree(points).query(points, predicate="dwithin", distance=km / _KM_PER_DEGREE * 1.01)
    yield from ((numbers[a], numbers[b]) for a, b in found.T.tolist() if a < b)


def _cost(a: Member, b: Member, *, chained: bool = False) -> float | None:
    """How little speaks for two members being one place, in kilometres; None where too little does.

    chained: a third place joins them, so that only the distance counts.
    """
    if a.place.kind != b.place.kind:
        return None
    km = distance_km(a.place, b.place)
    if a.source == b.source:
        twice = km <= (SAME_NAME_KM if _share_id(a, b) else TWICE_KM) and a.spelled.exact & b.spelled.exact
        return km if twice and not (a.base and b.base) else None
    reach = max(SAME_NAME_KM, REACH * min(a.place.size_m, b.place.size_m) / 1000)
    if km > reach:
        return None
    if chained or a.spelled.exact & b.spelled.exact:
        return km
    if km > LIKE_NAME_KM:
        return None
    loosely = bool(a.spelled.loose & b.spelled.loose)
    if not (a.spelled.arabic and b.spelled.arabic):
        return km + 1.0 if loosely else _weak(km, alike=bool(a.spelled.consonants & b.spelled.consonants))
    pairs = [(one.split(), two.split()) for one in a.spelled.arabic for two in b.spelled.arabic]
    if any(len(one) == len(two) and _follow(one, two) for one, two in pairs):
        return km + 1.0 if loosely else _weak(km, alike=True)
    if any("".join(one) == "".join(two) for one, two in pairs):
        return _weak(km, alike=True)
    parts = km <= PART_NAME_KM and any(_follow(*sorted(pair, key=len)) for pair in pairs)
    return km + 3.0 if parts else None


def _share_id(a: Member, b: Member) -> bool:
    return not set(a.place.ids).isdisjoint(b.place.ids)


def _weak(km: float, *, alike: bool) -> float | None:
    return km + 2.0 if alike and km <= WEAK_NAME_KM else None


def _follow(short: Sequence[str], long: Sequence[str]) -> bool:
    """Are all words of a name alike those of the other, in their order?  "Eastern" and "western" are never alike."""
    rest = iter(long)
    return all(any(_like(word, other) for other in rest) for word in short)


@lru_cache(maxsize=65_536)
def _like(one: str, two: str) -> bool:
    """Have two Arabic words most letters in common?"""
    one, two = without_article(one), without_article(two)
    return one == two or SequenceMatcher(None, one, two, autojunk=False).ratio() >= LIKE_WORD
