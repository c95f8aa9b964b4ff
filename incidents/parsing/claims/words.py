"""What a claim's passage names besides the event: rare words, and places, for linking with other reports."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from incidents.geocoding.names import is_arabic
from incidents.languages.rarity import rarity, word_key
from incidents.model import MENTIONED, POINT_PRECISIONS, Claim
from incidents.parsing.text import Sentence, Token

PASSAGE = 12
"""So many sentences behind a claim still belong to its passage, if no other claim begins one before."""
MOST_WORDS = 60
"""Of a passage; the rarest are kept."""
_MENTIONED = POINT_PRECISIONS | {"district"}


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
        kept[at] = _rarest(word for s in passage for word in _words(s))
    return tuple(replace(c, words=kept[home[c.claim_id]]) for c in claims)


def _words(s: Sentence) -> Iterator[str]:
    """Names and numbers that are no place's and no known organisation's; places that are known, by their ids."""
    for mark in s.of("toponym"):
        place = mark.value.place
        if place and place.geo_precision in _MENTIONED:
            yield MENTIONED + place.place_id
    for index, token in enumerate(s.tokens):
        if _may_tell(token) and not (s.covering("toponym", index) or s.covering("org", index)):
            yield word_key(token.text)


def _may_tell(token: Token) -> bool:
    """Is it written as a name or a number?  Any word is where names have no capitals."""
    first = token.text[0]
    return first.isupper() or first.isdecimal() or (len(token.text) > 2 and is_arabic(token.text))


def _rarest(words: Iterable[str]) -> tuple[str, ...]:
    told = {word: rarity(word) for word in dict.fromkeys(words)}
    kept = sorted((w for w in told if told[w] > 0), key=lambda w: (-told[w], w))
    return tuple(sorted(kept[:MOST_WORDS]))
