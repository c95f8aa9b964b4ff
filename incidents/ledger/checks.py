"""Does the ledger still hold what it was given?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select, text

from incidents.ledger import chain, entries, schema
from incidents.ledger.schema import ledger
from incidents.model import REVIEWER


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the ledger that is not as it was stored.

    subject: the report_id, decision_id or event_id concerned, or "ledger".  message: one sentence for a person.
    """

    subject: str
    message: str

    def __str__(self) -> str:
        return self.message


def check(connection: Connection) -> Iterator[Problem]:
    """The chain, every row it speaks of, every report's SHA-256 and every quote, and the names of events."""
    with _damaged_letters(connection):
        if connection.dialect.name == "sqlite":
            for (message,) in connection.execute(text("PRAGMA integrity_check")).all():
                if message != "ok":
                    yield Problem("ledger", f"the database file is damaged: {message}")
        yield from _Check(connection).problems()


@contextmanager
def _damaged_letters(connection: Connection) -> Iterator[None]:
    """Let SQLite give out bytes that are no UTF-8 any more, so that the row that holds them can be named."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    usual, driver.text_factory = driver.text_factory, lambda b: b.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = usual


class _Check:
    """One pass over the ledger."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._entries = {
            (row["kind"], row["row"]): row for row in connection.execute(select(schema.entries)).mappings()
        }
        self._decisions = entries.decision_rows(connection)
        self._records = {row["number"]: _object(row["record"]) for row in self._decisions}
        purges = [record for record in self._records.values() if record.get("kind") == "purge"]
        self._purged = {record.get("target") for record in purges}
        self._sealed: dict[str, Any] = {}
        for record in purges:
            sealed = _part(record, "after").get("sealed")
            self._sealed.update(sealed if isinstance(sealed, dict) else {})
        self._texts: dict[str, str] = {}

    def problems(self) -> Iterator[Problem]:
        yield from self._chain()
        there: set[tuple[str, int]] = set()
        for found in (self._reports(there), self._readings(there), self._reviews(there), self._names(there)):
            yield from found
        for kind, row in sorted(self._entries.keys() - there, key=str):
            yield Problem("ledger", f"{kind} {row}: it is in the chain but was removed, moved or renumbered")
        yield from self._first_chain()

    def _chain(self) -> Iterator[Problem]:
        there = self._connection.execute(select(ledger.c.ledger_id, ledger.c.entries, ledger.c.head)).one()
        previous = entries.genesis(there.ledger_id)
        in_order = sorted(self._entries.values(), key=lambda row: row["number"])
        for place, row in enumerate(in_order, start=1):
            what = f"{row['kind']} {row['row']} (entry {row['number']})"
            if row["previous"] != previous or row["number"] != place:
                yield Problem("ledger", f"{what}: an entry before it was changed, removed or moved")
            made = (row["previous"], row["number"], row["kind"], row["row"], row["commitment"])
            if row["hash"] != entries.entry_hash(*made):
                yield Problem("ledger", f"{what}: its entry was changed after it was made")
            previous = row["hash"]
        last = in_order[-1]["hash"] if in_order else None
        if there.head != last or there.entries != len(in_order):
            yield Problem(
                "ledger", f"the chain ends after {len(in_order)} of {there.entries} entries, or elsewhere"
            )

    def _stands(self, there: set[tuple[str, int]], kind: entries.Kind, row: int, body: str) -> bool:
        """Is the row what its entry, or the purge that erased its words, says?"""
        there.add((kind, row))
        entry = self._entries.get((kind, row))
        if entry is None:
            return False
        wanted = self._sealed.get(f"{kind} {row}", entry["commitment"])
        return bool(entries.commitment(entry["salt"], body) == wanted)

    # --- reports and what was read in them ---

    def _reports(self, there: set[tuple[str, int]]) -> Iterator[Problem]:
        for row in entries.report_rows(self._connection):
            name, report_id = row["doc_id"] or row["report_id"], row["report_id"]
            self._texts[report_id] = row["text"]
            purged = report_id in self._purged
            if not purged and entries.hashed_bytes(row["content"]) != report_id:
                yield Problem(
                    report_id, f"{name}: the stored bytes are not those received (their SHA-256 differs)"
                )
            if not self._stands(there, "report", row["number"], entries.report_body(row)):
                yield Problem(
                    report_id, f"{name} (report {row['number']}): it was changed after it was stored"
                )

    def _readings(self, there: set[tuple[str, int]]) -> Iterator[Problem]:
        for row in entries.reading_rows(self._connection):
            number, report_id = row["number"], row["report_id"]
            claims, faults = entries.claim_rows(self._connection, number), 0
            for claim in claims:
                fault = _fault(claim, report_id, self._texts.get(report_id, ""))
                if fault:
                    faults += 1
                    yield Problem(report_id, f"report {report_id:.12}, reading {number}: {fault}")
            body = entries.reading_body(row, [claim["seal"] for claim in claims])
            if not self._stands(there, "reading", number, body) and not faults:
                yield Problem(
                    report_id,
                    f"report {report_id:.12}, reading {number}: it was changed, or claims of it removed or put in",
                )

    # --- decisions ---

    def _reviews(self, there: set[tuple[str, int]]) -> Iterator[Problem]:
        for row in self._decisions:
            number, record = row["number"], self._records[row["number"]]
            if not self._stands(there, "decision", number, entries.decision_body(row)):
                yield Problem(row["decision_id"], f"decision {number}: it was changed after it was made")
            about = str(record.get("report_id"))
            marked = record.get("kind") == "add" and not about.startswith(f"{REVIEWER}:")
            if marked and about not in self._purged and not _quotes(record, self._texts.get(about, "")):
                told = f"decision {number}: the report does not say what it quotes"
                yield Problem(row["decision_id"], told)

    def _first_chain(self) -> Iterator[Problem]:
        """The chain of version 1, over the decisions' own texts; of one purged since, only its place in it."""
        previous = chain.FIRST
        for row in self._decisions:
            if row["hash"] is None and row["previous"] is None:
                continue
            number, subject = row["number"], row["decision_id"]
            if row["previous"] != previous:
                yield Problem(subject, f"decision {number}: a decision before it was changed or removed")
            erased = f"decision {number}" in self._sealed
            if not erased and row["hash"] != chain.next_hash(str(row["previous"]), row["record"]):
                yield Problem(subject, f"decision {number}: its hash of version 1 is not that of its text")
            previous = row["hash"]

    # --- names of events ---

    def _names(self, there: set[tuple[str, int]]) -> Iterator[Problem]:
        starts = sorted(row for kind, row in self._entries if kind == "names")
        rows = entries.name_rows(self._connection)
        if rows and (not starts or rows[0]["number"] < starts[0]):
            starts.insert(0, rows[0]["number"])
        for start, end in zip(starts, [*starts[1:], None], strict=False):
            batch = [r for r in rows if r["number"] >= start and (end is None or r["number"] < end)]
            if batch and not self._stands(there, "names", start, entries.names_body(batch)):
                span = f"{batch[0]['number']} to {batch[-1]['number']}"
                yield Problem("ledger", f"event names {span}: they were changed, removed or put in")
        yield from _held_twice(rows)


def _held_twice(rows: Any) -> Iterator[Problem]:
    held: dict[str, list[Any]] = {}
    for row in rows:
        ids = _list(row["claim_ids"])
        held[row["event_id"]] = ids
    counts = Counter(claim_id for ids in held.values() for claim_id in ids)
    for event_id, ids in held.items():
        twice = [claim_id for claim_id in ids if counts[claim_id] > 1]
        if twice:
            yield Problem(event_id, f"event {event_id}: another event holds its claim {twice[0]} as well")


def _fault(row: RowMapping, report_id: str, said: str) -> str | None:
    """What is wrong with a stored claim, or None."""
    claim_id, record = row["claim_id"], _object(row["record"])
    quote = record.get("quote")
    if not isinstance(quote, str) or (record.get("claim_id"), record.get("report_id")) != (
        claim_id,
        report_id,
    ):
        return f"the claim {claim_id} is damaged or was filed under another claim or report"
    if not _quotes(record, said):
        return f"the report does not say “{quote:.80}” where the claim {claim_id} quotes it"
    if entries.hashed(quote) != row["quote_sha256"]:
        return f"the quote “{quote:.80}” of the claim {claim_id} is not the one stored (its SHA-256 differs)"
    if row["seal"] != entries.claim_seal(row):
        return f"the claim {claim_id} was changed after it was stored"
    return None


def _quotes(record: Mapping[str, Any], said: str) -> bool:
    start, end = record.get("start"), record.get("end")
    return isinstance(start, int) and isinstance(end, int) and said[start:end] == record.get("quote")


def _object(written: str) -> dict[str, Any]:
    """A stored JSON object; an empty one where the text is not one."""
    try:
        value = json.loads(written)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _part(record: Mapping[str, Any], name: str) -> dict[str, Any]:
    part = record.get(name)
    return part if isinstance(part, dict) else {}


def _list(written: str) -> list[Any]:
    try:
        value = json.loads(written)
    except ValueError:
        return []
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
