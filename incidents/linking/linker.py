"""Claims → clusters, kept so that a report more or less, or a reviewer's word, takes no more than it touches.

The clusters are those that all claims together would give, in whatever order they came.
"""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from incidents.linking.events import Events, Group
from incidents.linking.grouping import Likely
from incidents.linking.heard import Heard, hear
from incidents.linking.lexicon import Lexicon
from incidents.linking.likeness import Evidence, explained
from incidents.linking.links import BY_PLACE, Link
from incidents.linking.tellings import Telling
from incidents.linking.ties import Ties
from incidents.linking.told import Cluster, Reported, Told
from incidents.linking.tolls import Tolls
from incidents.model import Claim, Tie

_PLACE_AND_DAYS = (Evidence("place_and_days", BY_PLACE),)


class Changed(NamedTuple):
    """Clusters that are no more, and new ones."""

    gone: list[Cluster]
    come: list[Cluster]


@dataclass(frozen=True, slots=True)
class _OfReport:
    tellings: list[Telling] = field(default_factory=list)
    totals: list[Told] = field(default_factory=list)


class Linker:
    """Claims of any number of reports, linked.

    reports: who published the claims' reports and when.  ties: what reviewers said of claims being one incident or
    not.  lexicon: which words are rare, by more reports than these; then nothing can be changed.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        reports: Iterable[Reported] = (),
        ties: Sequence[Tie] = (),
        lexicon: Lexicon | None = None,
    ) -> None:
        heard = hear(claims, reports)
        self._of_report: dict[str, _OfReport] = defaultdict(_OfReport)
        self._home: dict[str, str] = {}
        self._note(heard)
        self._ties = Ties(ties)
        self._tolls = Tolls(heard.totals)
        self._events = Events(heard.tellings, heard.countries, *self._ties.of(self._home), lexicon)

    # --- what there is ---

    @property
    def lexicon(self) -> Lexicon:
        """The words of the reports."""
        return self._events.lexicon

    def clusters(self) -> list[Cluster]:
        """All clusters, ordered by their smallest claim id."""
        events = _clusters(self._events.groups(), self._events.tellings, self._ties)
        return sorted([*events, *self._tolls.clusters()], key=lambda c: c.claim_ids)

    def links(self) -> list[Link]:
        """Why tellings of several reports are one event."""
        groups = self._events.groups()
        by_place = [Link(*pair, BY_PLACE, _PLACE_AND_DAYS) for group in groups for pair in group.by_place]
        return by_place + [self._explained(link) for group in groups for link in group.by_likeness]

    def proposals(self) -> list[Link]:
        """Links that are too doubtful to be made without a person, the likeliest first."""
        return list(map(self._explained, self._events.doubtful()))

    def _explained(self, link: Likely) -> Link:
        one, other = self._events.tellings[link.one], self._events.tellings[link.other]
        return Link(link.one, link.other, link.confidence, explained(one, other, self.lexicon))

    # --- what changes ---

    def change(
        self,
        gone: Iterable[str] = (),
        claims: Iterable[Claim] = (),
        reports: Iterable[Reported] = (),
        ties: Sequence[Tie] | None = None,
    ) -> Changed:
        """Take these reports out and these claims in; tell what became of clusters.

        gone: report ids; one whose claims changed goes, and comes with all its claims.  ties: all that there are now,
        if they are others.
        """
        heard = hear(claims, reports)
        went = [self._of_report.pop(report_id) for report_id in gone if report_id in self._of_report]
        left = [t for own in went for t in own.tellings]
        ties_before, homes_before = self._ties, {i: self._home.pop(i) for t in left for i in t.claim_ids}
        self._note(heard)
        self._ties = ties_before if ties is None else Ties(ties)
        said = _differing(ties_before.said, self._ties.said)
        retied = {home[i] for i in said for home in (homes_before, self._home) if i in home}
        tied = self._ties.of(self._home)
        was, now = self._events.change(left, heard.tellings, heard.countries, *tied, retied)
        tellings_before = ChainMap({t.telling_id: t for t in left}, self._events.tellings)
        totals = self._tolls.change((t for own in went for t in own.totals), heard.totals)
        before = [*_clusters(was, tellings_before, ties_before), *totals[0]]
        return _changed(before, [*_clusters(now, self._events.tellings, self._ties), *totals[1]])

    def without(self, gone: Iterable[str]) -> Changed:
        """What would become of clusters if these reports had not come; words stay as rare as they are."""
        went = [self._of_report[report_id] for report_id in gone if report_id in self._of_report]
        groups = self._events.without({t.telling_id for own in went for t in own.tellings})
        totals = self._tolls.without({t.claim.claim_id for own in went for t in own.totals})
        was, now = (_clusters(of_one, self._events.tellings, self._ties) for of_one in groups)
        return _changed([*was, *totals[0]], [*now, *totals[1]])

    def _note(self, heard: Heard) -> None:
        for t in heard.tellings:
            self._of_report[t.report_id].tellings.append(t)
            self._home |= dict.fromkeys(t.claim_ids, t.telling_id)
        for total in heard.totals:
            self._of_report[total.claim.report_id].totals.append(total)


def _clusters(groups: Iterable[Group], tellings: Mapping[str, Telling], ties: Ties) -> list[Cluster]:
    """The incidents that groups make, each in the parts that reviewers split it in."""
    found: list[Cluster] = []
    for group in groups:
        ids = sorted(i for telling_id in group.members for i in tellings[telling_id].claim_ids)
        found += (Cluster("incident", tuple(part)) for part in ties.apart(ids))
    return found


def _changed(before: Iterable[Cluster], after: Iterable[Cluster]) -> Changed:
    was, now = dict.fromkeys(before), dict.fromkeys(after)
    return Changed([c for c in was if c not in now], [c for c in now if c not in was])


def _differing(before: Sequence[Tie], after: Sequence[Tie]) -> set[str]:
    """The claims of the ties from the first on in which two lists differ: of two the later word holds."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return {i for tie in (*before[same:], *after[same:]) for i in tie.claims | tie.others}
