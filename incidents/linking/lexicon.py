"""Which words and places tellings share, and how much each says among the reports of the same weeks."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice

from incidents.languages.rarity import rarity
from incidents.linking.tellings import Telling
from incidents.linking.weights import weights
from incidents.model import MENTIONED

_TELLING = 0.5
"""Two passages of two reports that share no word as rare as this are not compared."""


class Lexicon:
    """The words of all reports that tell of events, with the days on which reports use them."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self._w = weights().words
        self.tellings: dict[str, list[Telling]] = defaultdict(list)
        for telling in tellings:
            self.tellings[telling.report_id].append(telling)
        self._words: dict[str, frozenset[str]] = {}
        self._reports: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._published: list[int] = []
        for report_id, own in self.tellings.items():
            day = own[0].published.toordinal()
            self._published.append(day)
            self._words[report_id] = (
                own[0].words if len(own) == 1 else frozenset().union(*(t.words for t in own))
            )
            for word in self._words[report_id]:
                self._reports[word].append((day, report_id))
        self._published.sort()
        for posted in self._reports.values():
            posted.sort()
        self._days = {word: [day for day, _ in posted] for word, posted in self._reports.items()}
        self._claims = {r: sum(len(t.claim_ids) for t in own) for r, own in self.tellings.items()}

    def weight(self, word: str, *days: dt.date) -> float:
        """How much it says that reports of these days share a word: its rarity, less what others use it then."""
        posted = self._days[word]
        users = around = 0
        for day in days:
            at = day.toordinal()
            users = max(users, self._within(posted, at))
            around = max(around, self._within(self._published, at))
        share = next((share for most, share in self._w.falling if users <= most), 0.0)
        return rarity(word) * share * _special(users, around) if share else 0.0

    def shared(self, a: Telling, b: Telling) -> dict[str, float]:
        """What two tellings share, words and places, with the points of each, the weightiest first.

        What only their reports share counts by how far both tellings are what their reports are about.
        """
        days = (a.published, b.published)
        found = {word: self.weight(word, *days) for word in a.words & b.words}
        about = self._w.report * self._main(a) * self._main(b)
        for word in self._words[a.report_id] & self._words[b.report_id]:
            if word not in found:
                found[word] = about * self.weight(word, *days)
        return {w: found[w] for w in sorted(found, key=lambda w: (-found[w], w)) if found[w]}

    def points(self, telling: Telling) -> float:
        """The rarity of all words of a telling together, places left out."""
        return sum(rarity(word) for word in telling.words if not word.startswith(MENTIONED))

    def brought_together(self, among: AbstractSet[str]) -> Iterator[tuple[str, str]]:
        """Pairs of these reports that share words which few use in their weeks, each pair once, in order."""
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for word in {word for report_id in among for word in self._words[report_id]}:
            posted, days = self._reports[word], self._days[word]
            for at, (day, report_id) in enumerate(posted):
                if report_id not in among:
                    continue
                last = bisect_right(days, day + self._w.window_days, lo=at)
                if last - at - 1 > self._w.found_by:
                    continue
                for _, other in islice(posted, at + 1, last):
                    if other in among:
                        pair = (report_id, other) if report_id < other else (other, report_id)
                        found[pair].append(rarity(word))
        yield from sorted(pair for pair, points in found.items() if math.fsum(points) >= self._w.candidate)

    def sharing(self, one: str, other: str) -> Iterator[tuple[Telling, Telling]]:
        """Pairs of tellings of two reports that share words, and the two that most of each report is about.

        What is said in many passages of a report says nothing of any of them.
        """
        shared = {w for w in self._words[one] & self._words[other] if rarity(w) >= _TELLING}
        here, there = self._with(shared, one), self._with(shared, other)
        found = {(a, b) for word in here.keys() & there.keys() for a in here[word] for b in there[word]}
        main_one, main_other = (max(self.tellings[r], key=self._main) for r in (one, other))
        yield from sorted(found | {(main_one, main_other)}, key=lambda pair: [t.telling_id for t in pair])

    def _with(self, words: AbstractSet[str], report_id: str) -> dict[str, list[Telling]]:
        found: dict[str, list[Telling]] = defaultdict(list)
        for telling in self.tellings[report_id]:
            for word in telling.words & words:
                found[word].append(telling)
        return {word: using for word, using in found.items() if len(using) <= self._w.found_by}

    def _main(self, telling: Telling) -> float:
        """How much of its report a telling is: 1 when the report tells nothing else."""
        return len(telling.claim_ids) / self._claims[telling.report_id]

    def _within(self, days: Sequence[int], at: int) -> int:
        return bisect_right(days, at + self._w.window_days) - bisect_left(days, at - self._w.window_days)


def _special(users: int, around: int) -> float:
    """Less than 1 for a word that many of the few reports of those weeks use."""
    return max(0.0, min(1.0, 1.2 - (users - 2) / (0.3 * around + 1)))
