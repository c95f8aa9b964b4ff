"""What reviewers' decisions make of the claims that parsing found, and of a report's metadata.

Pure functions.  Decisions are applied in the order they were made.  A decision belongs to the claim with its
id; when a re-reading has changed the ids, to the one claim of the same report whose words overlap the quote
the reviewer saw.  Either way the claim must still say what the reviewer saw (`SEEN`), or already what the
reviewer made of it; else the decision is lost: kept for the queue, never applied to something else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace

from incidents.errors import DecisionError
from incidents.ledger.codec import field_from_json, from_json, to_json
from incidents.model import Claim, Decision, Report, Verification

SEEN = ("event_type", "unit", "low", "high")
"""What a claim must still say for a decision about it to hold."""

REPORT_FIELDS = ("published", "publisher", "title", "url", "language")
"""What a decision of kind "report" may supply or correct."""

EVIDENCE_FIELDS = frozenset(("claim_id", "report_id", "start", "end", "quote", "extractor_version"))
CLAIM_FIELDS = frozenset(f.name for f in fields(Claim)) - EVIDENCE_FIELDS
"""What a decision of kind "correct" may change: everything but which words the claim is about."""

BY_HAND = "by hand"
"""`extractor_version` of a claim that a reviewer marked in the text."""

_VERDICTS: dict[str, Verification] = {"accept": "accepted", "reject": "rejected", "correct": "accepted"}


@dataclass
class Reviewed:
    """Claims with the decisions about them applied.

    claims: claim_id → claim, rejected ones too, in the order of the readings, added ones last.
    verification: claim_id → unreviewed, accepted or rejected; the last decision about a claim holds.
    lost: decisions whose claim is no longer there, in the order they were made.
    """

    claims: dict[str, Claim] = field(default_factory=dict)
    verification: dict[str, Verification] = field(default_factory=dict)
    lost: list[Decision] = field(default_factory=list)

    def put(self, claim: Claim, verification: Verification) -> None:
        """Add or replace a claim."""
        self.claims[claim.claim_id] = claim
        self.verification[claim.claim_id] = verification


def review(claims: Iterable[Claim], decisions: Iterable[Decision]) -> Reviewed:
    """Apply the claim decisions among `decisions`, in order, to the claims of the current readings."""
    result = Reviewed()
    by_report: dict[str, list[str]] = {}
    for claim in claims:
        result.put(claim, "unreviewed")
        by_report.setdefault(claim.report_id, []).append(claim.claim_id)
    for decision in decisions:
        if decision.kind == "add":
            claim = added_claim(decision)
            if claim.claim_id not in result.claims:
                by_report.setdefault(claim.report_id, []).append(claim.claim_id)
            result.put(claim, "accepted")
        elif decision.kind != "report":
            there = [result.claims[claim_id] for claim_id in by_report.get(decision.report_id, ())]
            found = find_claim(decision, there)
            if found is None:
                result.lost.append(decision)
            else:
                result.put(corrected(found, decision.after), _VERDICTS[decision.kind])
    return result


def find_claim(decision: Decision, claims: Iterable[Claim]) -> Claim | None:
    """The one claim among a report's claims that the decision is about, or None."""
    fitting = [claim for claim in claims if _still_says(claim, decision)]
    for claim in fitting:
        if claim.claim_id == decision.target:
            return claim
    overlaps = [(_overlap(claim, decision), claim) for claim in fitting]
    most = max((overlap for overlap, _ in overlaps), default=0)
    best = [claim for overlap, claim in overlaps if overlap == most]
    return best[0] if most > 0 and len(best) == 1 else None


def _overlap(claim: Claim, decision: Decision) -> int:
    if decision.start is None or decision.end is None:
        return 0
    return min(claim.end, decision.end) - max(claim.start, decision.start)


def _still_says(claim: Claim, decision: Decision) -> bool:
    before, after = decision.before, decision.after
    seen = [name for name in SEEN if name in before]
    return all(
        to_json(getattr(claim, name)) in (before[name], after.get(name, before[name])) for name in seen
    )


def corrected(claim: Claim, after: Mapping[str, object]) -> Claim:
    """`claim` with the fields in `after` (JSON-able); it keeps its id, span and quote.

    Raises DecisionError for a field that cannot be corrected, a value of the wrong type, or a contradiction.
    """
    if unknown := sorted(after.keys() - CLAIM_FIELDS):
        raise DecisionError(f"a correction cannot change {', '.join(unknown)}")
    if not after:
        return claim
    try:
        changes = {name: field_from_json(Claim, name, value) for name, value in after.items()}
    except ValueError as problem:
        raise DecisionError(f"the corrected value does not fit: {problem}") from problem
    return _checked(replace(claim, **changes))


def added_claim(decision: Decision) -> Claim:
    """The claim that a decision of kind "add" makes of the words it marks.  Raises DecisionError."""
    marked = {
        "report_id": decision.report_id,
        "start": decision.start,
        "end": decision.end,
        "quote": decision.quote,
    }
    data = {"extractor_version": BY_HAND, "confidence": 1.0, **decision.after, **marked}
    data.setdefault("claim_id", hashlib.sha256(f"added {decision.decision_id}".encode()).hexdigest())
    try:
        return _checked(from_json(Claim, data))
    except DecisionError:
        raise
    except ValueError as problem:
        raise DecisionError(f"the added claim is not complete: {problem}") from problem


def _checked(claim: Claim) -> Claim:
    if any(number is not None and number < 0 for number in (claim.low, claim.high)):
        raise DecisionError("a number of people cannot be below zero")
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        raise DecisionError(f"the lowest number ({claim.low}) is above the highest ({claim.high})")
    if claim.has_figure and claim.unit is None:
        raise DecisionError("a number of people needs a unit: killed, injured, …")
    if claim.date_start and claim.date_end and claim.date_start > claim.date_end:
        raise DecisionError(f"the first day ({claim.date_start}) is after the last ({claim.date_end})")
    if not claim.event_type:
        raise DecisionError("a claim needs an event type")
    return claim


def with_metadata(after: Mapping[str, object]) -> dict[str, object]:
    """The Report fields that a decision of kind "report" sets, as Python values.  Raises DecisionError."""
    if unknown := sorted(after.keys() - set(REPORT_FIELDS)):
        raise DecisionError(f"a report's {', '.join(unknown)} cannot be changed")
    try:
        return {name: field_from_json(Report, name, value) for name, value in after.items()}
    except ValueError as problem:
        raise DecisionError(f"the report's metadata do not fit: {problem}") from problem
