"""Places that no gazetteer has, told by what holds them: "Nogolait, Highland Papua", "Alexandria's Manshyia district".

A village whose province is told is a place without a point in that province; a quarter told by its city is put on the
city, since a city's point stands for all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from incidents.geocoding.names import fold
from incidents.languages import Mark
from incidents.model import POINT_PRECISIONS, Place, Toponym
from incidents.parsing.text import COMMAS, Sentence

_BY_TEXT = "text"
"""The gazetteer of what the text alone tells."""
_NEXT_TO = 9
"""Words between a name and what it is told to lie in."""
_MOST = 4
"""Names of a list that are told by one province."""


def told_by_holder(s: Sentence, marks: Sequence[Mark]) -> list[Mark]:
    """The toponyms of a sentence, those without a place on what the words beside them say they lie in."""
    return [_told(s, marks, index) if _is_open(mark) else mark for index, mark in enumerate(marks)]


def _told(s: Sentence, marks: Sequence[Mark], index: int) -> Mark:
    mark = marks[index]
    if index and _owns(s, marks[index - 1], mark):
        return _placed(s, mark, marks[index - 1].value.place, part=True)
    near = marks[index + 1 : index + _MOST]
    listed = list(takewhile(_is_open, near))
    after = near[len(listed)] if len(listed) < len(near) else None
    if after and after.value.place and _is_told_in(s, mark, after, listed):
        return _placed(s, mark, after.value.place, part=_says_part(s, mark))
    return mark


def told_again(mark: Mark, known: dict[str, Place]) -> Mark:
    """The same toponym, on the place that the text gives its name elsewhere."""
    place = known.get(mark.value.surface) if _is_open(mark) else None
    return _on(mark, place) if place else mark


def is_unlisted(mark: Mark) -> bool:
    """Is it on a place that only the words beside it tell?"""
    place: Place | None = mark.value.place
    return place is not None and place.gazetteer == _BY_TEXT


def with_land(s: Sentence, mark: Mark) -> Mark:
    """A word for a people with the land it describes, which is a place in its country: "the Afghan capital"."""
    if mark.value.kind != "demonym" or mark.value.place is None:
        return mark
    end = mark.end + 1 if s.word_in("lies_in", mark.end) and not s.word_in("land", mark.end) else mark.end
    named = any(end < m.start <= end + 2 for m in s.of("toponym"))  # "the Syrian city of Homs"
    if named or not s.word_in("land", end):
        return mark
    return Mark("toponym", mark.start, end + 1, replace(mark.value, kind="country"))


def is_land(mark: Mark) -> bool:
    """Is it such a word with the land it describes?"""
    toponym: Toponym = mark.value
    return toponym.kind == "country" and toponym.reason == "its people or things"


def _is_open(mark: Mark) -> bool:
    toponym: Toponym = mark.value
    return toponym.place is None and toponym.kind in ("settlement", "admin")


def _owns(s: Sentence, owner: Mark, part: Mark) -> bool:
    """ "Kabul's Dasht-e-Barchi", "Mogadishu's busy Hodan district": with at most two words between."""
    toponym: Toponym = owner.value
    possessive = toponym.end < s.tokens[owner.end - 1].end and toponym.kind != "demonym"
    near = 0 <= part.start - owner.end <= 2 and all(t.is_word for t in s.tokens[owner.end : part.start])
    area = toponym.place is not None and toponym.place.geo_precision not in POINT_PRECISIONS
    elsewhere = area and part.value.candidates  # "Israel's Gaza policy"
    return possessive and near and toponym.place is not None and not elsewhere


def _is_told_in(s: Sentence, mark: Mark, holder: Mark, listed: Sequence[Mark]) -> bool:
    """Do the words from one toponym to the next say that it lies there? ("Nogolait, in the province of Papua")

    listed: names between them, which lie there, too ("Nogolait and Zorven in Papua").
    """
    others = {i for m in listed for i in range(m.start, m.end)}
    gap = [i for i in range(mark.end, holder.start) if i not in others]
    plain = all(
        s.word(i) in COMMAS
        or s.word_in("lies_in", i)
        or s.word_in("place_kind", i)
        or s.tokens[i].is_capitalised
        or (listed and s.at("grammar.and", i))
        for i in gap
    )
    told = any(s.word(i) in COMMAS or s.at("places.locative", i) for i in gap)
    glued = s.tokens[holder.start].start < holder.value.start
    told = told or glued or (bool(gap) and s.language.direction == "rtl")  # بلبنان, بريف حماة
    return plain and told and len(gap) <= _NEXT_TO and holder.value.kind != "demonym"


def _says_part(s: Sentence, mark: Mark) -> bool:
    """Is it called a part of a town? ("the Zorven neighbourhood of Kabul")"""
    return any(s.word_in("quarter", i) for i in (mark.start - 1, mark.end - 1, mark.end))


def _placed(s: Sentence, mark: Mark, holder: Place, *, part: bool) -> Mark:
    if holder.geo_precision in POINT_PRECISIONS:
        return _on(mark, holder) if part else mark
    is_area = mark.value.kind == "admin" or s.word_in("lies_in", mark.end - 1)  # "Prince George's County"
    return _on(mark, _in_area(mark.value, holder, is_area))


def _on(mark: Mark, place: Place) -> Mark:
    return mark._replace(value=replace(mark.value, place=place))


def _in_area(toponym: Toponym, area: Place, is_area: bool) -> Place:
    """A place without a point, in a country or division."""
    division = area.admin1 if area.geo_precision in ("governorate", "district") else None
    return Place(
        place_id=f"{_BY_TEXT}:{area.country or area.place_id}:{division or ''}:{fold(toponym.surface)}",
        name=toponym.surface,
        kind="admin" if is_area else "settlement",
        geo_precision="district" if is_area else "settlement",
        country=area.country,
        admin1=division,
        admin2=area.admin2 if area.geo_precision == "district" else None,
    )
