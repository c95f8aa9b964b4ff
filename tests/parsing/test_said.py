"""Whose word a figure is, and who passes it on: what said.toml tells of each text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.languages import load
from incidents.model import Claim, Report
from incidents.parsing.claims import ClaimFinder
from incidents.parsing.drafts import Draft
from incidents.parsing.parser import _mark_organisations as mark_organisations
from incidents.parsing.reasons import Example, Rule, rules
from incidents.parsing.text import sentences
from incidents.parsing.toponyms import PlaceFinder
from incidents.parsing.narrative import mark_toponyms
from tests.parsing.conftest import Read

TEXTS = tomllib.loads(Path(__file__).with_name("said.toml").read_text(encoding="utf-8"))["text"]


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def said(claim: Claim) -> str:
    return " < ".join((" + ".join(claim.claimed_by), *claim.via))


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["text"])
def test_each_figure_is_whose_it_is(read: Read, case: dict[str, Any]) -> None:
    claims = read(case["text"], language=language(case["text"]))
    assert [said(c) for c in claims if c.unit] == case["said"]


def test_there_are_enough_texts_in_both_languages() -> None:
    languages = [language(case["text"]) for case in TEXTS]
    assert min(languages.count("en"), languages.count("ar")) >= 30
    assert len({case["text"] for case in TEXTS}) == len(TEXTS)


def drafts(example: Example, places: PlaceFinder) -> list[Draft]:
    language = load(example.language)
    report = Report(
        report_id="r1",
        doc_id="text",
        content=b"",
        text=example.text,
        media_type="text/plain",
        origin="test",
        publisher="The Daily Paper",
        published=example.published,
        language=example.language,
    )
    split = sentences(example.text, language)
    mark_organisations(split, report.publisher)
    mark_toponyms(
        split,
        places.find(example.text, language=example.language, title=None, publisher=report.publisher),
    )
    return ClaimFinder(report, language, places).find(split)


RULES = [(rule, example) for rule in rules().values() for example in rule.examples]


@pytest.mark.parametrize(
    ("rule", "example"),
    [(r, e) for r, e in RULES if r.field in ("claimed_by", "via")],
    ids=lambda part: part.name if isinstance(part, Rule) else part.text,
)
def test_each_rule_decides_its_examples_by_words_of_the_text(
    rule: Rule, example: Example, places: PlaceFinder
) -> None:
    found = drafts(example, places)
    used = [d.reasons[rule.field] for d in found if rule.field in d.reasons]
    assert rule.name in {reason.rule for reason in used}
    spans = [span for reason in used for span in reason.spans]
    assert all(0 <= start < end <= len(example.text) for start, end in spans)
    assert all(reason.spans or reason.rule == "claimed_by.publisher" for reason in used)


def test_every_claim_says_why_it_is_whose_it_is(places: PlaceFinder) -> None:
    known = rules()
    for case in TEXTS:
        for draft in drafts(Example(case["text"], language(case["text"])), places):
            assert draft.reasons["claimed_by"].rule in known
            via = draft.attribution.via if draft.attribution else ()
            assert bool(via) == ("via" in draft.reasons)


NAMES = st.sampled_from(
    ("Reuters", "the Observatory", "police", "residents", "Samir Daoud", "SANA", "a medic", "It", "he")
)
VERBS = st.sampled_from(
    ("said", "told AFP", "reported", "added", "confirmed that", "denied that", "citing", "who said")
)
JOINS = st.sampled_from((" ", ", ", " and ", ". ", "; while ", " according to ", ": ", "\n\n"))


@settings(max_examples=150)
@given(st.lists(st.tuples(NAMES, VERBS, JOINS), min_size=1, max_size=6))
def test_a_speaker_is_named_once_and_never_relays_himself(
    read: Read, parts: list[tuple[str, str, str]]
) -> None:
    text = "".join(f"{name} {verb} 12 people were killed in Homs{join}" for name, verb, join in parts)
    for claim in read(text):
        assert claim.claimed_by and all(name.strip() for name in claim.claimed_by + claim.via)
        assert len({*claim.claimed_by, *claim.via}) == len(claim.claimed_by + claim.via)
        assert not {"it", "he", "It", "He"} & {*claim.claimed_by, *claim.via}
