"""Which words and places tellings share, and how much each says among the reports of the same weeks."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from incidents.languages.rarity import rarity
from incidents.linking.tellings import Telling
from incidents.linking.weights import weights
from incidents.model import MENTIONED

_TELLING = 0.5
"""Two passages of two reports that share no word as rare as this are not compared."""
_LAST = "\uffff"
"""After every report id."""

Use = tuple[int, str]
"""The day of a report (proleptic ordinal) and its id."""


class Lexicon:
    """The words of all reports that tell of events, with the days on which reports use them."""

    def __init__(self, tellings: Sequence[Telling] = ()) -> None:
        self._w = weights().words
        self.tellings: dict[str, Sequence[Telling]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self._all: list[Use] = []
        ordered = sorted(tellings, key=lambda t: (t.report_id, t.telling_id))
        for _, own in groupby(ordered, key=lambda t: t.report_id):
            self._note(tuple(own))
        for uses in (self._all, *self._uses.values()):
            uses.sort()

    def _note(self, own: Sequence[Telling]) -> None:
        report_id = own[0].report_id
        words = own[0].words if len(own) == 1 else frozenset().union(*(t.words for t in own))
        use = (own[0].published.toordinal(), report_id)
        self.tellings[report_id], self._words[report_id] = own, words
        self._all.append(use)
        for word in words:
            self._uses[word].append(use)

    def weight(self, word: str, *days: dt.date) -> float:
        """How much it says that reports of these days share a word: its rarity, less what others use it then."""
        uses = self._uses[word]
        users, at = len(uses), [day.toordinal() for day in days]
        if users > _BOTH:
            users = max(self._within(uses, day) for day in at)
        share = next((share for most, share in self._w.falling if users <= most), 0.0)
        if users > _BOTH and share:
            share *= _special(users, max(self._within(self._all, day) for day in at))
        return rarity(word) * share if share else 0.0

    def shared(self, a: Telling, b: Telling) -> dict[str, float]:
        """What two tellings share, words and places, with the points of each, the weightiest first.

        What only their reports share counts by how far both tellings are what their reports are about.
        """
        days = (a.published, b.published)
        found = {word: self.weight(word, *days) for word in a.words & b.words}
        about = self._about(a, b)
        for word in self._beside(a, b):
            found[word] = about * self.weight(word, *days)
        return {w: found[w] for w in sorted(found, key=lambda w: (-found[w], w)) if found[w]}

    def shared_at_most(self, a: Telling, b: Telling) -> tuple[float, float]:
        """No less than the points of all shared words, and of the shared place that says most."""
        points = mentioned = 0.0
        about = self._about(a, b)
        for part, words in ((1.0, a.words & b.words), (about, self._beside(a, b))):
            for word in words:
                if word.startswith(MENTIONED):
                    mentioned = max(mentioned, part * rarity(word))
                else:
                    points += part * rarity(word)
        return points, mentioned

    def _about(self, a: Telling, b: Telling) -> float:
        return self._w.report * a.share * b.share

    def _beside(self, a: Telling, b: Telling) -> AbstractSet[str]:
        """What the reports of two tellings share, and they do not."""
        here, there = self._words[a.report_id], self._words[b.report_id]
        if here is a.words and there is b.words:
            return frozenset()
        return (here & there) - (a.words & b.words)

    def brought_together(self, among: Collection[str]) -> Iterator[tuple[str, str]]:
        """Pairs of these reports that share words which few use in their weeks, each pair once, in order."""
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for word in {word for report_id in among for word in self._words[report_id]}:
            worth, uses = rarity(word), self._uses[word]
            for at, (day, report_id) in enumerate(uses if worth and len(uses) > 1 else ()):
                if report_id not in among:
                    continue
                last = bisect_right(uses, (day + self._w.window_days, _LAST), lo=at)
                if last - at - 1 > self._w.found_by:
                    continue
                for _, other in uses[at + 1 : last]:
                    if other in among:
                        pair = (report_id, other) if report_id < other else (other, report_id)
                        found[pair].append(worth)
        yield from sorted(pair for pair, points in found.items() if math.fsum(points) >= self._w.candidate)

    def sharing(self, one: str, other: str) -> Iterator[tuple[Telling, Telling]]:
        """Pairs of tellings of two reports that share words, and the two that most of each report is about.

        What is said in many passages of a report says nothing of any of them.
        """
        here, there = self.tellings[one], self.tellings[other]
        if len(here) == len(there) == 1:
            yield here[0], there[0]
            return
        shared = {w for w in self._words[one] & self._words[other] if rarity(w) >= _TELLING}
        using, met = self._with(shared, here), self._with(shared, there)
        found = {(a, b) for word in using.keys() & met.keys() for a in using[word] for b in met[word]}
        main = tuple(max(own, key=lambda t: t.share) for own in (here, there))
        yield from sorted({*found, (main[0], main[1])}, key=lambda pair: [t.telling_id for t in pair])

    def _with(self, words: AbstractSet[str], own: Sequence[Telling]) -> dict[str, list[Telling]]:
        found: dict[str, list[Telling]] = defaultdict(list)
        for telling in own:
            for word in telling.words & words:
                found[word].append(telling)
        return {word: using for word, using in found.items() if len(using) <= self._w.found_by}

    def _within(self, uses: Sequence[Use], day: int) -> int:
        """How many of these are within the window around a day."""
        first = bisect_left(uses, (day - self._w.window_days,))
        return bisect_right(uses, (day + self._w.window_days, _LAST), lo=first) - first


_BOTH = 2
"""The users of a word that two reports share and no other."""


def _special(users: int, around: int) -> float:
    """Less than 1 for a word that many of the few reports of those weeks use."""
    return max(0.0, min(1.0, 1.2 - (users - _BOTH) / (0.3 * around + 1)))
