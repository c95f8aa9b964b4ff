"""Undoing a decision: it no longer applies; undoing an undo restores.

The rule: a decision can be undone as long as no later one was built on it.  A later decision was built on it
when it would no longer find what it saw (it would be lost), or when it ties, or unties, a claim that this one
did.  Who wants to undo it all the same undoes the later one first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from incidents.errors import DecisionError
from incidents.ledger.review import Reviewed, in_force
from incidents.ledger.ties import seen_claims
from incidents.model import Decision

Review = Callable[[str, list[Decision]], Reviewed]
"""(report id, decisions) → that report's claims with them applied."""


def undoing(decision: Decision, made: list[Decision], reviewed: Review) -> Decision:
    """The undo, completed, if it may be done now.  Raises DecisionError."""
    by_id = {d.decision_id: d for d in made}
    target = by_id.get(decision.target)
    if target is None:
        raise DecisionError("there is no such decision in this ledger")
    if decision.after:
        raise DecisionError("an undo changes nothing else")
    if target.kind == "purge":
        raise DecisionError("a purge cannot be undone: what it erased is nowhere any more")
    standing = in_force(made)
    if target not in standing:
        undo = next(d for d in reversed(standing) if d.kind == "undo" and d.target == target.decision_id)
        raise DecisionError(f"{undo.by} has undone it already, on {undo.at:%Y-%m-%d at %H:%M}")
    root = _root(target, by_id)
    for later in standing[standing.index(target) + 1 :]:
        if _ties_on(later, root, made, by_id):
            raise _built_on(later)
    decision = replace(
        decision, report_id=target.report_id, start=None, end=None, quote=None, before={"kind": root.kind}
    )
    if target.report_id:
        lost_now = {d.decision_id for d in reviewed(target.report_id, made).lost}
        for later in reviewed(target.report_id, [*made, decision]).lost:
            if later.decision_id not in {*lost_now, root.decision_id}:
                raise _built_on(later)
    return decision


def _root(decision: Decision, by_id: dict[str, Decision]) -> Decision:
    """What an undo, or the undo of an undo, is in the end about."""
    while decision.kind == "undo":
        decision = by_id[decision.target]
    return decision


def _ties_on(later: Decision, root: Decision, made: list[Decision], by_id: dict[str, Decision]) -> bool:
    """Does a later decision tie or untie a claim that `root` ties, unties or adds?"""
    other = _root(later, by_id)
    if other.kind not in ("merge", "split") or other is root:
        return False
    if later.kind == "undo" and made.index(other) > made.index(root):
        return False  # both came after, and cancel each other
    mine = {root.after.get("claim_id")} if root.kind == "add" else {s.claim_id for s in seen_claims(root)}
    return root.kind in ("add", "merge", "split") and any(s.claim_id in mine for s in seen_claims(other))


def _built_on(later: Decision) -> DecisionError:
    what = "an undo" if later.kind == "undo" else f"a later decision ({later.kind})"
    return DecisionError(
        f"{what} by {later.by} of {later.at:%Y-%m-%d at %H:%M} builds on it: undo that first, or leave both"
    )
