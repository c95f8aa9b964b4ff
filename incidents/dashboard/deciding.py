"""Keeping a decision; and those about incidents and decisions: merging, keeping apart, splitting, undoing."""

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
    keep(kind, first, by=by, reason=reason, before=_seen(held), after={"events": others})


def split(event_id: str, held: Sequence[str], leaving: Sequence[str], *, by: str, reason: str) -> None:
    """Make claims of an incident one of their own.  Raises DecisionError."""
    keep(
        "split",
        event_id,
        by=by,
        reason=reason,
        before=_seen({event_id: held}),
        after={"claims": list(leaving)},
    )


def undo(decision_id: str, *, by: str, reason: str) -> None:
    """Let a decision no longer apply.  Raises DecisionError."""
    keep("undo", decision_id, by=by, reason=reason)


def _seen(held: Held) -> dict[str, Any]:
    return {"events": {event: list(claims) for event, claims in held.items()}}


def keep(
    kind: DecisionKind, target: str, *, by: str, reason: str, report_id: str = "", **fields: Any
) -> None:
    """Append a decision made now.  fields: of `Decision`.  Raises DecisionError or LedgerError."""
    ledger().decide(
        Decision(
            decision_id=uuid.uuid4().hex,
            at=dt.datetime.now(dt.UTC),
            by=by.strip(),
            reason=reason.strip(),
            kind=kind,
            target=target,
            report_id=report_id,
            **fields,
        )
    )
