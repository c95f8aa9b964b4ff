"""A place that lies far outside the country of its row is left out, and told of; a file of such is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import GazetteerError
from tests.geocoding.packs.made import csv_file, features_file, geonames_file, geonames_row, read, square

HEADING = "name,lat,lon,country"
VILLAGES = [f"Zorvenna {chr(65 + n)},{34.9 + n / 50:.2f},{36.2 + n / 50:.2f},SY" for n in range(20)]


def with_row(tmp_path: Path, row: str) -> Path:
    return csv_file(tmp_path / "places.csv", *VILLAGES[:7], row, *VILLAGES[7:], heading=HEADING)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Qelmisur,35.9,34.9,SY", r"line 9: Qelmisur at 35\.9, 34\.9, latitude and longitude look swapped\."),
        ("Qelmisur,48.2,16.4,SY", r"line 9: Qelmisur at 48\.2, 16\.4, not in SY\."),
        ("Qelmisur,35.2,36.3,LB", r"line 9: Qelmisur at 35\.2, 36\.3, not in LB\."),
    ],
)
def test_a_row_far_outside_its_country_is_left_out_and_told(tmp_path: Path, row: str, told: str) -> None:
    found = read(with_row(tmp_path, row))
    assert (len(found.places), found.pack.places, found.pack.skipped) == (20, 20, 1)
    assert "Qelmisur" not in {p.name for p in found.places}
    (note,) = found.notes
    assert note.startswith("places.csv: 1 row lies more than 25 km outside its country and is left out: ")
    assert re.search(told, note)


def test_of_many_such_rows_the_first_are_told(tmp_path: Path) -> None:
    wrong = [f"Qelmisur {chr(65 + n)},48.2,16.4,SY" for n in range(7)]
    more = [
        f"Barvenna {chr(65 + n)}{chr(97 + m)},{34.9 + n / 50:.2f},{36.4 + m / 50:.2f},SY"
        for n in range(9)
        for m in range(9)
    ]
    found = read(csv_file(tmp_path / "places.csv", *more, *wrong, heading=HEADING))
    (note,) = found.notes
    assert "7 rows lie" in note and "line 83: Qelmisur A" in note and "line 87" in note
    assert "line 88" not in note and note.endswith("…")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            [",".join((n, lon, lat, c)) for n, lat, lon, c in (v.split(",") for v in VILLAGES)],
            r"line 2: 36\.2, 34\.9 lies far outside SY \(20 of 20 rows do\): latitude and longitude",
        ),
        (
            [v.replace(",SY", ",FR") for v in VILLAGES],
            r"line 2: .* far outside FR.*: check the coordinates and the",
        ),
        (["Zorvenna,48.2,16.4,SY"], r"line 2: 48\.2, 16\.4 lies far outside SY: check the coordinates"),
        (
            [
                f"Zorvenna {c},35.79,35.5{n},SY" for n, c in enumerate("abc")
            ],  # off the coast, but less than 25 km
            "line 2: .*latitude and longitude look swapped",
        ),
    ],
)
def test_a_file_of_such_rows_is_refused_with_line_and_reason(
    tmp_path: Path, rows: list[str], why: str
) -> None:
    with pytest.raises(GazetteerError, match=r"places\.csv, " + why):
        read(csv_file(tmp_path / "places.csv", *rows, heading=HEADING))


def test_swapped_outlines_and_dumps_are_refused_as_well(tmp_path: Path) -> None:
    county = {"wof:id": 2, "wof:placetype": "county", "wof:name": "Safita", "wof:country": "SY"}
    feature = {"type": "Feature", "properties": county, "geometry": square(38.0, 34.5, 0.1)}
    with pytest.raises(GazetteerError, match=r"wof\.geojson, feature 1: 38, 34\.5 .* look swapped"):
        read(features_file(tmp_path / "wof.geojson", feature))
    with pytest.raises(GazetteerError, match=r"SY\.txt, line 1: 38, 34\.5 .* look swapped"):
        read(geonames_file(tmp_path / "SY.txt", geonames_row(71, "Zorvenna", 38.0, 34.5)))


@pytest.mark.parametrize(
    ("name", "lat", "lon", "country"),
    [
        ("a village at the border", 33.0, 35.62, "SY"),
        ("an island that outlines leave out", 35.51, 12.6, "IT"),
        ("an island far from its country", 12.58, -81.7, "CO"),
        ("a town behind a border that is not recognised", 44.5, 34.16, "UA"),
        ("a place of a country without an outline", -77.85, 166.67, "AQ"),
    ],
)
def test_borders_islands_and_what_is_held_by_others_are_taken(
    tmp_path: Path, name: str, lat: float, lon: float, country: str
) -> None:
    found = read(csv_file(tmp_path / "places.csv", f"{name},{lat},{lon},{country}", heading=HEADING))
    assert (len(found.places), found.notes) == (1, ())


@given(lat=st.floats(34.6, 36.0), lon=st.floats(37.0, 39.5), east=st.floats(60, 130))
def test_a_village_of_syria_is_taken_and_one_with_a_wrong_longitude_never(
    tmp_path_factory: pytest.TempPathFactory, lat: float, lon: float, east: float
) -> None:
    path = csv_file(
        tmp_path_factory.mktemp("any") / "places.csv",
        *VILLAGES,
        f"Qelmisur,{lat},{lon},SY",
        f"Qelmisor,{lat},{east},SY",
        heading=HEADING,
    )
    names = {p.name for p in read(path).places}
    assert "Qelmisur" in names and "Qelmisor" not in names
