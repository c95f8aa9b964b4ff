"""Names of people as a text tells them, marked before its sentences are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidents.languages import Mark
from incidents.parsing.text import QUOTES, Sentence

_LONGEST = 5
"""Words at most of a name."""
_NO_NAME = ("toponym", "org", "date", "say", "event", "people", "person", "grammar", "dates", "source")
"""What words with a capital are that are no names of people."""


def mark_names(sentences: Sequence[Sentence]) -> None:
    """Mark the names of people, group "name": those of several words, and their parts where they stand alone."""
    full: dict[int, list[tuple[int, int]]] = {s.index: list(_runs(s)) for s in sentences}
    known = {
        s.word(i)
        for s in sentences
        for first, last in full[s.index]
        if last - first > 1
        for i in (first, last - 1)
    }
    for s in sentences:
        s.add_marks(
            Mark("name", first, last)
            for first, last in full[s.index]
            if last - first > 1 or (s.tokens[first].forms[-1] in known or s.word(first) in known)
        )


def _runs(s: Sentence) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that may be names."""
    if _is_all_capitals(s):
        return
    index = 0
    while index < len(s.tokens):
        first = index
        while index < len(s.tokens) and index - first < _LONGEST and _in_name(s, index, first):
            index += 1
        while (
            index > first
            and not s.tokens[index - 1].is_capitalised
            and not s.at("person.name_part", index - 1)
        ):
            index -= 1
        if index == first:
            index = first + 1
        elif not _is_of_body(s, first, index):
            yield first, index


def _is_of_body(s: Sentence, first: int, end: int) -> bool:
    """ "Members of the “Peasant Defence Patrol”": who has an article and quotation marks is nobody's name."""
    while first > 0 and s.tokens[first - 1].is_capitalised:
        first -= 1
    quoted = first > 1 and s.word(first - 1) in QUOTES and s.word(end) in QUOTES
    return quoted and s.word(first - 2) in s.language.articles


def _is_all_capitals(s: Sentence) -> bool:
    letters = [letter for t in s.tokens for letter in t.text]
    return any(map(str.isupper, letters)) and not any(map(str.islower, letters))


def _in_name(s: Sentence, index: int, first: int) -> bool:
    token = s.tokens[index]
    if not token.is_word or (index > first and s.tokens[index - 1].text.endswith(("'s", "’s"))):
        return index > first and token.text == "." and len(s.tokens[index - 1].text) == 1
    if index > first and s.at("person.name_part", index):
        return True
    if not token.is_capitalised or (token.text.isupper() and len(token.text) > 2):
        return False
    return not any(s.covering(group, index) for group in _NO_NAME)
