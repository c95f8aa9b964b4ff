"""Governorates and districts by our own names, whatever a source calls them, and by where a point lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from incidents.geocoding.names import keys, loose, plain, skeleton
from incidents.geocoding.packs.record import Outline, PackPlace
from incidents.geocoding.packs.spelling import without_kind
from incidents.geocoding.reference import Entry

_NEAR_DEGREES = 0.1
"""A place whose division nobody tells lies in that of a place so near, about 10 km."""


class Names:
    """Names of the divisions of one country or governorate, met in any spelling that only one of them has."""

    def __init__(self) -> None:
        self._by_key: tuple[dict[str, set[str]], ...] = (defaultdict(set), defaultdict(set), defaultdict(set))
        self._found: dict[tuple[str, ...], str | None] = {}

    def add(self, name: str, spellings: Iterable[str]) -> None:
        """A division with its spellings."""
        self._found.clear()
        for spelling in spellings:
            for found, made in zip(self._by_key, _spelled(spelling), strict=True):
                for key in made:
                    found[key].add(name)

    def find(self, spellings: Sequence[str]) -> str | None:
        """The one division that a spelling fits: as written first, then by loose key, then by consonants."""
        asked = tuple(spellings)
        if asked not in self._found:
            self._found[asked] = self._search(asked)
        return self._found[asked]

    def _search(self, spellings: Sequence[str]) -> str | None:
        made = [_spelled(s) for s in spellings]
        for strength, found in enumerate(self._by_key):
            for keys_of_one in made:
                names = {n for key in keys_of_one[strength] for n in found.get(key, ())}
                if len(names) == 1:
                    return names.pop()
        return None


def _spelled(name: str) -> tuple[set[str], set[str], set[str]]:
    if name.startswith("#"):
        return {name}, set(), set()
    bare = without_kind(name)
    both = {name, bare}
    return (
        {k for n in both for k in keys(n)} - {""},
        {loose(bare)} - {""},
        {skeleton(bare)} - {""},
    )


@dataclass(frozen=True)
class Area:
    """An outline with the division that it is the outline of."""

    country: str
    admin1: str
    admin2: str | None
    shape: BaseGeometry
    ids: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def place(self) -> PackPlace:
        """The division as a place, with a label point inside it."""
        inside = self.shape.representative_point()
        return PackPlace(
            ids=self.ids,
            name=self.names[0],
            names=self.names[1:],
            kind="admin",
            geo_precision="district" if self.admin2 else "governorate",
            lat=round(inside.y, 4),
            lon=round(inside.x, 4),
            country=self.country,
        )


@dataclass
class Divisions:
    """The divisions of some countries.

    own: entries of the reference tables.  governorates: their outlines where known, (country, name) -> outline.
    """

    own: Iterable[Entry]
    governorates: Mapping[tuple[str, str], BaseGeometry]
    areas: list[Area] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._first: dict[str, Names] = defaultdict(Names)
        self._second: dict[tuple[str, str], Names] = defaultdict(Names)
        self._ours: set[tuple[str, str]] = set()
        self._seats: list[tuple[str, str, str, shapely.Point]] = []
        self._trees: dict[bool, tuple[shapely.STRtree, list[Area]]] = {}
        self.refs: dict[tuple[str, str, str | None], str] = {}
        for entry in self.own:
            place = entry.place
            if place.kind != "admin" or not place.country or not place.admin1:
                continue
            spellings = (place.name, *entry.names, *(f"#{code}" for code in entry.codes))
            self.refs[place.country, place.admin1, place.admin2] = place.place_id
            if place.geo_precision == "governorate":
                self._first[place.country].add(place.admin1, spellings)
            elif place.admin2:
                self._ours.add((place.country, place.admin1))
                self._second[place.country, place.admin1].add(place.admin2, (place.admin2, *spellings))
                if place.lat is not None and place.lon is not None:
                    seat = shapely.Point(place.lon, place.lat)
                    self._seats.append((place.country, place.admin1, place.admin2, seat))

    def first(self, country: str, spellings: Sequence[str]) -> str | None:
        """Our name of a governorate; None where none of ours fits."""
        return self._first[country].find(spellings) if country in self._first else None

    def second(
        self, country: str, admin1: str, spellings: Sequence[str], *, learn: bool = False
    ) -> str | None:
        """Our name of a district of a governorate.

        learn: one that is not known becomes known by its first spelling, in a governorate of which we have none.
        """
        spellings = [s for s in spellings if s]
        found = self._second[country, admin1].find(spellings)
        named = [s for s in spellings if not s.startswith("#")]
        if found is None and learn and named and (country, admin1) not in self._ours:
            found = plain(named[0])
            self._second[country, admin1].add(found, spellings)
        return found

    def draw(self, outlines: Iterable[Outline]) -> None:
        """Take outlines of packs in, governorates first, each by its name, else by the seat that lies in it."""
        ordered = sorted(outlines, key=lambda o: (o.level != "governorate", o.ids))
        for outline in ordered:
            shape = shapely.from_wkb(outline.shape)
            if outline.level == "governorate":
                admin1 = self.first(outline.country, outline.names)
                if admin1:
                    self.areas.append(Area(outline.country, admin1, None, shape, outline.ids, outline.names))
                    self._trees.clear()
                continue
            inside = shape.representative_point()
            admin1 = self.first(outline.country, outline.admin1)
            admin1 = admin1 or self.locate(outline.country, inside.y, inside.x)[0]
            admin2 = self.second(outline.country, admin1, outline.names, learn=True) if admin1 else None
            admin2 = admin2 or self._seat_in(outline.country, shape)
            if admin1 and admin2:
                self.areas.append(Area(outline.country, admin1, admin2, shape, outline.ids, outline.names))
        self._trees.clear()

    def _seat_in(self, country: str, shape: BaseGeometry) -> str | None:
        seats = {name for land, _, name, seat in self._seats if land == country and shape.contains(seat)}
        return seats.pop() if len(seats) == 1 else None

    def locate(self, country: str, lat: float, lon: float) -> tuple[str | None, str | None]:
        """(governorate, district) that a point lies in by the outlines of packs, else of our own."""
        point = shapely.Point(lon, lat)
        for second in (True, False):
            tree, areas = self._tree(second)
            inside = [areas[i] for i in tree.query(point, predicate="intersects")]
            inside = [a for a in inside if a.country == country]
            if inside:
                best = min(inside, key=lambda a: a.shape.area)
                return best.admin1, best.admin2
        for (land, name), shape in self.governorates.items():
            if land == country and shape.intersects(point):
                return name, None
        return None, None

    def _tree(self, second: bool) -> tuple[shapely.STRtree, list[Area]]:
        if second not in self._trees:
            areas = [a for a in self.areas if bool(a.admin2) == second]
            self._trees[second] = shapely.STRtree([a.shape for a in areas]), areas
        return self._trees[second]


def nearest(
    known: Sequence[tuple[float, float, str, str | None]], asked: Sequence[tuple[float, float]]
) -> list[tuple[str, str | None] | None]:
    """The divisions of the nearest place that has them: known (lat, lon, admin1, admin2), asked (lat, lon)."""
    if not known or not asked:
        return [None] * len(asked)
    tree = shapely.STRtree([shapely.Point(lon, lat) for lat, lon, _, _ in known])
    out: list[tuple[str, str | None] | None] = [None] * len(asked)
    points = [shapely.Point(lon, lat) for lat, lon in asked]
    for number, index in tree.query_nearest(points, max_distance=_NEAR_DEGREES, all_matches=False).T:
        out[number] = known[index][2], known[index][3]
    return out
