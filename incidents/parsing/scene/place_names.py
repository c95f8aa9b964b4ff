"""The name of a place in its sentence: where it begins, what leads to it, and what kind of place it is."""

from __future__ import annotations

from incidents.languages import Mark
from incidents.model import POINT_PRECISIONS, Place
from incidents.parsing.text import Sentence

NO_PLACE_KINDS = frozenset(("demonym", "in_organisation"))
"""Kinds of toponyms that are no place by themselves."""
NOUN_PHRASE = 5
"""Words of a noun phrase that are looked at."""
_DESCRIBED = 3
"""Words at most from "a" to "village"."""


def name_start(s: Sentence, mark: Mark) -> int:
    """First token of a place with the words that say its kind ("the Syrian village of Arza")."""
    start = mark.start
    while start > 0 and mark.start - start < NOUN_PHRASE:
        said = next((m for m in s.ending("toponym", start) if m.value.kind == "demonym"), None)
        if said is None and not s.word_in("place_kind", start - 1):
            break
        start = said.start if said else start - 1
    return start


def tells_unnamed(s: Sentence, mark: Mark) -> bool:
    """Does an area only say where a settlement lies that has no name here: "a town in Homs province"?"""
    of = mark.start - 1 - (s.word(mark.start - 1) in s.language.articles)
    noun = of - 1
    if not (s.at("grammar.of", of) or s.word_in("spoken_in", of)) or not s.word_in("settlement", noun):
        return False
    first = next((i for i in range(noun - 1, noun - 1 - _DESCRIBED, -1) if s.word_in("indefinite", i)), None)
    return first is not None and all(s.tokens[i].is_word for i in range(first, noun))


def is_led_within(s: Sentence, mark: Mark) -> bool:
    """Is the preposition written onto the name? (بدمشق)"""
    token = s.tokens[mark.start]
    prefix = token.text[: max(mark.value.start - token.start, 0)]
    return bool(prefix) and prefix in s.language.words["spoken_in"]


def is_town(mark: Mark) -> bool:
    """Is a toponym on a settlement, or a place in one?"""
    place: Place | None = mark.value.place
    return place is not None and place.geo_precision in POINT_PRECISIONS


def is_country(mark: Mark) -> bool:
    """Is a toponym on a country?"""
    place: Place | None = mark.value.place
    return place is not None and place.geo_precision == "country"
