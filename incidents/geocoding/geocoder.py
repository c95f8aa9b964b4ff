"""The gazetteer as a geopy geocoder, so that any geopy geocoder can stand beside it in a chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from incidents.geocoding.areas import ATTRIBUTION
from incidents.geocoding.index import Gazetteer
from incidents.geocoding.lines import find_place, ranked
from incidents.geocoding.network import deny_network
from incidents.geocoding.surroundings import Surroundings
from incidents.model import POINT_PRECISIONS, Place

FARTHEST_KM = 200.0
"""A settlement further off than this says nothing about a point."""
NEIGHBOURS = 10
"""How many settlements `reverse` gives where it is asked for all and no limit is set."""


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """Geocodes names and points with the gazetteer alone; asks nobody.

    Every answer's `raw` carries kind, geo_precision, score, reason, gazetteer_id, country, admin1, attribution and
    is_label: true where the point only labels an area, and is not to be drawn as a place.
    """

    name = "gazetteer"

    def __init__(self, gazetteer: Gazetteer, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout, adapter_factory=deny_network)
        self._gazetteer = gazetteer
        self._surroundings = Surroundings(gazetteer)

    def geocode(
        self,
        query: str,
        exactly_one: bool = True,
        *,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        admin1: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The place of a name, or None where there is none or it is doubtful.

        exactly_one: False gives all candidates, best first, at most `limit`, None when there are none.
        country_codes: ISO alpha-2 codes that it must lie in, one of them.  admin1: the division it must lie in.
        Raises GeocoderQueryError for an empty query.
        """
        if not query.strip():
            raise GeocoderQueryError("Give the name of a place to look for.")
        codes: list[str | None] = (
            [country_codes] if isinstance(country_codes, str) else list(country_codes or [])
        )
        if exactly_one:
            answers = [find_place(query, self._gazetteer, country=c, admin1=admin1) for c in codes or [None]]
            found = [a for a in answers if a.place and a.place.lat is not None]
            return (
                _location(found[0].place, found[0].confidence, found[0].reason) if len(found) == 1 else None
            )
        both = [
            item for c in codes or [None] for item in ranked(query, self._gazetteer, country=c, admin1=admin1)
        ]
        both.sort(key=lambda item: -item[0])
        places = [_location(c.place, points, f"candidate, met by its {c.match}") for points, c in both]
        return [p for p in places if p][:limit] or None

    def reverse(
        self,
        query: Any,
        exactly_one: bool = True,
        *,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The settlement nearest to a point (latitude, longitude), at most 200 km away; else the area it lies in.

        `raw` tells `distance_m` as well, and `areas`: place_id, name and geo_precision of the known outlines that
        hold the point, the smallest first; an area's own point is no distance from anything (None).
        exactly_one: False gives the nearest `limit` settlements (10).  None: no settlement, and in no known area.
        Raises GeocoderQueryError for what is no point.
        """
        point = _point(query)
        areas = self._surroundings.areas(point.latitude, point.longitude)
        count = 1 if exactly_one else limit or NEIGHBOURS
        near = self._surroundings.nearest(point.latitude, point.longitude, limit=count, within_km=FARTHEST_KM)
        found: list[tuple[Place, float | None, str]] = [
            (place, km, f"{km:.1f} km from the point") for place, km in near
        ]
        found = found or [(place, None, "the point lies in it") for place in areas[:1]]
        about = [{"place_id": a.place_id, "name": a.name, "geo_precision": a.geo_precision} for a in areas]
        answers = []
        for place, km, reason in found:
            location = _location(place, 1.0, reason)
            if location:
                location.raw.update(distance_m=None if km is None else round(km * 1000), areas=about)
                answers.append(location)
        return (answers[0] if exactly_one else answers) if answers else None


def _point(query: Any) -> Point:
    try:
        if not query:
            raise ValueError("nothing was given")  # geopy takes that for 0, 0
        return Point(query)
    except (ValueError, TypeError) as problem:
        raise GeocoderQueryError(
            f"This is no point: give latitude and longitude in degrees, as in 35.18, 35.95 ({problem})"
        ) from problem


def _location(place: Place | None, score: float, reason: str) -> Location | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    names = dict.fromkeys(n for n in (place.name, place.admin2, place.admin1, place.country) if n)
    raw = {
        "kind": place.kind,
        "geo_precision": place.geo_precision,
        "score": round(score, 3),
        "reason": reason,
        "gazetteer_id": place.place_id,
        "country": place.country,
        "admin1": place.admin1,
        "is_label": place.geo_precision not in POINT_PRECISIONS,
        "attribution": ATTRIBUTION,
    }
    return Location(", ".join(names), Point(place.lat, place.lon), raw)
