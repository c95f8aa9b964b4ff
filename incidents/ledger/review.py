"""What reviewers' decisions make of the claims that parsing found, and of a report's metadata.

Pure functions.  Decisions in force are applied in the order they were made; one that was undone is as if it
had never been made.  A decision belongs to the claim with its id; when a re-reading has changed the ids, to the
one claim of the same report whose words overlap the quote the reviewer saw.  Either way the claim must still
say what the reviewer saw (`SEEN`), or already what the reviewer made of it; else the decision is lost: kept for
the queue until a reviewer undoes it, never applied to something else.  For a merge or split a claim with the
same id is enough: which incident it belongs to does not hang on its figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from incidents.ledger.attaching import Lost, Seen, Why, find
from incidents.ledger.changes import added_claim, corrected, with_metadata
from incidents.ledger.grading import Grade, graded
from incidents.ledger.ties import tied
from incidents.model import REVIEWER, Claim, Decision, Tie, Verification

_VERDICTS: dict[str, Verification] = {
    "accept": "accepted",
    "dispute": "disputed",
    "reject": "rejected",
    "correct": "accepted",
}


@dataclass(frozen=True, slots=True)
class ByHand:
    """Stands for the report that a claim known to a reviewer only does not have; published: the day it was added."""

    report_id: str
    published: dt.date
    doc_id: str = ""
    publisher: str = REVIEWER


@dataclass
class Reviewed:
    """Claims with the decisions about them applied.

    claims: claim_id → claim, rejected ones too, in the order of the readings, added ones last.
    verification: claim_id → unreviewed, accepted, disputed or rejected; the last decision about a claim holds.
    ties: which claims are one incident and which are not, in the order decided; the later word on a pair holds.
    source_grades, claim_grades: by source's name and by claim_id.
    by_hand: what stands for the reports of claims without one; linking needs it beside the reports.
    queue: decisions that did not find what they were about, in the order they were made.
    """

    claims: dict[str, Claim] = field(default_factory=dict)
    verification: dict[str, Verification] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    source_grades: dict[str, Grade] = field(default_factory=dict)
    claim_grades: dict[str, Grade] = field(default_factory=dict)
    by_hand: list[ByHand] = field(default_factory=list)
    queue: list[Lost] = field(default_factory=list)

    @property
    def lost(self) -> list[Decision]:
        """The decisions in the queue."""
        return [lost.decision for lost in self.queue]

    def put(self, claim: Claim, verification: Verification) -> None:
        """Add or replace a claim."""
        self.claims[claim.claim_id] = claim
        self.verification[claim.claim_id] = verification


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that apply, in order: without undone ones.  An undo that was itself undone undoes nothing."""
    undone: set[str] = set()
    standing = []
    for decision in reversed(decisions):
        if decision.decision_id not in undone:
            standing.append(decision)
            if decision.kind == "undo":
                undone.add(decision.target)
    return standing[::-1]


def purged_reports(decisions: Iterable[Decision]) -> frozenset[str]:
    """The reports whose text was erased; what was decided about them is no longer applied nor lost."""
    return frozenset(d.target for d in decisions if d.kind == "purge")


def review(claims: Iterable[Claim], decisions: Sequence[Decision]) -> Reviewed:
    """Apply the decisions about claims among `decisions`, in order, to the claims of the current readings."""
    purged = purged_reports(decisions)
    replay = _Replay(claims, purged)
    for decision in in_force(decisions):
        if decision.report_id not in purged:
            replay.apply(decision)
    return replay.result


class _Replay:
    """Decisions applied one after another."""

    def __init__(self, claims: Iterable[Claim], purged: frozenset[str]) -> None:
        self.result = Reviewed()
        self._purged = purged
        self._by_report: dict[str, list[str]] = {}
        for claim in claims:
            self._place(claim)
            self.result.put(claim, "unreviewed")

    def _place(self, claim: Claim) -> None:
        if claim.claim_id not in self.result.claims:
            self._by_report.setdefault(claim.report_id, []).append(claim.claim_id)

    def _there(self, report_id: str) -> list[Claim]:
        return [self.result.claims[claim_id] for claim_id in self._by_report.get(report_id, ())]

    def apply(self, decision: Decision) -> None:
        """Apply one decision in force."""
        if decision.kind == "add":
            self._add(decision)
        elif decision.kind in ("merge", "split"):
            self._tie(decision)
        elif decision.kind == "grade" and not decision.report_id:
            grades = self.result.source_grades
            grades[decision.target] = graded(
                grades.get(decision.target, Grade()), decision.after, source=True
            )
        elif decision.kind not in ("report", "undo", "purge"):
            self._decide(decision)

    def _add(self, decision: Decision) -> None:
        claim = added_claim(decision)
        if claim.without_report:
            self.result.by_hand.append(ByHand(claim.report_id, decision.at.date()))
        self._place(claim)
        self.result.put(claim, "accepted")

    def _decide(self, decision: Decision) -> None:
        seen, there = Seen.by(decision), self._there(decision.report_id)
        found = find(seen, there)
        if isinstance(found, str):
            near = tuple(claim.claim_id for claim in there if seen.overlap(claim) > 0)
            self.result.queue.append(Lost(decision, found, near))
        elif decision.kind == "grade":
            grades = self.result.claim_grades
            grades[found.claim_id] = graded(grades.get(found.claim_id, Grade()), decision.after, source=False)
        else:
            self.result.put(corrected(found, decision.after), _VERDICTS[decision.kind])

    def _tie(self, decision: Decision) -> None:
        made = tied(decision, self._find)
        self.result.ties.extend(made.ties)
        missing = tuple(seen for seen in made.missing if seen.report_id not in self._purged)
        if missing:
            near = {c.claim_id for s in missing for c in self._there(s.report_id) if s.overlap(c) > 0}
            why: Why = "partly" if made.ties else "gone"
            self.result.queue.append(Lost(decision, why, tuple(sorted(near)), missing))

    def _find(self, seen: Seen) -> Claim | None:
        same = self.result.claims.get(seen.claim_id)
        if same is not None and same.report_id == seen.report_id:
            return same
        found = find(seen, self._there(seen.report_id))
        return None if isinstance(found, str) else found


def supplied_metadata(decisions: Sequence[Decision]) -> Mapping[str, dict[str, object]]:
    """report_id → the metadata that reviewers gave it; the last word on a field holds."""
    result: dict[str, dict[str, object]] = {}
    for decision in in_force(decisions):
        if decision.kind == "report":
            result.setdefault(decision.target, {}).update(with_metadata(decision.after))
    return result
