"""Where a row says that it happened: a name for the gazetteer, or a point with latitude and longitude.

A name is looked for as everywhere else, and left unplaced where it is doubtful.  A point is checked: in range, not at
0,0, not with latitude and longitude swapped.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from geopy.distance import great_circle

from incidents.exchange.importing.cells import CellError
from incidents.geocoding import Gazetteer, OfflineGeocoder, find_place, reference_dir
from incidents.geocoding.names import fold
from incidents.model import POINT_PRECISIONS, GeoPrecision, Place

SAME_TOWN_KM = 5.0
"""So near to the place of its name a point told for a settlement is that settlement."""
_OTHER_KM = 50.0
"""So far from the place of its name a point may have its numbers swapped."""
_SEVERAL = re.compile(r"\s*[;؛|]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What a row says of its place; "" and None where it says nothing.

    known: the id of a place of the gazetteer.  precision: as the row has it.
    """

    name: str = ""
    admin1: str = ""
    admin2: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: GeoPrecision | None = None
    known: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The place of a row (None: not placed), all of them where it names several, and the words for it."""

    place: Place | None = None
    places: tuple[Place, ...] = ()
    written: str | None = None


class PlaceReader:
    """Finds the places of rows in a gazetteer; the same words are looked for once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._reverse = OfflineGeocoder(gazetteer)
        self._named = lru_cache(maxsize=65_536)(self._find)

    def find(self, where: Where) -> Found:
        """The place of a row.  Raises CellError for a country or a point that cannot be."""
        country = _iso2(where.country)
        written = (
            ", ".join(dict.fromkeys(filter(None, (where.name, where.admin2, where.admin1)))) or where.country
        )
        name = where.name or where.admin2 or where.admin1 or where.country or None
        if where.known and (place := self._gazetteer.place(where.known)):
            return Found(place, (), name)
        if where.lat is not None or where.lon is not None:
            return self._at_point(where, country, name)
        if where.precision and where.precision not in POINT_PRECISIONS:
            return Found(self._wide(where, country, where.precision), (), written or None)
        names = [part for part in _SEVERAL.split(where.name) if part]
        if len(names) > 1:
            return self._several(names, where, country)
        return Found(self._named(where.name, where.admin2, where.admin1, country), (), written or None)

    def _several(self, names: list[str], where: Where, country: str | None) -> Found:
        places = [self._named(name, where.admin2, where.admin1, country) for name in names]
        if all(places):
            known = tuple(place for place in places if place)
            return Found(known[0], known, where.name)
        return Found(None, (), where.name)

    def _find(self, name: str, admin2: str, admin1: str, country: str | None) -> Place | None:
        if name:
            within = [f"{name}, {admin2}"] if admin2 else []
            for query in (*within, name):
                found = find_place(query, self._gazetteer, country=country, admin1=admin1 or None).place
                if found:
                    return found
            return None
        for area, kind, precision in (
            (admin2, "district", "district"),
            (admin1, "governorate", "governorate"),
        ):
            if area:
                return self._area(area, kind, precision, country, admin1 if area == admin2 else "")
        return self._country(country) if country else None

    def _area(self, name: str, kind: str, precision: str, country: str | None, admin1: str) -> Place | None:
        """The division of a name, never the town that it is named after."""
        if not name:
            return None
        for query in (f"{name} {kind}", name):
            place = find_place(query, self._gazetteer, country=country, admin1=admin1 or None).place
            if place and place.geo_precision == precision:
                return place
        return None

    def _country(self, country: str) -> Place | None:
        name = next((row["name"] for row in _countries() if row["iso2"] == country), "")
        place = find_place(name, self._gazetteer).place if name else None
        return place if place and place.geo_precision == "country" else None

    # --- points ---

    def _at_point(self, where: Where, country: str | None, name: str | None) -> Found:
        lat, lon = where.lat, where.lon
        if lat is None or lon is None:
            raise CellError(f"the {'latitude' if lat is None else 'longitude'} is missing")
        _check_range(lat, lon)
        named = self._named(where.name, where.admin2, where.admin1, country) if where.name else None
        self._check_swapped(lat, lon, named, country)
        precision = where.precision or ("settlement" if where.name else "exact")
        if precision not in POINT_PRECISIONS:
            return Found(self._wide(where, country, precision), (), name)
        if named and precision == "settlement" and _is_point(named) and _km(named, lat, lon) <= SAME_TOWN_KM:
            return Found(named, (), name)
        at = f"{lat:.5f}, {lon:.5f}"
        place = Place(
            place_id=f"table:{at.replace(' ', '')}" + (f" {fold(where.name)}" if where.name else ""),
            name=where.name or at,
            kind="settlement" if precision == "settlement" else "facility",
            geo_precision=precision,
            lat=lat,
            lon=lon,
            country=country or self._country_at(lat, lon),
            admin1=where.admin1 or None,
            admin2=where.admin2 or None,
        )
        return Found(place, (), where.name or at)

    def _wide(self, where: Where, country: str | None, precision: GeoPrecision) -> Place | None:
        """The area that a row is known to lie in; its point says where the area's middle is and is no place."""
        if precision == "district":
            return self._area(where.admin2 or where.name, precision, precision, country, where.admin1)
        if precision == "governorate":
            return self._area(where.admin1 or where.name, precision, precision, country, "")
        if precision == "country":
            return self._country(country) if country else None
        place = find_place(where.name, self._gazetteer, country=country).place if where.name else None
        return place if place and place.geo_precision == precision else None

    def _check_swapped(self, lat: float, lon: float, named: Place | None, country: str | None) -> None:
        if abs(lon) > 90:
            return
        swapped = False
        if named and _is_point(named):
            swapped = _km(named, lat, lon) > _OTHER_KM and _km(named, lon, lat) < _OTHER_KM / 2
        elif country:
            swapped = self._country_at(lat, lon) != country and self._country_at(lon, lat) == country
        if swapped:
            raise CellError(f"latitude {lat:g} and longitude {lon:g} look swapped")

    @lru_cache(maxsize=65_536)  # noqa: B019  (a reader lives as long as one import)
    def _country_at(self, lat: float, lon: float) -> str | None:
        near = self._reverse.reverse((lat, lon))
        return (
            str(near.raw["country"]) if near and not isinstance(near, list) and near.raw["country"] else None
        )


def _check_range(lat: float, lon: float) -> None:
    if lat == 0 and lon == 0:
        raise CellError("the point is at 0, 0, in the sea: leave both cells empty where no point is known")
    if not -90 <= lat <= 90:
        hint = ": are latitude and longitude swapped?" if -90 <= lon <= 90 and abs(lat) <= 180 else ""
        raise CellError(f"latitude {lat:g} is not between -90 and 90{hint}")
    if not -180 <= lon <= 180:
        raise CellError(f"longitude {lon:g} is not between -180 and 180")


def _is_point(place: Place) -> bool:
    return place.geo_precision in POINT_PRECISIONS and place.lat is not None and place.lon is not None


def _km(place: Place, lat: float, lon: float) -> float:
    return float(great_circle((place.lat, place.lon), (lat, lon)).km)


@cache
def _countries() -> tuple[dict[str, str], ...]:
    with (reference_dir() / "countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _iso2(written: str) -> str | None:
    """The code of a country by its name, in English or Arabic, or by a code; None where nothing is said."""
    if not written:
        return None
    asked = fold(written)
    for row in _countries():
        names = (row["iso2"], row["iso3"], row["name"], row["name_ar"], *re.split("[;|]", row["variants"]))
        if asked in map(fold, filter(None, names)):
            return row["iso2"]
    raise CellError(f"“{written}” is no country known here")
