"""Where and when a row can be: may two rows be about the same people?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from geopy.distance import great_circle

from incidents.model import POINT_PRECISIONS, Incident, Place

FINENESS = {"exact": 0, "settlement": 1, "district": 3, "governorate": 4, "region": 5, "country": 6}
SEVERAL, NOWHERE = 2, 7
"""Fineness of several places told as one, and of no resolved place."""
EXACT_IN_TOWN_KM = 5
"""So near to a settlement's point an exact place may be in it."""
NEAR_DEGREES = EXACT_IN_TOWN_KM / 111.0
"""A little more than so many kilometres along a meridian."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What a place covers, by names; None is "not known", which may be anywhere."""

    country: str | None
    admin1: frozenset[str] | None
    admin2: str | None


@cache
def extent(place: Place) -> Extent:
    """The extent of a place."""
    level = FINENESS[place.geo_precision]
    admin1 = place.admin1 or (place.name if place.geo_precision == "governorate" else None)
    admin2 = place.admin2 or (place.name if place.geo_precision == "district" else None)
    names = frozenset(place.parts) if place.parts else frozenset((admin1,)) if admin1 else None
    return Extent(
        country=place.country,
        admin1=names if level < FINENESS["country"] else None,
        admin2=admin2 if level <= FINENESS["district"] else None,
    )


def may_be_one(a: Place, b: Place) -> bool:
    """Can something at `a` have happened at `b`: the same place, or one in the other?"""
    if a.place_id == b.place_id:
        return True
    if a.geo_precision in POINT_PRECISIONS and b.geo_precision in POINT_PRECISIONS:
        return a.geo_precision != b.geo_precision and _near(a, b)
    one, other = extent(a), extent(b)
    if one.country and other.country and one.country != other.country:
        return False
    if one.admin1 and other.admin1 and not one.admin1 & other.admin1:
        return False
    return not (one.admin2 and other.admin2 and one.admin2 != other.admin2)


def _near(a: Place, b: Place) -> bool:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return True
    if abs(a.lat - b.lat) > NEAR_DEGREES:
        return False
    return bool(great_circle((a.lat, a.lon), (b.lat, b.lon)).km <= EXACT_IN_TOWN_KM)


def places(row: Incident) -> tuple[Place, ...]:
    """Every resolved place of a row."""
    return row.places or ((row.place,) if row.place else ())


def same_ground(a: Incident, b: Incident) -> bool:
    """May the places of two rows be the same?  A row without a resolved place may be anywhere."""
    here, there = places(a), places(b)
    return not here or not there or any(may_be_one(p, q) for p in here for q in there)


def window(row: Incident) -> tuple[dt.date, dt.date]:
    """First and last day that a row can be of; no start is "since ever"."""
    start = row.date_start or dt.date.min
    return start, max(start, row.date_end or row.date_start or dt.date.max)


def fineness(row: Incident) -> int:
    """0 for the finest place, rising with the area."""
    known = places(row)
    widest = max((FINENESS[p.geo_precision] for p in known), default=NOWHERE)
    return max(widest, SEVERAL) if len(known) > 1 else widest
