"""The packs of Syria that lie beside the project, merged: counted, not quoted."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
import shapely

from incidents.geocoding import Gazetteer, areas_of, find_place
from tests.geocoding.packs.made import added, data_folder, read

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "gazetteer"
FILES = ("wof_sy_places.csv.gz", "wof_sy_admin.geojson.gz", "ocha2015_syr_admin4_point.geojson.gz")

pytestmark = pytest.mark.skipif(
    not all((FOLDER / name).is_file() for name in FILES),
    reason="the lists of Syria are not beside the project",
)


@pytest.fixture(scope="module")
def syria(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The index with all three."""
    data = data_folder(tmp_path_factory.mktemp("syria") / "data")
    return added(data, *(FOLDER / name for name in FILES), country="SY")


def test_no_row_is_taken_for_one_of_another_country() -> None:
    assert [read(FOLDER / name, country="SY").notes for name in FILES] == [(), (), ()]


def test_most_places_of_one_list_are_met_in_the_other(syria: Gazetteer) -> None:
    merged = syria._query(
        "SELECT count(DISTINCT place) FROM source WHERE ref LIKE 'pcode:%' AND place IN "
        "(SELECT place FROM source WHERE ref LIKE 'wof:%')",
        [],
    )[0][0]
    assert merged > 0.75 * 5251


def test_every_place_of_the_lists_has_a_governorate_and_nearly_every_one_a_district(syria: Gazetteer) -> None:
    sql = (
        "SELECT count(*), sum(admin1 IS NULL), sum(admin2 IS NULL), count(DISTINCT admin1) FROM place "
        "WHERE country = 'SY' AND kind = 'settlement' AND id IN (SELECT place FROM source)"
    )
    number, without_first, without_second, governorates = syria._query(sql, [])[0]
    assert number > 11_000
    assert (without_first, governorates) == (0, 14)
    assert without_second < 20


def test_every_district_has_an_outline_in_which_its_seat_lies_or_nearly(syria: Gazetteer) -> None:
    outline = areas_of(syria)
    refs = [
        ref
        for (ref,) in syria._query(
            "SELECT ref FROM place WHERE country = 'SY' AND precision = 'district'", []
        )
    ]
    assert len(refs) > 60
    for ref in refs:
        district = syria.place(ref)
        assert district is not None and district.lat is not None and district.lon is not None
        shape = outline(district)
        assert shape is not None, ref
        assert shape.distance(shapely.Point(district.lon, district.lat)) < 0.12, ref


def test_coast_places_with_their_governorate_are_never_far_off(syria: Gazetteer) -> None:
    with (FOLDER / "coast_places_truth.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if row["lat"] and row["kind"] in ("city", "town", "village")
        ]
    right = 0
    for row in rows:
        lat, lon = float(row["lat"]), float(row["lon"])
        place = find_place(row["canonical"], syria, country="SY").place
        if place and place.lat is not None and place.lon is not None:
            km = math.hypot(
                (place.lat - lat) * 111.2, (place.lon - lon) * 111.2 * math.cos(math.radians(lat))
            )
            assert km < 10, row["canonical"]
            right += 1
    assert right > 0.6 * len(rows)
