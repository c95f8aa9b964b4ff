"""A reader looks at what was known on a day, and at what came after it."""

from __future__ import annotations

import datetime as dt

import pytest

from incidents.query import Filters, Store
from tests.browser.dashboard import Dashboard

SUNDAY, LATER = dt.date(2025, 3, 9), dt.date(2025, 3, 12)


@pytest.fixture
def dashboard(app, make_page):
    return Dashboard(make_page(), app).open()


def test_the_page_shows_what_was_known_and_says_so(dashboard, seeded):
    today = dashboard.headline()
    then = Store.open(seeded).view(Filters(as_of=SUNDAY))
    dashboard.choose_day("As known on", SUNDAY)
    dashboard.page.get_by_text("As known on 9 March 2025", exact=True).wait_for()
    assert dashboard.headline() == (then.sums["killed_low"], then.sums["incidents"]) != today
    assert {row["id"] for row in dashboard.geojson()["features"]} == set(then.table["event_id"])
    dashboard.clear("as_of")
    assert dashboard.headline() == today
    assert not dashboard.page.get_by_text("As known on 9 March 2025", exact=True).count()


def test_what_was_added_leads_to_its_incident(dashboard, seeded):
    changes = Store.open(seeded).difference(SUNDAY, LATER)
    dashboard.choose_day("As known on", LATER)
    dashboard.choose_day("What was added since", SUNDAY)
    told = f"{len(changes)} changes from 9 March 2025 to 12 March 2025"
    dashboard.page.get_by_role("heading", name=told).wait_for()
    first = changes[0].into or changes[0].event_id
    dashboard.choose_row(0, "changes")
    quotes = set(Store.open(seeded).claims(first, LATER)["quote"])
    marks = dashboard.page.locator("[data-testid=quote] mark")
    assert {marks.nth(n).inner_text() for n in range(marks.count())} == quotes
