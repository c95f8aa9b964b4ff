"""What a text says itself: where a quote stands in it, and which figures stand there by the parser's own reading."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from incidents.languages import Language, Mark
from incidents.legible import Legible
from incidents.parsing.counting.figures import Number, numbers
from incidents.parsing.dates.dates import DateFinder
from incidents.parsing.text import Sentence, sentences

_FEWEST_WORDS = 2
_MOST_SPOTS = 20
"""So many places of the same words are looked at."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Written:
    """A figure of the text: the span of its number, without "at least" and the like; low and high as in Claim.

    plain: the number that is named, 100 in "about 100".
    """

    start: int
    end: int
    low: int | None
    high: int | None
    plain: int | None

    def may_be(self, low: int | None, high: int | None) -> bool:
        """Is this figure meant by one who gives these ends of it?"""
        return {low, high} - {None} <= {self.low, self.high, self.plain}


class WrittenText:
    """A text in which quotes and figures are looked up.

    Spans are of the whole text, as those of claims are; only parts to look in (`within`) are of what can be seen of it.
    """

    def __init__(self, seen: Legible, language: Language, published: dt.date | None) -> None:
        self.seen = seen
        split = sentences(seen.text, language)
        self.sentence_starts = [s.start for s in split]
        self._starts = [t.start for s in split for t in s.tokens]
        self._ends = [t.end for s in split for t in s.tokens]
        self._number_words = dict(language.numbers["words"])
        dates = DateFinder(language, published)
        self._figures = [figure for s in split for figure in self._of(s, dates)]
        self._figure_starts = [figure.start for figure in self._figures]

    def spots(self, quote: str, within: Span) -> list[Span]:
        """Where a quote stands in a part of the text, letter by letter and in whole words, at least two of them."""
        return list(islice(self._spots(quote, within, _FEWEST_WORDS), _MOST_SPOTS))

    def holds(self, words: str, within: Span) -> bool:
        """Does a part of the text hold these words, letter by letter and whole?"""
        return any(self._spots(words, within, 1))

    def figures(self, span: Span) -> list[Written]:
        """The figures whose number stands wholly in a span."""
        start, end = span
        first, last = bisect_left(self._figure_starts, start), bisect_left(self._figure_starts, end)
        return [figure for figure in self._figures[first:last] if figure.end <= end]

    def _spots(self, wanted: str, within: Span, fewest_words: int) -> Iterator[Span]:
        start, last = within
        while (start := self.seen.text.find(wanted, start, last)) >= 0:
            end = start + len(wanted)
            words = bisect_left(self._starts, end) - bisect_left(self._starts, start)
            if words >= fewest_words and not self._inside_word(start) and not self._inside_word(end):
                yield self.seen.span(start, end)
            start += 1

    def _inside_word(self, offset: int) -> bool:
        before = bisect_left(self._starts, offset)
        return before > 0 and offset < self._ends[before - 1]

    def _of(self, s: Sentence, dates: DateFinder) -> Iterator[Written]:
        s.add_marks(Mark("date", d.start, d.end, d) for d in dates.find(s, None, None))
        for number in numbers(s, self._number_words):
            start, end = self.seen.span(*s.span(number.first, number.end))
            yield Written(start, end, number.low, number.high, self._plain(s, number))

    def _plain(self, s: Sentence, number: Number) -> int | None:
        """The number read again without the words before it that make it "at least" or "about"."""
        if number.low == number.high:
            return number.low
        rest = sentences(self.seen.text[s.tokens[number.first].start : s.end], s.language)[0]
        again = numbers(rest, self._number_words)
        return again[0].low if again and again[0].start == 0 else None
