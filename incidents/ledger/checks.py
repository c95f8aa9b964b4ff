"""Does the ledger still hold what it was given?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from incidents.ledger import chain
from incidents.ledger.rows import sha256
from incidents.ledger.schema import claims, decisions, extractions, reports
from incidents.model import REVIEWER


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the ledger that is not as it was stored.

    subject: the report_id or decision_id concerned.  message: one sentence for a person.
    """

    subject: str
    message: str

    def __str__(self) -> str:
        return self.message


def check(connection: Connection) -> Iterator[Problem]:
    """Every report's SHA-256, every quote of every reading and every added claim, and the decision chain."""
    for (report_id,) in connection.execute(select(reports.c.report_id).order_by(reports.c.number)).all():
        yield from _check_report(connection, report_id)
    yield from _check_chain(connection)


def _check_report(connection: Connection, report_id: str) -> Iterator[Problem]:
    query = select(reports.c.doc_id, reports.c.content, reports.c.text).where(
        reports.c.report_id == report_id
    )
    doc_id, content, text = connection.execute(query).one()
    if sha256(content) != report_id:
        yield Problem(report_id, f"{doc_id}: the stored bytes are not those received (their SHA-256 differs)")
    readings = extractions.c.number == claims.c.extraction
    found = (
        select(claims.c.claim_id, claims.c.quote_sha256, claims.c.record)
        .join(extractions, readings)
        .where(extractions.c.report_id == report_id)
        .order_by(claims.c.extraction, claims.c.position)
    )
    for claim_id, quote_sha256, record in connection.execute(found):
        fault = _fault(_object(record), report_id, claim_id, quote_sha256, text)
        if fault:
            yield Problem(report_id, f"{doc_id}: {fault}")


def _fault(record: dict[str, Any], report_id: str, claim_id: str, quote_sha256: str, text: str) -> str | None:
    """What is wrong with a stored claim, or None."""
    quote = record.get("quote")
    if not isinstance(quote, str) or (record.get("claim_id"), record.get("report_id")) != (
        claim_id,
        report_id,
    ):
        return f"the claim {claim_id} is damaged or was filed under another claim or report"
    if not _quotes(record, text):
        return f"the report does not say “{quote:.80}” where the claim quotes it"
    if sha256(quote.encode()) != quote_sha256:
        return f"the quote “{quote:.80}” is not the one stored (its SHA-256 differs)"
    return None


def _quotes(record: dict[str, Any], text: str) -> bool:
    start, end = record.get("start"), record.get("end")
    return isinstance(start, int) and isinstance(end, int) and text[start:end] == record.get("quote")


def _object(text: str) -> dict[str, Any]:
    """A stored JSON object; an empty one where the text is not one."""
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _check_chain(connection: Connection) -> Iterator[Problem]:
    previous = chain.FIRST
    for row in connection.execute(select(decisions).order_by(decisions.c.number)):
        if row.previous != previous:
            yield Problem(
                row.decision_id, f"decision {row.number}: a decision before it was changed or removed"
            )
        if row.hash != chain.next_hash(row.previous, row.record):
            yield Problem(row.decision_id, f"decision {row.number}: it was changed after it was made")
        previous = row.hash
        record = _object(row.record)
        if record.get("kind") == "add" and not str(record.get("report_id")).startswith(f"{REVIEWER}:"):
            about = select(reports.c.text).where(reports.c.report_id == record.get("report_id"))
            if not _quotes(record, connection.execute(about).scalar() or ""):
                yield Problem(
                    row.decision_id, f"decision {row.number}: the report does not say what it quotes"
                )
