"""What a reader sees on the map page, and that its parts stay of one mind."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from itertools import pairwise

import pytest

from incidents.dashboard.words import palette
from incidents.query import Filters, Store
from tests.browser.dashboard import PIXELS, Dashboard

FRIDAY, SATURDAY = dt.date(2025, 3, 7), dt.date(2025, 3, 8)
LEVANT = (34.0, 43.0, 31.0, 38.0)
"""Longitudes, then latitudes, that the seeds' places lie in."""


@pytest.fixture
def dashboard(app, make_page):
    return Dashboard(make_page(), app).open()


def _rgb(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def test_base_map_and_circles_are_visible(dashboard):
    shown = dashboard.on_map()
    assert len(shown["circles"]) > 5
    assert {"Latakia · اللاذقية"} <= {area["name"] for area in shown["areas"]}
    colours = palette()["map"]
    land, circles = dashboard.map_frame.evaluate(PIXELS, [_rgb(colours[name]) for name in ("land", "circle")])
    assert land > 20_000
    assert circles > 100


def test_the_map_opens_on_the_coast(dashboard):
    latitude, longitude = dashboard.on_map()["centre"]
    assert 34.3 < latitude < 36.3
    assert 35.0 < longitude < 37.5


def test_headline_circles_table_and_download_agree(dashboard):
    killed, incidents = dashboard.headline()
    rows = dashboard.geojson()["features"]
    assert len(rows) == incidents == dashboard.table_rows() == dashboard.table_title()
    properties = [row["properties"] for row in rows]
    shown = dashboard.sums()
    assert shown["low"] <= shown["best"] <= (shown["high"] or shown["best"])
    for end, people in shown.items():
        told = [row[f"killed_{end}"] for row in properties if row["killed_low"] is not None]
        assert people == (None if None in told else sum(told))
    assert sum(row["killed_low"] or 0 for row in properties) == killed
    on_points = [row for row in properties if row["latitude"] is not None]
    assert dashboard.circle_sum() == sum(row["killed_best"] or 0 for row in on_points)


def test_download_holds_exactly_the_rows_of_the_same_filters(dashboard, seeded):
    dashboard.brush_days(FRIDAY, SATURDAY)
    filters = Filters(date_start=FRIDAY, date_end=SATURDAY)
    expected = list(Store.open(seeded).view(filters).table["event_id"])
    assert [row["id"] for row in dashboard.geojson()["features"]] == expected
    table = csv.DictReader(io.StringIO(dashboard.download("incidents", "csv").decode()))
    assert [row["event_id"] for row in table] == expected


def test_geojson_obeys_rfc_7946(dashboard):
    collection = dashboard.geojson()
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    placed = [feature for feature in collection["features"] if feature["geometry"]]
    assert len(placed) < len(collection["features"])  # what is not placed has a null geometry
    assert {feature["geometry"]["type"] for feature in placed} <= {"Point", "Polygon", "MultiPolygon"}
    for feature in placed:
        geometry = feature["geometry"]
        assert all(_inside(position) for position in _positions(geometry["coordinates"]))
        polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
        for outer, *holes in polygons.get(geometry["type"], []):
            assert outer[0] == outer[-1]
            assert _area(outer) > 0
            assert all(_area(hole) < 0 for hole in holes)


def _positions(coordinates):
    if isinstance(coordinates[0], float | int):
        yield coordinates
    else:
        for part in coordinates:
            yield from _positions(part)


def _inside(position) -> bool:
    longitude, latitude = position
    assert all(round(value, 6) == value for value in position)
    return LEVANT[0] < longitude < LEVANT[1] and LEVANT[2] < latitude < LEVANT[3]


def _area(ring) -> float:
    """Twice the signed area: above zero for counter-clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def test_brushing_the_timeline_changes_map_bars_and_table_together(dashboard):
    before = (dashboard.circle_sum(), dashboard.outlets(), dashboard.table_rows(), dashboard.headline())
    centre = dashboard.on_map()["centre"]
    dashboard.brush_days(FRIDAY, FRIDAY)
    after = (dashboard.circle_sum(), dashboard.outlets(), dashboard.table_rows(), dashboard.headline())
    assert all(now < then for now, then in zip(after, before, strict=True))
    assert dashboard.on_map()["centre"] == centre  # the map was not mounted anew
    assert dashboard.page.get_by_role("button", name="7 March 2025").is_visible()
    dashboard.clear("dates")
    assert (
        dashboard.circle_sum(),
        dashboard.outlets(),
        dashboard.table_rows(),
        dashboard.headline(),
    ) == before


def test_the_day_that_is_brushed_is_the_same_in_every_time_zone(app, make_page):
    chosen = []
    for timezone in ("America/Los_Angeles", "Asia/Damascus", "Pacific/Auckland"):
        dashboard = Dashboard(make_page(timezone=timezone), app).open()
        dashboard.brush_days(FRIDAY, FRIDAY)
        chosen.append(dashboard.headline())
    assert len(set(chosen)) == 1


def test_an_outlet_filters_everything_but_its_own_bars(dashboard):
    outlets, rows, circles = dashboard.outlets(), dashboard.table_rows(), len(dashboard.on_map()["circles"])
    dashboard.pick_outlet("TRT World")
    assert dashboard.table_rows() < rows
    assert len(dashboard.on_map()["circles"]) < circles
    assert dashboard.outlets() == outlets
    assert {tuple(row["properties"]["sources"]) for row in dashboard.geojson()["features"]} == {
        ("TRT World",)
    }


def test_the_switch_counts_incidents_instead(dashboard):
    dashboard.page.get_by_test_id("stButtonGroup").first.get_by_role("radio", name="Incidents").click()
    dashboard.settle()
    on_points = [row for row in dashboard.geojson()["features"] if row["properties"]["latitude"] is not None]
    assert dashboard.circle_sum() == len(on_points)


def test_a_circle_opens_its_incidents(dashboard):
    circle = dashboard.click_circle()
    rows = {row["id"] for row in dashboard.geojson()["features"]}
    assert rows
    assert rows <= set(circle["ids"])


def test_a_row_shows_its_quote_in_its_report(dashboard, seeded):
    event_id = dashboard.geojson()["features"][4]["id"]
    dashboard.choose_row(4)
    quotes = set(Store.open(seeded).claims(event_id)["quote"])
    marks = dashboard.page.locator("[data-testid=quote] mark")
    assert {marks.nth(n).inner_text() for n in range(marks.count())} == quotes
    dashboard.page.get_by_text("Read it in the whole report").first.click()
    text = dashboard.page.get_by_test_id("report-text").first
    assert text.locator("mark").first.inner_text()


def test_totals_are_told_apart_and_never_added(dashboard):
    dashboard.page.locator(".st-key-totals").get_by_text("1,426 people killed").first.wait_for()
    told = dashboard.page.locator(".st-key-others")
    told.get_by_text("not added").first.click()
    dashboard.settle()
    others = dashboard.geojson("figures-not-added")["features"]
    assert others
    assert not {row["id"] for row in others} & {row["id"] for row in dashboard.geojson()["features"]}


def test_an_empty_folder_says_what_to_do(tmp_path, make_page):
    from tests.browser.conftest import running_app

    with running_app(tmp_path / "none", tmp_path / "app.log") as address:
        dashboard = Dashboard(make_page(), address).open()
        assert dashboard.page.get_by_text("No reports yet").is_visible()
        dashboard.page.get_by_role("main").get_by_role("link", name="Add reports").click()
        dashboard.page.get_by_role("heading", name="Reports", level=1).wait_for()


@pytest.mark.parametrize("path", ["", "reports", "method"])
def test_a_phone_needs_no_sideways_scrolling(app, make_page, path):
    dashboard = Dashboard(make_page(width=390, height=844), app)
    dashboard.open()
    dashboard.open(path)
    wide = dashboard.page.locator("[data-testid=stMain]").evaluate(
        "main => [main.scrollWidth, document.documentElement.scrollWidth]"
    )
    assert max(wide) <= 390


@pytest.mark.parametrize("name", ["totals", "not_placed"])
def test_no_row_beside_the_map_is_cut_and_all_can_be_seen(dashboard, name):
    box = dashboard.page.locator(f".st-key-{name}")
    rows = box.locator("tbody tr")
    few = rows.count()
    whole = "box => box.scrollHeight <= box.clientHeight"
    assert box.evaluate(whole)
    toggle = dashboard.page.locator(f".st-key-{name}_all")
    words = toggle.get_by_text(re.compile(r"All \d+"))
    told = int(re.search(r"\d+", words.inner_text())[0])
    words.click()
    dashboard.settle()
    assert rows.count() == told > few
    assert box.evaluate(whole)
