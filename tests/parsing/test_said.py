"""Whose word a figure is, and who passes it on: what said.toml tells of each text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.model import Claim
from tests.parsing.conftest import Explain, Read

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


def test_every_claim_says_why_it_is_whose_it_is(explain: Explain) -> None:
    for case in TEXTS:
        found = explain(case["text"], language=language(case["text"]))
        for claim in found.claims:
            told = {reason.field: reason for reason in found.reasons[claim.claim_id]}
            assert told["claimed_by"].spans or told["claimed_by"].rule == "claimed_by.publisher"
            assert bool(claim.via) == ("via" in told)


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
