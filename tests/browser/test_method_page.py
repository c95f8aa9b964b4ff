"""The method page: a sentence of one's own, with why each statement in it is what it is."""

from __future__ import annotations

import pytest

from tests.browser.dashboard import Dashboard


@pytest.fixture
def method(app, make_page):
    dashboard = Dashboard(make_page(), app).open()
    dashboard.page.get_by_role("link", name="Method").click()
    dashboard.page.get_by_role("heading", name="How a sentence becomes a number").wait_for()
    dashboard.settle()
    return dashboard


def test_a_sentence_is_read_with_the_words_that_decided(method):
    page = method.page
    page.get_by_label("A text in English").fill("Gunmen killed 12 villagers in Baniyas on Friday.")
    page.get_by_role("button", name="Read it").click()
    method.settle()
    assert page.locator("[data-testid=quote] mark", has_text="Baniyas").count() == 1
    assert page.get_by_text("The place that the clause names").count() >= 1


def test_an_example_of_a_rule_is_tried_in_place(method):
    page = method.page
    page.get_by_text("Place (", exact=False).click()
    page.get_by_role("button", name="Try", exact=True).first.click()
    method.settle()
    tried = page.get_by_label("A text in English").input_value()
    assert tried in page.locator("[data-testid=quote]").first.inner_text()


def test_a_text_without_an_incident_says_so(method):
    page = method.page
    page.get_by_label("A text in English").fill("The ministry held a meeting about the harvest.")
    page.get_by_role("button", name="Read it").click()
    method.settle()
    assert page.get_by_text("Nothing in this text is read as a statement").is_visible()


def test_a_statement_on_the_map_page_says_why_it_is_read_so(app, make_page):
    dashboard = Dashboard(make_page(), app).open()
    dashboard.choose_row(4)
    dashboard.page.get_by_text("Why it is read so").first.click()
    dashboard.settle()
    assert dashboard.page.locator(".st-key-evidence").get_by_text("Place:", exact=False).first.is_visible()
