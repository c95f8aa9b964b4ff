"""What lies around a point: the settlements nearest to it, and the areas that hold it."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from incidents.geocoding.areas import areas_of
from incidents.geocoding.index import Gazetteer
from incidents.model import GeoPrecision, Place

_EARTH_RADIUS_KM = 6371.0
_KM_A_DEGREE = _EARTH_RADIUS_KM * np.pi / 180
_SMALLEST_FIRST: tuple[GeoPrecision, ...] = ("district", "governorate", "country")


class Surroundings:
    """Settlements and areas of a gazetteer by where they are; read from its index when first asked.

    Settlements stand sorted by latitude: what is at most so many kilometres away lies in a band of latitudes, also
    across the date line and around the poles, and the distances inside the band are then taken one by one.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        address = f"{gazetteer.path.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(
            address, uri=True, check_same_thread=False
        )  # stays with this file if it is remade

    def nearest(self, lat: float, lon: float, *, limit: int, within_km: float) -> list[tuple[Place, float]]:
        """(settlement, kilometres) of at most `limit` settlements around (latitude, longitude), the nearest first.

        Of several at one spot the most populous is first.
        """
        table = self._settlements
        reach = within_km / _KM_A_DEGREE
        start, end = np.searchsorted(table["lat"], (lat - reach, lat + reach))
        band = table[start:end]
        distances = _distances_km(lat, lon, band["lat"], band["lon"])
        order = [i for i in np.argsort(distances, kind="stable")[:limit] if distances[i] <= within_km]
        places = self._places([int(band["number"][i]) for i in order])
        return [(place, float(distances[i])) for place, i in zip(places, order, strict=True)]

    def areas(self, lat: float, lon: float) -> list[Place]:
        """The districts, governorates and countries with a known outline that hold the point, smallest first."""
        places, tree = self._areas
        spots = shapely.points(
            [(x, lat) for x in ({lon, -lon} if abs(lon) == 180 else {lon})]
        )  # one meridian
        found = {int(i) for i in tree.query(spots, predicate="intersects")[1]}
        return sorted((places[i] for i in found), key=lambda p: _SMALLEST_FIRST.index(p.geo_precision))

    @cached_property
    def _settlements(self) -> Any:
        sql = "SELECT id, lat, lon FROM place WHERE kind = 'settlement' AND lat IS NOT NULL ORDER BY population DESC"
        table = np.fromiter(self._db.execute(sql), dtype=[("number", "i4"), ("lat", "f8"), ("lon", "f8")])
        return table[np.argsort(table["lat"], kind="stable")]

    @cached_property
    def _areas(self) -> tuple[list[Place], shapely.STRtree]:
        refs = self._db.execute("SELECT ref FROM place WHERE kind IN ('admin', 'country')").fetchall()
        known = [place for (ref,) in refs if (place := self._gazetteer.place(ref))]
        outline_of = areas_of(self._gazetteer)
        outlines = [(place, outline_of(place)) for place in known if place.geo_precision in _SMALLEST_FIRST]
        drawn = [(place, outline) for place, outline in outlines if outline is not None]
        return [place for place, _ in drawn], shapely.STRtree([outline for _, outline in drawn])

    def _places(self, numbers: list[int]) -> list[Place]:
        one = "SELECT ref FROM place WHERE id = ?"
        refs = [self._db.execute(one, (number,)).fetchone()[0] for number in numbers]
        return [place for ref in refs if (place := self._gazetteer.place(ref))]


def _distances_km(lat: float, lon: float, lats: Any, lons: Any) -> Any:
    """Great-circle distances from (lat, lon) to points in degrees."""
    here, there = np.radians(lat), np.radians(lats)
    half = np.sin((there - here) / 2) ** 2
    half = half + np.cos(here) * np.cos(there) * np.sin(np.radians(lons - lon) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
