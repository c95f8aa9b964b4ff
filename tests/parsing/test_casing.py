"""Texts in capitals: read in ordinary case, so that capitals of the text as it stands make no names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.parsing.places.casing import ReadWord, passages_in_capitals, small, with_capitals
from incidents.parsing.places.toponyms import PlaceFinder
from tests.parsing.conftest import Read

CASES = [
    ("TWO POLICEMEN WERE KILLED IN OR NEAR LOJA ON TUESDAY, AND MORE THAN TEN WERE HURT.", "killed in or near Loja on"),
    ("THE US EMBASSY TOLD US OF THE BLAST IN DAMASCUS.", "The US embassy told us of the blast in Damascus."),
    ("A BOMB WENT OFF IN GARY, IN, AND ONE IN PORTLAND, OR. NOBODY DIED.", "in Gary, IN, and one in Portland, OR."),
    ("THE CENTRAL GOVERNMENT MAY TURN TO TURKEY IN MAY.", "The central government may turn to Turkey in May."),
    ("THE UNION OF MINERS (UTM) CALLED A STRIKE. UTM MEN MARCHED.", "(UTM) called a strike. UTM men"),
    ("FIVE CIVILIANS WERE WOUNDED IN JABLEH, SYRIA, ON 5 JANUARY.", "wounded in Jableh, Syria, on 5 January."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "part"), CASES)
def test_names_get_their_capitals_back(places: PlaceFinder, text: str, part: str) -> None:
    assert part in places.in_ordinary_case(text)


def test_small_words_and_common_nouns_are_no_places(places: PlaceFinder) -> None:
    text = (
        "MORE THAN TEN MEN FROM THE NATIONAL UNION WERE HURT ON THE ROAD TO THE CAPITAL, OR IN IT, AS THEY TOLD ME. "
        "THE CAR BURNT FOR AN HOUR. THE REST OF THE CENTRAL MARKET IN MANBIJ, SYRIA, WAS CLOSED IN TURN."
    )
    found = places.find(text, language="en")
    assert [(t.surface, t.place and t.place.country) for t in found] == [("MANBIJ", "SY"), ("SYRIA", "SY")]
    assert all(text[t.start : t.end] == t.surface for t in found)


def test_claims_quote_the_text_as_it_stands(read: Read) -> None:
    text = "THREE SOLDIERS WERE KILLED BY A SHELL IN BEIRUT, LEBANON, ON THURSDAY, THE GOVERNOR SAID."
    (claim,) = [c for c in read(text) if c.unit == "killed"]
    assert (claim.low, claim.place and claim.place.name) == (3, "Beirut")
    assert claim.quote == text[claim.start : claim.end]


def test_only_what_is_in_capitals_is_read_otherwise(places: PlaceFinder) -> None:
    heading = "BLAST IN BEIRUT KILLS THREE\n\n"
    body = "Three soldiers were killed by a shell in Beirut on Thursday, the governor said. " * 3
    passage = "\n\n" + "THE MINISTER SAID THE ARMY WOULD REPLY TO ANY ATTACK, WHEREVER IT CAME FROM. " * 5
    assert places.in_ordinary_case(heading + body) == heading + body
    assert places.in_ordinary_case(heading + body + passage).startswith(
        heading + body + "\n\nThe minister said"
    )


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_length_and_letters_stay(text: str) -> None:
    low = small(text)
    words = [ReadWord(i, i + 1, "NNP", known=False) for i, letter in enumerate(low) if not letter.isspace()]
    read = with_capitals(low, words, lambda keys: {})
    assert len(read) == len(low) == len(text)
    assert read.lower() == low.lower()
    spans = list(passages_in_capitals(text))
    assert all(0 <= start <= end <= len(text) for start, end in spans)
