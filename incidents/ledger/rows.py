"""Records to rows and rows to records, inside a transaction that the caller holds."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from sqlalchemy import Connection, ScalarSelect, func, insert, select

from incidents.errors import LedgerError
from incidents.ledger import chain
from incidents.ledger.changes import BY_HAND
from incidents.ledger.codec import canonical, from_json, to_json
from incidents.ledger.naming import Renaming
from incidents.ledger.review import supplied_metadata
from incidents.ledger.schema import claims, decisions, event_names, extractions, reports
from incidents.model import Claim, Decision, Extraction, Report, Toponym

MOST_VALUES = 500
"""In one question to the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report's metadata, with what reviewers supplied, and when it came in (UTC); without text and bytes."""

    report_id: str
    doc_id: str
    media_type: str
    origin: str
    publisher: str | None
    title: str | None
    url: str | None
    published: dt.date | None
    language: str | None
    received_at: dt.datetime

    @property
    def date_needed(self) -> bool:
        """Is its day of publication unknown, so that no weekday in it can be resolved?"""
        return self.published is None


def now() -> str:
    """The present moment as the ledger writes it: UTC, ISO 8601."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


# --- reports ---


def has_report(connection: Connection, report_id: str) -> bool:
    """Are the bytes with this SHA-256 stored?"""
    return (
        connection.execute(select(reports.c.number).where(reports.c.report_id == report_id)).first()
        is not None
    )


def insert_report(connection: Connection, report: Report) -> None:
    """Append a report as received."""
    row = {field.name: getattr(report, field.name) for field in fields(Report)}
    row |= {"published": to_json(report.published), "received_at": now()}
    connection.execute(insert(reports).values(row))


def stored_reports(connection: Connection) -> list[StoredReport]:
    """Every report's metadata in the order received, with what reviewers supplied."""
    columns = [reports.c[field.name] for field in fields(StoredReport)]
    rows = connection.execute(select(*columns).order_by(reports.c.number)).mappings()
    stored = [from_json(StoredReport, row) for row in rows]
    supplied = supplied_metadata(read_decisions(connection))
    return [_supply(report, supplied) for report in stored]


def whole_report(connection: Connection, report_id: str, *, as_received: bool = False) -> Report:
    """One report with text and bytes, with what reviewers supplied unless `as_received`.  Raises LedgerError."""
    columns = [reports.c[field.name] for field in fields(Report)]
    row = connection.execute(select(*columns).where(reports.c.report_id == report_id)).mappings().first()
    if row is None:
        raise LedgerError(f"there is no report {report_id} in this ledger")
    published = dt.date.fromisoformat(row["published"]) if row["published"] else None
    report = Report(**{**row, "content": bytes(row["content"]), "published": published})
    return report if as_received else _supply(report, supplied_metadata(read_decisions(connection)))


def no_report(report_id: str) -> Report:
    """Stands for the report that a claim known to a reviewer only does not have."""
    return Report(
        report_id=report_id, doc_id="", content=b"", text="", media_type="text/plain", origin=BY_HAND
    )


R = TypeVar("R", Report, StoredReport)


def _supply(report: R, supplied: Mapping[str, Mapping[str, Any]]) -> R:
    return replace(report, **supplied.get(report.report_id, {}))


# --- readings and claims ---


def newest_extraction(report_id: str) -> ScalarSelect[int]:
    """The number of a report's current reading, as a subquery."""
    return (
        select(func.max(extractions.c.number)).where(extractions.c.report_id == report_id).scalar_subquery()
    )


def insert_extraction(connection: Connection, extraction: Extraction) -> None:
    """Append a reading with its claims.  Raises LedgerError when two claims have one id."""
    ids = [claim.claim_id for claim in extraction.claims]
    if len(set(ids)) < len(ids):
        raise LedgerError(f"the reading of report {extraction.report_id} has two claims with the same id")
    row = {
        "report_id": extraction.report_id,
        "extractor_version": extraction.extractor_version,
        "at": now(),
        "toponyms": to_json(extraction.toponyms),
    }
    number = connection.execute(insert(extractions).values(row).returning(extractions.c.number)).scalar_one()
    rows = [
        {
            "extraction": number,
            "position": position,
            "claim_id": claim.claim_id,
            "quote_sha256": sha256(claim.quote.encode()),
            "record": canonical(to_json(claim)),
        }
        for position, claim in enumerate(extraction.claims)
    ]
    if rows:
        connection.execute(insert(claims), rows)


def current_extraction(connection: Connection, report_id: str) -> Extraction | None:
    """The newest reading of a report, as parsing gave it."""
    query = select(extractions).where(extractions.c.number == newest_extraction(report_id))
    row = connection.execute(query).first()
    if row is None:
        return None
    found = select(claims.c.record).where(claims.c.extraction == row.number).order_by(claims.c.position)
    return Extraction(
        report_id=report_id,
        extractor_version=row.extractor_version,
        toponyms=tuple(from_json(Toponym, item) for item in row.toponyms),
        claims=tuple(_claim(record) for record in connection.execute(found).scalars()),
    )


def current_claims(connection: Connection, report_id: str | None = None) -> list[Claim]:
    """The claims of the newest readings, of one report or of all, without decisions."""
    newest = select(func.max(extractions.c.number)).group_by(extractions.c.report_id)
    query = (
        select(claims.c.record)
        .join(extractions, extractions.c.number == claims.c.extraction)
        .join(reports, reports.c.report_id == extractions.c.report_id)
        .where(extractions.c.number.in_(newest))
        .order_by(reports.c.number, claims.c.position)
    )
    if report_id is not None:
        query = query.where(reports.c.report_id == report_id)
    return [_claim(record) for record in connection.execute(query).scalars()]


def reports_of(connection: Connection, claim_ids: Collection[str]) -> set[str]:
    """The reports that these claims are or were read in, and those that reviewers added them to."""
    found: set[str] = set()
    wanted = sorted(claim_ids)
    for start in range(0, len(wanted), MOST_VALUES):
        some = wanted[start : start + MOST_VALUES]
        query = (
            select(extractions.c.report_id)
            .join(claims, claims.c.extraction == extractions.c.number)
            .where(claims.c.claim_id.in_(some))
        )
        found.update(connection.execute(query.distinct()).scalars())
    added = (d for d in read_decisions(connection) if d.kind == "add")
    return found | {d.report_id for d in added if d.after.get("claim_id") in claim_ids}


def _claim(record: str) -> Claim:
    return from_json(Claim, json.loads(record))


# --- decisions ---


def read_decisions(connection: Connection) -> list[Decision]:
    """Every decision, in the order made."""
    records = connection.execute(select(decisions.c.record).order_by(decisions.c.number)).scalars()
    return [from_json(Decision, json.loads(record)) for record in records]


def append_decision(connection: Connection, decision: Decision) -> None:
    """Append a decision, already checked, to the chain."""
    record = canonical(to_json(decision))
    last = select(decisions.c.hash).order_by(decisions.c.number.desc()).limit(1)
    previous = connection.execute(last).scalar() or chain.FIRST
    row = {
        "decision_id": decision.decision_id,
        "record": record,
        "previous": previous,
        "hash": chain.next_hash(previous, record),
    }
    connection.execute(insert(decisions).values(row))


def decisions_after_naming(connection: Connection) -> list[Decision]:
    """Decisions that the names of the events do not reflect yet."""
    return []


# --- event names ---


def read_event_names(connection: Connection) -> dict[str, frozenset[str]]:
    """Event id → the claims it holds, for events that were not merged into others."""
    newest = select(func.max(event_names.c.number)).group_by(event_names.c.event_id)
    query = select(event_names.c.event_id, event_names.c.claim_ids).where(event_names.c.number.in_(newest))
    rows = connection.execute(query.order_by(event_names.c.number))
    return {event_id: frozenset(claim_ids) for event_id, claim_ids in rows if claim_ids}


def append_renamings(connection: Connection, changes: Iterable[Renaming]) -> None:
    """Append what changed in the names of events."""
    at = now()
    new = [
        {"event_id": c.event_id, "claim_ids": sorted(c.claim_ids), "came_from": list(c.came_from), "at": at}
        for c in changes
    ]
    if new:
        connection.execute(insert(event_names), new)
