"""Is a decision one that can be made now?  Each kind is checked against the ledger and completed with what it saw.

Two reviewers may decide at once: who comes second is told what has changed, and looks again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from incidents.errors import DecisionError
from incidents.ledger import rows
from incidents.ledger.attaching import SEEN
from incidents.ledger.changes import added_claim, corrected, with_metadata
from incidents.ledger.codec import to_json
from incidents.ledger.grading import Grade, graded
from incidents.ledger.review import Reviewed, in_force, review
from incidents.ledger.schema import decisions
from incidents.ledger.tying import tying
from incidents.ledger.undoing import undoing
from incidents.model import REVIEWER, Claim, Decision


def completed(connection: Connection, decision: Decision) -> Decision:
    """The decision with what it was about written into it.  Raises DecisionError when it does not fit."""
    if not decision.by.strip() or not decision.reason.strip():
        raise DecisionError("a decision needs a name and a reason: fill in both")
    taken = select(decisions.c.number).where(decisions.c.decision_id == decision.decision_id)
    if connection.execute(taken).first() is not None:
        raise DecisionError("this decision is in the ledger already")
    decision = replace(decision, before=to_json(decision.before), after=to_json(decision.after))
    return _KINDS[decision.kind](connection, decision)


def _refuse_purge(connection: Connection, decision: Decision) -> Decision:
    raise DecisionError("a report is not purged by a decision alone: use the ledger's purge")


# --- reports ---


def _of_report(connection: Connection, decision: Decision) -> None:
    if decision.target != decision.report_id:
        raise DecisionError("the target of this decision must be its report")
    if not rows.has_report(connection, decision.report_id):
        raise DecisionError(f"there is no report {decision.report_id} in this ledger")


def _about_report(connection: Connection, decision: Decision) -> Decision:
    _of_report(connection, decision)
    if not with_metadata(decision.after):
        raise DecisionError("nothing about the report was changed")
    report = rows.whole_report(connection, decision.report_id)
    now_there = {name: to_json(getattr(report, name)) for name in decision.after}
    return _seen(decision, now_there, now_there)


def _adding(connection: Connection, decision: Decision) -> Decision:
    if not decision.report_id and not decision.target:
        return _adding_by_hand(decision)
    _of_report(connection, decision)
    text = rows.whole_report(connection, decision.report_id, as_received=True).text
    start, end = decision.start, decision.end
    if start is None or end is None or not 0 <= start < end <= len(text):
        raise DecisionError("mark the words of the report that say it")
    if decision.quote != text[start:end]:
        raise DecisionError("the marked words are not what the report says there: mark them again")
    claim = added_claim(decision)
    if claim.claim_id in _reviewed(connection, [decision.report_id]).claims:
        raise DecisionError("this claim is there already: correct it instead")
    return replace(decision, after=to_json(claim))


def _adding_by_hand(decision: Decision) -> Decision:
    """A claim without a report stands alone, in a place of its own where its report would be."""
    if decision.quote or decision.start or decision.end:
        raise DecisionError("words can only be marked in a report: say which")
    alone = f"{REVIEWER}:{hashlib.sha256(decision.decision_id.encode()).hexdigest()[:16]}"
    decision = replace(decision, target=alone, report_id=alone, start=0, end=0, quote="")
    return replace(decision, after=to_json(added_claim(decision)))


# --- claims ---


def _reviewed(connection: Connection, report_ids: Collection[str]) -> Reviewed:
    """These reports' claims with what was decided about them."""
    made = in_force(rows.read_decisions(connection))
    claims = [claim for report_id in report_ids for claim in rows.current_claims(connection, report_id)]
    return review(claims, [decision for decision in made if decision.report_id in report_ids])


def _about_claim(connection: Connection, decision: Decision) -> Decision:
    reviewed = _reviewed(connection, [decision.report_id])
    claim = reviewed.claims.get(decision.target)
    if claim is None:
        raise DecisionError(
            "this claim is no longer in the ledger: open the report again to see what it says now"
        )
    if (decision.kind in ("correct", "grade")) != bool(decision.after):
        raise DecisionError("a correction changes something; accepting or rejecting a claim changes nothing")
    there = {
        name: to_json(getattr(claim, name)) for name in {*SEEN, *decision.before} if hasattr(claim, name)
    }
    there["verification"] = reviewed.verification[claim.claim_id]
    if decision.kind == "grade":
        grade = reviewed.claim_grades.get(claim.claim_id, Grade())
        graded(grade, decision.after, source=False)
        there |= grade._asdict()
        changed: Collection[str] = decision.after
    else:
        corrected(claim, decision.after)
        there |= {name: to_json(getattr(claim, name)) for name in decision.after}
        changed = decision.after
    whole = _seen(decision, {name: there[name] for name in {*SEEN, *changed}}, there)
    for name in ("start", "end", "quote"):
        if getattr(decision, name) not in (None, getattr(claim, name)):
            raise DecisionError("the claim quotes other words than you saw: look at it again")
    return replace(whole, start=claim.start, end=claim.end, quote=claim.quote)


def _grading(connection: Connection, decision: Decision) -> Decision:
    if decision.report_id:
        return _about_claim(connection, decision)
    if not decision.target.strip():
        raise DecisionError("say which source the grade is of")
    decision = replace(decision, target=decision.target.strip())
    grades = review([], rows.read_decisions(connection)).source_grades
    before = grades.get(decision.target, Grade())
    graded(before, decision.after, source=True)
    there = before._asdict()
    return _seen(decision, {name: there[name] for name in decision.after}, there)


def _seen(decision: Decision, now_there: Mapping[str, Any], current: Mapping[str, Any]) -> Decision:
    """The decision with all of `now_there` in `before`, if what it says it saw is still there."""
    for name, value in decision.before.items():
        if current.get(name, value) != value:
            raise DecisionError(f"{name.replace('_', ' ')} has changed since you opened it: look at it again")
    return replace(decision, before={**decision.before, **now_there})


# --- incidents ---


def _tying(connection: Connection, decision: Decision) -> Decision:
    events = rows.read_event_names(connection)

    def claims_of(claim_ids: Collection[str]) -> Mapping[str, Claim]:
        reports = rows.reports_of(connection, claim_ids)
        found = _reviewed(connection, reports)
        return {
            i: c for i, c in found.claims.items() if i in claim_ids and found.verification[i] != "rejected"
        }

    pending = rows.decisions_after_naming(connection)
    return tying(decision, events, claims_of, pending)


def _undoing(connection: Connection, decision: Decision) -> Decision:
    def reviewed(report_id: str, made: list[Decision]) -> Reviewed:
        claims = rows.current_claims(connection, report_id)
        return review(claims, [d for d in in_force(made) if d.report_id == report_id])

    return undoing(decision, rows.read_decisions(connection), reviewed)


_KINDS: Mapping[str, Callable[[Connection, Decision], Decision]] = {
    "accept": _about_claim,
    "dispute": _about_claim,
    "reject": _about_claim,
    "correct": _about_claim,
    "grade": _grading,
    "add": _adding,
    "report": _about_report,
    "merge": _tying,
    "split": _tying,
    "undo": _undoing,
    "purge": _refuse_purge,
}
