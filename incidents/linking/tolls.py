"""The totals of all reports, in sets that share no count, and the rows they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from incidents.languages.organisations import relations
from incidents.linking.roots import whole
from incidents.linking.told import Cluster, Told
from incidents.linking.totals import total_clusters

_Count = tuple[Hashable, ...]


class _Set(NamedTuple):
    """Counts of which claims of one are parts of claims of another, and the rows of all."""

    counts: frozenset[_Count]
    clusters: list[Cluster]


class Tolls:
    """Totals by what may be values of one count: what one body counts of one kind, and that of which it is a part."""

    def __init__(self, totals: Iterable[Told]) -> None:
        self._told: dict[_Count, dict[str, Told]] = defaultdict(dict)
        self._count: dict[str, _Count] = {}
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._sets: dict[_Count, _Set] = {}
        self._settle(self._put(totals))

    def clusters(self) -> list[Cluster]:
        """All rows."""
        return [cluster for found in self._distinct(self._sets) for cluster in found.clusters]

    def change(self, gone: Iterable[Told], come: Iterable[Told]) -> tuple[list[Cluster], list[Cluster]]:
        """Other totals; returns the rows there were of what these touch, and those there are; many can be the same."""
        counts = set()
        for t in gone:
            counts.add(count := self._count.pop(t.claim.claim_id))
            del self._told[count][t.claim.claim_id]
            self._parts[t.claim.part_of or ""].discard(t.claim.claim_id)
        counts |= self._put(come)
        counts |= {count for found in self._distinct(counts) for count in found.counts}
        before = self._distinct({near for count in counts for near in self._with(count)} | counts)
        settled = self._settle({count for found in before for count in found.counts} | counts)
        return [c for found in before for c in found.clusters], [
            c for found in settled for c in found.clusters
        ]

    def without(self, gone: AbstractSet[str]) -> tuple[list[Cluster], list[Cluster]]:
        """What `change` would return if these claims went."""
        old, now = [], []
        for found in self._distinct({self._count[i] for i in gone if i in self._count}):
            left = (t for count in found.counts for i, t in self._told[count].items() if i not in gone)
            old += found.clusters
            now += total_clusters(_in_order(left))
        return old, now

    def _put(self, totals: Iterable[Told]) -> set[_Count]:
        counts = set()
        for t in totals:
            count = _count(t)
            self._told[count][t.claim.claim_id] = t
            self._count[t.claim.claim_id] = count
            if t.claim.part_of:
                self._parts[t.claim.part_of].add(t.claim.claim_id)
            counts.add(count)
        return counts

    def _settle(self, counts: AbstractSet[_Count]) -> list[_Set]:
        """Make the sets anew that these counts are in."""
        settled = []
        waiting = set(counts)
        while waiting:
            together = self._with(waiting.pop())
            waiting -= together
            told = [t for count in together for t in self._told[count].values()]
            found = _Set(frozenset(together), total_clusters(_in_order(told)))
            for count in together:
                self._sets.pop(count, None)
            if told:
                self._sets |= dict.fromkeys(together, found)
                settled.append(found)
        return settled

    def _with(self, count: _Count) -> set[_Count]:
        """The count, and those that hold its claims' wholes or parts."""
        found, waiting = {count}, [count]
        while waiting:
            for i, t in self._told[waiting.pop()].items():
                near = {self._count.get(t.claim.part_of or ""), *map(self._count.get, self._parts.get(i, ()))}
                new = {other for other in near if other} - found
                found |= new
                waiting += new
        return found

    def _distinct(self, counts: Iterable[_Count]) -> list[_Set]:
        known = (self._sets[count] for count in counts if count in self._sets)
        return list({found.counts: found for found in known}.values())


def _count(t: Told) -> _Count:
    """What one body counts of one kind: what is told in its name can be of a part of it, such as an office."""
    return whole(t.root, relations().part_of), t.claim.unit if t.claim.has_figure else t.claim.event_type


def _in_order(totals: Iterable[Told]) -> list[Told]:
    return sorted(totals, key=lambda t: t.claim.claim_id)
