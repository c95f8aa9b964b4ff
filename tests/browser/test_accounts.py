"""How the totals add up, as a picture: bars in proportion, in words too, down to the claims."""

from __future__ import annotations

import re

import pytest

from incidents.dashboard.account_bars import line, number
from incidents.dashboard.figures import figure, nice
from incidents.dashboard.words import say
from incidents.linking.accounts import ranges
from incidents.query import Store
from tests.browser.dashboard import Dashboard

PIECES = """(box) => {
    const whole = box.getBoundingClientRect().width - 2;
    return [...box.children].map((piece) => piece.getBoundingClientRect().width / whole);
}"""


@pytest.fixture(scope="module")
def account(seeded):
    """The total that is drawn first: people killed, told in most detail."""
    known = [
        a for a in Store.open(seeded).accounts() if a.total and a.total.breakdowns and a.unit == "killed"
    ]
    return max(known, key=lambda a: sum(1 for _ in a.total.below()))


@pytest.fixture(params=[1440, 390])
def dashboard(app, make_page, request):
    return Dashboard(make_page(request.param, 900), app).open()


def test_a_total_is_drawn_in_proportion_and_leads_to_its_claims(dashboard, account):
    card = dashboard.page.locator("[class*=st-key-account_]").first
    total = account.total.entry
    assert f"{total.count.size:,}" in card.inner_text() and account.root in card.inner_text()
    bar = card.get_by_role("img").first
    said = bar.get_attribute("aria-label")
    assert f"{account.placed.low:,} placed on the map" in said
    assert [w for w in said.split("; ") if w in card.inner_text()] == said.split("; ")
    pieces = bar.evaluate(PIECES)
    assert pieces[0] == pytest.approx(account.placed.size / total.count.size, abs=0.02)
    assert sum(pieces) == pytest.approx(1, abs=0.02)
    card.get_by_text("What it is made of").click()
    dashboard.settle()
    part = max(account.total.below(), key=lambda p: p.entry.count.size).entry
    card.get_by_role("button", name=line(part), exact=True).first.click()
    dashboard.settle()
    evidence = dashboard.page.locator(".st-key-evidence").inner_text()
    assert re.search(rf"\b{part.count.low:,} ", evidence)
    page = dashboard.page.locator("[data-testid=stMain]")
    assert page.evaluate("main => main.scrollWidth <= main.clientWidth")


def test_sources_that_disagree_are_a_range_on_a_line(dashboard, seeded):
    several = [r for r in ranges(Store.open(seeded).accounts()) if len(r.accounts) > 1]
    assert several
    for one in several:
        dashboard.page.get_by_text(figure(one.low, one.high), exact=True).first.wait_for()
        for account in one.accounts:
            entry = account.total.entry
            words = say(
                "accounts.of_root", figure=number(entry.count), root=account.root, date=nice(entry.day)
            )
            dashboard.page.get_by_role("img", name=words).first.wait_for()
