"""How many people a cell tells: a number, or words as in a text, "more than 20", "20-30", "~20", "dozens"."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import cache
from typing import NamedTuple

from incidents.exchange.importing.cells import CellError, Value, checked, in_western_digits, text_of
from incidents.exchange.importing.words import read_cell, says_nothing
from incidents.model import CountBasis
from incidents.parsing.counting.cardinals import LARGEST, digits
from incidents.parsing.counting.figures import Number, modified_after, numbers
from incidents.parsing.text import Sentence

_SPACED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ '’]\d{3})+)(?![\d.,])")
_ZERO_CENTS = re.compile(r"\d+\.0+")
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:>=|≥|⩾) ?([\d,.]+)"), r"at least \1"),
    (re.compile(r"> ?([\d,.]+)"), r"more than \1"),
    (re.compile(r"(?:<=|≤|⩽) ?([\d,.]+)"), r"up to \1"),
    (re.compile(r"< ?([\d,.]+)"), r"fewer than \1"),
    (re.compile(r"([\d,.]+) ?\+"), r"at least \1"),
    (re.compile(r"(?:~|≈|≃|ca?\.|ca) ?([\d,.]+)"), r"about \1"),
    (re.compile(r"([\d,.]+) ?[-–—] ?([\d,.]+)"), r"\1 to \2"),
)
_BESIDE = ("people", "casualty", "fate", "modifier", "number", "verb_active", "verb_subject")
"""Words that may stand beside a number: "12 dead", «20 قتيلا»."""


class Quantity(NamedTuple):
    """A number of people as in Claim: low, high (None is open) and what it is based on."""

    low: int | None
    high: int | None
    basis: CountBasis


def quantity(value: Value) -> Quantity | None:
    """The number of people a cell tells; None where it says nothing.  Raises CellError, and never guesses."""
    value = checked(value)
    if value is None:
        return None
    if isinstance(value, bool):
        raise CellError(f"“{text_of(value)}” is no number of people")
    if isinstance(value, int | float):
        return _exact(value)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        raise CellError(
            f"“{text_of(value)}” is a date and no number of people: a spreadsheet may have made it of “5-10”"
        )
    text = in_western_digits(text_of(value))
    return None if says_nothing(text) else _told(text)


def _exact(value: float) -> Quantity:
    if not math.isfinite(value) or value != int(value):
        raise CellError(f"“{value:g}” is not a whole number of people")
    number = int(value)
    if number < 0:
        raise CellError(f"“{number}” is below zero")
    if number > LARGEST:
        raise CellError(f"“{value:.15g}” is more people than one cell can mean")
    return Quantity(number, number, "exact")


@cache
def _told(text: str) -> Quantity:
    plain = _SPACED.sub(lambda m: m[1] + re.sub(r"\D", "", m[2]), text)
    if _ZERO_CENTS.fullmatch(plain):
        plain = plain.partition(".")[0]
    if re.fullmatch(r"-[\d.,]+", plain):
        raise CellError(f"“{text}” is below zero")
    number = digits(plain)
    if number is not None:
        return _exact(number)
    if re.fullmatch(r"[\d.,]+", plain):
        raise CellError(f"“{text}” is not a whole number of people")
    found = _in_words(_spelled(plain))
    if found is None:
        raise CellError(f"“{text}” cannot be read as one number of people")
    return found


def _spelled(text: str) -> str:
    """Signs as words: "20+" is "at least 20"; numbers in digits without a year's look."""
    for pattern, words in _SIGNS:
        if pattern.fullmatch(text):
            text = pattern.sub(words, text)
            break
    return re.sub(r"(?<![\d.,])\d{4,9}(?![\d.,])", lambda m: f"{int(m[0]):,}", text)


def _in_words(text: str) -> Quantity | None:
    """The one number that the words of a cell tell, in whatever language they are."""
    for s in read_cell(text):
        found = numbers(s, dict(s.language.numbers["words"]))
        if len(found) != 1:
            continue
        number, end = modified_after(s, found[0], found[0].end)
        if end == found[0].end:
            number, end = _behind(s, number)
        beside = [*range(number.start), *range(end, len(s.tokens))]
        if all(any(s.covering(group, i) for group in _BESIDE) for i in beside) and _fits(number):
            return Quantity(number.low, number.high, number.basis)
    return None


def _behind(s: Sentence, number: Number) -> tuple[Number, int]:
    """The modifier behind the noun: "12 people at least"."""
    for end in range(number.end + 1, len(s.tokens)):
        changed, after = modified_after(s, number, end)
        if after != end:
            return changed, after
    return number, number.end


def _fits(number: Number) -> bool:
    low, high = number.low, number.high
    return (low or 0) <= LARGEST and (high or 0) <= LARGEST and (low is None or high is None or low <= high)
