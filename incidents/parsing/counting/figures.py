"""Numbers in a sentence: digits, words, vague words and ranges, with what the text says of their precision.

Years, dates, times, ages, ordinals, money, per cent, distances and the numbers of streets and brigades are not figures.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.languages import Mark
from incidents.model import CountBasis
from incidents.parsing.counting.cardinals import cardinal
from incidents.parsing.counting.numbered import is_number_of_body
from incidents.parsing.text import COMMAS, DASHES, Sentence

_MONEY = frozenset("$€£₤¥")
_STREET = 5
"""Words at most from the number of a house to "Street"."""
_ASIDE_ENDS = DASHES | {")"}
"""What may stand behind the age of a person told by name, besides a comma."""
_HIGH = 100
"""From so many on a number before a name may be that of a house."""


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

    @property
    def is_silent(self) -> bool:
        """Does no number tell it: "a man", "a farmer and his sons"?"""
        return self.start == self.end


def silent(at: int, low: int = 1, high: int | None = 1, basis: CountBasis = "exact") -> Number:
    """The number of people who are told without one from a token on, of a single person unless said otherwise."""
    return Number(at, at, at, low, high, basis)


def _is_behind_age(sentence: Sentence, start: int) -> bool:
    """ "Two men, aged 34 and 29, died": a number behind the word, or one without a noun that its list goes on with."""
    first, end = start, start + 1
    if end >= len(sentence.tokens) or not sentence.tokens[end].is_word:
        while sentence.word(first - 2).isdecimal() and (
            sentence.word(first - 1) in COMMAS or sentence.at("grammar.and", first - 1)
        ):
            first -= 2
    return sentence.at("grammar.age", first - 1) is not None


def _is_no_figure(sentence: Sentence, start: int, end: int, value: int, in_digits: bool) -> bool:
    """Is the number a date, time, age, ordinal, sum of money, share, distance or label?"""
    before, after = sentence.word(start - 1), sentence.word(end)
    token = sentence.tokens[start].text
    if sentence.covering("date", start):
        return True
    if before in _MONEY or sentence.word_in("label", start - 1) or is_number_of_body(sentence, start):
        return True
    if in_digits and token[-1].isalpha() and token[-1] not in "0123456789":
        return True  # 9th
    if after == "-" and _is_compound(sentence, end):
        return True  # 15-year-old, 50-caliber
    if sentence.at("grammar.age", end) or _is_behind_age(sentence, start):
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
        and (after in (",", ".") or (after in _ASIDE_ENDS and sentence.covering("name", start - 2)))
        and value < 110
        and sentence.tokens[start - 2].is_capitalised
    ):
        return True  # "Name, 19, of ..."
    if before == "/" or after == "/" or _ends_range_of_ages(sentence, start) or _is_in_score(sentence, start):
        return True
    if in_digits and value > 2 and sentence.at("series.pair", start - 1):
        return True  # "the victims, both 22"
    if (
        in_digits
        and value > 1
        and (sentence.word_in("indefinite", start - 1) or _is_of_house(sentence, end, value))
    ):
        return True  # "a 911 call", "2501 Carter Hill Road"
    return counts_things(sentence, end)


def counts_things(sentence: Sentence, index: int) -> bool:
    """Does a noun that is no person stand here: "houses", but not "village guards"?"""
    thing = sentence.at("things", index)
    if thing is None or sentence.at("people", index) or sentence.is_led(index):
        return False
    singular = "plural" in sentence.language.suffixes and not sentence.ends_with("plural", thing.end - 1)
    return not (singular and sentence.at("people", thing.end))


def _ends_range_of_ages(sentence: Sentence, start: int) -> bool:
    """ "aged 12 to 14"."""
    return sentence.word_in("to", start - 1) and sentence.at("grammar.age", start - 3) is not None


def _touching(sentence: Sentence, index: int) -> bool:
    tokens = sentence.tokens
    return (
        index + 1 < len(tokens)
        and tokens[index].end == tokens[index + 1].start
        and tokens[index + 1].text.isdecimal()
    )


def _is_of_house(sentence: Sentence, index: int, value: int) -> bool:
    """Does a street's name follow a number that is high for a count: "2501 Carter Hill Road"?"""
    for at in range(index, min(index + _STREET, len(sentence.tokens)) if value >= _HIGH else index):
        if not (sentence.tokens[at].is_capitalised or sentence.tokens[at].text[0].isdecimal()):
            return False
        if at > index and sentence.word_in("street", at):
            return True
    return False


def _is_in_score(sentence: Sentence, index: int) -> bool:
    """Either side of "7-0", which is no range."""
    for at in (index, index - 2):
        sides = sentence.tokens[at : at + 3] if at >= 0 else ()
        if (
            len(sides) == 3
            and sides[1].text in "-–"
            and sides[0].text.isdecimal()
            and _touching(sentence, at + 1)
        ):
            return int(sides[0].text) > int(sides[2].text) and sides[0].end == sides[1].start
    return False


def _is_compound(sentence: Sentence, index: int) -> bool:
    """Is a hyphen written onto the words on both its sides?"""
    tokens = sentence.tokens
    if index + 1 >= len(tokens):
        return False
    if sentence.at("grammar.age", index + 1):
        return True
    following = tokens[index + 1]
    touching = tokens[index - 1].end == tokens[index].start and tokens[index].end == following.start
    return touching and following.is_word and not sentence.at("number", index + 1)


def _counts_people(sentence: Sentence, end: int) -> bool:
    return bool(sentence.first("people", end, end + 3) or sentence.first("casualty", end, end + 3))


def _is_number(sentence: Sentence, index: int) -> bool:
    return index < len(sentence.tokens) and (
        sentence.tokens[index].text[0].isdecimal() or sentence.at("number", index) is not None
    )


def _about(value: int) -> tuple[int, int]:
    """ "About N" is N - 10 % to N + 10 %, as the contract's gold has it."""
    return round(value * 0.9), round(value * 1.1)


def _with_modifier(sentence: Sentence, number: Number) -> Number:
    mark = next(iter(sentence.ending("modifier", number.first)), None)
    return replace(_modified(number, mark), start=mark.start) if mark else number


def modified_after(sentence: Sentence, number: Number, end: int) -> tuple[Number, int]:
    """The number as a modifier behind its noun makes it, and where that ends: "12 people at least"."""
    mark = sentence.at("modifier_after", end)
    if mark is None or number.basis != "exact" or _is_number(sentence, mark.end):
        return number, end  # "12 people, at least three of them ..." is no such case
    return _modified(number, mark), mark.end


def _modified(number: Number, mark: Mark) -> Number:
    value, kind = number.value, mark.group.partition(".")[2]
    if kind in ("at_least", "more_than"):  # as the contract has it: "more than 400" is 400 and no high
        return replace(number, low=value, high=None, basis="at_least")
    if kind == "up_to":
        return replace(number, low=0, high=value, basis="up_to")
    if kind == "less_than":
        return replace(number, low=0, high=max(value - 1, 0), basis="up_to")
    if number.basis == "exact":
        low, high = _about(value)
        return replace(number, low=low, high=high, basis="range")
    return number


def _range(sentence: Sentence, first: Number, second: Number) -> Number | None:
    """ "between 12 and 15", "12 to 15", "12-15", "three or four"."""
    gap = second.first - first.end
    exact = first.basis == second.basis == "exact"
    if gap not in (0, 1) or not exact or first.value >= second.value:
        return None
    # In «بين خمسة وعشرة» the "and" is written onto the second number.
    joined = gap == 0 or sentence.at("grammar.and", first.end)
    between = sentence.word_in("between", first.first - 1) and joined
    upto = gap == 1 and sentence.word_in("to", first.end) and not sentence.word_in("from", first.first - 1)
    either = gap == 1 and sentence.word_in("or", first.end) and second.value <= 2 * first.value
    if between or upto or either:
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
        found = cardinal(sentence, index, words)
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
