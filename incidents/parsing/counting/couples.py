"""Two people whom a noun counts by itself: "an elderly couple", "twins", "twin brothers"."""

from __future__ import annotations

from incidents.parsing.counting.figures import modified_after, silent
from incidents.parsing.counting.people import Count, category_of
from incidents.parsing.text import Sentence

_ADJECTIVES = 3
"""So many words may stand between the article and "couple"."""


def couples(s: Sentence) -> list[Count]:
    """The counts of two that a noun tells, from left to right."""
    if not s.language.words["couple"]:
        return []
    spans = [span for i in range(len(s.tokens)) if (span := _couple(s, i) or _twins(s, i))]
    return [_count(s, start, end) for start, end in spans if not _is_known(s, start)]


def _is_known(s: Sentence, start: int) -> bool:
    """ "The couple": behind the first sentence, people told before, who are counted there."""
    return s.index > 0 and (s.word_in("the", start - 1) or s.at("retold.the", start - 1) is not None)


def _count(s: Sentence, start: int, end: int) -> Count:
    marks = [m for i in range(start, end) if (m := s.at("people", i))]
    two, last = modified_after(s, silent(start, 2, 2), end)
    return Count(start, last, two, category_of(marks), True)


def _couple(s: Sentence, index: int) -> tuple[int, int] | None:
    """ "The couple", "a young married couple", but not "a couple of days", "a couple soldiers"."""
    if not s.word_in("couple", index) or _owns(s, index):
        return None
    goes_on = ("grammar.of", "people", "things", "number", "date")
    if any(s.at(group, index + 1) for group in goes_on):
        return None
    for lead in range(index - 1, max(-1, index - 2 - _ADJECTIVES), -1):
        if s.word(lead) in s.language.articles:
            return lead + 1, index + 1
        if not s.tokens[lead].is_word or s.at("grammar.noun_stop", lead) or s.covering("number", lead):
            return None
    return None


def _twins(s: Sentence, index: int) -> tuple[int, int] | None:
    """ "Twins", "twin brothers", but not "two sets of twins", "three twins"."""
    counted = index and (s.covering("number", index - 1) or s.tokens[index - 1].text[0].isdecimal())
    if counted or s.at("grammar.of", index - 1) or _owns(s, index):
        return None
    if s.word_in("twins", index):
        return index, index + 1
    people = s.at("people", index + 1) if s.word_in("twin", index) else None
    return (index, people.end) if people and s.ends_with("plural", people.end - 1) else None


def _owns(s: Sentence, index: int) -> bool:
    """ "The couple's son", "the twins' father"."""
    return s.tokens[index].text.endswith(("'s", "’s", "'", "’"))
