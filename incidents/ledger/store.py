"""The ledger itself: reports, what was read in them, decisions and event names, in one SQL database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from incidents.errors import LedgerError
from incidents.ledger import deciding, purging, rows, schema
from incidents.ledger.checks import Problem, check
from incidents.ledger.codec import from_json
from incidents.ledger.naming import assign_names, renamings
from incidents.ledger.purging import Purged
from incidents.ledger.review import Reviewed, in_force, review
from incidents.ledger.rows import StoredReport
from incidents.model import REVIEWER, Claim, Decision, Extraction, Report, Toponym, Verification

FILE_NAME = "ledger.sqlite"
_NOT_SWEPT = (
    "the report's words are erased, but another program still holds an older state of the ledger's files open: "
    "close it and purge the report again"
)


class Ledger:
    """An append-only record of reports, readings and decisions.

    Make one with `Ledger.open`.  Several threads may share it, and several processes may open the same one.
    """

    def __init__(self, engine: Engine, ledger_id: str) -> None:
        self._engine = engine
        self._ledger_id = ledger_id

    @classmethod
    def open(cls, data_dir: Path, url: str | None = None) -> Ledger:
        """The ledger in `data_dir`/ledger.sqlite, or at the database address `url`; created when missing.

        Raises LedgerError when it cannot be opened or was made by another version.
        """
        try:
            address = make_url(url) if url else URL.create("sqlite", database=str(data_dir / FILE_NAME))
            if url is None:
                data_dir.mkdir(parents=True, exist_ok=True)
            engine = schema.make_engine(address)
            return cls(engine, schema.prepare(engine))
        except OSError as problem:
            raise LedgerError(f"the folder {data_dir} cannot hold the data: {problem.strerror}") from problem
        except (ArgumentError, NoSuchModuleError, ImportError) as problem:
            raise LedgerError(f"the ledger's address is not usable: {_first_line(problem)}") from problem
        except DBAPIError as problem:
            raise LedgerError(
                f"the ledger {address.render_as_string(hide_password=True)} cannot be opened "
                f"({_first_line(problem.orig)}): check that it is a ledger and that you may write to it"
            ) from problem

    def close(self) -> None:
        """Close its connections.  What was stored is safe without."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def revision(self) -> str:
        """Changes with every report, reading and decision: a key for what is derived from them.

        Event names do not count: they are themselves derived from a revision.
        """
        with self._reading() as connection:
            return f"{self._ledger_id[:8]}-{rows.Revision.of(connection)}"

    # --- reports and readings ---

    def has_report(self, report_id: str) -> bool:
        """Are the bytes with this SHA-256 here already, or were they and are purged?"""
        with self._reading() as connection:
            return rows.has_report(connection, report_id)

    def add_report(self, report: Report, extraction: Extraction) -> bool:
        """Store a report and its first reading in one transaction; False when the same bytes are there already.

        Raises LedgerError, and then nothing of it is stored.
        """
        if extraction.report_id != report.report_id:
            raise LedgerError(f"the reading given with the report {report.doc_id} is of another report")
        with self._writing(f"the report {report.doc_id}") as connection:
            if purged := purging.purged_reports(connection).get(report.report_id):
                raise LedgerError(f"{purged}; it is not taken in again")
            if rows.has_report(connection, report.report_id):
                return False
            rows.insert_report(connection, report)
            rows.insert_extraction(connection, extraction)
        return True

    def add_extraction(self, extraction: Extraction) -> bool:
        """Store a re-reading of a report, from now on its current one; False when it says the same as that."""
        with self._writing("the new reading") as connection:
            if not rows.has_report(connection, extraction.report_id):
                raise LedgerError(f"there is no report {extraction.report_id} in this ledger")
            if purged := purging.purged_reports(connection).get(extraction.report_id):
                raise LedgerError(str(purged))
            if rows.current_extraction(connection, extraction.report_id) == extraction:
                return False
            rows.insert_extraction(connection, extraction)
        return True

    def reports(self) -> list[StoredReport]:
        """Every report but purged ones, in the order received, with what reviewers supplied (day, publisher, …)."""
        with self._reading() as connection:
            return rows.stored_reports(connection)

    def report(self, report_id: str) -> Report:
        """One report with its text and bytes, and with what reviewers supplied.  Raises LedgerError.

        For a claim without a report it is one of that id without a text, published by "reviewer" when it was added.
        """
        with self._reading() as connection:
            if purged := purging.purged_reports(connection).get(report_id):
                raise LedgerError(str(purged))
            if report_id.startswith(f"{REVIEWER}:"):
                return rows.no_report(connection, report_id)
            return rows.whole_report(connection, report_id)

    def toponyms(self, report_id: str) -> list[Toponym]:
        """Place names found in a report by its current reading, in the order of the text."""
        newest = schema.extractions.c.number == rows.newest_extraction(report_id)
        with self._reading() as connection:
            found = connection.execute(select(schema.extractions.c.toponyms).where(newest)).scalar()
        return [from_json(Toponym, item) for item in found or ()]

    # --- claims and decisions ---

    def claims(self, *, include_rejected: bool = False) -> list[Claim]:
        """The claims of the current readings, in the order of reports and text, with all decisions applied."""
        reviewed = self.reviewed()
        return [
            claim
            for claim_id, claim in reviewed.claims.items()
            if include_rejected or reviewed.verification[claim_id] != "rejected"
        ]

    def verification(self) -> dict[str, Verification]:
        """What reviewers made of each current claim, rejected ones too: claim_id → verification."""
        return self.reviewed().verification

    def lost_decisions(self) -> list[Decision]:
        """Decisions whose claim a re-reading has taken away: for a person to make again, or let go by an undo.

        `reviewed().queue` says of each why it is lost, and which claims have its words now.
        """
        return self.reviewed().lost

    def reviewed(self) -> Reviewed:
        """Claims, verification and lost decisions of one moment together."""
        with self._reading() as connection:
            return review(rows.current_claims(connection), rows.read_decisions(connection))

    def decide(self, decision: Decision) -> None:
        """Append a decision, completed with what it was about (span, quote, values seen).

        `after` (see Decision) is JSON-able or of Python values; for "add" a whole claim but for its id, span and
        quote, which come from the decision.  What `before` holds is compared with what is there now.
        Raises DecisionError when it names nobody or no reason, does not fit what it is about, or was made
        on something that has changed since.
        """
        with self._writing("the decision") as connection:
            rows.append_decision(connection, deciding.completed(connection, decision))

    def decisions_in_force(self) -> list[Decision]:
        """The decisions that were not undone, in order."""
        return in_force(self.decisions())

    def decisions(self) -> list[Decision]:
        """Every decision ever made, in order."""
        with self._reading() as connection:
            return rows.read_decisions(connection)

    # --- event names ---

    def event_names(self) -> dict[str, frozenset[str]]:
        """The events named so far: event id → the claims it held when it was last named."""
        with self._reading() as connection:
            return rows.read_event_names(connection)

    def name_clusters(self, clusters: Sequence[frozenset[str]], revision: str | None = None) -> list[str]:
        """An event id for each cluster of claim ids, in order, remembered for the next time (see `naming`).

        Give it all clusters of a revision (the present one unless given), not those under some filter; for these
        there is `assign_names` with `event_names()`, which remembers nothing.  Nor is anything remembered of a
        revision older than the one named last: another process knew more.
        """
        with self._reading() as connection:
            of = rows.Revision.read(revision) if revision else rows.Revision.of(connection)
            previous, last = rows.read_event_names(connection), rows.named(connection)
            made = rows.read_decisions(connection)
        staying = {d.target for d in in_force(made) if d.kind == "merge"}
        names = assign_names(clusters, previous, staying)
        if (last and of.older_than(last)) or (of == last and not renamings(clusters, names, previous)):
            return names
        with self._writing("the names of the events") as connection:
            previous, last = rows.read_event_names(connection), rows.named(connection)
            names = assign_names(clusters, previous, staying)
            if not (last and of.older_than(last)):
                rows.append_renamings(connection, renamings(clusters, names, previous))
                rows.set_named(connection, of)
        return names

    # --- safety ---

    def verify(self) -> list[Problem]:
        """Check every report's bytes, every quote against its text, and the chain over all rows; empty: all well.

        A purged report is well when nothing is left of it but what its purge says.
        """
        with self._reading() as connection:
            return list(check(connection))

    def purge(self, report_id: str, *, by: str, reason: str) -> Purged:
        """Erase a report's bytes, text and every word taken from them (see `purging`); hash, time and reason stay.

        It cannot be undone.  What is derived and kept outside of the ledger is `pipeline.purge`'s to remove.  Of a
        report purged before, the files are swept again.  Raises DecisionError without a name or reason, LedgerError
        for an unknown report, and when the words are erased but still in a file that another program holds.
        """
        if self.purged_report(report_id) is None:
            with self._writing("the purge") as connection:
                if report_id not in purging.purged_reports(connection):
                    purging.purge(connection, report_id, by, reason)
        try:
            clean = schema.sweep(self._engine)
        except (DBAPIError, self._engine.dialect.loaded_dbapi.Error) as problem:
            raise LedgerError(f"{_NOT_SWEPT} ({_first_line(problem)})") from problem
        if not clean:
            raise LedgerError(_NOT_SWEPT)
        return self.purged()[report_id]

    def purged(self) -> dict[str, Purged]:
        """The reports whose words were erased, with who did it when and why."""
        with self._reading() as connection:
            return purging.purged_reports(connection)

    def purged_report(self, report_id: str) -> Purged | None:
        """What is left of a purged report; None for one that was not purged."""
        return self.purged().get(report_id)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as problem:
            raise LedgerError(f"the ledger cannot be read: {_first_line(problem.orig)}") from problem

    @contextmanager
    def _writing(self, what: str) -> Iterator[Connection]:
        """One transaction, one writer at a time: everything in it is kept, or nothing."""
        try:
            with self._engine.execution_options(writing=True).begin() as connection:
                schema.lock(connection)
                yield connection
        except DBAPIError as problem:
            raise LedgerError(f"{what} was not stored: {_first_line(problem.orig)}") from problem
        except UnicodeEncodeError as problem:
            raise LedgerError(
                f"{what} was not stored: it holds half a character, which no file may"
            ) from problem


def _first_line(problem: object) -> str:
    return next(iter(str(problem).splitlines()), type(problem).__name__)
