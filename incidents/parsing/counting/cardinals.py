"""How much a number of a text is: digits, words of any size, and both together ("1.2 million").

Number words are read as they are built: "two hundred and five" adds what is smaller than the last place filled,
"three thousand" multiplies, and Arabic puts the units before the tens («خمسة وعشرون»).
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.parsing.text import WRITTEN_AND, Sentence

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")
_NO_NOUN = ("grammar.noun_stop", "grammar.and", "date", "series.preposition")
"""What may stand behind a number that has no noun."""
LARGEST = 20_000_000
"""A larger number of people hurt in one report is a misread number."""


class Cardinal(NamedTuple):
    """A number that ends before token `end`."""

    value: int
    end: int
    in_digits: bool


def cardinal(s: Sentence, index: int, words: dict[str, int]) -> Cardinal | None:
    """The number that begins at a token: "1,068", "1.2 million", "twenty-five", "two dozen"; None for none.

    words: the language's number words.
    """
    found = _with_digits(s, index) if s.tokens[index].text[0].isdecimal() else _in_words(s, index, words)
    found = _with_rest(s, found) if found else None
    return found if found and found.value <= LARGEST else None


def _with_rest(s: Sentence, found: Cardinal) -> Cardinal:
    """«48 ألفا و453», «مليون و200 ألف»: digits behind a word, with the Arabic "and" written onto them."""
    at = found.end + 1
    if at >= len(s.tokens) or s.word(found.end) != WRITTEN_AND or not s.word(at)[0].isdecimal():
        return found
    written = s.tokens[found.end - 1].is_word and s.tokens[at].start == s.tokens[found.end].end
    rest = _with_digits(s, at) if written else None
    if rest is None or not 0 < rest.value < _room(found.value):
        return found
    return Cardinal(found.value + rest.value, rest.end, found.in_digits)


def _with_digits(s: Sentence, index: int) -> Cardinal | None:
    text = s.tokens[index].text.translate(_ARABIC_DIGITS)
    end = index + 1
    scale = s.at("number.scales", end)
    if scale and text.count(".") == 1 and "," not in text:
        whole, _, rest = text.partition(".")
        if whole.isdecimal() and rest.isdecimal() and len(rest) <= 3:
            thousandths = scale.value * int(whole + rest)
            value, left = divmod(thousandths, 10 ** len(rest))
            return Cardinal(value, scale.end, True) if not left else None
    plain = digits(text)
    if plain is None:
        return None
    while scale := s.at("number.scales", end):
        plain, end = plain * scale.value, scale.end
    return Cardinal(plain, end, True)


def digits(text: str) -> int | None:
    """A whole number written in digits; None for anything else, such as 2.5 or 9th.

    >>> digits("1,068"), digits("٤٩"), digits("2.5")
    (1068, 49, None)
    """
    plain = text.translate(_ARABIC_DIGITS)
    if "." in plain:
        whole, _, rest = plain.partition(".")
        if len(rest) != 3 or "," in rest or len(whole) > 3:  # 1.068 is a thousand in some papers
            return None
        plain = whole + rest
    if "," in plain and not all(len(part) == 3 for part in plain.split(",")[1:]):
        return None
    plain = plain.replace(",", "")
    return int(plain) if plain.isdecimal() and len(plain) <= 9 else None


def is_bare(s: Sentence, end: int) -> bool:
    """Has a number that ends before a token no noun of its own: "stopped at 120 on Friday", but not "at 12 houses"?"""
    return end >= len(s.tokens) or not s.tokens[end].is_word or any(s.covering(g, end) for g in _NO_NOUN)


def _in_words(s: Sentence, index: int, words: dict[str, int]) -> Cardinal | None:
    """Words added up group by group: a group is what a thousand or a million multiplies."""
    first = _word(s, index, words)
    if first is None:
        return None
    total, (group, end) = 0, first
    room = _room(group)  # what may still be added to the group is smaller than this
    while True:
        if group >= 1000:
            total, group = total + group, 0
        if (scale := s.at("number.scales", end)) and _multiplies(s, scale.value, group, end):
            group, end, room = group * scale.value, scale.end, _room(scale.value)
            continue
        more = _added(s, end, words, group, room)
        if more is None:
            return Cardinal(total + group, end, False)
        value, end = more
        group += value
        room = min(room, _room(value)) if room else 0


def _word(s: Sentence, index: int, words: dict[str, int]) -> tuple[int, int] | None:
    """(value, end) of one number word, "twenty-five" with a hyphen too."""
    if mark := s.at("number.words", index):
        return mark.value, mark.end
    parts = s.word(index).split("-")
    if len(parts) == 2 and all(p in words for p in parts) and words[parts[0]] >= 20 > words[parts[1]]:
        return words[parts[0]] + words[parts[1]], index + 1
    return None


def _room(value: int) -> int:
    """The place that a number leaves empty: 10 after twenty, 100 after two hundred, 0 after five or fifteen."""
    if value < 20 or value % 10:
        return 0
    return next(place for place in (1_000_000, 1000, 100, 10) if value % place == 0)


def _multiplies(s: Sentence, scale: int, group: int, end: int) -> bool:
    """ "Three hundred", "two dozen" and «ثلاث مئة», but not «خمسة ومئة»."""
    return not _is_attached(s, end) and 0 < group < max(scale, 100)


def _added(s: Sentence, end: int, words: dict[str, int], group: int, room: int) -> tuple[int, int] | None:
    """The next word of a number, which adds to it."""
    attached = _is_attached(s, end)
    told_and = room >= 100 and s.at("grammar.and", end) is not None and not s.word_in("or", end)
    found = _word(s, end + 1 if told_and else end, words)
    if found is None:
        return None
    value = found[0]
    scale = s.at("number.scales", found[1])
    if scale and scale.value <= room <= value * scale.value:
        return None  # "between one hundred and two hundred"
    units_first = attached and 0 < group % 100 < 10 and value in range(20, 100, 10)
    return found if 0 < value < room or units_first else None


def _is_attached(s: Sentence, index: int) -> bool:
    """Is the Arabic "and" written onto the word?"""
    return index < len(s.tokens) and len(s.word(index)) > 2 and s.word(index).startswith(WRITTEN_AND)
