"""The gazetteer as a geopy geocoder, so that any geopy geocoder can stand beside it in a chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from incidents.geocoding.build import distance_km
from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.lines import find_place, ranked
from incidents.model import POINT_PRECISIONS, Place

_WIDTHS_DEGREES = (0.1, 0.5, 2.0)


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """Geocodes names with the gazetteer alone; asks nobody.

    Every answer's `raw` carries kind, geo_precision, score, reason, gazetteer_id, country, admin1 and is_label:
    true where the point only labels an area, and is not to be drawn as a place.
    """

    def __init__(self, gazetteer: Gazetteer, *, timeout: Any = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout)
        self._gazetteer = gazetteer

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
        self, query: Any, exactly_one: bool = True, *, timeout: Any = DEFAULT_SENTINEL
    ) -> Location | list[Location] | None:
        """The settlement nearest to a point (latitude, longitude); None where there is none within about 200 km."""
        point = Point(query)
        here = Place(
            place_id="", name="", kind="", geo_precision="exact", lat=point.latitude, lon=point.longitude
        )
        for width in _WIDTHS_DEGREES:
            near = sorted(
                self._gazetteer.near(point.latitude, point.longitude, width), key=lambda c: _km(here, c)
            )
            if near:
                found = [_location(c.place, 1.0, f"{_km(here, c):.1f} km from the point") for c in near]
                known = [place for place in found if place]
                return known[0] if exactly_one else known
        return None


def _km(here: Place, candidate: Candidate) -> float:
    return distance_km(here, candidate.place)


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
    }
    return Location(", ".join(names), Point(place.lat, place.lon), raw)
