"""Whose word a figure is, and who passes it on: what said.toml tells of each text."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from incidents.model import Claim
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
