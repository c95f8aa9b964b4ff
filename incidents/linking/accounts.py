"""What each root's totals are made of: total = placed on the map + not placed + remainder, and ranges across roots.

An account is of one root, one unit, one total (its people, place and days) and one day: the total has the value that
the root told last by then, and what is in it was told no later.  Only figures of that root enter.

On the map: of the figures in the total that have a place of their own (or a place that was not found), those that
share nobody: the uppermost of the tree, placed ones first, then the greatest.  A figure that is left out lets those
in it try.  One that is not placed but holds placed ones counts as these and a rest.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush

from incidents.linking.breakdown import with_parts
from incidents.linking.containment import Apart, Forest, Part, contains, holds_place
from incidents.linking.counts import NOBODY, Count, Gap, added, without
from incidents.linking.entries import Entry, Home, Own, by_root
from incidents.linking.told import Cluster, Reported, makes_row, tell
from incidents.model import POINT_PRECISIONS, Category, Claim, Place, Unit

Drawn = Callable[[Place], bool]
"""Is the place on the map, as a point or with its outline?"""


@dataclass(frozen=True, slots=True)
class Located:
    """A figure that has its place: how many of it are on the map, and how many are not."""

    part: Part
    placed: Count
    not_placed: Count


@dataclass(frozen=True, slots=True)
class Account:
    """One total of a root, or (total None) what it tells in no total of its own: then "at least" the sum.

    located: figures that share nobody, by which placed and not_placed are made.  remainder: in the total, in no
    place known; None without a total.  alternatives: without a total, what may share people with `located`.
    later: figures inside that were told after the total, which may not know of them.
    partly: figures only partly inside the dates; they are in no sum.
    """

    root: str
    unit: Unit
    total: Part | None
    located: tuple[Located, ...] = ()
    alternatives: tuple[Part, ...] = ()
    later: tuple[Entry, ...] = ()
    partly: tuple[Entry, ...] = ()

    @property
    def placed(self) -> Count:
        """People on the map."""
        return added(one.placed for one in self.located)

    @property
    def not_placed(self) -> Count:
        """People told as a part with a place that is not on the map."""
        return added(one.not_placed for one in self.located)

    @property
    def remainder(self) -> Gap | None:
        """In the total, in no part with a place; below zero the parts exceed the total."""
        if self.total is None:
            return None
        return without(self.total.entry.count, added((self.placed, self.not_placed)))


@dataclass(frozen=True, slots=True)
class Range:
    """What several roots give as the total over one place: from low to high people (None = open), never a sum."""

    unit: Unit
    category: Category
    low: int
    high: int | None
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day asked for; None = no limit."""

    start: dt.date | None = None
    end: dt.date | None = None

    def holds(self, entry: Entry) -> bool:
        """Is it wholly inside?"""
        after = self.start is None or (entry.start is not None and entry.start >= self.start)
        return after and (self.end is None or (entry.end is not None and entry.end <= self.end))

    def touches(self, entry: Entry) -> bool:
        """Is it at least partly inside?"""
        after = self.start is None or (entry.end or dt.date.max) >= self.start
        return after and (self.end is None or (entry.start or dt.date.min) <= self.end)


def accounts(
    clusters: Sequence[Cluster],
    claims: Iterable[Claim],
    event_ids: Sequence[str],
    reports: Iterable[Reported],
    *,
    as_of: dt.date = dt.date.max,
    window: Window = Window(),
    drawn: Drawn | None = None,
) -> list[Account]:
    """The accounts of every root and unit as of a day, totals before what is in none; the greatest first.

    Only the claims given are used, as in `incident_rows`; an account depends on claims of its own root alone.
    """
    told = (t for t in tell(with_parts(claims), reports) if t.as_of <= as_of and makes_row(t.claim))
    homes = homes_of(clusters, event_ids)
    return [
        account
        for (root, unit), own in by_root(told, homes).items()
        for account in of_root(root, unit, Own(own, homes), window, drawn or has_place)
    ]


def homes_of(clusters: Sequence[Cluster], event_ids: Sequence[str]) -> dict[str, Home]:
    """The row of each claim."""
    return {
        claim_id: Home(event_id, cluster.kind, cluster.series_id)
        for cluster, event_id in zip(clusters, event_ids, strict=True)
        for claim_id in cluster.claim_ids
    }


def has_place(place: Place) -> bool:
    """Can it be drawn: a point, or an area smaller than a country?"""
    if place.geo_precision in POINT_PRECISIONS:
        return place.lat is not None and place.lon is not None
    return place.geo_precision != "country"


def of_root(root: str, unit: Unit, own: Own, window: Window, drawn: Drawn) -> list[Account]:
    """The accounts of one root and unit; own: its figures told by the day."""
    known = own.entries()
    forest = Forest([e for e in known if window.holds(e)])
    totals = [e for e in forest.tops() if e.kind in ("total", "series_value")]
    loose = [e for e in forest.tops() if e.kind not in ("total", "series_value")]
    partly = tuple(e for e in known if window.touches(e) and not window.holds(e))
    made = []
    for total in sorted(totals, key=lambda e: (-e.count.size, e.key)):
        then = Forest([e for e in own.entries(total.day, total.reports) if window.holds(e)])
        tree = then.part(next((e for e in then.entries if e.key == total.key), total))
        inside = {e.key for e in (tree.entry, *(p.entry for p in tree.below()))}
        later = tuple(e for e in (*loose, *totals) if e.key not in inside and _told_later(total, e))
        made.append(Account(root, unit, tree, _on_map(tree, drawn), later=later))
    parts = [forest.part(e) for e in loose]
    if parts or partly:
        located = tuple(_shown(part, drawn) for part in cover(parts, drawn))
        held = {p.entry.key for one in located for p in (one.part, *one.part.below())}
        others = tuple(part for part in parts if part.entry.key not in held)
        made.append(Account(root, unit, None, located, others, partly=partly))
    return made


def _told_later(total: Entry, entry: Entry) -> bool:
    """Would it be in the total, had it been told in time?"""
    return entry.day > total.day and contains(total, replace(entry, day=total.day))


# --- on the map ---


def _on_map(tree: Part, drawn: Drawn) -> tuple[Located, ...]:
    """The figures in a total that have a place of their own and share nobody."""
    own = uppermost(tree, lambda entry: _has_own_place(entry, tree.entry))
    return tuple(_shown(part, drawn) for part in cover(own, drawn))


def uppermost(part: Part, wanted: Callable[[Entry], bool]) -> list[Part]:
    """The highest figures in a part that are wanted."""
    inner = (p for breakdown in part.breakdowns for p in breakdown.parts)
    return [found for p in inner for found in ([p] if wanted(p.entry) else uppermost(p, wanted))]


def _has_own_place(entry: Entry, scope: Entry) -> bool:
    """Is it told of a place narrower than the scope, beside it, or not found?  One event without a place is, too."""
    if not entry.places and not entry.place_as_written:
        return not entry.is_sum
    return not holds_place(entry, scope)


def cover(parts: Iterable[Part], drawn: Drawn) -> list[Part]:
    """Figures of these, or of what is in them, that share nobody: drawn ones first, then the greatest."""
    queue: list[tuple[bool, int, tuple[str, ...], Part]] = []

    def wait(part: Part) -> None:
        heappush(queue, (not is_drawn(part.entry, drawn), -part.entry.count.size, part.entry.key, part))

    for part in parts:
        wait(part)
    taken = Apart()
    while queue:
        part = heappop(queue)[-1]
        if not taken.shares(part):
            taken.add(part)
        else:
            for breakdown in part.breakdowns:
                for inner in breakdown.parts:
                    wait(inner)
    return taken.parts


def is_drawn(entry: Entry, drawn: Drawn) -> bool:
    """Is it on the map?  Several places told as one are not."""
    if len(entry.places) > 1 and (entry.place is None or entry.place in entry.places):
        return False
    place = entry.place or next(iter(entry.places), None)
    return place is not None and drawn(place)


def _shown(part: Part, drawn: Drawn) -> Located:
    """How much of a figure is on the map: all of it, or what is placed in it as far as that is not more."""
    whole = part.entry.count
    if is_drawn(part.entry, drawn):
        return Located(part, whole, NOBODY)
    inner = uppermost(part, lambda entry: is_drawn(entry, drawn))
    placed = added(p.entry.count for p in cover(inner, drawn) if p.entry.count.exact)
    if not whole.exact or placed.size > whole.size:
        return Located(part, NOBODY, whole)
    return Located(part, placed, Count(whole.low - placed.low, whole.low - placed.low))


# --- across roots ---


def ranges(found: Iterable[Account]) -> list[Range]:
    """For each unit, people and place, what the roots that give a total for it give: the widest in time of each."""
    scopes: dict[tuple[Unit, Category, tuple[str, ...]], dict[str, Account]] = defaultdict(dict)
    for account in found:
        if account.total is None:
            continue
        entry = account.total.entry
        scope = tuple(sorted(p.place_id for p in entry.places)) or ("", entry.place_as_written or "")
        known = scopes[entry.unit, entry.category, scope]
        if account.root not in known or _wider(account.total.entry, known[account.root]):
            known[account.root] = account
    made = []
    for (unit, category, _), known in scopes.items():
        counts = [a.total.entry.count for a in known.values() if a.total]
        highs = [c.high for c in counts if c.high is not None]
        high = max(highs, default=None)
        if high is not None and any(c.high is None and c.low > high for c in counts):
            high = None
        made.append(Range(unit, category, min(c.low for c in counts), high, tuple(known.values())))
    return made


def _wider(entry: Entry, other: Account) -> bool:
    """Does it count over more days than the other total of its root, or, over as many, was it told later?"""
    assert other.total is not None  # noqa: S101 - only totals are compared
    return _reach(entry) > _reach(other.total.entry)


def _reach(entry: Entry) -> tuple[object, ...]:
    return (-(entry.start or dt.date.min).toordinal(), entry.day, entry.count.size, entry.key)
