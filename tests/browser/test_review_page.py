"""Incidents merged, kept apart and split through the pages, and every decision taken back."""

from __future__ import annotations

import re

from incidents.ledger import Ledger
from incidents.query import Store
from tests.browser.dashboard import Dashboard


def _sign(dashboard: Dashboard, reason: str, within: str) -> None:
    form = dashboard.page.locator(within)
    for label, words in (("Your name", "A. Reviewer"), ("Reason", reason)):
        field = form.get_by_label(label, exact=True)
        field.fill(words)
        field.press("Tab")
        dashboard.settle()


def _press(dashboard: Dashboard, name: str) -> None:
    dashboard.page.get_by_role("button", name=name, exact=True).click()
    dashboard.page.get_by_text("Saved, and everything is computed again.").wait_for()
    dashboard.settle()


def _proposals(dashboard: Dashboard) -> int:
    return int(re.search(r"May be one \((\d+)\)", dashboard.page.locator("body").inner_text())[1])


def _events(folder) -> set[str]:
    return set(Store.open(folder).view().rows["event_id"])


def test_a_proposal_is_merged_and_the_merger_is_undone(own_app, own_data, make_page):
    before = _events(own_data)
    first = Store.open(own_data).proposals.iloc[0]
    dashboard = Dashboard(make_page(height=1400), own_app)
    dashboard.open().open("review")
    there = _proposals(dashboard)
    merge = "One incident: merge them"
    dashboard.page.get_by_role("button", name=merge, exact=True).click()
    dashboard.page.get_by_text("Please give your name first.").wait_for()
    dashboard.settle()
    assert _events(own_data) == before
    _sign(dashboard, "Both name the same street", ".st-key-proposal")
    _press(dashboard, merge)
    assert _proposals(dashboard) < there
    after = _events(own_data)
    assert len(before - after) == 1 and before - after <= {first["event_id"], first["other_event_id"]}
    dashboard.page.get_by_text("Decisions (1)").click()
    dashboard.settle()
    dashboard.page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 52})
    dashboard.settle()
    _sign(dashboard, "They name two streets", ".st-key-undo")
    _press(dashboard, "Undo this decision")
    assert _events(own_data) == before
    with Ledger.open(own_data) as ledger:
        assert [(d.kind, d.by) for d in ledger.decisions()] == [
            ("merge", "A. Reviewer"),
            ("undo", "A. Reviewer"),
        ]
        assert ledger.verify() == []


def test_two_incidents_kept_apart_are_not_asked_about_again(own_app, own_data, make_page):
    first = Store.open(own_data).proposals.iloc[0]
    asked = {first["event_id"], first["other_event_id"]}
    dashboard = Dashboard(make_page(width=390, height=1400), own_app)
    dashboard.open().open("review")
    there = _proposals(dashboard)
    _sign(dashboard, "One is the whole province", ".st-key-proposal")
    _press(dashboard, "Two incidents: keep them apart")
    assert _proposals(dashboard) == there - 1
    left = Store.open(own_data).proposals
    assert asked not in [set(pair) for pair in zip(left["event_id"], left["other_event_id"], strict=True)]
    assert asked <= _events(own_data)


def test_statements_split_off_are_an_incident_of_their_own(own_app, own_data, make_page):
    rows = Store.open(own_data).view().table
    number = int(rows.index[rows["claim_ids"].map(len) == 2][0])
    row = rows.iloc[number]
    dashboard = Dashboard(make_page(height=1400), own_app).open()
    dashboard.choose_row(number)
    dashboard.page.get_by_text("Merge or split this incident").first.click()
    dashboard.settle()
    form = dashboard.page.locator(".st-key-incident_review")
    form.get_by_text("Split", exact=True).click()
    dashboard.settle()
    form.get_by_test_id("stCheckbox").first.click()
    dashboard.settle()
    _sign(dashboard, "Another target", ".st-key-incident_review")
    _press(dashboard, "Make them an incident of their own")
    now = Store.open(own_data).view().rows
    held = {tuple(ids) for ids in now["claim_ids"]}
    assert {(i,) for i in row["claim_ids"]} <= held
