"""The names and other rare words of the passage that a claim stands in, for linking with other reports."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from incidents.geocoding.names import is_arabic
from incidents.languages.rarity import rarity, word_key
from incidents.model import Claim
from incidents.parsing.text import Sentence, Token

PASSAGE = 12
"""So many sentences behind a claim still belong to its passage, if no other claim begins one before."""
MOST_WORDS = 60
"""Of a claim; the rarest are kept."""


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
    passages: dict[int, list[str]] = {}
    for at, following in zip(begins, [*begins[1:], len(split)], strict=True):
        first = 0 if at == begins[0] else at
        words = _rare(split[max(first, at - PASSAGE) : min(following, at + PASSAGE)])
        passages[at] = (_rare(title) if at == begins[0] else []) + words
    kept = {at: _rarest(words) for at, words in passages.items()}
    return tuple(replace(c, words=kept[home[c.claim_id]]) for c in claims)


def _rare(sentences: Iterable[Sentence]) -> list[str]:
    return [
        key
        for s in sentences
        for t in s.tokens
        if _may_tell(t) and rarity(key := word_key(t.text)) > 0
    ]


def _may_tell(token: Token) -> bool:
    """A name or a number; every word where names are not written with capitals."""
    first = token.text[0]
    return first.isupper() or first.isdecimal() or (len(token.text) > 2 and is_arabic(token.text))


def _rarest(words: Iterable[str]) -> tuple[str, ...]:
    different = dict.fromkeys(words)
    return tuple(sorted(sorted(different, key=lambda w: (-rarity(w), w))[:MOST_WORDS]))
