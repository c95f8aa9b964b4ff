"""What a claim's passage tells besides the event, for linking with other reports: rare words, places, the hour."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from incidents.languages.rarity import LISTED, rarity, word_key
from incidents.model import HOUR, MENTIONED, ORDINARY, POINT_PRECISIONS, TARGET, Claim
from incidents.parsing.text import Sentence

PASSAGE = 12
"""So many sentences behind a claim still belong to its passage, if no other claim begins one before."""
MOST_WORDS = 80
"""Of a passage; the rarest are kept."""
_MENTIONED = POINT_PRECISIONS | {"district"}
_OF_ADDRESSES = frozenset("-@/_#")
"""Signs that touch the parts of addresses and telephone numbers."""


def with_words(
    claims: Sequence[Claim], split: Sequence[Sentence], title: Sequence[Sentence]
) -> tuple[Claim, ...]:
    """The claims with their `words`: those of their sentence and of what follows up to the next claim's.

    The title and what stands before the first claim belong to the first.
    """
    if not claims:
        return ()
    ends = [s.end for s in split]
    home = {c.claim_id: min(bisect_left(ends, c.start + 1), len(split) - 1) for c in claims}
    begins = sorted(set(home.values()))
    kept: dict[int, tuple[str, ...]] = {}
    for at, following in zip(begins, [*begins[1:], len(split)], strict=True):
        first = max(0, at - PASSAGE) if at == begins[0] else at
        passage = [*(title if at == begins[0] else ()), *split[first : min(following, at + PASSAGE)]]
        words = _rarest(word for s in passage for word in _words(s))
        kept[at] = tuple(sorted({*words, *_setting(split[at])}))
    return tuple(replace(c, words=kept[home[c.claim_id]]) for c in claims)


def _words(s: Sentence) -> Iterator[str]:
    """Words that are no place's and no known organisation's; places that are known, by their ids."""
    for mark in s.of("toponym"):
        place = mark.value.place
        if place and place.geo_precision in _MENTIONED:
            yield MENTIONED + place.place_id
    for index, token in enumerate(s.tokens):
        if _may_tell(s, index) and not (s.covering("toponym", index) or s.covering("org", index)):
            forms = map(word_key, (token.text, *token.forms))
            key = min(forms, key=lambda form: (rarity(form), form))
            yield key if _is_name(s, index, key) else ORDINARY + key


def _may_tell(s: Sentence, index: int) -> bool:
    """Is it a word or a number of its own, and no part of an address or a telephone number?"""
    token, beside = s.tokens[index], s.tokens[max(0, index - 1) : index + 2]
    if len(token.text) < 2 or not (token.text[0].isalpha() or token.text[0].isdecimal()):
        return False
    return not any(t.text in _OF_ADDRESSES and (t.end == token.start or t.start == token.end) for t in beside)


def _is_name(s: Sentence, index: int, key: str) -> bool:
    """Is it written as a name or a number?  What begins a sentence is one only where no word list has it."""
    first = s.tokens[index].text[0]
    return first.isdecimal() or (first.isupper() and (index > 0 or rarity(key) > LISTED))


def _setting(s: Sentence) -> Iterator[str]:
    """The parts of the day and the kinds of places that a sentence names, by their signs."""
    known = _settings()
    yield from (known[form] for token in s.tokens for form in token.forms if form in known)


@cache
def _settings() -> Mapping[str, str]:
    """Word → what setting.toml lists it under, with its sign."""
    table = tomllib.loads(Path(__file__).with_name("setting.toml").read_text(encoding="utf-8"))
    signs = {"hour": HOUR, "target": TARGET}
    return {
        word: signs[of] + kind
        for of, kinds in table.items()
        for kind, words in kinds.items()
        for word in words
    }


def _rarest(words: Iterable[str]) -> tuple[str, ...]:
    told = {word: rarity(word) for word in dict.fromkeys(words)}
    return tuple(sorted((w for w in told if told[w] > 0), key=lambda w: (-told[w], w))[:MOST_WORDS])
