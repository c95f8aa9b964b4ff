"""Numbers in a sentence: digits, words, vague words and ranges, with what the text says of their precision.

Years, dates, times, ages, ordinals, money, per cent, distances and street numbers are not figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.model import CountBasis
from incidents.parsing.text import Sentence

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")
_MONEY = frozenset("$€£₤¥")
LARGEST = 20_000_000
"""A larger number of people hurt in one report is a misread number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens [start, end); low/high as in Claim, None = open.

    first: the first token of its words without the modifier.
    """

    start: int
    end: int
    first: int
    low: int | None
    high: int | None
    basis: CountBasis
    in_digits: bool = False

    @property
    def value(self) -> int:
        """The number that the text names."""
        return self.low or self.high or 0


def _digits(text: str) -> int | None:
    plain = text.translate(_ARABIC_DIGITS)
    if "." in plain:
        whole, _, rest = plain.partition(".")
        if (
            len(rest) != 3 or "," in rest or len(whole) > 3
        ):  # 1.068 is a thousand in some papers, 2.5 is not a count
            return None
        plain = whole + rest
    if "," in plain and not all(len(part) == 3 for part in plain.split(",")[1:]):
        return None
    plain = plain.replace(",", "")
    return int(plain) if plain.isdecimal() and len(plain) <= 9 else None


def _hyphenated(sentence: Sentence, index: int, words: dict[str, int]) -> int | None:
    parts = sentence.word(index).split("-")
    if len(parts) == 2 and all(p in words for p in parts) and words[parts[0]] >= 20 > words[parts[1]]:
        return words[parts[0]] + words[parts[1]]
    return None


def _cardinal(sentence: Sentence, index: int, words: dict[str, int]) -> tuple[int, int, bool] | None:
    """(value, end, in digits) of the number that begins at a token: "1,068", "twenty-five", "two dozen"."""
    token = sentence.tokens[index]
    end = index + 1
    in_digits = token.text[0].isdecimal()
    if in_digits:
        value = _digits(token.text)
    else:
        mark = sentence.at("number.words", index)
        value = mark.value if mark else _hyphenated(sentence, index, words)
        end = mark.end if mark else end
        follow = sentence.at("number.words", end)
        if value is not None and value >= 20 and value % 10 == 0 and follow and 0 < follow.value < 10:
            value, end = value + follow.value, follow.end
    if value is None:
        return None
    while scale := sentence.at("number.scales", end):
        value, end = value * scale.value, scale.end
        after = end + 1 if sentence.at("grammar.and", end) else end
        rest = sentence.at("number.words", after) if scale.value in (100, 1000) else None
        if rest and rest.value < scale.value and not in_digits:
            value, end = value + rest.value, rest.end
    return (value, end, in_digits) if value <= LARGEST else None


def _is_no_figure(sentence: Sentence, start: int, end: int, value: int, in_digits: bool) -> bool:
    """Is the number a date, time, age, ordinal, sum of money, share, distance or label?"""
    before, after = sentence.word(start - 1), sentence.word(end)
    token = sentence.tokens[start].text
    if sentence.covering("date", start):
        return True
    if before in _MONEY or sentence.word_in("label", start - 1):
        return True
    if in_digits and token[-1].isalpha() and token[-1] not in "0123456789":
        return True  # 9th
    if after == "-" and sentence.has("grammar.age", end + 1, end + 2):
        return True
    if sentence.has("grammar.age", end, end + 1) or sentence.has("grammar.age", start - 1, start):
        return True
    if after == ":" and in_digits and end < len(sentence.tokens) and _touching(sentence, end):
        return True  # 10:30
    if before == ":" and in_digits and start > 1 and _touching(sentence, start - 1):
        return sentence.tokens[start - 2].text.isdecimal()
    if in_digits and 1900 <= value <= 2100 and "," not in token and not _counts_people(sentence, end):
        return True
    if (
        in_digits
        and before == ","
        and after in (",", ".")
        and value < 110
        and sentence.tokens[start - 2].is_capitalised
    ):
        return True  # "Name, 19, of ..."
    return bool(sentence.at("things", end))


def _touching(sentence: Sentence, index: int) -> bool:
    tokens = sentence.tokens
    return (
        index + 1 < len(tokens)
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].text.isdecimal()
    )


def _counts_people(sentence: Sentence, end: int) -> bool:
    return bool(sentence.first("people", end, end + 3) or sentence.first("casualty", end, end + 3))


def _about(value: int) -> tuple[int, int]:
    """ "About N" is N - 10 % to N + 10 %, as the contract's gold has it."""
    return round(value * 0.9), round(value * 1.1)


def _with_modifier(sentence: Sentence, number: Number) -> Number:
    for mark in sentence.of("modifier"):
        if mark.end != number.first:
            continue
        value, kind = number.value, mark.group.partition(".")[2]
        if kind in ("at_least", "more_than"):
            low = value  # as the contract has it: "more than 400" is 400 and no high
            return replace(number, start=mark.start, low=low, high=None, basis="at_least")
        if kind == "up_to":
            return replace(number, start=mark.start, low=0, high=value, basis="up_to")
        if kind == "less_than":
            return replace(number, start=mark.start, low=0, high=value - 1, basis="up_to")
        if kind == "about" and number.basis == "exact":
            low, high = _about(value)
            return replace(number, start=mark.start, low=low, high=high, basis="range")
    return number


def _range(sentence: Sentence, first: Number, second: Number) -> Number | None:
    """ "between 12 and 15", "12 to 15", "12-15"."""
    if (
        second.first - first.end != 1
        or first.basis != "exact"
        or second.basis != "exact"
        or first.value >= second.value
    ):
        return None
    between = sentence.word_in("between", first.first - 1) and sentence.at("grammar.and", first.end)
    if between or (sentence.word_in("to", first.end) and not sentence.word_in("from", first.first - 1)):
        start = first.first - 1 if between else first.first
        return Number(start, second.end, first.first, first.value, second.value, "range", first.in_digits)
    return None


def numbers(sentence: Sentence, words: dict[str, int]) -> list[Number]:
    """The figures of a sentence from left to right.

    words: the language's number words.  "More than 400" gives low 400 and no high; "up to N" 0 to N; a vague
    word its least reading and no high (numbers.vague of the language file).
    """
    out: list[Number] = []
    listed = {mark.start for mark in sentence.of("number")}
    index = 0
    while index < len(sentence.tokens):
        text = sentence.tokens[index].text
        if index not in listed and not text[0].isdecimal() and "-" not in text:
            index += 1
            continue
        if vague := sentence.at("number.vague", index):
            end = vague.end
            exact_before = out and out[-1].end == index
            if not exact_before:
                out.append(Number(index, end, index, vague.value, None, "vague_word"))
            index = end
            continue
        found = _cardinal(sentence, index, words)
        if not found:
            index += 1
            continue
        value, end, in_digits = found
        if not _is_no_figure(sentence, index, end, value, in_digits):
            out.append(Number(index, end, index, value, value, "exact", in_digits))
        index = end
    merged: list[Number] = []
    for number in out:
        joined = _range(sentence, merged[-1], number) if merged else None
        if joined:
            merged[-1] = joined
        else:
            merged.append(number)
    return [_with_modifier(sentence, n) if n.basis != "range" else n for n in merged]
