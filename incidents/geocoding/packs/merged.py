"""What a group of members becomes: one place with the best point, all names and ids, its divisions and its doubt."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from incidents.geocoding.distance import distance_km
from incidents.geocoding.names import is_arabic, plain
from incidents.geocoding.packs.divisions import Divisions, nearest
from incidents.geocoding.packs.merging import SAME_NAME_KM, Member, groups
from incidents.geocoding.packs.record import TOWN_M, PackPlace
from incidents.geocoding.packs.spelling import names_division, readable
from incidents.model import Place

_ID_RANK = ("overlay", "country", "naturalearth", "geonames", "wof", "pcode")
"""Whose id a merged place is known by; others come after these."""
_POINT_RANK = ("overlay", "pcode", "geonames", "wof")
"""Whose point is taken, of those not rounded: made by hand; collected on the ground; read off maps."""
SINGLE_M = 1000
"""What is added to the uncertainty of a place that one source alone has."""
ROUNDED_M = 2000
"""The same for a point that its source gives in whole minutes only (a minute is 1.9 km)."""
TOWN_PEOPLE = 10_000
"""A namesake of so many people is what a bare name means; a village needs context beside it."""
DOUBT_KM = 20.0
"""Two points of one name in a district that are further apart are two villages, and no slip of a source."""
NAMESAKE_KM = 10.0
"""A namesake further away is another place for a reader, too."""


@dataclass(frozen=True)
class Merged:
    """A place for the index.

    base: its row in the base index, or 0.  own_names: what its sources call it; names: other names.  refs: the ids
    of all its sources.
    """

    place: Place
    base: int
    own_names: tuple[str, ...]
    names: tuple[str, ...]
    refs: tuple[str, ...]
    population: int
    needs_context: str


def merged_places(members: Sequence[Member], divisions: Divisions) -> list[Merged]:
    """All places that a pack tells, alone or together with the base; those of the base alone are left out."""
    admin = [m for m in members if m.place.kind == "admin"]
    out = list(_divisions(admin, divisions))
    found = [_Draft(group) for group in groups([m for m in members if m.place.kind != "admin"])]
    _locate(found, divisions)
    _doubt(found)
    names: dict[str, list[_Draft]] = defaultdict(list)
    for draft in found:
        for key in draft.exact:
            names[key].append(draft)
    return out + [draft.merged(names) for draft in found if draft.told]


class _Draft:
    """A group on its way to a place."""

    def __init__(self, group: Sequence[Member]) -> None:
        self.group = sorted(group, key=lambda m: (_rank(_ID_RANK, m.place), m.place.ids, m.source))
        self.told = any(not m.base for m in group)
        self.base = next((m for m in self.group if m.base), None)
        self.exact = frozenset(k for m in group for k in m.spelled.exact)
        self.loose = frozenset(k for m in group for k in m.spelled.loose)
        self.sources = frozenset(m.source for m in group)
        self.by_hand = self.base is not None and self.base.place.gazetteer == "overlay"
        self.best = min(group, key=_point_rank).place
        self.admin1: str | None = None
        self.admin2: str | None = None
        self.doubt_km = 0.0
        self.population = max(m.place.population for m in group)
        self.size_m = max(m.place.size_m for m in group)

    @property
    def uncertainty_m(self) -> int | None:
        """How far the place may be from its point: its size, and how far its sources disagree."""
        if self.base and self.by_hand:
            return self.base.place.size_m or None
        points = {(round(m.place.lat or 0, 4), round(m.place.lon or 0, 4)) for m in self.group}
        furthest = max(distance_km(self.best, m.place) for m in self.group if m.place.lat is not None)
        alone = (
            self.size_m + (SINGLE_M if len(points) == 1 else 0) + (ROUNDED_M if _rounded(self.best) else 0)
        )
        return int(round(max(alone, 1000 * furthest, 1000 * self.doubt_km), -2))

    def merged(self, by_name: dict[str, list[_Draft]]) -> Merged:
        """The place for the index."""
        first = self.group[0].place
        own = [m.place.name for m in self.group]
        rest = [n for m in self.group for n in m.place.names if not m.base]
        spelled = [n for n in dict.fromkeys((*own, *rest)) if readable(n) and not names_division(n)]
        arabic = next((n for n in spelled if is_arabic(n)), None)
        refs = dict.fromkeys(ref for m in self.group for ref in m.place.ids)
        place_id = self.base.place.ids[0] if self.base else min(refs, key=_id_rank)
        return Merged(
            place=Place(
                place_id=place_id,
                name=first.name if self.base else plain(first.name),
                name_ar=arabic,
                kind=first.kind,
                geo_precision=first.geo_precision,
                lat=self.best.lat,
                lon=self.best.lon,
                uncertainty_m=self.uncertainty_m,
                country=first.country,
                admin1=self.admin1,
                admin2=self.admin2,
            ),
            base=self.base.base if self.base else 0,
            own_names=tuple(n for n in dict.fromkeys((*own, arabic or "")) if n),
            names=tuple(spelled),
            refs=tuple(refs),
            population=self.population,
            needs_context="" if self.base else self._context(by_name),
        )

    def _context(self, by_name: dict[str, list[_Draft]]) -> str:
        """A village of a list, but no town, is meant by its bare name only in a text about its surroundings.

        "people": nearly every word is some village's name.  "both": another village bears it, and none is a town.
        """
        if self.population >= TOWN_PEOPLE:
            return ""
        others = {id(d): d for key in self.exact for d in by_name[key] if d is not self}
        far = [d for d in others.values() if distance_km(d.best, self.best) > NAMESAKE_KM]
        town = any(d.population >= TOWN_PEOPLE or d.size_m > TOWN_M for d in (self, *others.values()))
        return "both" if far and not town else "people"


def _rank(order: Sequence[str], place: PackPlace) -> int:
    return order.index(place.gazetteer) if place.gazetteer in order else len(order)


def _id_rank(ref: str) -> tuple[int, str]:
    gazetteer = ref.partition(":")[0]
    order = _ID_RANK.index(gazetteer) if gazetteer in _ID_RANK else len(_ID_RANK) + (gazetteer == "wikidata")
    return order, ref


def _point_rank(member: Member) -> tuple[bool, bool, int, tuple[str, ...]]:
    place = member.place
    by_hand = place.gazetteer == "overlay"
    return place.lat is None, not by_hand and _rounded(place), _rank(_POINT_RANK, place), place.ids


def _rounded(place: PackPlace) -> bool:
    """Is the point given in whole minutes of latitude and longitude?"""
    return all(abs(v * 60 - round(v * 60)) < 0.02 for v in (place.lat or 0.0, place.lon or 0.0))


def _divisions(members: Sequence[Member], divisions: Divisions) -> Iterator[Merged]:
    """Governorates and districts: those of the base get ids, and names where they are not made by hand."""
    base = {m.place.ids[0]: m for m in members if m.base}
    found: dict[tuple[str, str, str | None], list[PackPlace]] = defaultdict(list)
    for member in sorted((m for m in members if not m.base), key=_trust):
        where = _division_of(member.place, divisions)
        if where:
            found[where].append(member.place)
    for area in divisions.areas:
        found[area.country, area.admin1, area.admin2].append(area.place)
    for where, group in sorted(found.items(), key=lambda item: str(item[0])):
        yield _division(where, group, base.get(divisions.refs.get(where, "")), divisions)


def _division(
    where: tuple[str, str, str | None], group: Sequence[PackPlace], old: Member | None, divisions: Divisions
) -> Merged:
    country, admin1, admin2 = where
    refs = tuple(dict.fromkeys(ref for p in group for ref in p.ids))
    by_hand = old is not None and old.place.gazetteer == "overlay"
    own = () if by_hand else tuple(p.name for p in group)
    names = () if by_hand else tuple(n for p in group for n in (p.name, *p.names) if readable(n))
    first = old.place if old else replace(group[0], name=f"{admin2} district")
    place = Place(
        place_id=first.ids[0] if old else min(refs, key=_id_rank),
        name=first.name,
        name_ar=next((n for n in names if is_arabic(n)), None),
        kind="admin",
        geo_precision="district" if admin2 else "governorate",
        lat=first.lat,
        lon=first.lon,
        country=country,
        admin1=admin1,
        admin2=admin2,
    )
    if not old:
        divisions.refs[where] = place.place_id
        own = (*own, admin2 or admin1)
    return Merged(place, old.base if old else 0, own, names, refs, 0, "")


def _division_of(place: PackPlace, divisions: Divisions) -> tuple[str, str, str | None] | None:
    admin1 = divisions.first(place.country, place.admin1 or (place.name, *place.names))
    if place.geo_precision == "governorate":
        return (place.country, admin1, None) if admin1 else None
    if admin1 is None and place.lat is not None and place.lon is not None:
        admin1, _ = divisions.locate(place.country, place.lat, place.lon)
    spellings = (*place.admin2, place.name, *place.names)
    admin2 = divisions.second(place.country, admin1, spellings, learn=True) if admin1 else None
    return (place.country, admin1, admin2) if admin1 and admin2 else None


def _trust(member: Member) -> tuple[int, tuple[str, ...], str]:
    """Whose word on divisions comes first: the hand-made, then P-codes, which are built on them."""
    return _rank(_POINT_RANK, member.place), member.place.ids, member.source


def _locate(drafts: Sequence[_Draft], divisions: Divisions) -> None:
    """Fill in governorate and district: by hand, by P-code, by outline, by what the source says, by the nearest."""
    for draft in drafts:
        ordered = sorted(draft.group, key=_trust)
        told = [(m, *_told(m, divisions)) for m in ordered]
        sure = [t for t in told if t[0].place.gazetteer in ("overlay", "pcode") and t[1]]
        by_outline: tuple[str | None, str | None] = (None, None)
        if draft.best.lat is not None and draft.best.lon is not None:
            by_outline = divisions.locate(draft.best.country, draft.best.lat, draft.best.lon)
        ways = [(a, b) for _, a, b in sure] + [by_outline] + [(a, b) for _, a, b in told]
        draft.admin1 = next((a for a, _ in ways if a), None)
        draft.admin2 = next((b for a, b in ways if b and a == draft.admin1), None)
    known = [
        (d.best.lat, d.best.lon, d.admin1, d.admin2) for d in drafts if d.admin1 and d.best.lat and d.best.lon
    ]
    lost = [d for d in drafts if not d.admin1 and d.best.lat is not None and d.best.lon is not None]
    points = [(d.best.lat or 0.0, d.best.lon or 0.0) for d in lost]
    for draft, found in zip(lost, nearest(known, points), strict=True):
        if found:
            draft.admin1, draft.admin2 = found


def _told(member: Member, divisions: Divisions) -> tuple[str | None, str | None]:
    place = member.place
    if member.base:
        return (place.admin1 or (None,))[0], (place.admin2 or (None,))[0]
    admin1 = divisions.first(place.country, place.admin1)
    return admin1, divisions.second(place.country, admin1, place.admin2, learn=True) if admin1 else None


def _doubt(drafts: Sequence[_Draft]) -> None:
    """One name at two points of a district, each in sources that have only one of them: either may be wrong."""
    namesakes: dict[tuple[str, str, str | None], list[_Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.admin1 and draft.best.lat is not None and draft.best.kind == "settlement":
            for key in draft.exact | draft.loose:
                namesakes[key, draft.admin1, draft.admin2].append(draft)
    for group in namesakes.values():
        for one, two in itertools.combinations(group, 2):
            km = distance_km(one.best, two.best)
            if SAME_NAME_KM < km <= DOUBT_KM and not one.sources & two.sources:
                one.doubt_km, two.doubt_km = max(one.doubt_km, km), max(two.doubt_km, km)
