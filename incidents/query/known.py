"""What was known by a day: the rows that linking makes of the claims published by then.

A claim is known from the day its report was published; where that is not known, from the day it was received (UTC).
What reviewers decided, whenever they did, holds for every day: it says what the reports of that day mean.  So does
which words are rare, which is told by all reports there are.

Only groups of claims (`incidents.linking.independent`) of which some were known and some not are linked anew.  A row
keeps the event id that it has today; where one of today's incidents was several, the one with most of its claims
has the id and the others get one of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from incidents.ledger import assign_names
from incidents.linking import (
    Cluster,
    Lexicon,
    Reported,
    independent,
    lexicon_of,
    link,
    outlet_of,
    uncounted_rows,
    with_parents,
)
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


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that are linked apart from all others, the first and last day they became known, and today's events."""

    claims: Sequence[Claim]
    first: dt.date
    last: dt.date
    events: frozenset[str]


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
    def lexicon(self) -> Lexicon:
        """Which words are rare, by all reports there are."""
        return lexicon_of(self.today.claims, self.reports)

    @cached_property
    def groups(self) -> Sequence[Group]:
        """The claims that make rows, in groups that are linked apart."""
        apart = independent(self.today.claims, self.reports, self.ties, self.lexicon)
        return [self._group(claims) for claims in apart]

    def _group(self, claims: Sequence[Claim]) -> Group:
        days = [self.known_from.get(claim.report_id, NOT_BEFORE_TODAY) for claim in claims]
        return Group(claims, min(days), max(days), frozenset(self.home[claim.claim_id] for claim in claims))

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """Today's rows by event id, ready to be judged."""
        today = self.today
        made = uncounted_rows(today.clusters, today.claims, today.event_ids, self.reports, self.verification)
        return {c.row.event_id: c for c in made}

    @cached_property
    def judged(self) -> Judged:
        """What may be added up today."""
        return judge(list(self.candidates.values()))

    @cached_property
    def home(self) -> Mapping[str, str]:
        """claim_id → event_id of today."""
        linked = zip(self.today.clusters, self.today.event_ids, strict=True)
        return {claim_id: event_id for cluster, event_id in linked for claim_id in cluster.claim_ids}

    def make_ready(self) -> None:
        """Compute what is the same for every day."""
        _ = self.groups, self.judged

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
        today = self.basis.today
        claims = [c for c in today.claims if self.basis.was_known(c, self.day)]
        kept = [(c, e) for c, e in zip(today.clusters, today.event_ids, strict=True) if e in self.same]
        clusters = with_parents([*(c for c, _ in kept), *self.clusters], claims)
        return Linked(claims, clusters, [*(e for _, e in kept), *self.event_ids])


def known_by(basis: Basis, day: dt.date) -> Known:
    """The clusters and rows of the claims that were known by a day, as if no later report had come."""
    touched = [group for group in basis.groups if group.last > day]
    anew = [c for group in touched if group.first <= day for c in group.claims if basis.was_known(c, day)]
    events = frozenset(event for group in touched for event in group.events)
    same = [event for event in basis.candidates if event not in events]
    today = zip(basis.today.clusters, basis.today.event_ids, strict=True)
    previous = {e: frozenset(c.claim_ids) if e in events else frozenset[str]() for c, e in today}
    clusters = link(anew, basis.reports, basis.ties, basis.lexicon)
    names = assign_names([frozenset(c.claim_ids) for c in clusters], previous)
    new = uncounted_rows(clusters, anew, names, basis.reports, basis.verification)
    held = judge([*(basis.candidates[event] for event in same), *new], basis.judged).holders
    return Known(basis, day, frozenset(same), clusters, names, with_verdicts(new, held), held)
