"""A ledger as version 1 of the program made it: its tables and its chain, written by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Self

from sqlalchemy import create_engine, text

from incidents.ledger.codec import canonical, to_json
from incidents.model import Claim, Decision, Report, Toponym

TABLES = """
CREATE TABLE ledger (schema_version INTEGER NOT NULL, ledger_id VARCHAR(32) NOT NULL, PRIMARY KEY (schema_version));
CREATE TABLE reports (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, report_id VARCHAR(64) NOT NULL,
  doc_id TEXT NOT NULL, content BLOB NOT NULL, text TEXT NOT NULL, media_type TEXT NOT NULL, origin TEXT NOT NULL,
  publisher TEXT, title TEXT, url TEXT, published VARCHAR(10), language TEXT, received_at VARCHAR(32) NOT NULL,
  UNIQUE (report_id));
CREATE TABLE extractions (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, report_id VARCHAR(64) NOT NULL,
  extractor_version TEXT NOT NULL, at VARCHAR(32) NOT NULL, toponyms JSON NOT NULL,
  FOREIGN KEY(report_id) REFERENCES reports (report_id));
CREATE INDEX ix_extractions_report_id ON extractions (report_id);
CREATE TABLE claims (extraction INTEGER NOT NULL, position INTEGER NOT NULL, claim_id TEXT NOT NULL,
  quote_sha256 VARCHAR(64) NOT NULL, record TEXT NOT NULL, PRIMARY KEY (extraction, position),
  UNIQUE (extraction, claim_id), FOREIGN KEY(extraction) REFERENCES extractions (number));
CREATE INDEX ix_claims_claim_id ON claims (claim_id);
CREATE TABLE decisions (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, decision_id TEXT NOT NULL,
  record TEXT NOT NULL, previous VARCHAR(64) NOT NULL, hash VARCHAR(64) NOT NULL,
  UNIQUE (decision_id), UNIQUE (previous), UNIQUE (hash));
CREATE TABLE event_names (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL,
  claim_ids JSON NOT NULL, came_from JSON NOT NULL, at VARCHAR(32) NOT NULL);
CREATE INDEX ix_event_names_event_id ON event_names (event_id);
"""
AT = "2026-01-02T03:04:05.000006+00:00"


class FirstVersion:
    """Writes one, in a folder or at an address; a context, after which it is whole."""

    def __init__(self, data_dir: Path, url: str | None = None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(url or f"sqlite:///{data_dir / 'ledger.sqlite'}")
        self._transaction = self._engine.begin()
        tables = TABLES
        if url:
            tables = tables.replace("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "SERIAL PRIMARY KEY")
            tables = tables.replace("BLOB", "BYTEA")
        with self._engine.begin() as connection:
            for statement in filter(str.strip, tables.split(";")):
                connection.execute(text(statement))
        self._last = "0" * 64

    def __enter__(self) -> Self:
        self._connection = self._transaction.__enter__()
        self._insert("ledger", schema_version=1, ledger_id="0123456789abcdef0123456789abcdef")
        return self

    def __exit__(self, *exception: object) -> None:
        self._transaction.__exit__(*exception)
        self._engine.dispose()

    def _insert(self, table: str, **values: Any) -> None:
        names, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
        self._connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)

    def add(self, report: Report, *claims: Claim, toponyms: tuple[Toponym, ...] = ()) -> None:
        row = {name: value for name, value in to_json(report).items() if name != "content"}
        self._insert("reports", **row, content=report.content, received_at=AT)
        self._insert(
            "extractions",
            report_id=report.report_id,
            extractor_version="1",
            at=AT,
            toponyms=canonical(to_json(toponyms)),
        )
        number = self._connection.execute(text("SELECT max(number) FROM extractions")).scalar_one()
        for position, claim in enumerate(claims):
            self._insert(
                "claims",
                extraction=number,
                position=position,
                claim_id=claim.claim_id,
                quote_sha256=hashlib.sha256(claim.quote.encode()).hexdigest(),
                record=canonical(to_json(claim)),
            )

    def decide(self, decision: Decision) -> None:
        record = canonical(to_json(decision))
        digest = hashlib.sha256(f"{self._last}\n{record}".encode()).hexdigest()
        self._insert(
            "decisions", decision_id=decision.decision_id, record=record, previous=self._last, hash=digest
        )
        self._last = digest

    def name(self, event_id: str, *claim_ids: str) -> None:
        self._insert("event_names", event_id=event_id, claim_ids=json.dumps(claim_ids), came_from="[]", at=AT)
