"""Short texts with one difficulty each, in both languages: what the parser says meets what each case expects."""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from incidents.commands.contract import answer
from incidents.model import Report
from incidents.parsing import parse
from incidents.parsing.places.toponyms import PlaceFinder
from tests.parsing.expectations import CHECKS, cases, failures

SHARED = Path(__file__).parents[3] / "shared"
FILES = {"given": "hard_cases.jsonl", "arabic": "hard_cases_ar.jsonl", "own": "own_cases.jsonl"}
CASES = {f"{kind}-{case['tag']}": case for kind, name in FILES.items() for case in cases(name)}


@pytest.fixture(scope="module")
def answers(places: PlaceFinder) -> dict[str, dict[str, Any]]:
    """What the parser says about each case, in the form of the contract."""
    return {key: read(case, places) for key, case in CASES.items()}


def read(case: dict[str, Any], places: PlaceFinder) -> dict[str, Any]:
    report = Report(
        report_id=case["tag"],
        doc_id=case["tag"],
        content=case["text"].encode(),
        text=case["text"],
        media_type="text/plain",
        origin="test",
        published=dt.date.fromisoformat(case["published"]),
        language=case.get("language", "en"),
    )
    return answer(report, parse(report, places))


@pytest.mark.parametrize("key", CASES)
def test_the_case_holds(key: str, answers: dict[str, dict[str, Any]]) -> None:
    assert failures(CASES[key], answers[key]) == []


def test_every_given_case_stands_in_arabic_with_the_same_expectation() -> None:
    english, arabic = cases(FILES["given"]), cases(FILES["arabic"])
    assert [c["tag"] for c in arabic] == [c["tag"] for c in english]
    named = {"source", "perp", "place"}  # given as the Arabic text has them
    for one, other in zip(english, arabic, strict=True):
        assert one["published"] == other["published"]
        same = set(one["expect"]) - named - ({"deaths"} if one["tag"] == "dozens" else set())
        assert {k: one["expect"][k] for k in same} == {k: other["expect"][k] for k in same}
        assert set(one["expect"]) == set(other["expect"])


def test_our_own_cases_are_enough_and_cover_each_subject_in_both_languages() -> None:
    own = cases(FILES["own"])
    assert len(own) >= 40 and len({c["tag"] for c in own}) == len(own)
    subjects = Counter((c["tag"].partition("_")[0], c["language"]) for c in own)
    wanted = ("figures", "roles", "attribution", "dates", "actors", "none", "where")
    assert all(subjects[subject, code] >= 2 for subject in wanted for code in ("en", "ar")), subjects


def test_every_expectation_of_a_case_is_one_that_is_checked() -> None:
    told = {
        "date_end",
        "adds_up",
        "conflict",
        "revises",
        "note",
    }  # with date_start; said of the text, not checked
    assert {key for case in CASES.values() for key in case["expect"]} <= set(CHECKS) | told


def test_an_expectation_that_does_not_hold_is_found(answers: dict[str, dict[str, Any]]) -> None:
    nothing = {"claims": [], "incidents": []}
    silent = {"no_responsibility", "did_not_happen", "threat", "foiled", "exercise", "may_word", "animals"}
    for key, case in CASES.items():
        asks = any(case["expect"].get(k) for k in set(CHECKS) - {"not_place", "certainty"})
        if asks and case["tag"] not in silent | {"year_not_count"}:
            assert failures(case, nothing), key


def test_the_project_and_the_scorer_judge_alike(
    answers: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each case against its own answer and against every other one, most of which are wrong for it."""
    if not (SHARED / "score" / "hard_cases.py").exists():
        pytest.skip("the scorers are not beside the project: ../shared is missing")
    monkeypatch.setattr(sys, "path", [*sys.path, str(SHARED)])
    theirs = importlib.import_module("score.hard_cases")
    ours_only = {"missing", "abducted", "displaced", "arrested", "claimed_by", "via"}
    apart = []
    for key, case in CASES.items():
        expect = {k: v for k, v in case["expect"].items() if k not in ours_only}
        common = case | {"expect": expect}
        apart += [
            (key, other)
            for other, said in answers.items()
            if bool(failures(common, said)) != bool(theirs.failures(common, said))
        ]
    assert apart == []
