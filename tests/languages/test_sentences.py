"""A language as its file alone makes it: sentences of news and every claim they give, or that they give none.

`<code>.toml` beside this file holds the sentences of a language whose rules have no tests of their own elsewhere.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from incidents.model import Claim
from incidents.parsing.places.toponyms import PlaceFinder
from tests.parsing.conftest import Read, explain, places, read

__all__ = ["explain", "places", "read"]
CASES = [
    pytest.param(file.stem, case, id=case["text"])
    for file in sorted(Path(__file__).parent.glob("??.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["sentence"]
]


ALWAYS = ("unit", "low", "high", "event", "place", "dates", "claimed_by")
"""What every case tells of a claim; the other fields where it names them."""


def told(claim: Claim) -> dict[str, Any]:
    """A claim as the cases write it: only what is told."""
    days = [str(day) for day in (claim.date_start, claim.date_end) if day and claim.date_start]
    fields = {
        "unit": claim.unit,
        "low": claim.low,
        "high": claim.high,
        "category": claim.category,
        "event": claim.sub_event_type,
        "place": claim.place.name if claim.place else claim.place_as_written,
        "dates": " to ".join(dict.fromkeys(days)),
        "claimed_by": ", ".join(claim.claimed_by),
        "via": ", ".join(claim.via),
        "perpetrator": ", ".join(claim.perpetrator),
        "status": claim.status if claim.status != "reported" else None,
        "role": claim.role if claim.role != "new" else None,
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


@pytest.mark.parametrize(("language", "case"), CASES)
def test_each_sentence_gives_its_claims(read: Read, language: str, case: dict[str, Any]) -> None:
    found = [told(c) for c in read(case["text"], language=language, publisher=None)]
    assert len(found) == len(case["claims"]), found
    for claim, wanted in zip(found, case["claims"], strict=True):
        assert {k: v for k, v in claim.items() if k in ALWAYS or k in wanted} == wanted


def test_there_are_enough_sentences_of_a_language_and_some_that_tell_nothing() -> None:
    claims = [case.values[1]["claims"] for case in CASES if case.values[0] == "fr"]
    assert len(claims) >= 25
    assert sum(not found for found in claims) >= 8


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Une explosion a secoué Damas et Lattaquié.", "Latakia"),
        ("Il est revenu d'Alep.", "Aleppo"),
        ("La situation au Liban reste tendue.", "Lebanon"),
        ("Les troupes ont quitté l'Irak.", "Iraq"),
    ],
)
def test_places_are_known_by_the_names_of_the_language(places: PlaceFinder, text: str, name: str) -> None:
    found = places.find(text, language="fr")
    assert name in [t.place.name for t in found if t.place]


def test_small_words_are_no_places_and_no_organisations(places: PlaceFinder) -> None:
    assert places.find("Ils ont eu un accident, puis un autre en est sorti.", language="fr") == ()
