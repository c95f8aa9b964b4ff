"""Spellings of place names: what is the same name, and what may be the same name where the context says so.

Two keys, both pure functions of the name:

`fold`   the same name in another dress: case, accents, hyphens, apostrophes, Arabic letter forms.
`loose`  another transliteration of the same Arabic name: article, doubled letters, vowel spellings and
         endings (`Al-Mukhtareyah` and `Mukhtariya`).  Two different villages can share it, so it only ever
         counts together with context (see `incidents.geocoding.resolve`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
"""One word: letters, with any accents or vowel marks between them."""

_SKIPPED = re.compile("['’‘ʼʻ`´ʿʾ′\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Apostrophes, and the marks that nobody sees; not U+200C, which parts the halves of a Persian name."""
_ASCII_APOSTROPHES = str.maketrans("", "", "'`")
_SEPARATORS = re.compile(r"[^\w]+|_")
_LETTERS = str.maketrans(
    {"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": None}
    | {"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "Æ": "AE", "ə": "a"}
)
"""Letters that are the same to a reader and that no Unicode normalisation makes one."""

ARTICLES = frozenset("al el ul ad adh ar as ash at ath an az aj il".split())
"""The Arabic article as English texts write it, assimilated or not."""


def is_arabic(text: str) -> bool:
    """Is it written in Arabic letters?"""
    return bool(ARABIC_LETTER.search(text))


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """The key under which spellings that differ only in dress are the same name."""
    if name.isascii():
        return _SEPARATORS.sub(" ", name.translate(_ASCII_APOSTROPHES).lower()).strip()
    bare = unicodedata.normalize("NFKD", _SKIPPED.sub("", name).translate(_LETTERS))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    bare = unicodedata.normalize("NFKD", bare).translate(_LETTERS)
    return _SEPARATORS.sub(" ", _SKIPPED.sub("", bare)).strip()


def plain(name: str) -> str:
    """The name without accents and half rings: `Ḩamāh` → `Hamah`, `I‘zāz` → `Izaz`."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[‘’ʼʻʿʾ]", "", bare)


def without_article(key: str) -> str:
    """A folded key without the Arabic article at its head; the key itself where it has none."""
    if is_arabic(key):
        return key[2:] if key.startswith("ال") and len(key) > 4 else key
    head, _, rest = key.partition(" ")
    return rest if head in ARTICLES and rest else key


def keys(name: str) -> tuple[str, ...]:
    """The keys under which the index keeps a name: as it stands, and without its article."""
    key = fold(name)
    bare = without_article(key)
    return (key,) if bare == key else (key, bare)


PROCLITICS = (
    "وبال",
    "وال",
    "بال",
    "كال",
    "فال",
    "ولل",
    "لل",
    "وب",
    "ول",
    "وك",
    "فب",
    "و",
    "ف",
    "ب",
    "ل",
    "ك",
)
"""What Arabic writes onto the front of a word: and, so, in, to, like; with or without the article."""


def arabic_readings(word: str) -> tuple[tuple[int, str], ...]:
    """Ways to read a word as a name with something written onto it: (letters to drop, folded name).

    The word itself comes first.  Where the article is swallowed (`للاذقية`, `بالقدموس`), the name is given without it,
    as `keys` also keeps it.
    """
    readings = [(0, fold(word))]
    fitting = (c for c in PROCLITICS if word.startswith(c) and len(word) - len(c) >= 3)
    readings.extend((len(clitic), fold(word[len(clitic) :])) for clitic in fitting)
    return tuple(readings)


_LOOSE_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?:iyy|iy|ey|ay|i)(?:ah|eh|a|e)$", "y"),  # -iyah, -iyeh, -eyah, -ia
        (r"(?:ah|eh|a|e|h)$", ""),  # -ah, -eh, -a
        (r"ch", "sh"),
        (r"dj", "j"),
        (r"gh", "g"),
        (r"q", "k"),
        (r"ai|ay|ei|ey|ae", "y"),
        (r"ou|oo|ow(?=[^aeiou]|$)|aw(?=[^aeiou]|$)|au|o", "u"),
        (r"ee|iy|i(?=[aeu])|e", "i"),
        (r"ii|yi|iy", "i"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def loose(name: str) -> str:
    """The key that other transliterations of a name share; empty where too little would be left of it."""
    key = fold(name)
    if is_arabic(key):
        words = [without_article(w) for w in key.split()]
        out = " ".join(w[:1] + w[1:].replace("ا", "") for w in words)
        return out if len(out) >= 3 else ""
    words = [w for w in key.split() if w not in ARTICLES] or key.split()
    out = "".join(_loose_word(w) for w in words)
    return out if len(out) >= 3 else ""


def skeleton(name: str) -> str:
    """The consonants of a loose key; weaker still, so it counts only where one place alone fits the context."""
    key = loose(name)
    out = key[:1] + re.sub("[aeiuوي]", "", key[1:])
    return out if len(out) >= 4 else ""


def _loose_word(word: str) -> str:
    for pattern, to in _LOOSE_RULES:
        word = pattern.sub(to, word)
    return word
