"""What reviewers decide shows in the claims; a decision is never dropped and never moved to something else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.errors import DecisionError
from incidents.ledger import Ledger
from incidents.ledger.review import review
from incidents.model import Decision
from tests.ledger.records import BANIYAS, EVENT, TEXT, make_claim, make_decision, make_extraction, make_report

REPORT = make_report()
CLAIM = make_claim(REPORT, "163 civilians were killed")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger.open(tmp_path)
    opened.add_report(REPORT, make_extraction(REPORT, CLAIM))
    return opened


def test_a_rejected_claim_is_gone_but_can_still_be_seen(ledger: Ledger) -> None:
    assert ledger.verification() == {"c1": "unreviewed"}
    ledger.decide(make_decision("reject", REPORT, "c1"))
    assert ledger.claims() == []
    assert ledger.claims(include_rejected=True) == [CLAIM]
    assert ledger.verification() == {"c1": "rejected"}


def test_the_last_decision_about_a_claim_holds(ledger: Ledger) -> None:
    ledger.decide(make_decision("reject", REPORT, "c1"))
    ledger.decide(make_decision("accept", REPORT, "c1"))
    assert ledger.claims() == [CLAIM]
    assert ledger.verification() == {"c1": "accepted"}


def test_a_correction_changes_figure_dates_and_place_and_keeps_the_id(ledger: Ledger) -> None:
    after = {
        "low": 160,
        "high": 170,
        "date_start": "2025-03-07",
        "date_end": dt.date(2025, 3, 7),
        "place": BANIYAS,
    }
    ledger.decide(make_decision("correct", REPORT, "c1", before={"low": 163}, after=after))
    friday = dt.date(2025, 3, 7)
    expected = replace(CLAIM, low=160, high=170, date_start=friday, date_end=friday, place=BANIYAS)
    assert ledger.claims() == [expected]
    assert ledger.decisions()[0].before["low"] == 163
    assert ledger.decisions()[0].quote == CLAIM.quote


def test_a_claim_can_be_added_by_marking_words_and_then_reviewed(ledger: Ledger) -> None:
    quote = "five massacres"
    start = TEXT.index(quote)
    marked = {"start": start, "end": start + len(quote), "quote": quote}
    ledger.decide(make_decision("add", REPORT, **marked, after={"event_type": EVENT, "place": BANIYAS}))
    added = ledger.claims()[1]
    assert (added.quote, added.place, added.report_id) == (quote, BANIYAS, REPORT.report_id)
    assert ledger.verification()[added.claim_id] == "accepted"
    ledger.decide(make_decision("correct", REPORT, added.claim_id, after={"unit": "killed", "low": 5}))
    assert ledger.claims()[1].low == 5
    ledger.decide(make_decision("reject", REPORT, added.claim_id))
    assert ledger.claims() == [CLAIM]
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "accept", "by": " "}, "name"),
        ({"kind": "accept", "reason": ""}, "reason"),
        ({"kind": "accept", "target": "gone"}, "no longer"),
        ({"kind": "accept", "after": {"low": 1}}, "changes nothing"),
        ({"kind": "correct"}, "changes something"),
        ({"kind": "correct", "after": {"low": "many"}}, "low"),
        ({"kind": "correct", "after": {"low": 5, "high": 3}}, "above"),
        ({"kind": "correct", "after": {"low": -1}}, "below zero"),
        ({"kind": "correct", "after": {"unit": None}}, "unit"),
        ({"kind": "correct", "after": {"quote": "other words"}}, "quote"),
        (
            {"kind": "correct", "after": {"date_start": "2025-03-09", "date_end": "2025-03-08"}},
            "after the last",
        ),
        ({"kind": "correct", "before": {"low": 999}, "after": {"low": 5}}, "changed since"),
        ({"kind": "accept", "quote": "other words"}, "other words"),
        ({"kind": "add", "after": {"event_type": EVENT}}, "mark the words"),
        (
            {"kind": "add", "start": 0, "end": 4, "quote": "Rome", "after": {"event_type": EVENT}},
            "mark them again",
        ),
        ({"kind": "add", "start": 0, "end": 6, "quote": "BEIRUT"}, "not complete"),
        ({"kind": "report"}, "nothing"),
        ({"kind": "report", "after": {"published": "yesterday"}}, "published"),
        ({"kind": "report", "after": {"text": "other"}}, "text"),
        ({"kind": "report", "target": "other", "after": {"title": "T"}}, "target"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(
    ledger: Ledger, fields: dict[str, object], message: str
) -> None:
    target = REPORT.report_id if fields["kind"] in ("add", "report") else "c1"
    known = {"target": target, "kind": fields["kind"]}
    revision = ledger.revision
    with pytest.raises(DecisionError, match=message):
        ledger.decide(replace(make_decision("accept", REPORT, "c1"), **{**known, **fields}))  # type: ignore[arg-type]
    assert ledger.revision == revision


def test_a_report_gets_its_date_and_publisher_from_a_reviewer(ledger: Ledger) -> None:
    assert ledger.reports()[0].date_needed
    ledger.decide(make_decision("report", REPORT, after={"published": "2025-03-08", "publisher": "A paper"}))
    (stored,) = ledger.reports()
    assert (stored.published, stored.publisher) == (dt.date(2025, 3, 8), "A paper")
    report = ledger.report(REPORT.report_id)
    assert (report.published, report.publisher, report.text) == (dt.date(2025, 3, 8), "A paper", TEXT)
    ledger.decide(make_decision("report", REPORT, after={"publisher": None}))
    assert ledger.report(REPORT.report_id).publisher is None
    assert ledger.report(REPORT.report_id).published == dt.date(2025, 3, 8)


def test_after_a_re_reading_a_decision_follows_the_words(ledger: Ledger) -> None:
    ledger.decide(make_decision("correct", REPORT, "c1", after={"low": 160}))
    longer = make_claim(REPORT, "At least 163 civilians were killed in five massacres", "c2")
    ledger.add_extraction(make_extraction(REPORT, longer, version="2"))
    assert ledger.claims() == [replace(longer, low=160)]
    assert ledger.lost_decisions() == []
    ledger.decide(make_decision("reject", REPORT, "c2"))
    assert ledger.claims() == []


@pytest.mark.parametrize(
    "others",
    [
        [],
        [("civilians were killed", {"low": 7})],
        [("five massacres", {})],
        [("163 civilians", {}), ("were killed in", {"low": 5}), ("civilians were", {"unit": "injured"})],
        [("163 civilians", {}), ("163 civilians", {"category": "civilians"})],
    ],
    ids=["nothing left", "another figure", "other words", "one fits", "two fit equally"],
)
def test_a_decision_without_its_claim_is_kept_and_not_applied(
    ledger: Ledger, others: list[tuple[str, dict[str, object]]], request: pytest.FixtureRequest
) -> None:
    ledger.decide(make_decision("reject", REPORT, "c1"))
    claims = [make_claim(REPORT, quote, f"n{i}", **fields) for i, (quote, fields) in enumerate(others)]
    ledger.add_extraction(make_extraction(REPORT, *claims, version="2"))
    if "one fits" in request.node.name:
        assert ledger.claims() == claims[1:]
        assert ledger.lost_decisions() == []
    else:
        assert ledger.claims() == claims
        assert [decision.target for decision in ledger.lost_decisions()] == ["c1"]
    ledger.add_extraction(make_extraction(REPORT, CLAIM, version="3"))
    assert ledger.lost_decisions() == []
    assert ledger.claims() == []


def test_an_accepted_figure_that_reads_differently_now_is_not_accepted_in_silence(ledger: Ledger) -> None:
    ledger.decide(make_decision("accept", REPORT, "c1"))
    ledger.add_extraction(make_extraction(REPORT, replace(CLAIM, low=63), version="2"))
    assert ledger.verification() == {"c1": "unreviewed"}
    assert len(ledger.lost_decisions()) == 1


def test_a_reading_that_now_finds_what_was_corrected_agrees_with_the_correction(ledger: Ledger) -> None:
    ledger.decide(make_decision("correct", REPORT, "c1", after={"low": 160}))
    ledger.add_extraction(make_extraction(REPORT, replace(CLAIM, low=160), version="2"))
    assert ledger.verification() == {"c1": "accepted"}
    assert ledger.claims()[0].low == 160


@st.composite
def decisions_and_claims(draw: st.DrawFn) -> tuple[list[Decision], list[tuple[int, int, int]]]:
    spans = st.tuples(st.integers(0, 60), st.integers(1, 20), st.integers(1, 3))
    kinds = st.sampled_from(("accept", "reject", "correct"))
    made = []
    for start, length, low in draw(st.lists(spans, max_size=6)):
        kind = draw(kinds)
        decision = make_decision(
            kind,
            REPORT,
            f"{start}-{length}-{low}",
            start=start,
            end=start + length,
            quote=TEXT[start : start + length],
            before={"event_type": EVENT, "unit": "killed", "low": low, "high": None},
            after={"low": draw(st.integers(1, 3))} if kind == "correct" else {},
        )
        made.append(decision)
    return made, draw(st.lists(spans, max_size=6, unique=True))


@given(decisions_and_claims())
@settings(max_examples=100, deadline=None)
def test_every_decision_is_applied_or_lost_and_only_to_overlapping_words(
    case: tuple[list[Decision], list[tuple[int, int, int]]],
) -> None:
    made, spans = case
    claims = [
        replace(CLAIM, claim_id=f"{s}-{n}-{low}", start=s, end=s + n, quote=TEXT[s : s + n], low=low)
        for s, n, low in spans
    ]
    result = review(claims, made)
    assert list(result.claims) == [claim.claim_id for claim in claims]
    touched = [cid for cid, verdict in result.verification.items() if verdict != "unreviewed"]
    applied = [decision for decision in made if decision not in result.lost]
    assert bool(touched) == bool(applied)
    for claim_id in touched:
        claim = result.claims[claim_id]
        assert any(min(claim.end, d.end or 0) > max(claim.start, d.start or 0) for d in applied)
    for claim in claims:
        if claim.claim_id not in touched:
            assert result.claims[claim.claim_id] == claim
