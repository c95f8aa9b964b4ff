"""A model's answer taken in: JSON of the right shape and size, or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from incidents.model import UNITS, Unit
from incidents.opinion.errors import OpinionError

MOST_ANSWERS = 200
"""No text of one piece says more; what comes after is not looked at."""
LONGEST_QUOTE_CHARS = 600
"""A clause is shorter; in half a page one finds any number."""
_LONGEST_PLACE_CHARS = 120
_FENCE = "```"
_THOUGHTS = ("<think>", "</think>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a model says that a text says, not yet looked up there; figures as in Claim."""

    quote: str
    unit: Unit | None = None
    low: int | None = None
    high: int | None = None
    place: str | None = None

    @property
    def has_figure(self) -> bool:
        """Does it give a number of people?"""
        return self.low is not None or self.high is not None


def read_answers(said: str) -> tuple[list[Answer], int]:
    """The answers in what a model said, and how many more were of no use for their shape.

    Raises OpinionError where it is not JSON, with or without thoughts before it and a fence around it, or not of the
    form {"claims": [...]}.
    """
    try:
        listed = json.loads(_bare(said), parse_constant=_no_number)["claims"]
    except (ValueError, RecursionError, LookupError, TypeError):
        listed = None
    if not isinstance(listed, list):
        raise OpinionError("The model's answer is not the JSON that was asked for: choose another model.")
    answers = [_answer(one) for one in listed[:MOST_ANSWERS]]
    good = [answer for answer in answers if answer]
    return good, len(listed) - len(good)


def _bare(said: str) -> str:
    said = said.strip()
    if said.startswith(_THOUGHTS[0]):
        said = said.partition(_THOUGHTS[1])[2].strip()
    if _FENCE in said and not said.startswith("{"):
        said = said.partition(_FENCE)[2].partition("\n")[2].rpartition(_FENCE)[0]
    return said


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _answer(one: Any) -> Answer | None:
    if not isinstance(one, dict):
        return None
    quote, unit, place = one.get("quote"), one.get("unit"), one.get("place")
    low, high = one.get("low"), one.get("high")
    if not isinstance(quote, str) or not 0 < len(quote.strip()) <= LONGEST_QUOTE_CHARS:
        return None
    if unit is not None and unit not in UNITS:
        return None
    if not _is_count(low) or not _is_count(high) or (low is not None and high is not None and low > high):
        return None
    if place is not None and not (isinstance(place, str) and len(place) <= _LONGEST_PLACE_CHARS):
        return None
    place = place.strip() or None if place else None
    return Answer(quote=quote.strip(), unit=unit, low=low, high=high, place=place)


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
