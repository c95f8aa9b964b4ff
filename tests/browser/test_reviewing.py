"""Taking reports in and deciding about claims, through the pages."""

from __future__ import annotations

import re

from incidents.ledger import Ledger
from incidents.query import Store
from tests.browser.dashboard import Dashboard

SCRIPT = """<html><head><title>Shots in <b>Baniyas</b></title>
<meta name="date" content="2025-03-09"></head><body>
<article><p>Gunmen killed seven civilians in Baniyas on Saturday, residents said.</p>
<p>They came in two cars and left before noon, according to the same residents, who asked not to be named.</p>
<script>window.top.ran = 1; window.ran = 1</script><img src="x" onerror="window.top.ran = 1">
<p>&lt;script&gt;window.top.ran = 1&lt;/script&gt; stood on the wall of the house, a neighbour said.</p>
</article></body></html>"""


def _fill(dashboard, label: str, words: str, number: int = 0) -> None:
    field = dashboard.page.get_by_label(label, exact=True).nth(number)
    field.fill(words)
    field.press("Tab")
    dashboard.settle()


def test_rejecting_a_claim_with_a_reason_changes_the_numbers(own_app, own_data, make_page):
    rows = Store.open(own_data).view().table
    alone = rows[(rows["killed_low"].fillna(0) > 0) & (rows["claim_ids"].map(len) == 1)]
    number, row = int(alone.index[0]), alone.iloc[0]
    dashboard = Dashboard(make_page(height=1400), own_app).open()
    killed, incidents = dashboard.headline()
    dashboard.choose_row(number)
    dashboard.page.get_by_text("Accept, correct or reject this statement").click()
    dashboard.settle()
    reject = dashboard.page.get_by_role("button", name="Reject", exact=True)
    reject.click()
    dashboard.page.get_by_text("Please give your name first.").wait_for()
    assert dashboard.headline() == (killed, incidents)
    _fill(dashboard, "Your name", "A. Reviewer")
    _fill(dashboard, "Reason", "The report takes it back further down")
    reject.click()
    dashboard.page.get_by_text("Saved, and everything is computed again.").wait_for()
    dashboard.settle()
    assert dashboard.headline() == (killed - int(row["killed_low"]), incidents - 1)
    with Ledger.open(own_data) as ledger:
        (decision,) = ledger.decisions()
        assert (decision.kind, decision.by) == ("reject", "A. Reviewer")
        assert decision.target == row["claim_ids"][0]
        assert ledger.verify() == []


def test_words_marked_in_a_report_become_a_claim(own_app, own_data, make_page):
    dashboard = Dashboard(make_page(height=1400), own_app)
    dashboard.open().open("reports")
    grid = dashboard.page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": 15, "y": 52})
    dashboard.page.get_by_test_id("report-text").first.wait_for()
    dashboard.settle()
    dashboard.page.get_by_text("Add a statement this report makes").first.click()
    text = dashboard.page.get_by_test_id("marking")
    text.wait_for()
    marked = text.evaluate(
        """root => {
            const words = root.textContent, start = words.indexOf(" ", 300) + 1, end = words.indexOf(" ", start + 30);
            const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), range = document.createRange();
            let at = 0, node;
            while ((node = walker.nextNode())) {
                const inside = (offset) => offset >= at && offset <= at + node.length;
                if (inside(start)) range.setStart(node, start - at);
                if (inside(end)) { range.setEnd(node, end - at); break; }
                at += node.length;
            }
            document.getSelection().removeAllRanges();
            document.getSelection().addRange(range);
            root.dispatchEvent(new PointerEvent("pointerup"));
            return words.slice(start, end);
        }"""
    )
    dashboard.page.get_by_text("These words will be the evidence").wait_for()
    dashboard.settle()
    _fill(dashboard, "Lowest number", "3")
    _fill(dashboard, "Highest number", "3")
    _fill(dashboard, "Place", "بانياس")
    dashboard.page.get_by_label("Place chosen").click()
    dashboard.page.get_by_role("option", name=re.compile("Baniyas.*Town or village")).first.click()
    dashboard.settle()
    _fill(dashboard, "Your name", "A. Reviewer")
    _fill(dashboard, "Reason", "The parser passed over it")
    dashboard.page.get_by_role("button", name="Add the statement").click()
    dashboard.page.get_by_text("Saved, and everything is computed again.").wait_for()
    with Ledger.open(own_data) as ledger:
        (decision,) = ledger.decisions()
        claim = next(claim for claim in ledger.claims() if claim.quote == decision.quote)
        assert claim.quote == marked.strip()
        assert (claim.low, claim.high, claim.unit, claim.place.name) == (3, 3, "killed", "Baniyas")
        assert ledger.verify() == []


def test_uploads_are_told_one_by_one_and_no_script_ever_runs(own_app, own_data, make_page):
    dashboard = Dashboard(make_page(height=1400), own_app)
    dashboard.open().open("reports")
    dashboard.page.locator("input[type=file]").set_input_files(
        [
            {"name": "shots.html", "mimeType": "text/html", "buffer": SCRIPT.encode()},
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
            {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 nothing more"},
        ]
    )
    dashboard.page.get_by_role("button", name="Read 3 files").click()
    outcomes = dashboard.page.locator(".st-key-outcomes")
    outcomes.wait_for()
    dashboard.settle()
    told = outcomes.inner_text()
    assert re.search(r"read, [1-9]\d* statements? found", told)
    assert "empty.txt" in told
    assert "broken.pdf" in told
    with Ledger.open(own_data) as ledger:
        assert len(ledger.reports()) == 21
    grid = dashboard.page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": 15, "y": 52})
    dashboard.page.get_by_test_id("report-text").first.wait_for()
    dashboard.settle()
    shown = dashboard.page.get_by_test_id("report-text").first.inner_text()
    assert "seven civilians in Baniyas" in shown
    assert "<script>window.top.ran = 1</script> stood on the wall" in shown
    for frame in dashboard.page.frames:
        assert frame.evaluate("window.ran") is None


def test_a_report_without_a_date_asks_for_it_and_is_read_again(own_app, own_data, make_page):
    dashboard = Dashboard(make_page(height=1400), own_app)
    dashboard.open().open("reports")
    dashboard.page.get_by_role("tab", name="Paste a text").click()
    _fill(dashboard, "Text", "Gunmen killed nine civilians in Baniyas on Friday, residents said.")
    dashboard.page.get_by_role("button", name="Read this text").click()
    needed = dashboard.page.locator(".st-key-missing_dates")
    needed.wait_for()
    dashboard.settle()
    with Ledger.open(own_data) as ledger:
        pasted = next(report for report in ledger.reports() if report.date_needed)
        assert not [c for c in ledger.claims() if c.report_id == pasted.report_id and c.date_start]
    needed.get_by_role("textbox", name="Your name").fill("A. Reviewer")
    for part, words in (("year", "2025"), ("month", "03"), ("day", "09")):
        needed.get_by_role("spinbutton", name=re.compile(part)).first.click()
        dashboard.page.keyboard.type(words)
    needed.get_by_role("button", name="Save and read again").click()
    needed.wait_for(state="detached")
    with Ledger.open(own_data) as ledger:
        claims = [claim for claim in ledger.claims() if claim.report_id == pasted.report_id]
        assert {str(claim.date_start) for claim in claims} == {"2025-03-07"}


def test_several_forms_are_open_at_once_and_a_disputed_statement_can_be_rejected(
    own_app, own_data, make_page
):
    rows = Store.open(own_data).view().table
    number = int(rows.index[rows["claim_ids"].map(len) == 2][0])
    dashboard = Dashboard(make_page(height=1400), own_app).open()
    dashboard.choose_row(number)
    toggles = (
        "Merge or split this incident",
        "Accept, correct or reject this statement",
        "Grade this statement",
    )
    for words in toggles:
        dashboard.page.get_by_text(words).first.click()
        dashboard.settle()
    dashboard.page.get_by_text(toggles[1]).nth(1).click()
    dashboard.settle()
    names = dashboard.page.get_by_label("Your name", exact=True)
    assert names.count() == 4
    _fill(dashboard, "Your name", "A. Reviewer", number=2)
    assert [names.nth(n).input_value() for n in range(4)] == ["A. Reviewer"] * 4
    dashboard.page.get_by_text("Doubtful: mark it as disputed").first.click()
    dashboard.settle()
    _fill(dashboard, "Reason", "Two dates", number=1)
    dashboard.page.get_by_role("button", name="Mark as disputed", exact=True).click()
    dashboard.page.get_by_text("Saved, and everything is computed again.").wait_for()
    dashboard.settle()
    dashboard.page.get_by_role("link", name="Review", exact=True).click()
    dashboard.page.get_by_text("Disputed (1)").click()
    dashboard.settle()
    dashboard.page.get_by_text(toggles[1]).click()
    dashboard.settle()
    assert not dashboard.page.get_by_text("Doubtful: mark it as disputed").count()
    _fill(dashboard, "Reason", "Another war")
    dashboard.page.get_by_role("button", name="Reject", exact=True).click()
    dashboard.page.get_by_text("Disputed (0)").wait_for()
    with Ledger.open(own_data) as ledger:
        assert [(d.kind, d.by) for d in ledger.decisions()] == [
            ("dispute", "A. Reviewer"),
            ("reject", "A. Reviewer"),
        ]


def test_an_incident_without_a_report_is_set_at_a_point_and_added_once(own_app, own_data, make_page):
    dashboard = Dashboard(make_page(width=390, height=1400), own_app).open(
        "review"
    )  # the first visit of the app
    assert dashboard.page.get_by_role("heading", level=1).inner_text() == "Review"
    dashboard.page.get_by_text("Add an incident", exact=True).click()
    dashboard.settle()
    add = dashboard.page.get_by_role("button", name="Add the statement")
    for label, words in (("Lowest number", "7"), ("Highest number", "7"), ("Place", "Beit Nowhere"),
                         ("Your name", "A. Reviewer"), ("Reason", "I was there")):  # fmt: skip
        _fill(dashboard, label, words)
    add.click()
    dashboard.page.get_by_text("A place is typed, but none is chosen").wait_for()
    dashboard.page.get_by_text("Set it at a point").click()
    dashboard.settle()
    _fill(dashboard, "Latitude (degrees)", "35.3")
    _fill(dashboard, "Longitude (degrees)", "36.1")
    dashboard.page.get_by_role("spinbutton", name="year, First day").click()
    dashboard.page.keyboard.type("20250320")
    dashboard.page.keyboard.press("Escape")
    dashboard.page.keyboard.press("Tab")
    dashboard.settle()
    add.click()
    dashboard.page.get_by_text("Saved, and everything is computed again.").wait_for()
    dashboard.settle()
    assert dashboard.page.get_by_label("Lowest number", exact=True).input_value() == ""
    row = Store.open(own_data).view().table.set_index("location").loc["Beit Nowhere"]
    assert (row["killed_low"], row["latitude"], row["longitude"]) == (7, 35.3, 36.1)
