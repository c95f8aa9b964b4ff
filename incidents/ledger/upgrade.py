"""A ledger of version 1 becomes one of version 2: every row gets its entry in the chain.

Version 1 chained decisions only, over their texts.  These hashes stay in `decisions` and are still proven;
the entries cover them too, and the reports, readings and event names of which nothing was proven before.
"""

from __future__ import annotations

import json

from sqlalchemy import Connection, Table, bindparam, select, text, update

from incidents.ledger import entries, schema
from incidents.ledger.schema import claims, decisions, ledger


def upgrade(connection: Connection) -> None:
    """Bring the ledger of the transaction up to date, or leave it as it is: all in this one transaction."""
    schema.lock(connection)
    if connection.execute(select(ledger.c.schema_version)).scalar_one() != 1:
        return  # another process was first
    for table, column in ((ledger, "entries"), (ledger, "head"), (ledger, "named"), (claims, "seal")):
        _add(connection, table, column)
    _renew_decisions(connection)
    schema.entries.create(connection)
    _seal(connection)
    connection.execute(update(ledger).values(schema_version=schema.SCHEMA_VERSION))


def _renew_decisions(connection: Connection) -> None:
    """New decisions have no hash of version 1: let the columns be null.  SQLite wants the table made anew."""
    old = "number, decision_id, record, previous, hash"
    if connection.dialect.name == "sqlite":
        connection.execute(text("ALTER TABLE decisions RENAME TO decisions_1"))
        decisions.create(connection)
        connection.execute(text(f"INSERT INTO decisions ({old}) SELECT {old} FROM decisions_1"))  # noqa: S608
        connection.execute(text("DROP TABLE decisions_1"))
    else:
        for column in ("previous", "hash"):
            connection.execute(text(f"ALTER TABLE decisions ALTER COLUMN {column} DROP NOT NULL"))
        for column in ("kind", "about"):
            _add(connection, decisions, column)
        for index in decisions.indexes:
            index.create(connection)
    told = update(decisions).where(decisions.c.number == bindparam("of"))
    for number, record in connection.execute(select(decisions.c.number, decisions.c.record)).all():
        try:
            made = json.loads(record)
            values = {"of": number, "kind": made["kind"], "about": made["report_id"]}
        except (ValueError, KeyError, TypeError):
            continue  # damaged: `verify` will say so
        connection.execute(told, values)


def _add(connection: Connection, table: Table, column: str) -> None:
    kind = table.c[column].type.compile(connection.dialect)
    rest = " NOT NULL DEFAULT 0" if column == "entries" else ""
    connection.execute(text(f'ALTER TABLE {table.name} ADD COLUMN "{column}" {kind}{rest}'))


def _seal(connection: Connection) -> None:
    seal = (
        update(claims)
        .where(claims.c.extraction == bindparam("of"), claims.c.position == bindparam("at"))
        .values(seal=bindparam("sealed"))
    )
    for report in entries.report_rows(connection):
        entries.append(connection, "report", report["number"], entries.report_body(report))
    for reading in entries.reading_rows(connection):
        number = reading["number"]
        rows = [(row["position"], entries.claim_seal(row)) for row in entries.claim_rows(connection, number)]
        if rows:
            connection.execute(seal, [{"of": number, "at": at, "sealed": sealed} for at, sealed in rows])
        body = entries.reading_body(reading, [sealed for _, sealed in rows])
        entries.append(connection, "reading", number, body)
    for decision in entries.decision_rows(connection):
        entries.append(connection, "decision", decision["number"], entries.decision_body(decision))
    names = entries.name_rows(connection)
    if names:
        entries.append(connection, "names", names[0]["number"], entries.names_body(names))
