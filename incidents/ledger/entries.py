"""The chain: an entry for every report, reading, decision and batch of event names, in the order appended.

An entry holds no words but a commitment to its row: SHA-256 of a random salt and the row's canonical JSON.  Its
hash covers the hash before it and the commitment, so that a row changed, removed, put in or moved is noticed, and
the ledger's own row holds the last hash, so that a chain cut short is.  Erasing a row's words and its salt leaves
the chain as it is, and nothing that the words could be guessed by; the decision that purges them holds the
commitment to what is left (`sealed`).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, Table, Text, cast, func, insert, select, update

from incidents.ledger.chain import FIRST, next_hash
from incidents.ledger.codec import canonical
from incidents.ledger.schema import claims, decisions, entries, event_names, extractions, ledger, reports

Kind = Literal["report", "reading", "decision", "names"]
Row = Mapping[str, Any] | RowMapping


def hashed(text: str) -> str:
    """SHA-256 of a text, in hexadecimal; a damaged text, with bytes that are no UTF-8, has one too."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def hashed_bytes(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def commitment(salt: str, body: str) -> str:
    """What an entry says of a row."""
    return hashed(f"{salt}\n{body}")


def entry_hash(previous: str, number: int, kind: str, row: int, committed: str) -> str:
    """The hash of an entry."""
    return next_hash(previous, canonical([number, kind, row, committed]))


def genesis(ledger_id: str) -> str:
    """What the first entry has in the place of a previous hash."""
    return next_hash(FIRST, ledger_id)


def append(connection: Connection, kind: Kind, row: int, body: str) -> None:
    """Put a row just written into the chain; the caller holds the lock."""
    there = connection.execute(select(ledger.c.ledger_id, ledger.c.entries, ledger.c.head)).one()
    number, previous, salt = there.entries + 1, there.head or genesis(there.ledger_id), secrets.token_hex(16)
    committed = commitment(salt, body)
    new = {
        "number": number,
        "kind": kind,
        "row": row,
        "salt": salt,
        "commitment": committed,
        "previous": previous,
        "hash": entry_hash(previous, number, kind, row, committed),
    }
    connection.execute(insert(entries).values(new))
    connection.execute(update(ledger).values(entries=number, head=new["hash"]))


def reseal(connection: Connection, kind: Kind, row: int, body: str) -> str:
    """The commitment to what a purge left of a row; the salt of what was there is overwritten."""
    salt = secrets.token_hex(16)
    mine = (entries.c.kind == kind) & (entries.c.row == row)
    connection.execute(update(entries).where(mine).values(salt=salt))
    return commitment(salt, body)


# --- bodies: a row as one text ---


def columns_of(table: Table) -> list[str]:
    """The names of a table's columns."""
    return [column.name for column in table.c]


def report_body(row: Row) -> str:
    """A report's columns; its bytes by their hash."""
    told = {name: row[name] for name in columns_of(reports)}
    return canonical(told | {"content": hashed_bytes(row["content"])})


def claim_seal(row: Row) -> str:
    """The hash of a claim's row."""
    return hashed(canonical([row[name] for name in ("position", "claim_id", "quote_sha256", "record")]))


def reading_body(row: Row, seals: Sequence[str | None]) -> str:
    """A reading's columns, with the seals of its claims; `toponyms` as the text stored."""
    names = ("number", "report_id", "extractor_version", "at", "toponyms")
    return canonical({name: row[name] for name in names} | {"claims": list(seals)})


def decision_body(row: Row) -> str:
    """A decision's columns."""
    return canonical({name: row[name] for name in columns_of(decisions)})


def names_body(rows: Sequence[Row]) -> str:
    """One batch of event names; lists as the texts stored."""
    return canonical([[row[name] for name in columns_of(event_names)] for row in rows])


# --- the same from the database ---


def report_rows(connection: Connection) -> Iterator[RowMapping]:
    """Every report's row, one at a time."""
    numbers = connection.execute(select(reports.c.number).order_by(reports.c.number)).scalars().all()
    for number in numbers:
        yield connection.execute(select(reports).where(reports.c.number == number)).mappings().one()


def reading_rows(connection: Connection, report_id: str | None = None) -> Sequence[RowMapping]:
    """The rows of all readings, or of a report's."""
    columns = [cast(c, Text).label(c.name) if c.name == "toponyms" else c for c in extractions.c]
    query = select(*columns).order_by(extractions.c.number)
    if report_id is not None:
        query = query.where(extractions.c.report_id == report_id)
    return connection.execute(query).mappings().all()


def claim_rows(connection: Connection, reading: int) -> Sequence[RowMapping]:
    """The rows of a reading's claims, in order."""
    query = select(claims).where(claims.c.extraction == reading).order_by(claims.c.position)
    return connection.execute(query).mappings().all()


def decision_rows(connection: Connection) -> Sequence[RowMapping]:
    """The rows of all decisions."""
    return connection.execute(select(decisions).order_by(decisions.c.number)).mappings().all()


def name_rows(connection: Connection, start: int = 0, end: int | None = None) -> Sequence[RowMapping]:
    """Rows of event names from number `start` on, up to before `end`."""
    lists = ("claim_ids", "came_from")
    columns = [cast(c, Text).label(c.name) if c.name in lists else c for c in event_names.c]
    query = select(*columns).where(event_names.c.number >= start).order_by(event_names.c.number)
    if end is not None:
        query = query.where(event_names.c.number < end)
    return connection.execute(query).mappings().all()


def append_names(connection: Connection, new: Sequence[Mapping[str, Any]]) -> None:
    """Append a batch of event names and its entry."""
    if not new:
        return
    last = connection.execute(select(func.max(event_names.c.number))).scalar() or 0
    connection.execute(insert(event_names), list(new))
    rows = name_rows(connection, last + 1)
    append(connection, "names", rows[0]["number"], names_body(rows))
