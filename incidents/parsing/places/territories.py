"""A territory and a city of one name: beside "Gaza City" and "the Gaza Strip" a bare "Gaza" is the Strip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from incidents.geocoding.names import fold
from incidents.geocoding.resolve import Asked, Resolution

_WIDE, _NARROW = ("governorate", "region"), ("settlement", "district")
_REASON = "the text tells it apart from the town of its name"


def territories(answers: Mapping[Asked, Resolution]) -> dict[Asked, Resolution]:
    """The bare names that mean a territory and no point, where the text names both it and the city.

    The territory bears the name of the city with a word more, in the gazetteer and in the text.
    """
    cities: dict[str, int] = {}
    """A town's name, and the letters of the longest by which the text tells it: "Gaza City", «مدينة غزة»."""
    wholes: dict[tuple[str, str], Resolution] = {}
    """The first word of a territory's name, and a word of it in the text."""
    for asked, answer in answers.items():
        place = answer.place
        if place and place.geo_precision == "settlement":
            size = len(asked.name) + (asked.cue == "settlement")
            cities[place.name] = max(size, cities.get(place.name, 0))
        elif place and place.geo_precision in _WIDE and " " in place.name:
            wholes |= {(place.name.partition(" ")[0], word): answer for word in fold(asked.name).split()}
    out = {}
    for asked, answer in answers.items():
        here = answer.place
        if not here or asked.cue or asked.beside == "settlement" or here.geo_precision not in _NARROW:
            continue
        whole = wholes.get((here.name, fold(asked.name)))
        told_apart = cities.get(here.name, 0) > len(asked.name)
        if told_apart and whole and whole.place and whole.place.country == here.country:
            out[asked] = replace(whole, reason=_REASON)
    return out
