"""Merging and splitting incidents: are they still what the reviewer saw?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import cast

from incidents.errors import DecisionError
from incidents.ledger.attaching import Seen
from incidents.ledger.ties import TYING, seen_claims
from incidents.model import Claim, Decision

Events = Mapping[str, frozenset[str]]
LOOK_AGAIN = "look at it again"


def tying(
    decision: Decision,
    events: Events,
    claims_of: Callable[[Collection[str]], Mapping[str, Claim]],
    pending: Sequence[Decision],
) -> Decision:
    """A merge or split with every claim as it stands written into `before`.  Raises DecisionError.

    events: event id → the claims it holds.  claims_of: those of the ids given that there are, but for rejected ones.
    pending: decisions that the events do not reflect yet.
    """
    involved = [decision.target] if decision.kind == "split" else _several(decision)
    for event in involved:
        if event not in events:
            raise DecisionError(f"an incident of this decision is not there any more: {LOOK_AGAIN}")
    _check_seen(decision, {event: events[event] for event in involved})
    if decision.kind == "split":
        _check_leaving(decision, events[decision.target])
    wanted = frozenset().union(*(events[event] for event in involved))
    _check_pending(wanted, pending)
    there = claims_of(wanted)
    if missing := len(wanted - there.keys()):
        raise DecisionError(
            f"{missing} of its statements were rejected or read anew since the incidents were made: {LOOK_AGAIN}"
        )
    before = {event: [Seen.of(there[i]).written() for i in sorted(events[event])] for event in involved}
    return replace(decision, report_id="", start=None, end=None, quote=None, before={"events": before})


def _ids(value: object, what: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise DecisionError(f"say which {what}")
    return list(dict.fromkeys(value))


def _only(decision: Decision, name: str) -> object:
    if decision.after.keys() - {name}:
        raise DecisionError(f"a {decision.kind} gives {name} and nothing else")
    return decision.after.get(name)


def _several(decision: Decision) -> list[str]:
    others = _ids(_only(decision, "events"), "other incidents are meant")
    if decision.target in others:
        raise DecisionError("an incident is one with itself: choose another")
    return [decision.target, *others]


def _check_leaving(decision: Decision, held: frozenset[str]) -> None:
    leaving = frozenset(_ids(_only(decision, "claims"), "statements are to become an incident of their own"))
    if not leaving <= held:
        raise DecisionError(f"some of these statements are not in the incident: {LOOK_AGAIN}")
    if leaving == held:
        raise DecisionError("something must stay in the incident: leave at least one statement out")


def _check_seen(decision: Decision, now: Events) -> None:
    """Refuse what the reviewer saw otherwise."""
    if "events" not in decision.before:
        return
    seen = cast(dict[str, object], decision.before["events"])
    if not isinstance(seen, dict) or not seen.keys() >= now.keys():
        raise DecisionError("say of every incident which statements you saw in it")
    for event, held in now.items():
        before = frozenset(_ids(seen[event], "statements you saw"))
        changes = [
            f"{len(ids)} statement{'s' * (len(ids) > 1)} {what}"
            for ids, what in ((held - before, "came in"), (before - held, "left"))
            if ids
        ]
        if changes:
            raise DecisionError(
                f"the incident has changed since you opened it ({' and '.join(changes)}): {LOOK_AGAIN}"
            )


def _check_pending(wanted: frozenset[str], pending: Sequence[Decision]) -> None:
    for other in pending:
        if other.kind in TYING and wanted & {seen.claim_id for seen in seen_claims(other)}:
            done = {"merge": "merged", "split": "split", "apart": "kept apart"}[other.kind]
            raise DecisionError(
                f"{other.by} has {done} some of these statements in the meantime: {LOOK_AGAIN}"
            )
