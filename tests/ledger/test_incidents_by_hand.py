"""Merging and splitting incidents, undoing, disputing, grading, and what only a reviewer knows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from incidents.errors import DecisionError, LedgerError
from incidents.ledger import Grade, Ledger, definitions, place_by_hand
from incidents.model import Claim, Decision, DecisionKind, Tie
from tests.ledger.records import BANIYAS, EVENT, make_claim, make_decision, make_extraction, make_report

TEXT = "In Baniyas 60 were killed. In Qadmus 12 were killed. In Jableh 7 were killed and 9 were hurt."
REPORT = make_report(TEXT)
SIXTY = make_claim(REPORT, "60 were killed", "sixty", low=60)
TWELVE = make_claim(REPORT, "12 were killed", "twelve", low=12)
SEVEN = make_claim(REPORT, "7 were killed", "seven", low=7)
HURT = make_claim(REPORT, "9 were hurt", "hurt", low=9, unit="injured")
CLAIMS = (SIXTY, TWELVE, SEVEN, HURT)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    opened = Ledger.open(tmp_path)
    opened.add_report(REPORT, make_extraction(REPORT, *CLAIMS))
    return opened


def name(ledger: Ledger, *groups: str) -> list[str]:
    """Name the events: each group holds claims, separated by spaces."""
    return ledger.name_clusters([frozenset(group.split()) for group in groups])


def tie(kind: DecisionKind, target: str, after: dict[str, object], **fields: object) -> Decision:
    return replace(make_decision(kind, REPORT, target), report_id="", after=after, **fields)  # type: ignore[arg-type]


def undo(decision: Decision, **fields: object) -> Decision:
    return replace(make_decision("undo", REPORT, decision.decision_id), report_id="", **fields)  # type: ignore[arg-type]


def decide(ledger: Ledger, decision: Decision) -> Decision:
    ledger.decide(decision)
    return decision


def together(claims: str, others: str) -> Tie:
    return Tie("together", frozenset(claims.split()), frozenset(others.split()))


def apart(claims: str, others: str) -> Tie:
    return Tie("apart", frozenset(claims.split()), frozenset(others.split()))


def test_a_merge_ties_the_claims_of_the_incidents_and_keeps_what_was_seen(ledger: Ledger) -> None:
    baniyas, qadmus, jableh = name(ledger, "sixty", "twelve", "seven hurt")
    seen = {baniyas: ["sixty"], qadmus: ["twelve"], jableh: ["hurt", "seven"]}
    ledger.decide(tie("merge", baniyas, {"events": [qadmus, jableh]}, before={"events": seen}))
    assert ledger.reviewed().ties == [together("sixty", "twelve seven hurt")]
    (kept,) = ledger.decisions()[0].before["events"][qadmus]  # type: ignore[index]
    assert (kept["quote"], kept["report_id"]) == ("12 were killed", REPORT.report_id)
    assert ledger.verify() == []


def test_a_split_keeps_what_leaves_together_and_apart_from_the_rest(ledger: Ledger) -> None:
    (event,) = name(ledger, "sixty twelve seven hurt")
    ledger.decide(tie("split", event, {"claims": ["seven", "hurt"]}))
    assert ledger.reviewed().ties == [together("hurt", "seven"), apart("seven hurt", "sixty twelve")]


def test_after_a_re_reading_a_merge_follows_the_words(ledger: Ledger) -> None:
    baniyas, qadmus = name(ledger, "sixty", "twelve")
    ledger.decide(tie("merge", baniyas, {"events": [qadmus]}))
    longer = make_claim(REPORT, "In Baniyas 60 were killed", "new", low=60)
    ledger.add_extraction(make_extraction(REPORT, longer, replace(TWELVE, low=13), version="2"))
    assert ledger.reviewed().ties == [together("new", "twelve")]
    assert ledger.lost_decisions() == []


def test_a_merge_that_finds_too_few_of_its_claims_is_lost_until_it_is_undone(ledger: Ledger) -> None:
    baniyas, rest = name(ledger, "sixty twelve", "seven hurt")
    merge = decide(ledger, tie("merge", baniyas, {"events": [rest]}))
    ledger.add_extraction(make_extraction(REPORT, SIXTY, SEVEN, version="2"))
    reviewed = ledger.reviewed()
    assert reviewed.ties == [together("sixty", "seven")]
    assert [(lost.why, {s.quote for s in lost.missing}) for lost in reviewed.queue] == [
        ("partly", {"12 were killed", "9 were hurt"})
    ]
    ledger.add_extraction(make_extraction(REPORT, SIXTY, version="3"))
    assert ledger.reviewed().ties == []
    assert ledger.lost_decisions()[0].decision_id == merge.decision_id
    ledger.decide(undo(merge))
    assert ledger.lost_decisions() == []
    ledger.add_extraction(make_extraction(REPORT, *CLAIMS, version="4"))
    assert ledger.reviewed().ties == []


def test_the_queue_says_why_a_decision_is_lost_and_what_has_its_words_now(ledger: Ledger) -> None:
    ledger.decide(make_decision("reject", REPORT, "sixty"))
    ledger.add_extraction(make_extraction(REPORT, replace(SIXTY, claim_id="new", low=6), version="2"))
    (lost,) = ledger.reviewed().queue
    assert (lost.why, lost.candidates, lost.decision.quote) == ("differs", ("new",), "60 were killed")
    ledger.add_extraction(make_extraction(REPORT, TWELVE, version="3"))
    assert [(lost.why, lost.candidates) for lost in ledger.reviewed().queue] == [("gone", ())]


@pytest.mark.parametrize(
    ("kind", "after", "before", "message"),
    [
        ("merge", {"events": ["nowhere"]}, {}, "an incident of this decision is not there any more"),
        ("merge", {"events": []}, {}, "which other incidents"),
        ("merge", {}, {}, "which other incidents"),
        ("merge", {"events": ["FIRST"]}, {}, "itself"),
        ("merge", {"events": ["SECOND"], "claims": ["seven"]}, {}, "nothing else"),
        ("merge", {"events": ["SECOND"]}, {"events": {"FIRST": ["sixty"]}}, "of every incident"),
        (
            "merge",
            {"events": ["SECOND"]},
            {"events": {"FIRST": ["sixty"], "SECOND": ["seven"]}},
            "1 statement came in",
        ),
        (
            "split",
            {"claims": ["sixty"]},
            {"events": {"FIRST": ["sixty", "twelve", "seven"]}},
            "1 statement left",
        ),
        ("split", {"claims": ["sixty", "twelve"]}, {}, "something must stay"),
        ("split", {"claims": ["seven"]}, {}, "not in the incident"),
        ("split", {"claims": "sixty"}, {}, "which statements"),
    ],
)
def test_a_merge_or_split_that_does_not_fit_is_refused(
    ledger: Ledger, kind: DecisionKind, after: dict[str, object], before: dict[str, object], message: str
) -> None:
    first, second = name(ledger, "sixty twelve", "seven")
    known = {"FIRST": first, "SECOND": second}
    events = after.get("events")
    if isinstance(events, list):
        after = {**after, "events": [known.get(event, event) for event in events]}
    if before:
        seen: dict[str, object] = before["events"]  # type: ignore[assignment]
        before = {"events": {known[event]: ids for event, ids in seen.items()}}
    with pytest.raises(DecisionError, match=message):
        ledger.decide(tie(kind, first, after, before=before))
    assert ledger.decisions() == []


def test_claims_rejected_since_cannot_be_merged_unseen(ledger: Ledger) -> None:
    first, second = name(ledger, "sixty twelve", "seven")
    ledger.decide(make_decision("reject", REPORT, "twelve"))
    with pytest.raises(DecisionError, match="rejected or read anew"):
        ledger.decide(tie("merge", first, {"events": [second]}))


# --- undo ---


def test_an_undone_decision_no_longer_applies_and_undoing_the_undo_restores_it(ledger: Ledger) -> None:
    correction = decide(ledger, make_decision("correct", REPORT, "sixty", after={"low": 50}))
    first = decide(ledger, undo(correction))
    assert ledger.claims() == list(CLAIMS)
    assert ledger.verification()["sixty"] == "unreviewed"
    decide(ledger, undo(first))
    assert ledger.claims()[0].low == 50
    assert [d.kind for d in ledger.decisions_in_force()] == ["correct", "undo"]


def test_what_was_undone_already_says_by_whom(ledger: Ledger) -> None:
    rejection = decide(ledger, make_decision("reject", REPORT, "sixty"))
    decide(ledger, undo(rejection, by="Second reader"))
    with pytest.raises(DecisionError, match="Second reader has undone it already"):
        ledger.decide(undo(rejection))


def test_what_a_later_decision_was_built_on_is_undone_after_it(ledger: Ledger) -> None:
    first = decide(ledger, make_decision("correct", REPORT, "sixty", after={"low": 50}))
    later = decide(ledger, make_decision("correct", REPORT, "sixty", after={"low": 55}, by="Second reader"))
    with pytest.raises(DecisionError, match=r"\(correct\) by Second reader"):
        ledger.decide(undo(first))
    decide(ledger, undo(later))
    decide(ledger, undo(first))
    assert ledger.claims() == list(CLAIMS)


def test_an_undo_is_not_undone_under_what_was_decided_since(ledger: Ledger) -> None:
    gone = decide(ledger, undo(decide(ledger, make_decision("correct", REPORT, "sixty", after={"low": 50}))))
    decide(ledger, make_decision("correct", REPORT, "sixty", after={"low": 55}))
    with pytest.raises(DecisionError, match="builds on it"):
        ledger.decide(undo(gone))


def test_a_merge_is_undone_after_the_split_that_followed(ledger: Ledger) -> None:
    first, second, third = name(ledger, "sixty", "twelve", "seven hurt")
    merge = decide(ledger, tie("merge", first, {"events": [second]}))
    elsewhere = decide(ledger, tie("split", third, {"claims": ["hurt"]}))
    merged, *_ = name(ledger, "sixty twelve", "seven", "hurt")
    split = decide(ledger, tie("split", merged, {"claims": ["twelve"]}))
    with pytest.raises(DecisionError, match="builds on it"):
        ledger.decide(undo(merge))
    parted = decide(ledger, undo(split))
    decide(ledger, undo(merge))
    assert ledger.reviewed().ties == [apart("hurt", "seven")]
    with pytest.raises(DecisionError, match="builds on it"):  # the split cannot come back without the merge
        ledger.decide(undo(parted))
    decide(ledger, undo(elsewhere))
    assert ledger.reviewed().ties == []


def test_an_added_claim_is_not_undone_under_what_was_decided_about_it(ledger: Ledger) -> None:
    added = decide(
        ledger,
        make_decision("add", REPORT, start=3, end=10, quote="Baniyas", after={"event_type": EVENT}),
    )
    (claim,) = (c for c in ledger.claims() if c.quote == "Baniyas")
    verdict = decide(ledger, make_decision("dispute", REPORT, claim.claim_id))
    with pytest.raises(DecisionError, match=r"\(dispute\)"):
        ledger.decide(undo(added))
    decide(ledger, undo(verdict))
    decide(ledger, undo(added))
    assert ledger.claims() == list(CLAIMS)


def test_metadata_supplied_can_be_taken_back(ledger: Ledger) -> None:
    given = decide(ledger, make_decision("report", REPORT, after={"published": "2025-03-08"}))
    decide(ledger, undo(given))
    assert ledger.reports()[0].published is None
    assert ledger.report(REPORT.report_id).published is None


def test_an_undo_of_nothing_is_refused(ledger: Ledger) -> None:
    with pytest.raises(DecisionError, match="no such decision"):
        ledger.decide(undo(make_decision("accept", REPORT, "sixty")))


# --- verdicts and grades ---


def test_a_disputed_claim_stays_and_is_marked(ledger: Ledger) -> None:
    ledger.decide(make_decision("dispute", REPORT, "sixty"))
    assert ledger.verification()["sixty"] == "disputed"
    assert ledger.claims() == list(CLAIMS)


def test_who_judges_a_claim_that_somebody_has_just_judged_is_told(ledger: Ledger) -> None:
    seen = {"verification": "unreviewed"}
    ledger.decide(make_decision("dispute", REPORT, "sixty", before=seen))
    with pytest.raises(DecisionError, match="verification has changed"):
        ledger.decide(make_decision("accept", REPORT, "sixty", before=seen))


def grade(target: str, report_id: str = "", **fields: object) -> Decision:
    return replace(make_decision("grade", REPORT, target), report_id=report_id, **fields)  # type: ignore[arg-type]


def test_sources_and_claims_are_graded_on_two_axes_apart(ledger: Ledger) -> None:
    ledger.decide(grade("A newspaper", after={"reliability": "B"}))
    ledger.decide(grade("A newspaper", after={"credibility": 3}))
    ledger.decide(grade("sixty", REPORT.report_id, after={"credibility": 2}))
    last = decide(ledger, grade("A newspaper", before={"reliability": "B"}, after={"reliability": None}))
    reviewed = ledger.reviewed()
    assert reviewed.source_grades == {"A newspaper": Grade(None, 3)}
    assert reviewed.claim_grades == {"sixty": Grade(None, 2)}
    assert reviewed.verification["sixty"] == "unreviewed"
    ledger.decide(undo(last))
    assert ledger.reviewed().source_grades == {"A newspaper": Grade("B", 3)}
    with pytest.raises(DecisionError, match="reliability has changed"):
        ledger.decide(grade("A newspaper", before={"reliability": None}, after={"reliability": "C"}))


@pytest.mark.parametrize(
    ("target", "report_id", "after", "message"),
    [
        ("A newspaper", "", {"reliability": "G"}, "choose one of A, B"),
        ("A newspaper", "", {"credibility": 7}, "choose one of 1, 2"),
        ("A newspaper", "", {"credibility": "1"}, "credibility"),
        ("A newspaper", "", {"credibility": True}, "credibility"),
        ("A newspaper", "", {"credibility": [1]}, "credibility"),
        ("A newspaper", "", {}, "gives a reliability"),
        ("A newspaper", "", {"colour": "red"}, "gives a reliability"),
        (" ", "", {"reliability": "A"}, "which source"),
        ("sixty", REPORT.report_id, {"reliability": "A"}, "credibility only"),
        ("sixty", REPORT.report_id, {}, "gives a reliability"),
        ("gone", REPORT.report_id, {"credibility": 1}, "no longer"),
    ],
)
def test_a_grade_that_there_is_not_is_refused(
    ledger: Ledger, target: str, report_id: str, after: dict[str, object], message: str
) -> None:
    with pytest.raises(DecisionError, match=message):
        ledger.decide(grade(target, report_id, after=after))


def test_every_code_has_a_definition() -> None:
    assert list(definitions().reliability) == list("ABCDEF")
    assert list(definitions().credibility) == [1, 2, 3, 4, 5, 6]
    assert "Admiralty" in definitions().standard


# --- by hand ---


def test_a_place_is_moved_by_a_correction_and_one_point_is_one_place(ledger: Ledger) -> None:
    moved = place_by_hand("The mill", 35.2012345, 35.96, like=BANIYAS)
    ledger.decide(make_decision("correct", REPORT, "sixty", after={"place": moved}))
    place = ledger.claims()[0].place
    assert place is not None
    assert (place.gazetteer, place.name, place.lat, place.lon, place.admin1) == (
        "reviewer", "The mill", 35.20123, 35.96, "Tartus",
    )  # fmt: skip
    assert place_by_hand("The mill", 35.2012345, 35.96).place_id == place.place_id
    for lat, lon in ((91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)):
        with pytest.raises(DecisionError, match="latitude"):
            place_by_hand("The mill", lat, lon)
    off = replace(moved, lat=95.0)
    with pytest.raises(DecisionError, match="latitude"):
        ledger.decide(make_decision("correct", REPORT, "sixty", after={"place": off}))


def by_hand(**after: object) -> Decision:
    known = {"event_type": EVENT, "unit": "killed", "low": 4, "high": 4, "place": BANIYAS}
    return replace(make_decision("add", REPORT), target="", report_id="", after={**known, **after})


def test_a_claim_known_to_the_reviewer_only_is_marked_so(ledger: Ledger) -> None:
    added = decide(ledger, by_hand(claimed_by=["A resident"]))
    decide(ledger, by_hand(low=5, high=5))
    first, second = ledger.claims()[4:]
    assert (first.quote, first.extractor_version, first.without_report) == ("", "by hand", True)
    assert first.report_id != second.report_id
    assert [stand_in.published for stand_in in ledger.reviewed().by_hand] == [
        dt.datetime.now(dt.UTC).date()
    ] * 2
    stand_in = ledger.report(first.report_id)
    assert (stand_in.text, stand_in.publisher) == ("", "reviewer")
    with pytest.raises(LedgerError, match="no claim by hand"):
        ledger.report("reviewer:0000")
    assert len(ledger.reports()) == 1
    ledger.decide(
        replace(make_decision("correct", REPORT, first.claim_id, after={"low": 3}), report_id=first.report_id)
    )
    assert ledger.claims()[4].low == 3
    (event, other) = name(ledger, f"{first.claim_id} sixty", second.claim_id)
    ledger.decide(tie("merge", event, {"events": [other]}))
    assert ledger.reviewed().ties[0].others == {second.claim_id}
    with pytest.raises(DecisionError, match="builds on it"):
        ledger.decide(undo(added))
    assert ledger.verify() == []


def test_words_without_a_report_are_refused(ledger: Ledger) -> None:
    with pytest.raises(DecisionError, match="marked in a report"):
        ledger.decide(replace(by_hand(), quote="words", start=0, end=5))


def test_a_claim_by_hand_needs_what_every_claim_needs(ledger: Ledger) -> None:
    with pytest.raises(DecisionError, match="unit"):
        ledger.decide(by_hand(unit=None))
    assert all(isinstance(claim, Claim) for claim in ledger.claims())
