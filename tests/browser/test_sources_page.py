"""The page of sources, and figures that differ in the evidence of an incident."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from incidents.ledger import Grade, Ledger
from incidents.query import Store
from tests.browser.dashboard import Dashboard

SOHR = "Syrian Observatory for Human Rights"


def _sources(dashboard: Dashboard) -> Dashboard:
    dashboard.open().page.get_by_role("link", name="Sources").click()
    dashboard.page.get_by_role("heading", name="Sources, and who draws on whom").wait_for()
    dashboard.settle()
    return dashboard


def _choose(dashboard: Dashboard, label: str, option: str) -> None:
    """Choose the first option that begins so."""
    field = dashboard.page.get_by_label(label, exact=True)
    field.click()
    field.fill(option)
    dashboard.page.get_by_role("option", name=option).first.click()
    dashboard.settle()


def test_a_graded_source_shows_its_grade_after_a_reload_and_changes_no_number(own_app, own_data, make_page):
    dashboard = Dashboard(make_page(height=1600), own_app)
    before = dashboard.open().sums()
    page = _sources(dashboard).page
    _choose(dashboard, "Source", SOHR)
    _choose(dashboard, "Reliability of the source", "B – Usually")
    page.get_by_role("button", name="Save the grade").click()
    page.get_by_text("Please give your name first.").wait_for()
    dashboard.settle()
    for label, words in (("Your name", "A. Reviewer"), ("Reason", "Mostly right so far")):
        page.get_by_label(label, exact=True).fill(words)
        page.get_by_label(label, exact=True).press("Tab")
        dashboard.settle()
    page.get_by_role("button", name="Save the grade").click()
    page.get_by_text("Saved, and everything is computed again.").wait_for()
    page.reload()
    dashboard.settle()
    _sources(dashboard)
    _choose(dashboard, "Source", SOHR)
    expect(page.get_by_label("Reliability of the source", exact=True)).to_have_value(re.compile("^B – "))
    page.get_by_text("What the grades mean").click()
    assert page.get_by_text("Cannot be judged").count() == 2
    assert dashboard.open().sums() == before
    with Ledger.open(own_data) as ledger:
        assert ledger.reviewed().source_grades == {SOHR: Grade("B", None)}
        assert ledger.verify() == []


def test_an_incident_whose_figures_differ_shows_each_with_its_root(app, seeded, make_page):
    table = Store.open(seeded).view().table
    number, row = next((i, r) for i, r in table.iterrows() if r["figures_conflict"] and len(r["roots"]) > 1)
    dashboard = Dashboard(make_page(height=1800), app).open()
    dashboard.choose_row(int(number))
    panel = dashboard.page.locator(".st-key-conflict_killed")
    told = panel.inner_text()
    assert "Best is " in told and "(best)" in told and str(row["killed_best"]) in told
    shown = panel.locator("tbody tr")
    roots = {shown.nth(i).locator("td").first.inner_text() for i in range(shown.count())}
    figures = {shown.nth(i).locator("td").nth(2).inner_text() for i in range(shown.count())}
    assert len(figures) > 1 and roots <= set(row["roots"])
    assert panel.locator("svg .mark-symbol path").count() >= 2
    evidence = dashboard.page.locator(".st-key-evidence")
    voices = evidence.get_by_text("independent voice").inner_text()
    assert int(voices.split()[0]) == row["number_of_independent_roots"]
    dashboard.page.get_by_text("Where the figures come from").click()
    tree = dashboard.page.locator(".st-key-came_from")
    for name in (*row["roots"], *row["sources"]):
        expect(tree.get_by_text(name, exact=True).first).to_be_visible()


def test_the_picture_fits_a_telephone(app, make_page):
    dashboard = Dashboard(make_page(width=390, height=900), app).open().open("sources")
    chart = dashboard.page.locator(".st-key-source_graph [data-testid=stVegaLiteChart]")
    chart.locator("svg, canvas").first.wait_for()
    box = chart.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    for words in chart.locator("svg .mark-text text").all():
        place = words.bounding_box()
        assert place["x"] >= box["x"] - 1 and place["x"] + place["width"] <= box["x"] + box["width"] + 1
