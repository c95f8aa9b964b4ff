"""The tables of data/reference, and the outlines made from them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
import shapely

from incidents.errors import GazetteerError
from incidents.geocoding import area_geometry, reference_dir
from incidents.geocoding.reference import entries
from incidents.model import Place

FOLDER = reference_dir()
TRUTH = Path(__file__).resolve().parents[2] / "../shared/gazetteer/coast_places_truth.csv"
OUR_NAME = {"Tartous": "Tartus"}


def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def drawn(name: str, kind: str) -> shapely.Geometry:
    features = json.loads((FOLDER / name).read_text(encoding="utf-8"))["features"]
    return shapely.union_all(
        [shapely.from_geojson(json.dumps(f["geometry"])) for f in features if f["properties"]["kind"] == kind]
    )


def governorates() -> dict[str, shapely.MultiPolygon]:
    found = {}
    for entry in entries(FOLDER):
        if entry.place.country == "SY" and entry.place.geo_precision == "governorate":
            shape = area_geometry(entry.place)
            assert shape is not None
            found[entry.place.name] = shape
    return found


def test_every_entry_has_its_own_id_and_a_sensible_point() -> None:
    places = [e.place for e in entries(FOLDER)]
    assert [i for i, n in Counter(p.place_id for p in places).items() if n > 1] == []
    for place in places:
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= place.lon <= 180)


def test_overlay_places_lie_in_divisions_that_exist() -> None:
    divisions = {(r["country"], r["level"], r["admin1"], r["name"]) for r in rows("divisions.csv")}
    for row in rows("overlay.csv"):
        assert (row["country"], "1", row["admin1"], row["admin1"]) in divisions, row["id"]
        if row["admin2"]:
            assert (row["country"], "2", row["admin1"], row["admin2"]) in divisions, row["id"]


def test_syria_has_fourteen_governorates_with_arabic_names_and_outlines() -> None:
    ours = [r for r in rows("divisions.csv") if r["country"] == "SY" and r["level"] == "1"]
    assert len(ours) == 14 and all(r["arabic"] for r in ours)
    assert set(governorates()) == {r["name"] for r in ours}


@pytest.mark.skipif(not TRUTH.exists(), reason="the list of coast places is not beside the project")
def test_all_coast_places_are_there_with_their_points_and_no_point_is_made_up() -> None:
    ours = {
        e.place.name: e
        for e in entries(FOLDER)
        if e.place.place_id.startswith("overlay:") and e.place.kind != "admin"
    }
    with TRUTH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "governorate":
                continue
            entry = ours[OUR_NAME.get(row["canonical"], row["canonical"])]
            assert row["arabic"] == entry.place.name_ar
            if not row["lat"] and entry.place.kind != "region":
                assert entry.place.lat is None
            elif entry.place.kind == "settlement":
                assert (entry.place.lat, entry.place.lon) == (float(row["lat"]), float(row["lon"]))


def test_a_broken_table_is_told_in_one_sentence(tmp_path: Path) -> None:
    for table in FOLDER.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    overlay = tmp_path / "overlay.csv"
    overlay.write_text(
        overlay.read_text(encoding="utf-8").replace(",village,", ",hamlett,", 1), encoding="utf-8"
    )
    with pytest.raises(GazetteerError, match="unknown kind “hamlett”"):
        list(entries(tmp_path))


def test_every_settlement_of_the_overlay_lies_on_land_and_arwad_on_its_island() -> None:
    land = drawn("basemap-world.geojson", "land")
    for row in rows("overlay.csv"):
        if row["lat"]:
            assert land.contains(shapely.Point(float(row["lon"]), float(row["lat"]))), row["name"]
    arwad = next(r for r in rows("overlay.csv") if r["id"] == "arwad")
    point = shapely.Point(float(arwad["lon"]), float(arwad["lat"]))
    island = next(p for p in shapely.get_parts(land) if p.contains(point))
    assert island.area < 0.001 and not island.touches(governorates()["Homs"])


def test_settlements_lie_in_their_governorates() -> None:
    """Kasab lies at the border, where Natural Earth's line is 600 m off."""
    shapes = governorates()
    for row in rows("overlay.csv"):
        if row["country"] == "SY" and row["lat"]:
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            assert shapes[row["admin1"]].distance(point) < (0.007 if row["id"] == "kasab" else 1e-9), row[
                "name"
            ]


def test_governorates_meet_the_coast_of_the_map_and_each_other() -> None:
    shapes = list(governorates().values())
    assert shapely.coverage_is_valid(shapes)
    syria = area_geometry(
        Place(place_id="country:SY", name="Syria", kind="country", geo_precision="country", country="SY")
    )
    assert syria is not None and shapely.union_all(shapes).symmetric_difference(syria).area == pytest.approx(
        0, abs=1e-9
    )
    land = drawn("basemap-world.geojson", "land")
    assert syria.difference(land).area < 1e-6
    near_coast = shapely.box(35.5, 34.66, 35.95, 35.9)
    assert land.intersection(near_coast).difference(syria.buffer(1e-4)).area < 1e-6


def test_outlines_are_counter_clockwise_and_only_areas_have_them() -> None:
    places = {e.place.place_id: e.place for e in entries(FOLDER)}
    coast = area_geometry(places["overlay:syrian-coast"])
    assert coast is not None and coast.is_valid
    parts = shapely.union_all([governorates()["Latakia"], governorates()["Tartus"]])
    assert coast.symmetric_difference(parts).area == pytest.approx(0, abs=1e-9)
    for shape in (coast, *governorates().values()):
        assert all(polygon.exterior.is_ccw for polygon in shape.geoms)
    assert area_geometry(places["overlay:baniyas"]) is None
    assert area_geometry(places["overlay:sy-jableh-district"]) is None


def test_files_are_small_enough_for_a_page() -> None:
    for name in ("basemap-world.geojson", "basemap-levant.geojson", "areas.geojson"):
        assert (FOLDER / name).stat().st_size < 1_000_000
