"""What the recogniser says of the words of a text, and which names of the text are people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from incidents.geocoding.names import fold
from incidents.geocoding.place_words import PlaceWords
from incidents.parsing.places.place_text import PlaceText, Word
from incidents.parsing.places.recogniser import Label, NamedSpan

_AGE = re.compile(r", \d{1,2}[,.;)]")
_OF_AGE = re.compile(r"\d-year-old $")
_LEAD = 12
"""Characters before a name in which an age is looked for."""
_FOLLOWING = re.compile(r" ([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """Words [first, last) that the recogniser takes for one name."""

    label: Label
    first: int
    last: int

    def wider(self, first: int, last: int) -> bool:
        """Does it hold more words than these?"""
        return self.last - self.first > last - first


class NamedWords:
    """The recogniser's names, by word, bared of small words.

    A name is cut where commas or dashes part it, an organisation's after its owner, too ("Latakia's Daatour").
    """

    def __init__(self, page: PlaceText, spans: Sequence[NamedSpan], lists: PlaceWords) -> None:
        self._words = page.words
        self._lists = lists
        self.names = [n for s in _aligned(page.words, spans) for n in self._pieces(page, s)]
        self._by_word = {i: name for name in self.names for i in range(name.first, name.last)}
        self._votes: dict[str, Counter[Label]] = defaultdict(Counter)
        for name in self.names:
            self._votes[self.text(name.first, name.last)][name.label] += 1
        self.people = self._people() | self._aged(page)
        self._placed = self._after_in(page)
        self.speakers = self._speakers(page)
        self.suffering = self._suffering(page)

    def at(self, index: int) -> Named | None:
        """The name that covers a word."""
        return self._by_word.get(index)

    def is_person(self, first: int, last: int) -> bool:
        """Is a name of one word part of a longer name of a person in this text? ("Lincoln" of "Ann Lincoln")"""
        word = self._words[first].text
        return last - first == 1 and word in self.people and word not in self._placed

    def mostly_other(self, first: int, last: int) -> bool:
        """Does the recogniser take this name for a person or an organisation more often than for a place?"""
        votes = self._votes.get(self.text(first, last), Counter())
        return votes["person"] + votes["organisation"] > votes["place"]

    def only_a_person(self, first: int, last: int) -> bool:
        """Does the recogniser take this name for a person's again and again, and the text never say "in" it?"""
        name = self.text(first, last)
        votes = self._votes.get(name, Counter())
        return votes["person"] > 2 and len(votes) == 1 and name not in self._placed

    def like_a_person(self, first: int, last: int) -> bool:
        """Does any place of the text treat this name as a person: "X said", "X, 53,"?"""
        return self.text(first, last) in self.speakers

    def is_suffering(self, first: int, last: int) -> bool:
        """Does the text do to this name of one word what is done to people alone? ("Jordan was killed")"""
        return last - first == 1 and self._words[first].text in self.suffering

    def text(self, first: int, last: int) -> str:
        """Words [first, last) as they stand, without what parts them."""
        return " ".join(w.text for w in self._words[first:last])

    def _pieces(self, page: PlaceText, name: Named) -> Iterable[Named]:
        first = name.first
        for index in range(name.first + 1, name.last + 1):
            owner = (
                name.label == "organisation" and self._words[index - 1].end < self._words[index - 1].full_end
            )
            if index == name.last or owner or not page.adjacent(index - 1):
                piece = self._bared(Named(name.label, first, index))
                if piece:
                    yield piece
                first = index

    def _bared(self, name: Named) -> Named | None:
        first, last = name.first, name.last
        while first < last and not self._words[first].capital:
            first += 1
        if first < last - 1 and self._words[first].text.lower() in ("the", "a", "an"):
            first += 1
        while last > first and not self._words[last - 1].capital:
            last -= 1
        return Named(name.label, first, last) if first < last else None

    def _people(self) -> frozenset[str]:
        """First and last words of the full names of people, and names after a title or kin ("his wife, Georgia")."""
        out: set[str] = set()
        for name in self.names:
            if name.label == "person" and name.last - name.first > 1:
                out |= {self._words[name.first].text, self._words[name.last - 1].text}
        before = ""
        for word, after in zip(self._words, self._words[1:], strict=False):
            titled = fold(word.text) in self._lists.titles
            of_kin = word.text in self._lists.kin and (before == "'s" or before in self._lists.whose)
            if (titled or of_kin) and after.capital and after.start - word.full_end <= 2:
                out.add(after.text)
            before = "'s" if word.end < word.full_end else word.text.lower()
        return frozenset(out)

    def _aged(self, page: PlaceText) -> frozenset[str]:
        """Last words of names of several words with an age: "Zarbo Quint, 26,", "26-year-old Zarbo Quint"."""
        out: set[str] = set()
        first = 0
        for index, word in enumerate(self._words):
            if not word.capital or (index > first and not page.adjacent(index - 1)):
                first = index if word.capital else index + 1
            start = self._words[first].start if index > first else 0
            aged = _OF_AGE.search(page.text, max(0, start - _LEAD), start)
            if index > first and (aged or _AGE.match(page.text, word.full_end)):
                out.add(word.text)
        return frozenset(out)

    def _after_in(self, page: PlaceText) -> frozenset[str]:
        """Words that the text has right after "in" and the like: who is a person elsewhere is a place here."""
        pairs = zip(self._words, self._words[1:], range(1, len(self._words)), strict=False)
        return frozenset(
            word.text
            for before, word, index in pairs
            if before.text in self._lists.inside and word.end == word.full_end and page.adjacent(index - 1)
        )

    def _speakers(self, page: PlaceText) -> frozenset[str]:
        """Names that the text lets speak, or gives an age."""
        out: set[str] = set()
        for name in self.names:
            after = page.text[self._words[name.last - 1].full_end :][:24]
            following = _FOLLOWING.match(after)
            speaks = following and following.group(1) in self._lists.person_after
            if (speaks or _AGE.match(after)) and not page.after_preposition(name.first):
                out.add(self.text(name.first, name.last))
        return frozenset(out - self._placed)

    def _suffering(self, page: PlaceText) -> frozenset[str]:
        """Words that begin a sentence and are killed or arrested in it, or have an age, and are not once a place."""
        suffers = _suffers(self._lists)
        return (
            frozenset(
                word.text
                for index, word in enumerate(self._words)
                if word.capital and suffers.match(page.text, word.full_end) and page.starts_sentence(index)
            )
            - self._placed
        )


@lru_cache
def _suffers(lists: PlaceWords) -> re.Pattern[str]:
    """What follows the name of somebody who is harmed, has an age or talks to people, at the head of a sentence."""
    harmed, listeners = "|".join(lists.harmed), "|".join(lists.listeners)
    return re.compile(
        rf"(?:, \d{{1,2}},)? (?:was|is|has been|had been) (?:[a-z]+ly |also |later |then )?(?:{harmed})\b"
        r"|, \d{1,2}, (?:who|died|said|told|of|from)\b"
        rf"|(?: [a-z]+){{1,3}} (?:{listeners}) (?:that )?(?:he|she)\b"
    )


def _aligned(words: Sequence[Word], spans: Iterable[NamedSpan]) -> Iterable[Named]:
    """The spans as words, in order."""
    index = 0
    for span in spans:
        while index < len(words) and words[index].start < span.start:
            index += 1
        first = index
        while index < len(words) and words[index].start < span.end:
            index += 1
        if first < index:
            yield Named(span.label, first, index)
