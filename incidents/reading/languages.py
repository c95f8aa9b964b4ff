"""The language of a text: English, Arabic, or not told."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_SAMPLE_CHARS = 20_000
_ARABIC = re.compile(
    r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"
)
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?")


@cache
def _cues() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))


@cache
def _english_words() -> frozenset[str]:
    return frozenset(_cues()["english"]["words"].split())


def language_code(declared: str | None) -> str | None:
    """ISO 639-1 of a declared language ("en-GB" → "en", "ara" → "ar"); None when it is no such code."""
    written = (declared or "").strip().lower()
    if known := _cues()["codes"].get(written):
        return str(known)
    code = _CODE.fullmatch(written)
    return code[1] if code else None


def in_arabic_script(text: str) -> bool:
    """Is this written in Arabic letters (also in Persian, Urdu …), names in Latin letters apart?"""
    sample = text[:_SAMPLE_CHARS]
    arabic = len(_ARABIC.findall(sample))
    return arabic > 0 and arabic >= _cues()["arabic"]["least_share"] * sum(map(str.isalpha, sample))


def detect_language(text: str) -> str | None:
    """ "ar" by script, "en" by its function words, else None (also for Persian, French …)."""
    sample = text[:_SAMPLE_CHARS]
    cues = _cues()
    if in_arabic_script(text):
        arabic = _ARABIC.findall(sample)
        foreign = sum(map(cues["arabic"]["foreign_letters"].count, arabic))
        return "ar" if foreign < cues["arabic"]["most_foreign"] * len(arabic) else None
    words = _LATIN_WORD.findall(sample.lower())
    english = sum(word in _english_words() for word in words)
    return "en" if words and english >= cues["english"]["least_share"] * len(words) else None
