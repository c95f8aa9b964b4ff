"""Tellings of several reports → groups that are one event, by what they have in common beyond place and day.

Groups that are most alike are joined first; how alike two groups are is the confidence of the best link between
each two of their reports, on average, so that one chance likeness joins no two stories.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from incidents.linking.joined import Joined
from incidents.linking.lexicon import Lexicon
from incidents.linking.likeness import confidence, explained, likeness, may_be_one_kind
from incidents.linking.links import Link
from incidents.linking.tellings import Telling
from incidents.linking.weights import weights

_DIGITS = 9
"""Averages are compared to so many digits, so that the order of adding up never shows."""
_LEAST = 0.05
"""A link of less confidence is as good as none."""

Reports = tuple[str, str]


def group(
    tellings: Sequence[Telling], joined: Joined, lexicon: Lexicon, banned: frozenset[tuple[str, str]]
) -> tuple[list[Link], list[Link]]:
    """Join in `joined` what is one event; return the links made, and those to be proposed.

    lexicon: of these tellings, or of more.  banned: pairs of telling ids, the smaller first, whose groups a
    reviewer keeps apart.
    """
    groups = _Groups(tellings, joined, banned)
    for link in candidates(tellings, lexicon):
        groups.add(link)
    return groups.join(), groups.doubtful()


def candidates(tellings: Sequence[Telling], lexicon: Lexicon) -> Iterator[Link]:
    """Every likely link between tellings of two reports that share rare words, or a place and a figure."""
    seen: set[tuple[str, str]] = set()
    here = {t.telling_id for t in tellings}  # of a report the lexicon may know more than these
    for one, other in lexicon.brought_together({t.report_id for t in tellings}):
        pairs = ((a, b) for a, b in lexicon.sharing(one, other) if {a.telling_id, b.telling_id} <= here)
        yield from _likely(pairs, lexicon, seen)
    for same in of_one_place_and_figure(tellings):
        neighbours = ((a, b) for a, b in pairwise(same) if a.report_id != b.report_id)
        yield from _likely(neighbours, lexicon, seen)


def _likely(
    pairs: Iterable[tuple[Telling, Telling]], lexicon: Lexicon, seen: set[tuple[str, str]]
) -> Iterator[Link]:
    for a, b in pairs:
        key = (a.telling_id, b.telling_id) if a.telling_id < b.telling_id else (b.telling_id, a.telling_id)
        if key in seen:
            continue
        seen.add(key)
        if not may_be_one_kind(a, b):
            continue
        sure = confidence(likeness(a, b, lexicon, _LEAST))
        if sure >= _LEAST:
            yield Link(*key, sure, explained(a, b, lexicon))


def of_one_place_and_figure(tellings: Sequence[Telling]) -> Iterator[list[Telling]]:
    """Tellings with the same figure of several people at the same settlement, by the day they were told."""
    told: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for t in tellings:
        for unit, figures in t.figures.items():
            for low, high in figures:
                if (low or 0) > 1:
                    for place in t.points:
                        told[place.place_id, unit, low, high].append(t)
    for same in told.values():
        yield sorted(same, key=lambda t: (t.published, t.telling_id))


class _Groups:
    """Groups of tellings, numbered; a group that two others become gets a new number."""

    def __init__(
        self, tellings: Sequence[Telling], joined: Joined, banned: frozenset[tuple[str, str]]
    ) -> None:
        self._joined = joined
        self._report = {t.telling_id: t.report_id for t in tellings}
        tops = sorted({joined.top(t.telling_id) for t in tellings})
        self._number = {top: number for number, top in enumerate(tops)}
        self._top = dict(enumerate(tops))
        self._reports: dict[int, set[str]] = defaultdict(set)
        for t in tellings:
            self._reports[self._of(t.telling_id)].add(t.report_id)
        self._links: dict[int, dict[int, dict[Reports, Link]]] = defaultdict(lambda: defaultdict(dict))
        self._banned: dict[int, set[int]] = defaultdict(set)
        for one, other in banned:
            self._ban(self._of(one), self._of(other))

    def _of(self, telling_id: str) -> int:
        return self._number[self._joined.top(telling_id)]

    def _ban(self, one: int, other: int) -> None:
        if one != other:
            self._banned[one].add(other)
            self._banned[other].add(one)

    def add(self, link: Link) -> None:
        """Keep a link between two groups."""
        one, other = self._of(link.one), self._of(link.other)
        if one != other:
            reports = (self._report[link.one], self._report[link.other])
            self._keep(one, other, min(reports), max(reports), link)

    def _keep(self, one: int, other: int, first: str, second: str, link: Link) -> None:
        for x, y in ((one, other), (other, one)):
            known = self._links[x][y].get((first, second))
            if known is None or (-link.confidence, link) < (-known.confidence, known):
                self._links[x][y][first, second] = link

    def _alike(self, one: int, other: int) -> float:
        here, there = self._reports[one], self._reports[other]
        pairs = len(here) * len(there) - len(here & there)
        found = sorted(link.confidence for link in self._links[one][other].values())
        return round(sum(found) / max(pairs, len(found)), _DIGITS)

    def join(self) -> list[Link]:
        """Join groups, the most alike first, as long as they are alike enough; return the best link of each two."""
        heap = [(-self._alike(x, y), x, y) for x in self._links for y in self._links[x] if x < y]
        heapq.heapify(heap)
        made = []
        number = len(self._top)
        while heap:
            unlike, x, y = heapq.heappop(heap)
            if -unlike < weights().linked_from:
                break
            if x not in self._links or y not in self._links or not self._may_join(x, y):
                continue
            made.append(self._best(x, y, -unlike))
            self._merge(x, y, number)
            for z in self._links[number]:
                heapq.heappush(heap, (-self._alike(z, number), z, number))
            number += 1
        return made

    def _may_join(self, x: int, y: int) -> bool:
        return y not in self._banned[x] and self._joined.may_join(self._top[x], self._top[y])

    def _best(self, x: int, y: int, alike: float) -> Link:
        best = min(self._links[x][y].values(), key=lambda link: (-link.confidence, link))
        return best._replace(confidence=alike)

    def _merge(self, x: int, y: int, number: int) -> None:
        self._joined.join((self._top[x], self._top[y]))
        self._top[number] = self._joined.top(self._top[x])
        self._number[self._top[number]] = number
        self._reports[number] = self._reports.pop(x) | self._reports.pop(y)
        for old in (x, y):
            for z in self._banned.pop(old, ()):
                self._banned[z].discard(old)
                self._ban(z, number)
            for z, links in self._links.pop(old).items():
                if z not in (x, y):
                    self._links[z].pop(old)
                    for (first, second), link in links.items():
                        self._keep(z, number, first, second, link)
        self._links[number]  # there, with or without neighbours

    def doubtful(self) -> list[Link]:
        """The best link between groups that are alike, but not enough, the likeliest first."""
        found = []
        for x, neighbours in self._links.items():
            for y in neighbours:
                alike = self._alike(x, y) if x < y and self._may_join(x, y) else 0.0
                if alike >= weights().proposed_from:
                    found.append(self._best(x, y, alike))
        return sorted(found, key=lambda link: (-link.confidence, link))
