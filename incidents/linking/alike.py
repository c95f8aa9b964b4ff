"""How alike tellings of several reports are, beyond place and day: known for all that are worth comparing."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from incidents.linking.lexicon import Lexicon, of_reports
from incidents.linking.likeness import confidence, likeness, may_be_one_kind
from incidents.linking.tellings import Telling

LEAST = 0.1
"""A likeness of less confidence is as good as none."""

_Figure = tuple[object, ...]
_Told = tuple[dt.date, str]


class Alike:
    """Tellings, and the confidence that two of them are of one event: of those that share rare words, or a place and a
    figure told one after another.

    lexicon: which words are rare; that of these tellings unless one of more is given, which then stays as it is.
    """

    def __init__(self, tellings: Iterable[Telling], lexicon: Lexicon | None = None) -> None:
        self.tellings = {t.telling_id: t for t in tellings}
        self.lexicon = lexicon or Lexicon(self.tellings.values())
        self._links: dict[str, dict[str, float]] = {}
        self._told: dict[_Figure, list[_Told]] = defaultdict(list)
        for t in self.tellings.values():
            for figure in _figures(t):
                self._told[figure].append(_when(t))
        for told in self._told.values():
            told.sort()
        self._compare(None)

    def with_(self, telling_id: str) -> Mapping[str, float]:
        """The tellings like this one → confidence, 0 to 1."""
        return self._links.get(telling_id, {})

    def change(self, gone: Iterable[Telling], come: Iterable[Telling]) -> set[str]:
        """Other tellings of some reports; return the ids of all that are like another now, or otherwise than before.

        gone, come: all tellings of these reports, as they were and as they are.
        """
        moved: set[str] = set()
        left = [t.telling_id for own in of_reports(gone) for t in own]
        for own in of_reports(self.tellings[i] for i in left):
            moved |= self._moved_by(own)
            for t in own:
                self._take(t)
            self.lexicon.remove(own[0].report_id)
        for own in of_reports(come):
            for t in own:
                self._put(t)
            self.lexicon.add(own)
            moved |= self._moved_by(own)
        moved &= self.lexicon.tellings.keys()
        ids = [t.telling_id for report_id in moved for t in self.lexicon.tellings[report_id]]
        before = self._forget({*left, *ids})
        self._compare(moved)
        after = {_pair(one, other): sure for one in ids for other, sure in self.with_(one).items()}
        return {
            i for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair) for i in pair
        }

    # --- what is compared ---

    def _compare(self, reports: AbstractSet[str] | None) -> None:
        """Compare all tellings, or those of these reports with all others."""
        for a, b in self._by_words(reports):
            self._weigh(a, b)
        for a, b in self._by_figure(reports):
            if b.telling_id not in self.with_(a.telling_id):
                self._weigh(a, b)

    def _by_words(self, reports: AbstractSet[str] | None) -> Iterator[tuple[Telling, Telling]]:
        """Tellings of two reports that words bring together; the lexicon may know more than are here."""
        for one, other in self.lexicon.brought_together(reports):
            for a, b in self.lexicon.sharing(one, other):
                if a.telling_id in self.tellings and b.telling_id in self.tellings:
                    yield a, b

    def _by_figure(self, reports: AbstractSet[str] | None) -> Iterator[tuple[Telling, Telling]]:
        """Tellings with the same figure of several people at one settlement, one told after the other."""
        if reports is None:
            keys: Iterable[_Figure] = self._told
        else:
            keys = {key for r in reports for t in self.lexicon.tellings[r] for key in _figures(t)}
        for key in keys:
            for (_, one), (_, other) in pairwise(self._told[key]):
                a, b = self.tellings[one], self.tellings[other]
                both = {a.report_id, b.report_id}
                if len(both) > 1 and (reports is None or not reports.isdisjoint(both)):
                    yield a, b

    def _weigh(self, a: Telling, b: Telling) -> None:
        if may_be_one_kind(a, b):
            sure = confidence(likeness(a, b, self.lexicon, LEAST))
            if sure >= LEAST:
                self._links.setdefault(a.telling_id, {})[b.telling_id] = sure
                self._links.setdefault(b.telling_id, {})[a.telling_id] = sure

    # --- what comes and goes ---

    def _put(self, t: Telling) -> None:
        self.tellings[t.telling_id] = t
        for figure in _figures(t):
            insort(self._told[figure], _when(t))

    def _take(self, t: Telling) -> None:
        del self.tellings[t.telling_id]
        for figure in _figures(t):
            self._told[figure].remove(_when(t))

    def _moved_by(self, own: Sequence[Telling]) -> set[str]:
        """The reports with tellings that are compared otherwise, or with others, for these tellings of a report."""
        moved = self.lexicon.moved_by(own[0].report_id)
        for t in own:
            for figure in _figures(t):
                told = self._told[figure]
                at = bisect_left(told, _when(t))
                moved |= {self.tellings[i].report_id for _, i in told[max(0, at - 1) : at + 2]}
        return moved

    def _forget(self, ids: Iterable[str]) -> dict[tuple[str, str], float]:
        """Remove what is known of these tellings, and return it."""
        known = {}
        for one in ids:
            for other, sure in self._links.pop(one, {}).items():
                known[_pair(one, other)] = sure
                self._links.get(other, {}).pop(one, None)
        return known


def _figures(t: Telling) -> Iterator[_Figure]:
    """The figures of several people that a telling gives, each at each of its settlements."""
    for unit, figures in t.figures.items():
        for low, high in figures:
            if (low or 0) > 1:
                for place in t.points:
                    yield place.place_id, unit, low, high


def _when(t: Telling) -> _Told:
    return t.published, t.telling_id


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
