"""How a text, and every phrase of a word list, is cut into tokens, and the form in which words are compared.

Phrases are cut by the same rule as texts, so that no phrase can be listed that a text never gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_PIECE = (
    r"[0-9٠-٩]++(?:[.,٬٫][0-9٠-٩]{1,9})*+(?:st|nd|rd|th)?(?![A-Za-zÀ-ɏ])"  # 1,068  2.5  9th  ٤٩
    r"|(?:[A-Z]\.){2,6}"  # U.S.
    r"|[\u0621-\u063a\u0640-\u064a\u0671-\u06d3][\u0610-\u061a\u0621-\u063a\u0640-\u065f\u0670-\u06d3]*"  # Arabic
    r"|[^\W\d_][\w\u0610-\u061a\u064b-\u065f\u0670]*(?:[-'’‑–][^\W_]\w*)*['’]?"
    r"|\w+"
    r"|--|[^\w\s]"
)
_ARABIC_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")


class Piece(NamedTuple):
    """A word, number or sign with its offsets; text leaves out the signs between the thousands of a number."""

    start: int
    end: int
    text: str


@cache
def _pattern(group_marks: str) -> re.Pattern[str]:
    if not group_marks:
        return re.compile(_PIECE)
    grouped = rf"(?P<grouped>[0-9]{{1,3}}(?:[{re.escape(group_marks)}][0-9]{{3}}){{1,3}}(?!\w|[.,]\d))"
    return re.compile(f"{grouped}|{_PIECE}")


def split(text: str, group_marks: str = "", elisions: tuple[str, ...] = ()) -> Iterator[Piece]:
    """The tokens of a text; a closing apostrophe stays with its word only as a plural possessive.

    group_marks: signs that may stand between the thousands of a number besides comma and point ("1 200").
    elisions: small words with an apostrophe that are tokens of their own before the word they are written onto.
    """
    for match in _pattern(group_marks).finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if cut := elided(word, elisions):
            yield Piece(start, start + cut, word[:cut])
            start, word = start + cut, word[cut:]
        if word[-1:] in ("'", "’") and len(word) > 1 and word[-2] not in "sS":
            end, word = end - 1, word[:-1]
        elif group_marks and match["grouped"]:
            word = "".join(c for c in word if c not in group_marks)
        if word:
            yield Piece(start, end, word)


def elided(word: str, elisions: tuple[str, ...]) -> int:
    """How many letters of a word are a small word written onto it.

    >>> elided("L’Observatoire", ("l'", "d'"))
    2
    """
    if not elisions or ("'" not in word and "’" not in word):
        return 0
    head = normal(word)
    return next((len(small) for small in elisions if head.startswith(small)), 0)


def normal(word: str) -> str:
    """A word as the lists hold it: lower case, straight apostrophe, no Arabic vowel marks or letter variants.

    >>> normal("قُتِلَ"), normal("Observatory’s")
    ('قتل', "observatory's")
    """
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFC", word.replace("’", "'")).lower()
    return _ARABIC_MARKS.sub("", text).translate(_ARABIC_LETTERS)


def plain(word: str) -> str:
    """A listed word in its normal form without the Arabic article: every form of a token has one without it too.

    >>> plain("الهجوم"), plain("ألغام")  # the second has no article, only two letters that look like one
    ('هجوم', 'الغام')
    """
    found = normal(word)
    return found[2:] if word.startswith("ال") and len(found) > 4 else found


def key(phrase: str, elisions: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A listed phrase as it is compared with the forms of tokens.

    >>> key("The Observatory's")
    ('the', "observatory's")
    """
    return tuple(plain(piece.text) for piece in split(phrase, elisions=elisions))
