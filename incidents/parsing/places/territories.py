"""A territory and a city of one name: beside "Gaza City" and "the Gaza Strip" a bare "Gaza" is the Strip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from incidents.geocoding.names import fold
from incidents.geocoding.resolve import Asked, Resolution

_REASON = "the text tells it apart from the town of its name"


def territories(answers: Mapping[Asked, Resolution]) -> dict[Asked, Resolution]:
    """The bare names that mean a territory and no point, where the text names both it and the city.

    The territory bears the name of the city with a word more, in the gazetteer and in the text.
    """
    cities: dict[
        str, int
    ] = {}  # a town's name -> letters of the longest by which the text tells it as a town
    wholes: dict[
        tuple[str, str], Resolution
    ] = {}  # (first word of its name, a word of the text's) -> the territory
    for asked, answer in answers.items():
        place = answer.place
        if place and place.geo_precision == "settlement":
            size = len(asked.name) + (asked.cue == "settlement")  # "Gaza City", «مدينة غزة»
            cities[place.name] = max(size, cities.get(place.name, 0))
        elif place and place.geo_precision in ("governorate", "region") and " " in place.name:
            wholes |= {(place.name.partition(" ")[0], word): answer for word in fold(asked.name).split()}
    out = {}
    for asked, answer in answers.items():
        here = answer.place
        if not here or asked.cue or asked.beside == "settlement":
            continue
        whole = wholes.get((here.name, fold(asked.name)))
        if (
            whole
            and cities.get(here.name, 0) > len(asked.name)
            and here.geo_precision in ("settlement", "district")
        ):
            out[asked] = replace(whole, reason=_REASON)
    return out
