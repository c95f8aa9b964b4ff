"""Names of people and groups that no list knows, by their capital letters: only beside words that ask for a name."""

from __future__ import annotations

from incidents.parsing.actors.actor_phrases import Actor
from incidents.parsing.text import Sentence

_LONGEST = 7
"""Words at most of a name."""
_HEADLINE = 5
"""Words at least of a sentence that may be a headline."""
_MOST = 0.6
"""A greater share of words with a capital makes it one."""
_NO_NAMES = (
    "date",
    "say",
    "status",
    "grammar.be",
    "event",
    "casualty",
    "people",
    "things",
    "act",
    "verb_object",
)


def person(s: Sentence, at: int, text: str, *, ending: bool = False) -> Actor | None:
    """A name of at least two words that begins at a token, or ends before it; no place, date or other body."""
    span = name_before(s, at) if ending else name_after(s, at)
    if span is None or span[1] - span[0] < 2 or any(s.covering("org", i) for i in range(*span)):
        return None
    return named(s, *span, text)


def named(s: Sentence, start: int, end: int, text: str) -> Actor:
    """A name as an actor."""
    name = " ".join(s.text(start, end, text).split()).removesuffix("'s").removesuffix("’s")
    return Actor(start, end, name, known=True)


def name_before(s: Sentence, at: int) -> tuple[int, int] | None:
    """Tokens of the name that ends before a token."""
    first = at
    while first > 0 and at - first < _LONGEST and _in_name(s, first - 1):
        first -= 1
    return _trimmed(s, first, at)


def name_after(s: Sentence, at: int) -> tuple[int, int] | None:
    """Tokens of the name that begins at a token."""
    last = at
    while last < len(s.tokens) and last - at < _LONGEST and _in_name(s, last):
        last += 1
    return _trimmed(s, at, last)


def _trimmed(s: Sentence, first: int, last: int) -> tuple[int, int] | None:
    while first < last and (not s.tokens[first].is_capitalised or s.word(first) in s.language.articles):
        first += 1
    while last > first and not s.tokens[last - 1].is_capitalised:
        last -= 1
    return (first, last) if last > first and not is_shouted(s) else None


def is_shouted(s: Sentence) -> bool:
    """Is the sentence written in capitals, or as a headline Where Most Words Have One, so that they tell no names?"""
    words = [t for t in s.tokens if t.is_word]
    capitals = sum(t.is_capitalised for t in words)
    return len(words) >= _HEADLINE and capitals > _MOST * len(words)


def _in_name(s: Sentence, at: int) -> bool:
    token = s.tokens[at]
    if not token.is_word or s.word_in("no_name", at) or any(s.covering(g, at) for g in _NO_NAMES):
        return False
    mark = s.covering("toponym", at)
    if mark and mark.value.kind not in ("in_organisation", "demonym"):
        return False
    return token.is_capitalised or s.word_in("name_particle", at)
