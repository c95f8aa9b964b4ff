"""The language of a text, where we have word lists for it; else not told."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from incidents.languages import available, load

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
def _small_words() -> dict[str, frozenset[str]]:
    """The small words of each language that is told by them."""
    return {code: words for code in available() if (words := load(code).reading)}


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
    """ "ar" by script, another language that we have word lists for by its small words, else None."""
    sample = text[:_SAMPLE_CHARS]
    cues = _cues()
    if in_arabic_script(text):
        arabic = _ARABIC.findall(sample)
        foreign = sum(map(cues["arabic"]["foreign_letters"].count, arabic))
        return "ar" if foreign < cues["arabic"]["most_foreign"] * len(arabic) else None
    words = _LATIN_WORD.findall(sample.lower())
    told = {code: sum(word in own for word in words) for code, own in _small_words().items()}
    best = max(told, key=lambda code: told[code])
    return best if words and told[best] >= cues["words"]["least_share"] * len(words) else None
