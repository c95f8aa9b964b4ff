"""What was known by a day: the rows that linking makes of the claims published by then.

A claim is known from the day its report was published; where that is not known, from the day it was received (UTC).
What reviewers decided, whenever they did, holds for every day: it says what the reports of that day mean.  So does
which words are rare, which is told by all reports there are.

Only clusters that would be others without the later reports are made anew (`incidents.linking.Linker`).  A row
keeps the event id that it has today; where one of today's incidents was several, the one with most of its claims
has the id and the others get one of their own.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from incidents.ledger import assign_names
from incidents.linking import Cluster, Linker, Reported, Said, outlet_of, rows_of, say
from incidents.linking.counting import Candidate, Judged, judge, with_verdicts
from incidents.model import Claim, Incident, Tie, Verification

NOT_BEFORE_TODAY = dt.date.max


def known_from(report: Reported) -> dt.date:
    """The first day of which a report's claims were known."""
    received = getattr(report, "received_at", None)
    return report.published or (received.date() if received else NOT_BEFORE_TODAY)


@dataclass(frozen=True)
class Linked:
    """Claims, and the clusters and event ids that linking and naming made of them."""

    claims: Sequence[Claim]
    clusters: Sequence[Cluster]
    event_ids: Sequence[str]

    @property
    def named(self) -> Iterator[tuple[Cluster, str]]:
        """The clusters with their event ids."""
        return zip(self.clusters, self.event_ids, strict=True)


@dataclass(frozen=True)
class Basis:
    """What rows are made of: today's clusters, who published what when, and what reviewers made of it.

    today: without the claims that reviewers rejected.
    """

    today: Linked
    reports: Sequence[Reported]
    verification: Mapping[str, Verification]
    ties: Sequence[Tie] = ()

    @cached_property
    def outlets(self) -> Mapping[str, str]:
        """report_id → outlet."""
        return {report.report_id: outlet_of(report) for report in self.reports}

    @cached_property
    def known_from(self) -> Mapping[str, dt.date]:
        """report_id → the first day its claims were known."""
        return {report.report_id: known_from(report) for report in self.reports}

    @cached_property
    def linker(self) -> Linker:
        """Today's claims, linked."""
        return Linker(self.today.claims, self.reports, self.ties)

    @cached_property
    def said(self) -> Said:
        """Today's claims, ready to be made into rows."""
        return say(self.today.claims, self.reports)

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """Today's rows by event id, ready to be judged."""
        named = self.today.named
        return {c.row.event_id: c for c in rows_of(named, self.said, self.verification)}

    @cached_property
    def judged(self) -> Judged:
        """What may be added up today."""
        return judge(list(self.candidates.values()))

    @cached_property
    def parts(self) -> Mapping[str, frozenset[str]]:
        """claim_id → the events of today with claims that are a part of it."""
        home = {i: event_id for cluster, event_id in self.today.named for i in cluster.claim_ids}
        found: dict[str, set[str]] = defaultdict(set)
        for part, whole in self.said.wholes.items():
            if part in home:
                found[whole].add(home[part])
        return {whole: frozenset(events) for whole, events in found.items()}

    def make_ready(self) -> None:
        """Compute what is the same for every day."""
        _ = self.linker, self.judged, self.parts

    def was_known(self, claim: Claim, day: dt.date) -> bool:
        """Was the claim published by the end of a day?"""
        return self.known_from.get(claim.report_id, NOT_BEFORE_TODAY) <= day


@dataclass(frozen=True)
class Known:
    """What was known by a day.

    same: the ids of rows that say just what they say today.  clusters, event_ids, new: the other ones, and their rows.
    holders: incident → the counted row in which its people may be; None where it is counted itself.
    """

    basis: Basis
    day: dt.date
    same: frozenset[str]
    clusters: Sequence[Cluster]
    event_ids: Sequence[str]
    new: Sequence[Incident]
    holders: Mapping[str, str | None]

    @cached_property
    def linked(self) -> Linked:
        """All claims known, with all clusters."""
        claims = [c for c in self.basis.today.claims if self.basis.was_known(c, self.day)]
        kept = [(c, e) for c, e in self.basis.today.named if e in self.same]
        return Linked(
            claims, [*(c for c, _ in kept), *self.clusters], [*(e for _, e in kept), *self.event_ids]
        )


def known_by(basis: Basis, day: dt.date) -> Known:
    """The clusters and rows of the claims that were known by a day, as if no later report had come."""
    later = [report_id for report_id, first in basis.known_from.items() if first > day]
    changed = basis.linker.without(later)
    gone = {cluster.claim_ids for cluster in changed.gone}
    events = {event_id for cluster, event_id in basis.today.named if cluster.claim_ids in gone}
    parts = {event_id for ids in gone for i in ids for event_id in basis.parts.get(i, ())} - events
    clusters = [*changed.come, *(c for c, e in basis.today.named if e in parts)]
    same = [(c, e) for c, e in basis.today.named if e not in events and e not in parts]
    previous = {e: frozenset(c.claim_ids) for c, e in basis.today.named if e in events or e in parts}
    names = assign_names(
        [frozenset(c.claim_ids) for c in clusters],
        {**dict.fromkeys(basis.candidates, frozenset[str]()), **previous},
    )
    new = rows_of(
        [*same, *zip(clusters, names, strict=True)], basis.said, basis.verification, frozenset(names)
    )
    kept = [event_id for _, event_id in same]
    held = judge([*(basis.candidates[event_id] for event_id in kept), *new], basis.judged).holders
    return Known(basis, day, frozenset(kept), clusters, names, with_verdicts(new, held), held)
