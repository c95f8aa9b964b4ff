"""Tellings of several reports → groups that are one event, by what they have in common beyond place and day.

Groups that are most alike are joined first; how alike two groups are is the confidence of the best link between
each two of their reports, on average, so that one chance likeness joins no two stories.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from incidents.linking.joined import Joined
from incidents.linking.weights import weights

_DIGITS = 9
"""Averages are compared to so many digits, so that the order of adding up never shows."""

Reports = tuple[str, str]


class Likely(NamedTuple):
    """Two tellings that are, or may be, one event; confidence: 0 to 1."""

    confidence: float
    one: str
    other: str


class Groups:
    """Groups of tellings, each known by its smallest id.

    joined: what is together already, and becomes so.  reports: telling → report.
    """

    def __init__(self, joined: Joined, reports: Mapping[str, str]) -> None:
        self._joined = joined
        self._report = reports
        self._reports: dict[str, set[str]] = defaultdict(set)
        for telling_id, report_id in reports.items():
            self._reports[joined.top(telling_id)].add(report_id)
        self._links: dict[str, dict[str, dict[Reports, Likely]]] = defaultdict(dict)
        self._banned: dict[str, set[str]] = defaultdict(set)

    def ban(self, one: str, other: str) -> None:
        """Keep the groups of two tellings apart, if they are two."""
        self._ban(self._joined.top(one), self._joined.top(other))

    def _ban(self, one: str, other: str) -> None:
        if one != other:
            self._banned[one].add(other)
            self._banned[other].add(one)

    def add(self, link: Likely) -> None:
        """Keep a link between two groups."""
        one, other = self._joined.top(link.one), self._joined.top(link.other)
        if one != other:
            reports = (self._report[link.one], self._report[link.other])
            self._keep(one, other, (min(reports), max(reports)), link)

    def _keep(self, one: str, other: str, reports: Reports, link: Likely) -> None:
        links = self._links[one].get(other)
        if links is None:  # one table, seen from both sides
            links = self._links[one][other] = self._links[other][one] = {}
        known = links.get(reports)
        if known is None or best_first(link) < best_first(known):
            links[reports] = link

    def _alike(self, one: str, other: str) -> float:
        here, there = self._reports[one], self._reports[other]
        links = self._links[one][other].values()
        pairs = max(len(here) * len(there) - len(here & there), len(links))
        return round(sum(sorted(link.confidence for link in links)) / pairs, _DIGITS)

    def join(self) -> list[Likely]:
        """Join groups, the most alike first, as long as they are alike enough.

        Returns the best link of each two that were joined, with how alike they were.
        """
        heap = [(-self._alike(x, y), x, y) for x in self._links for y in self._links[x] if x < y]
        heapq.heapify(heap)
        made = []
        while heap:
            unlike, x, y = heapq.heappop(heap)
            if -unlike < weights().linked_from:
                break
            if y not in self._links.get(x, ()) or unlike != -self._alike(x, y) or not self._may_join(x, y):
                continue
            made.append(self._best(x, y, -unlike))
            self._merge(x, y)
            for z in self._links[x]:
                heapq.heappush(heap, (-self._alike(x, z), min(x, z), max(x, z)))
        return made

    def _may_join(self, x: str, y: str) -> bool:
        return y not in self._banned[x] and self._joined.may_join(x, y)

    def _best(self, x: str, y: str, alike: float) -> Likely:
        return min(self._links[x][y].values(), key=best_first)._replace(confidence=alike)

    def _merge(self, x: str, y: str) -> None:
        """`y` becomes a part of `x`, which is smaller."""
        self._joined.join((x, y))
        self._reports[x] |= self._reports.pop(y)
        for z in self._banned.pop(y, ()):
            self._banned[z].discard(y)
            self._ban(z, x)
        for z, links in self._links.pop(y).items():
            self._links[z].pop(y)
            if z != x:
                for reports, link in links.items():
                    self._keep(z, x, reports, link)

    def doubtful(self) -> list[Likely]:
        """The best link between groups that are alike, but not enough, the likeliest first."""
        found = []
        for x, neighbours in self._links.items():
            for y in neighbours:
                alike = self._alike(x, y) if x < y and self._may_join(x, y) else 0.0
                if alike >= weights().proposed_from:
                    found.append(self._best(x, y, alike))
        return sorted(found, key=best_first)


def best_first(link: Likely) -> tuple[float, str, str]:
    """In which order links are taken."""
    return -link.confidence, link.one, link.other
