"""Names to places: one name, a stream of them, geopy's interface."""

from __future__ import annotations

import json

import pytest
from geopy.exc import GeocoderQueryError
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding import OfflineGeocoder, explain_name, find_place, geocode_lines
from tests.geocoding.indexed import gazetteer


def answers(*lines: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in geocode_lines(lines, gazetteer())]


def test_every_line_is_answered_in_order_and_a_bad_one_does_not_stop_the_stream() -> None:
    good = json.dumps({"id": "a", "query": "Baniyas", "country": "SY", "admin1": None})
    out = answers(good, "{broken", json.dumps({"id": 7}), json.dumps(["x"]), good)
    assert [a.get("id") for a in out] == ["a", None, 7, None, "a"]
    assert [("error" in a) for a in out] == [False, True, True, True, False]
    assert (out[0]["lat"], out[0]["lon"], out[0]["gazetteer_id"]) == (35.182, 35.949, "overlay:baniyas")


@given(st.text(max_size=200))
def test_whatever_a_line_holds_there_is_one_answer(line: str) -> None:
    (answer,) = answers(line)
    assert "id" in answer


@given(st.text(max_size=40))
def test_whatever_is_asked_the_answer_has_a_point_or_none(query: str) -> None:
    (answer,) = answers(json.dumps({"id": 1, "query": query, "country": None, "admin1": None}))
    assert (answer["lat"] is None) == (answer["lon"] is None)


@pytest.mark.parametrize(
    ("query", "country", "admin1", "place_id"),
    [
        ("Homs", "SY", None, "overlay:homs"),
        ("حمص", "SY", None, "overlay:homs"),
        ("Qardaha town", "SY", None, "overlay:qardaha"),
        ("Acapulco town", "MX", None, "geonames:3533462"),
        ("Rusafa", "SY", None, None),
        ("Rusafa", "SY", "Hama Governorate", "overlay:rusafa"),
        ("Al-Tuwaimah village", "SY", "Hamah Governorate", "overlay:tuwaym"),
        ("القبو", "SY", None, None),
        ("Xyzzyqua", None, None, None),
        ("Paris, Texas", None, None, "geonames:4717560"),
        ("Tartus, Ohio", None, None, None),
        ("Tartus, Syria", None, None, "overlay:tartus"),
        ("بانياس، طرطوس", None, None, "overlay:baniyas"),
        ("the Damascus countryside", None, None, "overlay:sy-rif-dimashq"),
    ],
)
def test_a_shared_name_needs_its_division(
    query: str, country: str, admin1: str | None, place_id: str | None
) -> None:
    answer = find_place(query, gazetteer(), country=country, admin1=admin1)
    assert (answer.place.place_id if answer.place else None) == place_id
    assert answer.reason


def test_an_area_has_a_label_but_is_no_point() -> None:
    (answer,) = answers(json.dumps({"id": 1, "query": "Latakia province", "country": "SY", "admin1": None}))
    assert (answer["name"], answer["geo_precision"], answer["point"]) == ("Latakia", "governorate", "label")


def test_what_is_only_described_by_places_is_none_of_them() -> None:
    for query in ("Homs - Palmyra road", "Al Hasakah/Ar Raqqah border"):
        assert find_place(query, gazetteer(), country="SY").place is None


def test_explaining_a_name_shows_its_rivals() -> None:
    text = explain_name("Tripoli", gazetteer())
    assert "LY" in text and "LB" in text


def test_the_geopy_geocoder_says_what_and_why() -> None:
    offline = OfflineGeocoder(gazetteer())
    found = offline.geocode("Jableh", country_codes="SY")
    assert found.point[:2] == (35.361, 35.926)
    assert found.raw["gazetteer_id"] == "overlay:jableh"
    assert {"kind", "geo_precision", "score", "reason"} <= found.raw.keys()
    assert offline.geocode("Latakia governorate", country_codes=["SY"]).raw["is_label"] is True
    assert offline.geocode("Xyzzyqua") is None
    assert len(offline.geocode("Paris", exactly_one=False, limit=3)) == 3
    with pytest.raises(GeocoderQueryError):
        offline.geocode("  ")
