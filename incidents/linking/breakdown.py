"""What figures of one report tell of each other without saying so: which are parts of which, and who is counted.

All of it holds within one report and among the figures that it has from one source.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from incidents.geocoding.names import fold
from incidents.linking.extent import FINENESS, may_be_one
from incidents.linking.told import is_area, makes_row, places_of
from incidents.model import Claim

SURE_PARTS = 3
"""So many areas that add up to a figure are its parts wherever they lie; fewer only where they lie in its area."""
MOST_SIBLINGS = 12
"""So many parts of one figure at most are asked whether one is the sum of two others."""

ARMED = frozenset(("security_forces", "fighters"))
BOTH_SIDES = "both sides"

NARROWER: Mapping[str, frozenset[str]] = {
    "civilians": frozenset(("civilians", "women", "children", "men")),
    "unspecified": frozenset(
        ("unspecified", "civilians", "women", "children", "men", "security_forces", "fighters")
    ),
}
"""Category → those whose people are in it; any other holds only itself."""


def category(claim: Claim) -> str:
    """Who is counted; not stated is "unspecified"."""
    return claim.category or "unspecified"


def wider(narrow: str) -> list[str]:
    """The other categories whose people may hold all of this one's."""
    return [name for name, held in NARROWER.items() if narrow in held and narrow != name]


def with_parts(claims: Iterable[Claim]) -> list[Claim]:
    """The claims; figures of areas that stand in a row and add up to a total of their report are parts of it."""
    claims = list(claims)
    whole: dict[str, str] = {}
    for told in _by_teller(claims):
        whole |= _adding_up(told)
    return [
        replace(c, role="part", part_of=whole[c.claim_id], cumulative=True) if c.claim_id in whole else c
        for c in claims
    ]


def _by_teller(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """The figures of each report, source and unit, as they stand in the text."""
    found: dict[Hashable, list[Claim]] = defaultdict(list)
    for c in claims:
        if c.has_figure and makes_row(c):
            found[c.report_id, c.claimed_by, c.unit].append(c)
    return (sorted(told, key=lambda c: (c.start, c.claim_id)) for told in found.values() if len(told) > 1)


def _adding_up(told: Sequence[Claim]) -> dict[str, str]:
    wholes: dict[int, list[Claim]] = defaultdict(list)
    for c in told:
        if c.low == c.high and c.low and is_area(c.place) and c.role != "part" and _is_total(c):
            wholes[c.low].append(c)
    found: dict[str, str] = {}
    for parts in _rows(told) if wholes else ():
        near = sorted(wholes[sum(c.low or 0 for c in parts)], key=lambda w: abs(w.start - parts[0].start))
        whole = next((w for w in near if _may_be_whole(w, parts)), None)
        if whole and len(parts) > 1:
            found |= dict.fromkeys((c.claim_id for c in parts), whole.claim_id)
    return found


def _is_total(claim: Claim) -> bool:
    return claim.cumulative or claim.role == "total"


def _rows(told: Sequence[Claim]) -> list[list[Claim]]:
    """Figures one after the other, each row of other areas of one size (provinces)."""
    rows: list[list[Claim]] = []
    size, areas = "", set[str]()
    for c in told:
        if c.place and is_area(c.place) and c.low == c.high and c.low and c.role in ("new", "total"):
            if c.place.geo_precision != size or c.place.place_id in areas:
                rows.append([])
                size, areas = c.place.geo_precision, set()
            rows[-1].append(c)
            areas.add(c.place.place_id)
    return rows


def _may_be_whole(whole: Claim, parts: Sequence[Claim]) -> bool:
    return (
        all(p.claim_id != whole.claim_id and p.place != whole.place for p in parts)
        and (len(parts) >= SURE_PARTS or all(_lies_in(p, whole) for p in parts))
        and all(_days_in(p, whole) and category(p) in ("unspecified", *_held(category(whole))) for p in parts)
    )


def _held(wide: str) -> frozenset[str]:
    return NARROWER.get(wide, frozenset((wide,)))


def _lies_in(part: Claim, whole: Claim) -> bool:
    """Is it at the same places or at finer ones inside them?"""
    here, there = places_of(part), places_of(whole)
    return bool(here and there) and all(
        any(
            p.place_id == w.place_id
            or (FINENESS[p.geo_precision] < FINENESS[w.geo_precision] and may_be_one(p, w))
            for w in there
        )
        for p in here
    )


def _days_in(part: Claim, whole: Claim) -> bool:
    """Are its days, as far as they are told, within those of the whole?"""
    start, end = whole.date_start or dt.date.min, whole.date_end or dt.date.max
    return (part.date_start or start) >= start and (part.date_end or end) <= end


def of_some_only(claims: Iterable[Claim]) -> set[str]:
    """The ids of claims that count only some of the people at their place, as what was documented on one day.

    They are parts of a figure beside which its report has, from the same source, a larger one of the same people,
    places and days.
    """
    claims = with_parts(claims)
    by_id = {c.claim_id: c for c in claims}
    batches: set[str] = set()
    for told in _by_teller(claims):
        totals: dict[Hashable, list[Claim]] = defaultdict(list)
        for c in told:
            if _is_total(c):
                totals[category(c), where_told(c), c.date_start, c.date_end].append(c)
        for same in totals.values():
            most = max(c.low or 0 for c in same)
            batches |= {c.claim_id for c in same if c.high is not None and c.high < most}
    return (
        {c.claim_id for c in claims if any(w.claim_id in batches for w in _wholes(c, by_id))}
        if batches
        else set()
    )


def _wholes(claim: Claim, by_id: Mapping[str, Claim]) -> Iterator[Claim]:
    """What a claim is a part of, the next one first."""
    seen: set[str] = set()
    whole = by_id.get(claim.part_of or "") if claim.role == "part" else None
    while whole is not None and whole.claim_id not in seen:
        yield whole
        seen.add(whole.claim_id)
        whole = by_id.get(whole.part_of or "") if whole.role == "part" else None


def where_told(claim: Claim) -> Hashable:
    """What claims over the same area have in common: their places, else how these are written."""
    return tuple(sorted(p.place_id for p in places_of(claim))) or fold(claim.place_as_written or "")


# --- who is counted ---


def counted_people(claims: Iterable[Claim]) -> dict[str, str]:
    """By claim id, whose deaths a figure counts: its category, and what its report shows of it beyond that.

    A part that names no category has that of its whole.  So has a figure of fewer days or a smaller area, where
    its source counts people of one category alone in that report.  A count of armed men whose parts are of both
    sides, or that is the sum of the two sides told beside it, is of BOTH_SIDES.
    """
    claims = list(claims)
    by_id = {c.claim_id: c for c in claims}
    people = {c.claim_id: category(c) for c in claims}
    for told in _by_teller(claims):
        people |= _left_open(told)
    people |= _of_both_sides(claims)
    return people | {c.claim_id: _inherited(c, by_id, people) for c in claims if c.role == "part"}


def _inherited(claim: Claim, by_id: Mapping[str, Claim], people: Mapping[str, str]) -> str:
    above = (people[w.claim_id] for w in (claim, *_wholes(claim, by_id)) if w.unit == claim.unit)
    return next((who for who in above if who != "unspecified"), "unspecified")


def _left_open(told: Sequence[Claim]) -> dict[str, str]:
    """The figures without a category that are within the widest count of their source, with its category."""
    overall = [c for c in told if c.role in ("new", "total")]
    open_ones = [c for c in overall if category(c) == "unspecified"]
    named = {category(c) for c in told} - {"unspecified"}
    for w in overall:
        only = category(w) in named and named <= _held(category(w)) and w.cumulative
        if only and all(_is_less(c, w) for c in open_ones):
            return {c.claim_id: category(w) for c in open_ones if _lies_in(c, w) and _days_in(c, w)}
    return {}


def _is_less(a: Claim, b: Claim) -> bool:
    """Is the most of one number under the least of the other?"""
    return a.high is not None and b.low is not None and a.high < b.low


def _of_both_sides(claims: Iterable[Claim]) -> dict[str, str]:
    armed = [c for c in claims if c.has_figure and category(c) in ARMED]
    parts: dict[str, list[Claim]] = defaultdict(list)
    for c in armed:
        if c.role == "part" and c.part_of:
            parts[c.part_of].append(c)
    return {
        c.claim_id: BOTH_SIDES
        for c in armed
        if len({category(c), *(category(p) for p in parts.get(c.claim_id, ()))}) > 1
        or any(c.low == c.high == n for n in _sums(parts.get(c.part_of or "", ()), c))
    }


def _sums(siblings: Sequence[Claim], whole: Claim) -> Iterator[int]:
    """What two of the figures, of different sides, are together."""
    others = [s for s in siblings if s is not whole and s.low is not None and s.low == s.high]
    for a, b in combinations(others[:MOST_SIBLINGS], 2):
        if category(a) != category(b):
            yield (a.low or 0) + (b.low or 0)
