"""Decisions about incidents and about decisions: merging, keeping apart, splitting, undoing; no drawing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from incidents.dashboard.store import ledger
from incidents.model import Decision, DecisionKind

Held = Mapping[str, Sequence[str]]
"""Incident → its claims, as the reviewer sees them."""


def merge(held: Held, *, by: str, reason: str) -> None:
    """Make the incidents one, under the id of the first.  Raises DecisionError where they have changed."""
    _several("merge", held, by=by, reason=reason)


def keep_apart(held: Held, *, by: str, reason: str) -> None:
    """Say that the incidents are not one, so that nobody is asked again.  Raises DecisionError."""
    _several("apart", held, by=by, reason=reason)


def _several(kind: DecisionKind, held: Held, *, by: str, reason: str) -> None:
    first, *others = held
    _decide(kind, first, by=by, reason=reason, before=_seen(held), after={"events": others})


def split(event_id: str, held: Sequence[str], leaving: Sequence[str], *, by: str, reason: str) -> None:
    """Make claims of an incident one of their own.  Raises DecisionError."""
    _decide(
        "split",
        event_id,
        by=by,
        reason=reason,
        before=_seen({event_id: held}),
        after={"claims": list(leaving)},
    )


def undo(decision_id: str, *, by: str, reason: str) -> None:
    """Let a decision no longer apply.  Raises DecisionError."""
    _decide("undo", decision_id, by=by, reason=reason)


def _seen(held: Held) -> dict[str, Any]:
    return {"events": {event: list(claims) for event, claims in held.items()}}


def _decide(
    kind: DecisionKind,
    target: str,
    *,
    by: str,
    reason: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    ledger().decide(
        Decision(
            decision_id=uuid.uuid4().hex,
            at=dt.datetime.now(dt.UTC),
            by=by.strip(),
            reason=reason.strip(),
            kind=kind,
            target=target,
            report_id="",
            before=dict(before or {}),
            after=dict(after or {}),
        )
    )
