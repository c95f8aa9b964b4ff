"""The same name in a text about the coast, in a text from elsewhere, and asked alone (the pairs are in pairs.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from incidents.geocoding.distance import distance_km
from incidents.geocoding.lines import find_place
from incidents.model import Place, Toponym
from tests.geocoding.indexed import finder, gazetteer

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text(encoding="utf-8"))["pair"]
KINDS = ("demonym", "in_organisation")
CLOSE_KM = 5.0


def unmarked(text: str) -> tuple[str, int, int]:
    """The text without its brackets, and where the name in them starts and ends."""
    before, rest = text.split("[")
    name, after = rest.split("]")
    return before + name + after, len(before), len(before) + len(name)


def at_the_mark(text: str, language: str) -> list[Toponym]:
    """The toponyms that share a letter with the name in brackets."""
    plain, start, end = unmarked(text)
    return [t for t in finder().find(plain, language=language) if t.start < end and t.end > start]


def known(place_id: str) -> Place:
    place = gazetteer().place(place_id)
    assert place is not None, f"{place_id} is not in the gazetteer"
    return place


def is_same(place: Place | None, wanted: Place) -> bool:
    """The place itself: its name, its division, and within five kilometres where it has a point."""
    if place is None:
        return False
    named = (place.name, place.admin1, place.geo_precision) == (
        wanted.name,
        wanted.admin1,
        wanted.geo_precision,
    )
    return named and (wanted.lat is None or distance_km(place, wanted) <= CLOSE_KM)


def ids(pair: dict[str, Any]) -> str:
    return f"{pair['language']}-{unmarked(pair['coast'])[0].split()[0]}-{pair['place']}"


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_in_a_text_about_the_coast_it_is_the_place_there(pair: dict[str, Any]) -> None:
    _, start, end = unmarked(pair["coast"])
    (toponym,) = at_the_mark(pair["coast"], pair["language"])
    assert is_same(toponym.place, known(pair["place"])), (toponym.place, toponym.reason)
    assert (toponym.start, toponym.end) == (start, end) or toponym.place.kind == "region"  # type: ignore[union-attr]


@pytest.mark.parametrize("pair", PAIRS, ids=ids)
def test_in_a_text_from_elsewhere_it_is_never_the_place_on_the_coast(pair: dict[str, Any]) -> None:
    there = at_the_mark(pair["elsewhere"], pair["language"])
    assert not any(is_same(t.place, known(pair["place"])) and t.kind not in KINDS for t in there), there
    if pair.get("there") in KINDS:
        assert [t.kind for t in there] == [pair["there"]]
    elif "there" in pair:
        assert len(there) == 1 and is_same(there[0].place, known(pair["there"])), there


@pytest.mark.parametrize("pair", [p for p in PAIRS if "bare" in p], ids=ids)
def test_asked_alone_it_is_left_open_where_it_has_a_namesake(pair: dict[str, Any]) -> None:
    text, start, end = unmarked(pair["coast"])
    answer = find_place(text[start:end], gazetteer())
    if pair["bare"] == "abstains":
        assert answer.place is None and pair["place"] in answer.candidates, answer
    else:
        assert is_same(answer.place, known(pair["bare"])), answer


def test_there_are_enough_pairs_in_both_languages() -> None:
    number = {language: sum(p["language"] == language for p in PAIRS) for language in ("en", "ar")}
    assert min(number.values()) >= 24, number
    sentences = [unmarked(p[side])[0] for p in PAIRS for side in ("coast", "elsewhere")]
    assert len(set(sentences)) == len(sentences)
