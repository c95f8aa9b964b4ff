"""The ledger's tables, and the one place that knows which database is behind them.

Every table is append-only, but for what a purge erases.  `number` counts rows in the order they were appended;
times are UTC in ISO 8601.  `entries` is the chain over all of them (see `entries`).
"""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    inspect,
    select,
)
from sqlalchemy.engine import URL

from incidents.errors import LedgerError
from incidents.ledger.codec import canonical

SCHEMA_VERSION = 2
BUSY_TIMEOUT_SECONDS = 30
"""How long a writer waits for another before it gives up; one report takes milliseconds."""

metadata = MetaData()

ledger = Table(
    "ledger",
    metadata,
    Column("schema_version", Integer, primary_key=True, autoincrement=False),
    Column("ledger_id", String(32), nullable=False),
    Column("entries", Integer, nullable=False, server_default="0"),  # so many are in the chain,
    Column("head", String(64)),  # and this is the last one's hash: a chain cut short is noticed
    Column("named", Text),  # the revision that the names of the events were last made from
)

entries = Table(
    "entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("row", Integer, nullable=False),
    Column("salt", String(32), nullable=False),
    Column("commitment", String(64), nullable=False),
    Column("previous", String(64), nullable=False, unique=True),  # unique: the chain cannot fork
    Column("hash", String(64), nullable=False, unique=True),
    UniqueConstraint("kind", "row"),
)

reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("report_id", String(64), nullable=False, unique=True),
    Column("doc_id", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("publisher", Text),
    Column("title", Text),
    Column("url", Text),
    Column("published", String(10)),
    Column("language", Text),
    Column("received_at", String(32), nullable=False),
    sqlite_autoincrement=True,
)

extractions = Table(
    "extractions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("report_id", ForeignKey("reports.report_id"), nullable=False, index=True),
    Column("extractor_version", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("toponyms", JSON, nullable=False),
    sqlite_autoincrement=True,
)

claims = Table(
    "claims",
    metadata,
    Column("extraction", ForeignKey("extractions.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("claim_id", Text, nullable=False, index=True),
    Column("quote_sha256", String(64), nullable=False),
    Column("record", Text, nullable=False),  # canonical JSON
    Column("seal", String(64)),  # of the row: which one was changed
    UniqueConstraint("extraction", "claim_id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("decision_id", Text, nullable=False, unique=True),
    Column("kind", String(16)),  # of the record, as the next, so that not all need be read
    Column("about", Text, index=True),  # its report_id; an undo has that of what it undoes
    Column("record", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), unique=True),  # the chain of version 1, over the record itself;
    Column("hash", String(64), unique=True),  # null in decisions made since
    sqlite_autoincrement=True,
)

event_names = Table(
    "event_names",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("event_id", Text, nullable=False, index=True),
    Column("claim_ids", JSON, nullable=False),  # what it holds from now on; empty: merged into other events
    Column("came_from", JSON, nullable=False),  # events these claims were in before: a split or a merge
    Column("at", String(32), nullable=False),
    sqlite_autoincrement=True,
)


def make_engine(url: str | URL) -> Engine:
    """The engine for `url`.  Use `.execution_options(writing=True)` on it for a transaction that writes."""
    engine = create_engine(url, json_serializer=canonical, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    """What SQLite needs to serve several processes at once and to keep what it has acknowledged.

    WAL lets others read while one writes.  A committed row then survives SIGKILL with synchronous NORMAL too,
    as the kernel holds the written pages; FULL also survives a power cut, for one fsync a report or decision,
    which is little beside reading the report, and a reviewer's work cannot be had again.  A writer takes its
    lock when it begins (BEGIN IMMEDIATE): a read that turns into a write in the middle could not wait for it.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # zeros over what a purge erases
        connection.execute("PRAGMA temp_store = MEMORY")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode = WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def prepare(engine: Engine) -> str:
    """Create the tables when there are none, bring older ones up to date; return the ledger's id.

    Raises LedgerError for a version that this program does not know.
    """
    from incidents.ledger.upgrade import upgrade  # it writes into these tables

    if not inspect(engine).has_table(ledger.name):
        with engine.execution_options(writing=True).begin() as connection:
            metadata.create_all(connection)
            if connection.execute(select(ledger)).first() is None:
                row = {"schema_version": SCHEMA_VERSION, "ledger_id": uuid.uuid4().hex}
                connection.execute(insert(ledger).values(row))
    if _version(engine) == 1:
        with engine.execution_options(writing=True).begin() as connection:
            upgrade(connection)
    if (version := _version(engine)) != SCHEMA_VERSION:
        raise LedgerError(
            f"this ledger is of version {version} and this program reads version {SCHEMA_VERSION}: "
            "use the program that made it, or choose another folder with --data"
        )
    with engine.connect() as connection:
        return str(connection.execute(select(ledger.c.ledger_id)).scalar_one())


def _version(engine: Engine) -> object:
    columns = {column["name"] for column in inspect(engine).get_columns(ledger.name)}
    if not columns >= {"schema_version", "ledger_id"}:
        return "unknown"
    with engine.connect() as connection:
        return connection.execute(select(ledger.c.schema_version)).scalar_one_or_none() or "unknown"


def lock(connection: Connection) -> None:
    """Let one writer in at a time.  On SQLite BEGIN IMMEDIATE has done so; elsewhere the ledger's row is the lock."""
    connection.execute(select(ledger.c.schema_version).with_for_update())


def sweep(engine: Engine) -> bool:
    """Give back the space of what was erased, so that it is in none of the database's files; False if it is held.

    Whoever still reads an older state of a SQLite ledger holds its log, where the words may be.
    """
    raw = engine.raw_connection()
    try:
        if engine.dialect.name != "sqlite":
            raw.rollback()
            raw.driver_connection.autocommit = True  # type: ignore[union-attr]
            for table in metadata.sorted_tables:
                raw.cursor().execute(f'VACUUM FULL "{table.name}"')
            return True
        raw.cursor().execute("VACUUM")
        busy, *_ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        raw.invalidate()
        raw.close()
