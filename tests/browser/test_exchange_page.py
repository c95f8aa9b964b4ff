"""A table of one's own, through the page."""

from __future__ import annotations

import csv
import io

from incidents.ledger import Ledger
from tests.browser.dashboard import Dashboard
from tests.exchange.importing.tables import as_csv, as_xlsx

HEAD = ["Date", "Town", "Country", "Killed", "Type", "Notes"]
ROWS = [
    ["05/05/2026", "Homs", "Syria", "9,123", "Massacre", "<script>window.top.ran = 1</script>"],
    ["31/05/2026", "Qqxyz", "Syria", 4, "Attack", ""],
    ["31/02/2026", "Homs", "Syria", 1, "Attack", "=1+1"],
]


def opened(app: str, make_page) -> Dashboard:
    dashboard = Dashboard(make_page(height=1600), app).open()
    to_exchange(dashboard)
    return dashboard


def to_exchange(dashboard: Dashboard) -> None:
    dashboard.page.get_by_role("link", name="Exchange").click()
    dashboard.page.get_by_role("heading", name="Exchange").wait_for()
    dashboard.settle()


def upload(dashboard: Dashboard, name: str, data: bytes) -> None:
    dashboard.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    dashboard.page.get_by_text(name, exact=True).first.wait_for()
    dashboard.settle()


def counts(dashboard: Dashboard) -> list[int]:
    values = dashboard.page.locator(".st-key-table_counts [data-testid=stMetricValue]")
    return [int(text) for text in values.all_inner_texts()]


def test_a_table_is_previewed_imported_and_on_the_map(own_app, own_data, make_page):
    dashboard = Dashboard(make_page(height=1600), own_app).open()
    killed, incidents = dashboard.headline()
    to_exchange(dashboard)
    page = dashboard.page
    upload(dashboard, "ours.csv", as_csv([HEAD, *ROWS]))
    assert counts(dashboard) == [2, 1, 2, 1, 1]  # rows in, rows out, statements, on the map, not placed
    with page.expect_download() as waiting:
        page.locator(".st-key-bad_download").get_by_role("button").click()
    (bad,) = csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8")))
    assert (bad["row"], bad["column"]) == ("4", "Date")
    page.get_by_role("textbox", name="Keep these columns as").fill("ours")
    page.get_by_role("textbox", name="Keep these columns as").press("Tab")
    dashboard.settle()
    page.get_by_role("button", name="Import 2 rows").click()
    page.get_by_text("2 rows taken in as 2 statements; 1 not taken in.").wait_for()
    assert page.get_by_text("Rows not taken in: 4").is_visible()
    assert (own_data / "mappings" / "ours.json").is_file()
    with Ledger.open(own_data) as ledger:
        assert ledger.verify() == []
        assert ledger.reports()[-1].publisher == "ours"

    page.get_by_role("link", name="See the map").click()
    page.get_by_role("heading", name="Where, when, and who says so").wait_for()
    dashboard.settle()
    assert dashboard.headline() == (killed + 9127, incidents + 2)
    assert max(circle["value"] for circle in dashboard.on_map()["circles"]) >= 9123
    assert page.evaluate("window.ran === undefined && window.top.ran === undefined")


def test_a_sheet_is_chosen_and_a_broken_file_is_told(own_app, make_page):
    dashboard = opened(own_app, make_page)
    page = dashboard.page
    upload(dashboard, "broken.xlsx", b"PK\x03\x04 nothing")
    assert page.get_by_text("This is no workbook, or a damaged one").is_visible()
    page.get_by_role("link", name="Reports").click()
    page.get_by_role("link", name="Exchange").click()
    page.get_by_text("This is no workbook").wait_for(state="detached")
    dashboard.settle()
    upload(dashboard, "ours.xlsx", as_xlsx([HEAD, ROWS[0]], Other=[HEAD, *ROWS]))
    page.locator("[class*=st-key-sheet_]").get_by_role("combobox").click()
    page.get_by_role("option", name="Other").click()
    page.locator(".st-key-table_counts").wait_for()
    dashboard.settle()
    assert counts(dashboard) == [2, 1, 2, 1, 1]


def test_the_row_of_names_can_be_chosen_where_none_is_found(own_app, make_page):
    dashboard = opened(own_app, make_page)
    page = dashboard.page
    upload(
        dashboard,
        "years.csv",
        as_csv([[2024, 2025, 2026], ["05/05/2026", 3, "Homs"], ["06/05/2026", 4, "Homs"]]),
    )
    page.get_by_text("No row looks like names of columns.").wait_for()
    assert page.get_by_text("The first rows, with their numbers").is_visible()
    row = page.get_by_role("spinbutton", name="Names of the columns are in row")
    for wanted, told in (
        ("9", "Row 9 is empty or not there"),
        ("3", "No row follows the names of the columns"),
    ):
        row.fill(wanted)
        row.press("Enter")
        page.get_by_text(told).wait_for()
    row.fill("1")
    row.press("Enter")
    page.get_by_role("heading", name="What the columns hold").wait_for()
