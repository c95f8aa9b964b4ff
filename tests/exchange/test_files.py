"""Downloads: exactly the rows given, in forms that others read without rework."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from shapely.geometry import MultiPolygon, Polygon, shape

from incidents.errors import ExchangeError
from incidents.exchange import EXPORTERS, export, to_csv, to_geojson
from incidents.exchange.geojson import geometry
from incidents.model import Claim
from incidents.query import EVERYTHING, FIGURE_COLUMNS, RECORD_COLUMNS, Filters, Store
from tests.linking import say
from tests.linking.say import COAST, LATAKIA, MUKHTARIYAH, PAPERS, Paper, claim, march, town
from tests.query.house import memory_store


@pytest.fixture(scope="module")
def store() -> Store:
    papers = [
        Paper("r1", "Daily", march(8)),
        Paper("r2", "=HYPERLINK(1)", march(9)),
        Paper("r3", "Weekly", march(9)),
    ]
    total: dict[str, Any] = {"place": COAST, "cumulative": True, "role": "total"}
    claims = [
        claim("a", "r1", n=60, start=20),
        claim(
            "b", "r2", place=MUKHTARIYAH, low=38, count_basis="at_least", claimed_by=("+1 source", "Reuters")
        ),
        claim(
            "c", "r1", place=None, place_as_written="-Karto", n=3, date_start=march(20), date_end=march(20)
        ),
        claim(
            "d", "r1", place=LATAKIA, event_type="Battles", unit=None, date_start=march(6), date_end=march(6)
        ),
        claim("e", "r2", n=340, since=march(6), **total),
        claim("f", "r1", n=311, since=march(6), start=90, **total),
        claim("g", "r1", n=9, status="denied", start=95),
        claim("h", "r2", n=60),
        claim("i", "r1", place=town("Harbour", lat=35.123456789, lon=-0.1), n=2, start=5),
    ]
    return memory_store(claims, papers)


def told(store: Store, profile: str, filters: Filters = EVERYTHING) -> bytes:
    stream = io.BytesIO()
    export(profile, store, filters, stream)
    return stream.getvalue()


def lines(store: Store, profile: str, filters: Filters = EVERYTHING) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told(store, profile, filters).splitlines()]


def numbers(coordinates: Any) -> Iterator[float]:
    if isinstance(coordinates, float):
        yield coordinates
    else:
        for item in coordinates:
            yield from numbers(item)


def check_rfc_7946(data: bytes) -> list[dict[str, Any]]:
    collection = json.loads(data, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert set(collection) == {"type", "features"} and collection["type"] == "FeatureCollection"
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"} and feature["type"] == "Feature"
        assert feature["id"] == feature["properties"]["event_id"]
        if feature["geometry"]:
            drawn = shape(feature["geometry"])
            assert drawn.is_valid and not drawn.is_empty
            for part in getattr(drawn, "geoms", [drawn]):
                assert part.geom_type != "Polygon" or part.exterior.is_ccw
            assert all(n == round(n, 6) for n in numbers(feature["geometry"]["coordinates"]))
    return collection["features"]  # type: ignore[no-any-return]


def test_geojson_holds_exactly_the_table(store: Store) -> None:
    view = store.view()
    features = check_rfc_7946(to_geojson(view.table))
    assert [f["id"] for f in features] == list(view.table["event_id"])
    by_place = {f["properties"]["location"]: f for f in features}
    assert by_place["Baniyas"]["geometry"] == {"type": "Point", "coordinates": [35.949, 35.182]}
    assert by_place["Harbour"]["geometry"]["coordinates"] == [-0.1, 35.12346]
    assert by_place["Latakia"]["geometry"]["type"] == "Polygon" and by_place["-Karto"]["geometry"] is None
    properties = by_place["Baniyas"]["properties"]
    assert tuple(properties) == RECORD_COLUMNS
    assert properties["date_start"] == "2025-03-07" and properties["sources"] == ["Daily", "=HYPERLINK(1)"]
    assert (
        properties["killed_best"] == 60
        and properties["injured_low"] is None
        and properties["counted"] is True
    )
    assert "بانياس" in to_geojson(view.table).decode()
    assert told(store, "geojson") == to_geojson(view.table)


@settings(deadline=None, max_examples=40)  # each example is a whole store
@given(say.claims())
def test_geojson_keeps_the_rule_book_and_the_sums_whatever_is_told(claims: list[Claim]) -> None:
    view = memory_store(claims, PAPERS).view()
    features = check_rfc_7946(to_geojson(view.table))
    assert check_rfc_7946(to_geojson(view.others)) is not None
    for column in FIGURE_COLUMNS:
        assert sum(f["properties"][column] or 0 for f in features) == view.sums[column]


def test_areas_are_wound_and_rounded_without_breaking() -> None:
    sliver = Polygon([(0, 0), (1e-7, 1), (0, 1)])
    ring = Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    drawn = geometry(MultiPolygon([ring, Polygon([(5, 5), (5, 6), (6, 6)])]))
    assert drawn and all(part.exterior.is_ccw for part in shape(drawn).geoms)
    assert not shape(drawn).geoms[0].interiors[0].is_ccw
    assert geometry(sliver) is not None and geometry(Polygon()) is None and geometry(None) is None


def test_csv_reads_back_as_the_table_and_runs_nothing(store: Store) -> None:
    data = to_csv(store.view().table)
    assert not data.startswith(b"\xef\xbb\xbf") and data.count(b"\r\n") == len(store.view().table) + 1
    rows = {line["location"]: line for line in csv.DictReader(io.StringIO(data.decode(), newline=""))}
    assert set(rows) == {"Baniyas", "Al-Mukhtariyah", "'-Karto", "Latakia", "Harbour"}
    assert rows["Baniyas"]["sources"] == "Daily; =HYPERLINK(1)" and rows["Baniyas"]["counted"] == "true"
    assert rows["Al-Mukhtariyah"]["sources"] == "'=HYPERLINK(1)"
    assert rows["Harbour"]["longitude"] == "-0.1" and rows["Harbour"]["killed_low"] == "2"
    assert rows["Al-Mukhtariyah"]["killed_high"] == "" and rows["Al-Mukhtariyah"]["date_end"] == "2025-03-07"


def test_the_others_go_to_a_file_of_their_own(store: Store) -> None:
    others = {f["id"] for f in json.loads(told(store, "geojson-others"))["features"]}
    assert others == set(store.view().others["event_id"]) and len(others) == 2
    assert told(store, "csv-others").count(b"\r\n") == 3


def test_claims_tell_their_row_and_stand_in_the_order_of_dates(store: Store) -> None:
    found = {line["claim_id"]: line for line in lines(store, "claims")}
    keys = ("doc_id", "start", "end", "evidence", "claim_id", "incident_id", "series_id", "role", "counted")
    assert all(tuple(line) == keys for line in found.values()) and len(found) == 9
    assert found["a"]["doc_id"] == "r1.md" and found["a"]["incident_id"] == found["h"]["incident_id"]
    assert [i for i, line in found.items() if line["series_id"]] == ["f", "e"]
    assert found["e"]["series_id"] == found["f"]["series_id"] and found["e"]["incident_id"] is None
    assert found["g"]["incident_id"] is None and not found["g"]["counted"]
    assert {i for i, line in found.items() if line["counted"]} == {"a", "b", "c", "h", "i"}


def test_a_claim_whose_people_are_in_another_claim_of_its_row_does_not_go_into_the_sums() -> None:
    claims = [
        claim("a", n=60, category="civilians"),
        claim("b", n=10, category="women", role="part", part_of="a"),
        claim("c", n=5, category="children", start=50),
        claim("d", n=7, category="security_forces", start=60),
        claim("e", n=40, category="civilians", claimed_by=("Reuters",), start=70),
    ]
    found = lines(memory_store(claims, [Paper("r1")]), "claims")
    assert {line["claim_id"] for line in found if line["counted"]} == {"a", "d", "e"}


def test_links_put_the_incident_with_most_claims_first(store: Store) -> None:
    by_claim = {line["claim_id"]: line["incident_id"] for line in lines(store, "claims")}
    found = {line["doc_id"]: line["incident_ids"] for line in lines(store, "links")}
    assert list(found) == ["r1.md", "r2.md", "r3.md"] and found["r3.md"] == []
    assert found["r2.md"] == [by_claim["b"], by_claim["h"]] or found["r2.md"] == [
        by_claim["h"],
        by_claim["b"],
    ]
    assert set(found["r1.md"]) == {by_claim[i] for i in "acdi"}


def test_filters_hold_for_every_profile(store: Store) -> None:
    chosen = Filters(sources=frozenset({"=HYPERLINK(1)"}), date_start=march(7), date_end=march(9))
    assert {line["claim_id"] for line in lines(store, "claims", chosen)} == {"b", "e", "h"}
    assert [line["doc_id"] for line in lines(store, "links", chosen)] == ["r2.md"]
    assert len(json.loads(told(store, "geojson", chosen))["features"]) == 2


def test_files_are_written_whole_and_errors_are_one_sentence(store: Store, tmp_path: Path) -> None:
    for profile in EXPORTERS:
        export(profile, store, Filters(), tmp_path / profile)
        assert (tmp_path / profile).read_bytes() == told(store, profile)
    assert {p.name for p in tmp_path.iterdir()} == set(EXPORTERS)
    with pytest.raises(ExchangeError, match="no export profile 'shape'"):
        export("shape", store, Filters(), tmp_path / "x")
    with pytest.raises(ExchangeError, match="cannot be written"):
        export("csv", store, Filters(), tmp_path / "nowhere" / "x.csv")
