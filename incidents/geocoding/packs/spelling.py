"""Names as they are shown, and which of a source's names a text may use."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from incidents.geocoding.names import fold, is_arabic
from incidents.geocoding.place_words import place_words
from incidents.legible import INVISIBLE

_LATIN = re.compile(r"[\u0000-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2018\u2019]+")
_UNWRITTEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]+")
"""Control characters that are no space, and halves of characters."""
_LONGEST = 100
_JOINED = re.compile(r"[EeAa]l\w{3,}")
"""A word with the article written onto it; "Elias" is one too, so that the Arabic must say so."""


@lru_cache(maxsize=4096)
def clean(name: str) -> str:
    """The name on one line and without what nobody sees; empty where it has no letter."""
    shown = " ".join(_UNWRITTEN.sub("", INVISIBLE.sub("", name)).split())
    return shown if any(map(str.isalpha, shown)) else ""


def readable(name: str) -> bool:
    """Is it a name in Latin or Arabic letters, and neither a code in capitals nor a search form in small letters?"""
    if not 3 <= len(name) <= _LONGEST:
        return False
    cased = name not in (name.lower(), name.upper())
    return is_arabic(name) or (cased and bool(_LATIN.fullmatch(name)))


def with_article(latin: str, arabic: str) -> str | None:
    """`Tal Elzorven` as `Tal El-zorven` where the Arabic (`تل الزورفن`) has the article there, too; else None."""
    words, arabic_words = latin.split(), arabic.split()
    if len(words) != len(arabic_words):
        return None
    parted = [
        f"{w[:2]}-{w[2:]}" if a.startswith("ال") and _JOINED.fullmatch(w) else w
        for w, a in zip(words, arabic_words, strict=True)
    ]
    return " ".join(parted) if parted != words else None


def names_division(name: str) -> bool:
    """Does a name say that it is a division's ("Latakia Governorate")?  Some lists give it to the city as well."""
    heads, tails = _kinds(settlements=False)
    words = fold(name).split()
    return len(words) > 1 and (words[0] in heads or words[-1] in tails)


def without_kind(name: str) -> str:
    """The folded name without the word for its kind and the word for "centre of"."""
    heads, tails = _kinds(settlements=True)
    words = fold(name).split()
    while len(words) > 1 and words[0] in heads:
        words = words[1:]
    while len(words) > 1 and words[-1] in tails:
        words = words[:-1]
    return " ".join(words)


@cache
def _kinds(*, settlements: bool) -> tuple[frozenset[str], frozenset[str]]:
    """Words for kinds of places before and after a name, with those of settlements or without."""
    lists = [place_words(language) for language in ("en", "ar")]
    heads = {w for part in lists for w, cue in part.before.items() if settlements or cue != "settlement"}
    tails = {w for part in lists for w, cue in part.after.items() if settlements or cue != "settlement"}
    return frozenset(heads | _division_words()), frozenset(tails)


@cache
def _division_words() -> frozenset[str]:
    text = (Path(__file__).parent / "features.toml").read_text(encoding="utf-8")
    return frozenset(fold(word) for word in tomllib.loads(text)["division_words"])
