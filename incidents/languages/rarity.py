"""How rare a word is in ordinary texts: what two reports share by chance, and what says that they tell of one event."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from math import log10

from wordfreq import get_frequency_dict

from incidents.languages.language import available
from incidents.model import HOUR, MENTIONED, ORDINARY, TARGET

COMMON = 5.0
"""A word on the Zipf scale (times in 10^9 words, as a power of ten) from which on it says nothing: "police"."""
RAREST = 1.5
"""Words below this, or in no list, are one as rare as the other."""
LISTED = 2.0
"""The rarity that words of the lists reach."""
ORDINARY_SHARE = 0.3
"""A word that is no name says so much of what a name says: any two reports of shootings share "gunshot"."""
TOGETHER = 0.7
"""A name of several words says more than its words do, by so much for each further one."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = "ال"
_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي")


@lru_cache(maxsize=1 << 18)
def word_key(word: str) -> str:
    """A word for comparing: small letters, no accents, possessive or Arabic article.

    >>> word_key("Milford’s")
    'milford'
    """
    word = word.lower().replace("’", "'").removesuffix("'s").strip("'")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.translate(_LETTERS)
        if word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 2:
            word = word.removeprefix(_ARTICLE)
    return word


def is_known(mention: str) -> bool:
    """Is a mention that of a place by its id, and not by its name alone?"""
    return ":" in mention.removeprefix(MENTIONED)


@lru_cache(maxsize=1 << 18)
def rarity(key: str) -> float:
    """How much a word shared by two texts says, 0 (nothing: every text has it) to COMMON - RAREST.

    key: from `word_key`, or with a sign before it as in `Claim.words`.  Numbers count by their
    length; a year says nothing.
    """
    if key.startswith(MENTIONED):
        name = key.removeprefix(MENTIONED)
        together = sum(rarity(part) + TOGETHER for part in name.split()) - TOGETHER
        return COMMON - RAREST if is_known(key) else max(0.0, min(together, COMMON - RAREST))
    if key.startswith((HOUR, TARGET)):
        return 0.0
    if key.startswith(ORDINARY):
        return ORDINARY_SHARE * rarity(key.removeprefix(ORDINARY))
    if key.isdecimal():
        return 0.0 if _YEAR.fullmatch(key) else min(max(len(key) - 2.0, 0.0), 2.0)
    return max(0.0, COMMON - max(RAREST, _frequencies().get(key, RAREST)))


@cache
def _frequencies() -> dict[str, float]:
    """Word → its place on the Zipf scale, the greatest of the languages that reports are read in."""
    found: dict[str, float] = {}
    for language in available():
        for word, share in get_frequency_dict(language, "small").items():
            key = word_key(word)
            zipf = log10(share) + 9
            if zipf > found.get(key, 0.0):
                found[key] = zipf
    return found
