"""One byte changed anywhere is noticed, and the row is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.cli import main
from incidents.errors import LedgerError
from incidents.ledger import Ledger
from tests.ledger.records import EVENT, make_claim, make_decision, make_extraction, make_report

REPORTS = [
    make_report(f"In {town} {n} civilians were killed, and {n + 1} were hurt.", doc_id=f"{town}.txt", title=town,
                url=f"https://example.org/{n}", publisher="A paper")
    for n, town in enumerate(("Baniyas", "القدموس", "Jableh"), start=3)
]  # fmt: skip
TABLES = ("reports", "extractions", "claims", "decisions", "event_names", "entries", "ledger")
NOT_PROVEN = {("ledger", "schema_version"), ("ledger", "named")}
"""Of another version it is not opened at all; the revision that was named last is derived."""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verified")
    with Ledger.open(folder) as ledger:
        for n, report in enumerate(REPORTS, start=3):
            killed = make_claim(report, f"{n} civilians were killed", f"killed{n}", low=n)
            hurt = make_claim(report, f"{n + 1} were hurt", f"hurt{n}", unit="injured", low=n + 1)
            ledger.add_report(report, make_extraction(report, killed, hurt))
        groups = [frozenset([f"killed{n}", f"hurt{n}"]) for n in (3, 4, 5)]
        first, second, _ = ledger.name_clusters(groups)
        ledger.decide(make_decision("accept", REPORTS[0], "killed3"))
        ledger.decide(make_decision("correct", REPORTS[1], "hurt4", after={"low": 6}))
        marked = {"start": 3, "end": 9, "quote": REPORTS[2].text[3:9], "after": {"event_type": EVENT}}
        ledger.decide(make_decision("add", REPORTS[2], **marked))
        merge = make_decision("merge", REPORTS[0], first, after={"events": [second]})
        ledger.decide(replace(merge, report_id=""))
        ledger.name_clusters([groups[0] | groups[1], groups[2]])
        assert ledger.verify() == []
    return folder


def database(data_dir: Path) -> sqlite3.Connection:
    return sqlite3.connect(data_dir / "ledger.sqlite", isolation_level=None)


def cells(data_dir: Path) -> Iterator[tuple[str, str, int]]:
    """Every table, column and row."""
    connection = database(data_dir)
    for table in TABLES:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for (rowid,) in connection.execute(f"SELECT rowid FROM {table}").fetchall():
            yield from ((table, column, rowid) for column in columns if (table, column) not in NOT_PROVEN)
    connection.close()


def change(connection: sqlite3.Connection, table: str, column: str, rowid: int, at: int, to: int) -> None:
    """Change one byte of a text or of bytes, one number by another, or nothing by something."""
    kind, value = connection.execute(
        f'SELECT typeof("{column}"), CAST("{column}" AS BLOB) FROM {table} WHERE rowid = ?', [rowid]
    ).fetchone()
    if kind == "integer":
        new: object = int(value) + to
        cast = "?"
    elif not value:
        new, cast = bytes([to]), "CAST(? AS TEXT)"
    else:
        place = at % len(value)
        new = value[:place] + bytes([value[place] ^ to]) + value[place + 1 :]
        cast = "?" if kind == "blob" else "CAST(? AS TEXT)"
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute(f'UPDATE {table} SET "{column}" = {cast} WHERE rowid = ?', [new, rowid])


def row_names(connection: sqlite3.Connection, table: str, rowid: int) -> tuple[str, ...]:
    """How a row may be called in a message: one of these is enough."""
    connection.text_factory = lambda b: b.decode("utf-8", "replace")
    if table == "reports":
        return (f"report {rowid}",)
    if table == "extractions":
        return (f"reading {rowid}",)
    if table == "claims":
        (reading, claim_id) = connection.execute(
            "SELECT extraction, claim_id FROM claims WHERE rowid = ?", [rowid]
        ).fetchone()
        return (f"the claim {claim_id}", f"reading {reading}")
    if table == "decisions":
        return (f"decision {rowid}",)
    if table == "event_names":
        return ("event names 1 to 3", "event names 4 to 5", "event names")
    if table == "ledger":
        return ("the chain ends", "entry 1")
    kind, row = connection.execute("SELECT kind, row FROM entries WHERE number = ?", [rowid]).fetchone()
    return (f"entry {rowid}", f"{kind} {row}", *(["event names"] if kind == "names" else []))


@given(st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_byte_changed_in_any_column_is_noticed_and_the_row_is_named(
    data_dir: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    table, column, rowid = data.draw(st.sampled_from(list(cells(data_dir))))
    at, to = data.draw(st.integers(0, 10_000)), data.draw(st.integers(1, 255))
    copy = data_dir.with_name("changed")
    copy.mkdir(exist_ok=True)
    for file in copy.iterdir():
        file.unlink()
    shutil.copy(data_dir / "ledger.sqlite", copy)
    connection = database(copy)
    names = row_names(connection, table, rowid)
    try:
        change(connection, table, column, rowid, at, to)
    except sqlite3.IntegrityError:  # the database itself refuses it
        return
    finally:
        connection.close()
    try:
        with Ledger.open(copy) as ledger:
            problems = [str(problem) for problem in ledger.verify()]
    except LedgerError:  # without its own name it is not opened at all
        assert (table, column) == ("ledger", "ledger_id")
        return
    assert any(name in problem for problem in problems for name in names), (problems, names)


@pytest.mark.parametrize("table", ["reports", "extractions", "claims", "decisions", "event_names", "entries"])
@pytest.mark.parametrize("which", ["first", "last"])
def test_a_row_removed_is_noticed(data_dir: Path, tmp_path: Path, table: str, which: str) -> None:
    shutil.copy(data_dir / "ledger.sqlite", tmp_path)
    connection = database(tmp_path)
    rank = "min" if which == "first" else "max"
    connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT {rank}(rowid) FROM {table})")
    connection.close()
    with Ledger.open(tmp_path) as ledger:
        assert ledger.verify() != []


@pytest.mark.parametrize("table", ["reports", "extractions", "decisions", "event_names", "entries"])
def test_two_rows_that_change_places_are_noticed(data_dir: Path, tmp_path: Path, table: str) -> None:
    shutil.copy(data_dir / "ledger.sqlite", tmp_path)
    connection = database(tmp_path)
    for statement in ("number = -number WHERE number <= 2", "number = 3 + number WHERE number < 0"):
        connection.execute(f"UPDATE {table} SET {statement}")
    connection.close()
    with Ledger.open(tmp_path) as ledger:
        assert ledger.verify() != []


def test_a_row_put_in_is_noticed(data_dir: Path, tmp_path: Path) -> None:
    shutil.copy(data_dir / "ledger.sqlite", tmp_path)
    connection = database(tmp_path)
    connection.execute(
        "INSERT INTO decisions (decision_id, record) SELECT 'forged', replace(record, decision_id, 'forged') "
        "FROM decisions WHERE number = 1"
    )
    connection.close()
    with Ledger.open(tmp_path) as ledger:
        assert [str(problem) for problem in ledger.verify()] == [
            "decision 5: it was changed after it was made"
        ]


def test_an_event_name_that_holds_a_claim_of_another_is_told(data_dir: Path, tmp_path: Path) -> None:
    shutil.copy(data_dir / "ledger.sqlite", tmp_path)
    connection = database(tmp_path)
    connection.execute('UPDATE event_names SET claim_ids = \'["killed5","hurt4"]\' WHERE number = 3')
    connection.close()
    with Ledger.open(tmp_path) as ledger:
        told = [str(problem) for problem in ledger.verify()]
    assert any("another event holds its claim hurt4" in problem for problem in told)


def test_the_command_tells_each_problem_and_fails(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(data_dir / "ledger.sqlite", tmp_path)
    assert main(["verify", "--data", str(tmp_path)]) == 0
    connection = database(tmp_path)
    connection.execute("UPDATE decisions SET record = 'no longer JSON' WHERE number = 2")
    connection.close()
    assert main(["verify", "--data", str(tmp_path)]) == 1
    assert "decision 2: it was changed" in capsys.readouterr().err
