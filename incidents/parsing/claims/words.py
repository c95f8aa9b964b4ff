"""What a claim's passage tells besides the event, for linking with other reports: rare words, places, the hour."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

from incidents.geocoding.names import fold
from incidents.languages.rarity import LISTED, rarity, word_key
from incidents.model import HOUR, MENTIONED, ORDINARY, POINT_PRECISIONS, TARGET, Claim
from incidents.parsing.text import Sentence

PASSAGE = 12
"""So many sentences behind a claim still belong to its passage, if no other claim begins one before."""
MOST_WORDS = 80
"""Of a passage; the rarest are kept."""
_MENTIONED = POINT_PRECISIONS | {"district"}
_LONGEST_VENUE = 3
"""So many words before the last belong to the name of a street or a park."""
_NOTICE = frozenset(("copyright", "©"))
_OF_ADDRESSES = frozenset("-@/_#")
"""Signs that touch the parts of addresses and telephone numbers."""


def with_words(
    claims: Sequence[Claim],
    split: Sequence[Sentence],
    title: Sequence[Sentence],
    site: range,
    outlet: frozenset[str],
) -> tuple[Claim, ...]:
    """The claims with their `words`: those of their sentence and of what follows up to the next claim's.

    The title and what stands before the first claim belong to the first.  site: where in the title, and in the line
    of the text that repeats it, the name of the site stands, which tells of no event; a notice of copyright does not.
    outlet: words that are the outlet's own name.
    """
    if not claims:
        return ()
    ends = [s.end for s in split]
    home = {c.claim_id: min(bisect_left(ends, c.start + 1), len(split) - 1) for c in claims}
    begins = sorted(set(home.values()))
    kept: dict[int, tuple[str, ...]] = {}
    headline = list(_texts(title))
    repeated = site if headline == list(islice(_texts(split), len(headline))) else range(0)
    for at, following in zip(begins, [*begins[1:], len(split)], strict=True):
        first = max(0, at - PASSAGE) if at == begins[0] else at
        passage = [(s, repeated) for s in split[first : min(following, at + PASSAGE)]]
        if at == begins[0]:
            passage += [(s, site) for s in title]
        words = _rarest(word for s, outside in passage for word in _words(s, outside) if word not in outlet)
        kept[at] = tuple(sorted({*words, *_setting(split[at])}))
    return tuple(replace(c, words=kept[home[c.claim_id]]) for c in claims)


def _texts(split: Sequence[Sentence]) -> Iterator[str]:
    return (token.text for s in split for token in s.tokens)


def _words(s: Sentence, site: range) -> Iterator[str]:
    """Words that are no place's and no known organisation's; places by their ids, those not known by their names."""
    if any(token.text.lower() in _NOTICE for token in s.tokens):
        return
    for mark in s.of("toponym"):
        if s.tokens[mark.start].start in site:
            continue
        place = mark.value.place
        if place and place.geo_precision in _MENTIONED:
            yield MENTIONED + place.place_id
        if not place:
            yield MENTIONED + _without_kind(fold(mark.value.surface).split())
    yield from (MENTIONED + name for name in _venues(s, site))
    for index, token in enumerate(s.tokens):
        if (
            token.start not in site
            and _may_tell(s, index)
            and not (s.covering("toponym", index) or s.covering("org", index))
        ):
            forms = map(word_key, (token.text, *token.forms))
            key = min(forms, key=lambda form: (rarity(form), form))
            yield key if _is_name(s, index, key) else ORDINARY + key


def _venues(s: Sentence, site: range) -> Iterator[str]:
    """The names of streets, parks, hotels and the like, without the word for what they are."""
    start: int | None = None
    for index, token in enumerate(s.tokens):
        if start is not None and _kinds_of_venue() & {*token.forms} and token.start not in site:
            yield _without_kind([form.forms[0] for form in s.tokens[start : index + 1]])
        named = token.is_capitalised and not s.at("date", index)
        start = None if not named else index if start is None else max(start, index - _LONGEST_VENUE)


def _without_kind(words: Sequence[str]) -> str:
    return " ".join(words[:-1] if len(words) > 1 and words[-1] in _kinds_of_venue() else words)


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
def _lists() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(Path(__file__).with_name("setting.toml").read_text(encoding="utf-8"))


@cache
def _kinds_of_venue() -> frozenset[str]:
    return frozenset(_lists()["venue"]["named"])


@cache
def _settings() -> Mapping[str, str]:
    """Word → what setting.toml lists it under, with its sign."""
    signs = {"hour": HOUR, "target": TARGET}
    return {
        word: sign + kind
        for of, sign in signs.items()
        for kind, words in _lists()[of].items()
        for word in words
    }


def _rarest(words: Iterable[str]) -> tuple[str, ...]:
    told = {word: rarity(word) for word in dict.fromkeys(words)}
    return tuple(sorted((w for w in told if told[w] > 0), key=lambda w: (-told[w], w))[:MOST_WORDS])
