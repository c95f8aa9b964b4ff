"""One person whom Arabic tells by a nationality alone, right behind what befell them: «استشهاد فلسطيني»."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.parsing.counting.people import Person
from incidents.parsing.text import WRITTEN_ARTICLE, Sentence

_HARM = ("verb_first.killed", "verb_first.injured", "verb_first.abducted", "fate.death_of", "fate.hurt_of")
_ONE = ("ي", "يه")
"""Endings of a nationality in the singular; «ة» is compared as «ه»."""


def nationals(s: Sentence) -> Iterator[Person]:
    """The nationalities of a sentence that stand for one person."""
    if s.language.articles:
        return
    for mark in s.of("toponym"):
        if mark.value.kind != "demonym" or mark.end - mark.start > 1 or mark.start == 0:
            continue
        behind = any(s.ending(group, mark.start) for group in _HARM)
        one = s.word(mark.start).endswith(_ONE) and not s.tokens[mark.start].text.startswith(WRITTEN_ARTICLE)
        if behind and one and not s.has_and(mark.start):
            yield Person(mark.start, mark.end, "a", mark.start)
