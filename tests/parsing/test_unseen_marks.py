"""Marks that nobody sees, walls of signs: what a reader reads is found, and its span quotes the text as it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.legible import INVISIBLE
from incidents.model import Claim, Toponym
from incidents.parsing.places.recogniser import SpacyRecogniser, parted
from incidents.parsing.places.toponyms import PlaceFinder

MARKS = "\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\u2066\u2069\u202e\ufeff"
ENGLISH = (
    "Gunmen killed 12 people in Baniyas and wounded 1,068 near al-Haffah, Latakia countryside, on March 7. "
    "The Syrian Observatory said three women died in the village of Barmaya; Turkish jets flew over Hama."
)
ARABIC = "قتل 12 مدنيا في مدينة بانياس بريف طرطوس يوم الجمعة، وأصيب ثلاثة في جبلة واللاذقية."


@st.composite
def marked(draw: st.DrawFn, text: str) -> str:
    """The text with unseen marks anywhere."""
    at = draw(st.lists(st.integers(0, len(text)), max_size=12, unique=True))
    for offset in sorted(at, reverse=True):
        text = text[:offset] + draw(st.text(st.sampled_from(MARKS), min_size=1, max_size=3)) + text[offset:]
    return text


def told(found: tuple[Toponym, ...]) -> list[tuple[object, ...]]:
    """What was found, without where."""
    return [(t.place, t.kind, t.confidence, t.reason, INVISIBLE.sub("", t.surface)) for t in found]


@pytest.mark.parametrize(("language", "plain"), [("en", ENGLISH), ("ar", ARABIC)])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_unseen_marks_change_no_place(
    places: PlaceFinder, language: str, plain: str, data: st.DataObject
) -> None:
    text = data.draw(marked(plain))
    found = places.find(text, language=language)
    assert told(found) == told(places.find(plain, language=language)) != []
    assert [text[t.start : t.end] for t in found] == [t.surface for t in found]


@pytest.mark.parametrize(("language", "plain"), [("en", ENGLISH), ("ar", ARABIC)])
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_unseen_marks_change_no_figure(
    read: Callable[..., tuple[Claim, ...]], language: str, plain: str, data: st.DataObject
) -> None:
    def figures(claims: tuple[Claim, ...]) -> list[tuple[object, ...]]:
        return [
            (c.low, c.high, c.unit, c.role, c.place, c.place_as_written, c.date_start, c.claimed_by)
            for c in claims
        ]

    text = data.draw(marked(plain))
    claims = read(text, language)
    assert figures(claims) == figures(read(plain, language)) != []
    assert [text[c.start : c.end] for c in claims] == [c.quote for c in claims]


def test_a_title_with_unseen_marks_helps_as_one_without(places: PlaceFinder) -> None:
    text = "Three people were hurt in Tripoli."
    plain = places.find(text, title="Shooting in northern Lebanon")
    assert told(places.find(text, title="Shooting in northern Leba\u200enon")) == told(plain)


@given(st.text(st.sampled_from("aS1 .'(/€😀_\n"), max_size=400))
def test_parting_keeps_every_letter_where_it_was(text: str) -> None:
    out = parted(text)
    assert len(out) == len(text)
    assert all(new == old or (new == " " and not old.isalnum()) for new, old in zip(out, text, strict=True))


def test_ordinary_words_and_addresses_are_left_alone() -> None:
    address = "https://www.example.org/world/2025/03/07/" + "a-long-headline-of-the-day/" * 5
    for text in (ENGLISH, address, "(" * 100, "* " * 200):
        assert parted(text) == text


@pytest.mark.parametrize("sign", ["(", "😀", "'s", "US$"])
def test_names_behind_a_wall_of_signs_are_found(sign: str) -> None:
    text = sign * 5000 + " Protesters marched in Damascus on Friday " + sign * 5000
    found = [text[s.start : s.end] for s in SpacyRecogniser().find(text) if s.label == "place"]
    assert "Damascus" in found
