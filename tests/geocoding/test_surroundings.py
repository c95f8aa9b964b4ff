"""Points to places: the nearest settlement, also over the date line and at the poles, and the areas around it."""

from __future__ import annotations

import sqlite3
from functools import cache

import numpy as np
import pytest
from geopy.distance import great_circle
from geopy.exc import GeocoderQueryError
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.geocoding import OfflineGeocoder
from incidents.geocoding.surroundings import Surroundings
from tests.geocoding.indexed import gazetteer


@cache
def offline() -> OfflineGeocoder:
    return OfflineGeocoder(gazetteer())


@cache
def surroundings() -> Surroundings:
    return Surroundings(gazetteer())


@cache
def settlements() -> tuple[np.ndarray, np.ndarray]:
    with sqlite3.connect(gazetteer().path) as db:
        rows = db.execute("SELECT lat, lon FROM place WHERE kind = 'settlement' AND lat IS NOT NULL")
        points = np.array(rows.fetchall())
    return points, _vectors(points)


def test_a_point_has_a_nearest_settlement_with_its_distance_and_its_areas_smallest_first() -> None:
    found = offline().reverse((35.183, 35.95))
    assert found.raw["gazetteer_id"] == "overlay:baniyas"
    assert found.raw["distance_m"] == round(great_circle((35.183, 35.95), found.point).meters)
    assert [(a["name"], a["geo_precision"]) for a in found.raw["areas"]] == [
        ("Tartus", "governorate"),
        ("Syria", "country"),
    ]
    assert found.raw["is_label"] is False


def test_several_neighbours_come_nearest_first() -> None:
    near = offline().reverse("35.36, 35.93", exactly_one=False, limit=4)
    distances = [place.raw["distance_m"] for place in near]
    assert len(near) == 4 and distances == sorted(distances)
    assert near[0].raw["gazetteer_id"] == "overlay:jableh"


def test_far_from_every_settlement_the_area_answers_as_a_label_and_the_sea_not_at_all() -> None:
    ice = offline().reverse((72, -40))
    assert (ice.raw["gazetteer_id"], ice.raw["is_label"], ice.raw["distance_m"]) == ("country:GL", True, None)
    assert offline().reverse((0, -150)) is None
    assert offline().reverse((0, -150), exactly_one=False) is None


def test_the_date_line_is_no_border() -> None:
    """Taveuni lies on it, with settlements on one side only."""
    west, east = (surroundings().nearest(-16.8, x, limit=1, within_km=200)[0] for x in (179.99, -179.99))
    assert west[0].place_id == east[0].place_id
    assert abs(west[1] - east[1]) < 5
    assert surroundings().areas(66.5, 180.0) == surroundings().areas(66.5, -180.0) != []


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("what", ["here", (95, 10), ("a", "b"), (), "", None])
def test_what_is_no_point_is_refused(what: object) -> None:
    with pytest.raises(GeocoderQueryError, match="latitude and longitude"):
        offline().reverse(what)


@settings(max_examples=25)
@given(st.floats(-90, 90), st.floats(-180, 180))
def test_no_settlement_of_the_whole_index_is_nearer(lat: float, lon: float) -> None:
    """Straight lines through the globe, from here to all of them: another way to the same nearest one."""
    points, vectors = settlements()
    ((_, km),) = surroundings().nearest(lat, lon, limit=1, within_km=30_000)
    nearest = points[np.argmax(vectors @ _vectors(np.array([[lat, lon]]))[0])]
    assert km == pytest.approx(great_circle((lat, lon), tuple(nearest)).km, rel=1e-4, abs=0.01)


def _vectors(points: np.ndarray) -> np.ndarray:
    lat, lon = np.radians(points).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
