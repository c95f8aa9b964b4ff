"""The article that the project began with, all the way to the page; it stays outside the project."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest

from incidents.exchange import to_csv, to_geojson
from incidents.pipeline import ingest
from incidents.query import Store
from incidents.reading import Overrides, ReadOptions

ARTICLE = Path(__file__).resolve().parents[2] / "shared" / "seed" / "over-400-civilians-killed.txt"
pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the original article is not beside the project")
SATURDAY = dt.date(2025, 3, 8)


def opened(tmp_path_factory, place_index, published) -> Store:
    folder = tmp_path_factory.mktemp("article")
    (folder / "gazetteer").symlink_to(place_index)
    options = ReadOptions(overrides=Overrides(publisher="Tehran Times", published=published))
    ingest([str(ARTICLE)], folder, options, None)
    return Store.open(folder)


@pytest.fixture(scope="module")
def view(tmp_path_factory, place_index):
    return opened(tmp_path_factory, place_index, SATURDAY).view()


def test_its_totals_are_told_but_nothing_is_added_up(view):
    assert {163, 311, 400, 524} <= set(view.series.low)
    assert view.sums["killed_low"] == view.sums["killed_best"] == view.sums["killed_high"] == 0


def test_no_download_adds_them(view):
    features = json.loads(to_geojson(view.table))["features"]
    assert sum(f["properties"]["killed_low"] or 0 for f in features) == 0
    rows = csv.DictReader(io.StringIO(to_csv(view.table).decode()))
    assert sum(int(row["killed_low"] or 0) for row in rows) == 0


def test_baniyas_is_a_point_and_latakia_province_an_area(view):
    rows = view.table.set_index("location")
    assert rows.loc["Baniyas"].geometry.geom_type == "Point"
    assert (
        rows.loc["Baniyas"].date_start == SATURDAY.isoformat() or rows.loc["Baniyas"].date_start == SATURDAY
    )
    assert rows.loc["Latakia"].geometry.geom_type in ("Polygon", "MultiPolygon")
    assert "Tehran" not in rows.index


def test_without_a_day_of_publication_it_is_marked_and_no_row_has_a_first_day(tmp_path_factory, place_index):
    store = opened(tmp_path_factory, place_index, None)
    assert store.view().rows.date_start.isna().all()
    [(report_id, _)] = store.documents()
    assert store.report(report_id).published is None
