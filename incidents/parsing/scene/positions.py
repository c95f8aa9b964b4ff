"""How something lies to a place that the text names: in it, near it, beside it, or on the way between two.

"Near Jableh" keeps Jableh's point with a wider uncertainty, as ACLED (precision 2) and UCDP (2) code it; a direction,
a distance, a road or the sea off a town names no settlement at all, so that it is the area around the town.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from incidents.languages import Mark
from incidents.model import POINT_PRECISIONS, Place
from incidents.parsing.scene.place_names import is_town, name_start
from incidents.parsing.text import DASHES, Sentence

Position = Literal["in", "near", "beside"]
NEAR_M = 25_000
"""Metres: UCDP GED codebook, where_prec 2: "near" a point is at most about 25 km from it."""
_NEXT_TO = 5
"""Words at most between a place and another that is told as beside it."""


def position(s: Sentence, mark: Mark) -> Position:
    """How the event lies to a toponym; what isn't a settlement has no "beside": "in the north of Syria"."""
    place: Place | None = mark.value.place
    if place and place.geo_precision not in POINT_PRECISIONS:
        return "in"
    ends = (name_start(s, mark), mark.start)
    if _is_followed(s, mark) and not _is_street(s, mark):
        return "beside"
    for beside in (m for end in ends for m in s.ending("places.beside", end)):
        if not (s.word_in("the", beside.start - 1) and s.word_in("at_place", beside.start - 2)):
            return "beside"
    if any(s.ending("places.near", end) for end in ends):
        return "near"
    return "beside" if road_of(s, mark) else "in"


def roads(s: Sentence) -> list[tuple[Mark, Mark]]:
    """Pairs of settlements between which something happened: "the Homs-Tartus highway", «بين حمص وطرطوس»."""
    marks = s.of("toponym")
    return [pair for pair in pairwise(marks) if _is_road(s, *pair)]


def road_of(s: Sentence, mark: Mark) -> tuple[Mark, Mark] | None:
    """The pair of settlements of which a toponym is one."""
    marks = s.of("toponym")
    at = marks.index(mark) if mark in marks else len(marks)
    return next((pair for pair in pairwise(marks[max(0, at - 1) : at + 2]) if _is_road(s, *pair)), None)


def _is_road(s: Sentence, one: Mark, other: Mark) -> bool:
    if not (is_town(one) and is_town(other)):
        return False
    gap = range(one.end, name_start(s, other))
    if len(gap) > 1 or not all(_links(s, i) for i in gap):
        return False
    start = name_start(s, one)
    led = s.word_in("between", start - 1) or any(s.ending("places.road", i) for i in (start, one.start))
    return led or _is_followed(s, other)


def _is_followed(s: Sentence, mark: Mark) -> bool:
    """ "the Homs road", "the Homs-Tartus international highway", «حمص وريفها»."""
    if s.at("places.beside_after", mark.end):
        return True
    kind = s.at("places.beside_after", mark.end + 1) is not None and s.tokens[mark.end].is_word
    return kind and not s.at("grammar.noun_stop", mark.end)


def _is_street(s: Sentence, mark: Mark) -> bool:
    """Is it the name of a street, or of a town whose street follows? ("Jackson Road", "Quetta's Zarghoon Road")"""
    owns = mark.value.end < s.tokens[mark.end - 1].end
    return owns or any(t.is_capitalised for t in s.tokens[mark.end : mark.end + 2])


def _links(s: Sentence, index: int) -> bool:
    joined = s.at("grammar.and", index) or s.at("places.toward", index)
    return s.tokens[index].text in DASHES or s.word_in("link", index) or bool(joined)


def is_bearing(s: Sentence, mark: Mark, others: Sequence[Mark]) -> bool:
    """Does it only tell where another place lies? ("in Salhab, 20 km west of Hama")"""
    if position(s, mark) == "in" or road_of(s, mark):
        return False
    led = [m.start for g in ("places.beside", "places.near") for m in s.of(g) if m.end <= mark.start]
    first = max(led, default=mark.start)
    return any(
        m.end <= first <= m.end + _NEXT_TO and not any(_parts(s, i) for i in range(m.end, first))
        for m in others
        if m is not mark
    )


def _parts(s: Sentence, index: int) -> bool:
    """Does something else begin here, so that the place behind it is told of that?"""
    if s.covering("number", index) or s.word(index).isdecimal():
        return not s.word_in("distance", index + 1)  # "20 km west of", and not "4 west of"
    other = s.at("grammar.and", index) or s.covering("people", index) or s.covering("event", index)
    verb = any(s.covering(g, index) for g in ("verb_object", "verb_subject", "verb_active", "say"))
    return bool(other or verb)


def placed(place: Place | None, at: Position) -> Place | None:
    """The place for the position: "near" it is less certain where."""
    if place is None or at != "near":
        return place
    return replace(place, uncertainty_m=max(place.uncertainty_m or 0, NEAR_M))
