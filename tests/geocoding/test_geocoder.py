"""Names to places: one name, a stream of them, geopy's interface, a chain with a service behind it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import GazetteerError
from incidents.geocoding import (
    ChainGeocoder,
    OfflineGeocoder,
    explain_name,
    find_place,
    geocode_lines,
    nominatim,
)
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
    ],
)
def test_a_shared_name_needs_its_division(
    query: str, country: str, admin1: str | None, place_id: str | None
) -> None:
    answer = find_place(query, gazetteer(), country=country, admin1=admin1)
    assert (answer.place.place_id if answer.place else None) == place_id
    assert answer.reason


def test_an_area_is_named_but_is_no_point() -> None:
    (answer,) = answers(json.dumps({"id": 1, "query": "Latakia province", "country": "SY", "admin1": None}))
    assert (answer["name"], answer["geo_precision"]) == ("Latakia", "governorate")
    assert answer["lat"] is None and answer["label_lat"] is not None


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
    assert offline.reverse((35.183, 35.95)).raw["gazetteer_id"] == "overlay:baniyas"
    with pytest.raises(GeocoderQueryError):
        offline.geocode("  ")


class _Service(BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 (one server a test run)
    status = 200

    def do_GET(self) -> None:
        query = parse_qs(urlparse(self.path).query)["q"][0]
        self.asked.append(query)
        rows = [{"lat": "1.5", "lon": "2.5", "display_name": query}] if query == "Zzatlantis" else []
        body = json.dumps(rows).encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def domain() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    _Service.asked.clear()
    _Service.status = 200
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_nominatim_is_off_until_a_person_switches_it_on_and_says_who_asks(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="off"):
        nominatim(tmp_path)
    with pytest.raises(GazetteerError, match="who asks"):
        nominatim(tmp_path, allow_network=True)
    assert list(tmp_path.iterdir()) == []


def test_a_chain_asks_the_next_link_once_and_remembers_also_that_there_is_nothing(
    tmp_path: Path, domain: str
) -> None:
    def link() -> ChainGeocoder:
        service = nominatim(
            tmp_path, allow_network=True, user_agent="incidents tests", domain=domain, scheme="http"
        )
        return ChainGeocoder([OfflineGeocoder(gazetteer()), service])

    assert link().geocode("Qardaha").raw["geocoder"] == "OfflineGeocoder"
    assert _Service.asked == []
    for _ in range(2):
        assert link().geocode("Zzatlantis").point[:2] == (1.5, 2.5)
        assert link().geocode("Nowhereville xq") is None
    assert _Service.asked == ["Zzatlantis", "Nowhereville xq"]


def test_an_outage_is_not_not_found_and_is_not_remembered(tmp_path: Path, domain: str) -> None:
    service = nominatim(
        tmp_path, allow_network=True, user_agent="incidents tests", domain=domain, scheme="http"
    )
    chain = ChainGeocoder([OfflineGeocoder(gazetteer()), service])
    _Service.status = 503
    with pytest.raises(GeocoderServiceError):
        chain.geocode("Zzatlantis")
    _Service.status = 200
    assert chain.geocode("Zzatlantis").point[:2] == (1.5, 2.5)
