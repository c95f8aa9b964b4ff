"""Merges and splits → ties between claims, which linking keeps to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from incidents.ledger.attaching import Seen
from incidents.model import Claim, Decision, Tie

Find = Callable[[Seen], Claim | None]


@dataclass(frozen=True, slots=True)
class Tied:
    """What a merge or split says of the claims there are; missing: those seen that could not be found."""

    ties: tuple[Tie, ...]
    missing: tuple[Seen, ...]


def seen_events(decision: Decision) -> dict[str, list[Seen]]:
    """Event id → its claims as the reviewer of a merge or split saw them."""
    events = cast(dict[str, list[dict[str, Any]]], decision.before.get("events", {}))
    return {event: [Seen.read(item) for item in items] for event, items in events.items()}


def seen_claims(decision: Decision) -> list[Seen]:
    """All claims that a merge or split is about."""
    return [seen for items in seen_events(decision).values() for seen in items]


def tied(decision: Decision, find: Find) -> Tied:
    """The ties of a merge or split; none where fewer than two sides of it are found."""
    sides = _sides(decision)
    places = [{seen.claim_id: find(seen) for seen in side} for side in sides]
    homes: dict[str, set[int]] = {}
    for number, place in enumerate(places):
        for claim in place.values():
            if claim:
                homes.setdefault(claim.claim_id, set()).add(number)
    ids, missing = [], []
    for number, side in enumerate(sides):
        found = set()
        for seen in side:
            claim = places[number][seen.claim_id]
            if claim is None or homes[claim.claim_id] != {number}:  # one claim now where two sides were seen
                missing.append(seen)
            else:
                found.add(claim.claim_id)
        ids.append(frozenset(found))
    ties = _merged(ids) if decision.kind == "merge" else _split(*ids)
    return Tied(ties, tuple(missing))


def _sides(decision: Decision) -> list[list[Seen]]:
    """Of a merge each event, the one that stays first; of a split what leaves, and what stays."""
    if decision.kind == "merge":
        events = seen_events(decision)
        return [events.pop(decision.target, []), *events.values()]
    leaving = frozenset(cast(list[str], decision.after.get("claims", [])))
    seen = seen_claims(decision)
    return [
        [s for s in seen if s.claim_id in leaving],
        [s for s in seen if s.claim_id not in leaving],
    ]


def _merged(sides: list[frozenset[str]]) -> tuple[Tie, ...]:
    there = [side for side in sides if side]
    return (Tie("together", there[0], frozenset().union(*there[1:])),) if len(there) > 1 else ()


def _split(own: frozenset[str], rest: frozenset[str]) -> tuple[Tie, ...]:
    """What leaves is one incident of its own; what stays is left to linking."""
    if not own or not rest:
        return ()
    first = min(own)
    together = (Tie("together", frozenset([first]), own - {first}),) if len(own) > 1 else ()
    return (*together, Tie("apart", own, rest))
