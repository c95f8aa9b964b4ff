"""Which words and places tellings share, and how much each says among the reports of the same weeks."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from incidents.languages.rarity import rarity
from incidents.linking.tellings import Telling
from incidents.linking.weights import weights

_TELLING = 0.5
"""Two passages of two reports that share no word as rare as this are not compared."""
_BOTH = 2
"""The users of a word that two reports share and no other."""
_MANY, _OF_ALL = 0.2, 0.3
_LAST = "\uffff"
"""After every report id."""

Use = tuple[int, str]
"""The day of a report (proleptic ordinal) and its id."""


class Lexicon:
    """The words of all reports that tell of events, with the days on which reports use them."""

    def __init__(self, tellings: Iterable[Telling] = ()) -> None:
        self._w = weights().words
        self.tellings: dict[str, Sequence[Telling]] = {}
        self._words: dict[str, frozenset[str]] = {}
        self._uses: dict[str, list[Use]] = defaultdict(list)
        self._all: list[Use] = []
        self._number: dict[int, int] = {}
        for own in of_reports(tellings):
            use = self._noted(own)
            self._all.append(use)
            for word in self._words[use[1]]:
                self._uses[word].append(use)
        for uses in (self._all, *self._uses.values()):
            uses.sort()

    def _noted(self, own: Sequence[Telling]) -> Use:
        report_id = own[0].report_id
        self.tellings[report_id] = own
        self._words[report_id] = own[0].words.union(*(t.words for t in own)) if len(own) > 1 else own[0].words
        return self._use(report_id)

    def _use(self, report_id: str) -> Use:
        return self.tellings[report_id][0].published.toordinal(), report_id

    def add(self, own: Sequence[Telling]) -> None:
        """Take in all tellings of one report."""
        use = self._noted(own)
        self._number.clear()
        for uses in (self._all, *(self._uses[word] for word in self._words[use[1]])):
            insort(uses, use)

    def remove(self, report_id: str) -> None:
        """Forget a report."""
        self._number.clear()
        use = self._use(report_id)
        for uses in (self._all, *(self._uses[word] for word in self._words[report_id])):
            del uses[bisect_left(uses, use)]
        del self.tellings[report_id], self._words[report_id]

    def moved_by(self, report_id: str) -> set[str]:
        """The report, and those for which words say something else with it than without it."""
        day, _ = use = self._use(report_id)
        moved = {report_id} | self._moved_by_number(day)
        for word in self._words[report_id]:
            uses = self._uses[word] if rarity(word) else ()
            at = bisect_left(uses, use)
            for n in range(max(0, at - self._w.found_by - 1), at):  # those that would just bring it together
                if self._last(uses, n) - n - 1 == self._w.found_by + 1:
                    moved.add(uses[n][1])
            for other_day, other in self._near(uses, day):
                users = self._within(uses, other_day)
                if self._share(users) != self._share(users - 1):
                    moved.add(other)
        return moved

    def _moved_by_number(self, day: int) -> set[str]:
        """The reports of days around which there are so few that each of them counts."""
        days = range(day - self._w.window_days, day + self._w.window_days + 1)
        enough = _enough(self._w.falling[-1][0])
        few = {other for other in days if self._around(other) <= enough}
        return (
            {report_id for other, report_id in self._near(self._all, day) if other in few} if few else set()
        )

    def weight(self, word: str, *days: dt.date) -> float:
        """How much it says that reports of these days share a word: its rarity, less what others use it then."""
        uses = self._uses[word]
        users, at = len(uses), [day.toordinal() for day in days]
        if users > _BOTH:
            users = max(self._within(uses, day) for day in at)
        worth = rarity(word) * self._share(users)
        if worth and users > _BOTH:
            worth *= _special(users, max(map(self._around, at)))
        return worth

    def shared(self, a: Telling, b: Telling) -> dict[str, float]:
        """What two tellings share, words and places, with the points of each, the weightiest first.

        What only their reports share counts by how far both tellings are what their reports are about.
        """
        found = dict(self.points(a, b))
        return {w: found[w] for w in sorted(found, key=lambda w: (-found[w], w)) if found[w]}

    def points(self, a: Telling, b: Telling) -> Iterator[tuple[str, float]]:
        """The words and places of `shared`, in any order."""
        days = (a.published, b.published)
        for word in a.words & b.words:
            yield word, self.weight(word, *days)
        beside = self._beside(a, b)
        about = self._about(a, b) if beside else 0.0
        for word in beside:
            yield word, about * self.weight(word, *days)

    def points_at_most(self, a: Telling, b: Telling) -> float:
        """No less than the points of all shared words and places."""
        beside = self._beside(a, b)
        most = sum(map(rarity, a.words & b.words))
        return most + self._about(a, b) * sum(map(rarity, beside)) if beside else most

    def _about(self, a: Telling, b: Telling) -> float:
        return self._w.report * a.share * b.share

    def _beside(self, a: Telling, b: Telling) -> AbstractSet[str]:
        """What the reports of two tellings share, and they do not."""
        here, there = self._words[a.report_id], self._words[b.report_id]
        if here is a.words and there is b.words:
            return frozenset()
        return (here & there) - (a.words & b.words)

    def brought_together(self, reports: AbstractSet[str] | None = None) -> Iterator[tuple[str, str]]:
        """Pairs of reports that share words which few use in their weeks, each pair once.

        reports: if given, only pairs with one of these.
        """
        for one in self.tellings if reports is None else self._up_to(reports):
            for other in self._met_by(one):
                if reports is None or one in reports or other in reports:
                    yield one, other

    def _met_by(self, report_id: str) -> Iterator[str]:
        """The later reports that enough words bring together with this one."""
        use = self._use(report_id)
        found: dict[str, list[float]] = defaultdict(list)
        for word in self._words[report_id]:
            worth, uses = rarity(word), self._uses[word]
            if worth and uses[-1] != use:
                at = bisect_left(uses, use)
                last = self._last(uses, at)
                if last - at - 1 <= self._w.found_by:
                    for _, other in uses[at + 1 : last]:
                        found[other].append(worth)
        return (other for other, points in found.items() if math.fsum(points) >= self._w.candidate)

    def _up_to(self, reports: Iterable[str]) -> list[str]:
        """These reports, and the earlier ones that can be brought together with them."""
        found = set(reports)
        for report_id in reports:
            for word in self._words[report_id]:
                uses = self._uses[word]
                at = bisect_left(uses, self._use(report_id))
                found.update(other for _, other in uses[max(0, at - self._w.found_by) : at])
        return sorted(found)

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

    def _share(self, users: int) -> float:
        """What is left of a word's rarity when so many use it."""
        return next((share for most, share in self._w.falling if users <= most), 0.0)

    def _window(self, uses: Sequence[Use], day: int) -> tuple[int, int]:
        """Where those within the window around a day begin and end."""
        first = bisect_left(uses, (day - self._w.window_days,))
        return first, bisect_right(uses, (day + self._w.window_days, _LAST), lo=first)

    def _within(self, uses: Sequence[Use], day: int) -> int:
        """How many of these are within the window around a day."""
        first, last = self._window(uses, day)
        return last - first

    def _around(self, day: int) -> int:
        """How many reports there are in the weeks around a day."""
        if day not in self._number:
            self._number[day] = self._within(self._all, day)
        return self._number[day]

    def _near(self, uses: Sequence[Use], day: int) -> Sequence[Use]:
        first, last = self._window(uses, day)
        return uses[first:last]

    def _last(self, uses: Sequence[Use], at: int) -> int:
        """Where the window after a use ends."""
        return bisect_right(uses, (uses[at][0] + self._w.window_days, _LAST), lo=at)


def of_reports(tellings: Iterable[Telling]) -> Iterator[tuple[Telling, ...]]:
    """The tellings of each report, in order."""
    ordered = sorted(tellings, key=lambda t: (t.report_id, t.telling_id))
    return (tuple(own) for _, own in groupby(ordered, key=lambda t: t.report_id))


def _special(users: int, around: int) -> float:
    """Less than 1 for a word that many of the few reports of those weeks use."""
    return max(0.0, min(1.0, 1 + _MANY - (users - _BOTH) / (_OF_ALL * around + 1)))


def _enough(users: int) -> float:
    """Among more reports than this, no word of so many users is less special."""
    return ((users - _BOTH) / _MANY - 1) / _OF_ALL
