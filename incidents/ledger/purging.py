"""Purging a report: its bytes, text and every word taken from them are erased; hash, time and reason stay.

What goes: the report's bytes, text, title, address, file name, publisher and day; the place names and claims read in
it, with their quotes and all that they say (place as written, victims, sources); and in decisions about it or its
claims the quote, the values seen and changed, and the reason, which may repeat the words.  What stays: SHA-256 of
the bytes, when it came in, how many readings there were, and of each decision who made it, when and of what kind.
Its claims are gone, and their figures with them: there is no claim without evidence.  Decisions about other
reports stay, also where these tell the same words: each report is purged on its own.  The ids of claims and events
stay: they are hashes, and who could guess a claim's place in the text and its words could confirm the guess by them, as
by the hash of the bytes.  A claim known to a reviewer only is purged by the id that stands for its report.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Table, delete, select, update

from incidents.errors import DecisionError, LedgerError
from incidents.ledger import entries, rows
from incidents.ledger.codec import canonical, from_json, to_json
from incidents.ledger.schema import claims, decisions, extractions, reports
from incidents.ledger.ties import seen_claims
from incidents.model import Decision

ERASED = "(erased with a purged report)"
"""Stands in the place of a reason that was given about a purged report."""


@dataclass(frozen=True, slots=True)
class Purged:
    """A report whose words were erased: its SHA-256, when it came in, and who purged it when and why."""

    report_id: str
    received_at: dt.datetime
    at: dt.datetime
    by: str
    reason: str

    def __str__(self) -> str:
        return (
            f"the report {self.report_id[:12]}… was purged on {self.at:%Y-%m-%d} by {self.by}: {self.reason}"
        )


def purged_reports(connection: Connection) -> dict[str, Purged]:
    """report_id → what is left of it."""
    purges = {d.target: d for d in rows.read_decisions(connection, kinds=["purge"])}
    if not purges:
        return {}
    query = select(reports.c.report_id, reports.c.received_at).where(reports.c.report_id.in_(purges))
    received = {report_id: dt.datetime.fromisoformat(at) for report_id, at in connection.execute(query)}
    return {i: Purged(i, received.get(i, d.at), d.at, d.by, d.reason) for i, d in purges.items()}


def purge(connection: Connection, report_id: str, by: str, reason: str) -> None:
    """Erase a report's words, and append the decision that says so.  Raises DecisionError or LedgerError."""
    if not by.strip() or not reason.strip():
        raise DecisionError("a purge needs a name and a reason: fill in both")
    stored = rows.has_report(connection, report_id)
    if not stored and not rows.read_decisions(connection, about=[report_id], kinds=["add"]):
        raise LedgerError(f"there is no report {report_id} in this ledger")
    erasing = _Erasing(connection, report_id)
    erased = {"claims": erasing.readings(), "decisions": erasing.decisions()}
    if stored:
        erasing.report()
    decision = Decision(
        decision_id=uuid.uuid4().hex,
        at=dt.datetime.now(dt.UTC),
        by=by.strip(),
        reason=reason.strip(),
        kind="purge",
        target=report_id,
        report_id=report_id,
        after={"erased": erased, "sealed": erasing.sealed},
    )
    rows.append_decision(connection, decision)


class _Erasing:
    """One report's words going; sealed: "kind number" of each row changed → the commitment to what is left."""

    def __init__(self, connection: Connection, report_id: str) -> None:
        self._connection = connection
        self._report_id = report_id
        self.sealed: dict[str, str] = {}

    def _seal(self, kind: entries.Kind, row: int, body: str) -> None:
        self.sealed[f"{kind} {row}"] = entries.reseal(self._connection, kind, row, body)

    def _change(self, table: Table, number: int, **values: object) -> None:
        self._connection.execute(update(table).where(table.c.number == number).values(**values))

    def report(self) -> None:
        query = select(reports).where(reports.c.report_id == self._report_id)
        number = self._connection.execute(query).mappings().one()["number"]
        nothing = dict.fromkeys(("publisher", "title", "url", "published", "language"))
        words = {"doc_id": "", "content": b"", "text": "", "media_type": "", "origin": ""}
        self._change(reports, number, **nothing, **words)
        self._seal("report", number, entries.report_body(self._connection.execute(query).mappings().one()))

    def readings(self) -> int:
        """Erase what was read in it; how many claims that were, over all readings."""
        count = 0
        for reading in entries.reading_rows(self._connection, self._report_id):
            mine = claims.c.extraction == reading["number"]
            count += self._connection.execute(delete(claims).where(mine)).rowcount
            self._change(extractions, reading["number"], toponyms=[])
        for reading in entries.reading_rows(self._connection, self._report_id):
            self._seal("reading", reading["number"], entries.reading_body(reading, []))
        return count

    def decisions(self) -> int:
        """Erase its words in decisions; in how many."""
        found = self._words_in()
        for row in entries.decision_rows(self._connection):
            decision = from_json(Decision, json.loads(row["record"]))
            erase = found.get(decision.decision_id)
            if erase is None:
                continue
            record = canonical(to_json(erase(decision)))
            self._change(decisions, row["number"], record=record)
            self._seal("decision", row["number"], entries.decision_body(dict(row) | {"record": record}))
        return len(found)

    def _words_in(self) -> dict[str, Callable[[Decision], Decision]]:
        """decision_id → how its words are erased, of those that may hold words of the report."""
        found: dict[str, Callable[[Decision], Decision]] = {}
        for decision in rows.read_decisions(self._connection):
            if decision.kind == "purge":
                continue
            if decision.report_id == self._report_id:
                found[decision.decision_id] = _emptied
            elif any(seen.report_id == self._report_id for seen in seen_claims(decision)):
                found[decision.decision_id] = self._without_its_claims
            elif decision.kind == "undo" and decision.target in found:
                found[decision.decision_id] = _without_reason
        return found

    def _without_its_claims(self, decision: Decision) -> Decision:
        """A merge or split without the words of the report's claims; those of other reports stay."""
        events = json.loads(canonical(decision.before))["events"]
        for items in events.values():
            for item in items:
                if item["report_id"] == self._report_id:
                    claim_id = item["claim_id"]
                    item.clear()
                    item.update(claim_id=claim_id, report_id=self._report_id)
        return replace(_without_reason(decision), before={"events": events})


def _without_reason(decision: Decision) -> Decision:
    return replace(decision, reason=ERASED)


def _emptied(decision: Decision) -> Decision:
    """Who decided, when, of which kind and on which claim; nothing of what it said."""
    return replace(_without_reason(decision), start=None, end=None, quote=None, before={}, after={})
