"""A ledger of version 1 is brought up to date where it lies, and what it proved is still proven."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from incidents.ledger import Ledger
from tests.ledger.first_version import FirstVersion
from tests.ledger.records import make_claim, make_decision, make_extraction, make_report
from tests.ledger.test_purge import files_with

REPORT = make_report()
OTHER = make_report("In Baniyas 60 were killed.", doc_id="other.txt")
CLAIM = make_claim(REPORT, "163 civilians were killed")
SIXTY = make_claim(OTHER, "60 were killed", "sixty", low=60)
SEEN = {"event_type": CLAIM.event_type, "unit": "killed", "low": 163, "high": None}
WORDS = {"start": CLAIM.start, "end": CLAIM.end, "quote": CLAIM.quote}


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    fill(FirstVersion(tmp_path))
    return tmp_path


def fill(first: FirstVersion) -> None:
    with first as old:
        old.add(REPORT, CLAIM, toponyms=make_extraction(REPORT).toponyms)
        old.add(OTHER, SIXTY)
        old.decide(make_decision("accept", REPORT, "c1", before=SEEN, **WORDS))
        old.decide(make_decision("correct", REPORT, "c1", before=SEEN, after={"low": 160}, **WORDS))
        old.decide(make_decision("report", OTHER, before={"publisher": None}, after={"publisher": "A paper"}))
        old.name("first-event", "c1")
        old.name("second-event", "sixty")


def alter(data_dir: Path, statement: str) -> None:
    with sqlite3.connect(data_dir / "ledger.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def test_everything_is_there_as_before_and_verifies(data_dir: Path) -> None:
    with Ledger.open(data_dir) as ledger:
        assert [claim.low for claim in ledger.claims()] == [160, 60]
        assert ledger.verification() == {"c1": "accepted", "sixty": "unreviewed"}
        assert [report.publisher for report in ledger.reports()] == [None, "A paper"]
        assert ledger.event_names() == {
            "first-event": frozenset(["c1"]),
            "second-event": frozenset(["sixty"]),
        }
        assert [toponym.surface for toponym in ledger.toponyms(REPORT.report_id)] == ["BEIRUT"]
        assert ledger.verify() == []
        ledger.decide(make_decision("dispute", OTHER, "sixty"))
        third = make_report("Another: 3 dead.")
        ledger.add_report(third, make_extraction(third, make_claim(third, "3 dead", "three", low=3)))
        assert ledger.verify() == []
    with Ledger.open(data_dir) as ledger:
        assert len(ledger.decisions()) == 4
        assert ledger.verify() == []


@pytest.mark.parametrize("before", [True, False], ids=["before it is brought up to date", "after"])
@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE decisions SET record = replace(record, '163', '164') WHERE number = 1", "decision 1"),
        (
            "UPDATE decisions SET record = replace(record, 'Reviewer', 'Somebody') WHERE number = 3",
            "decision 3",
        ),
        ("UPDATE decisions SET hash = replace(hash, '0', '1') WHERE number = 2", "decision 2"),
        ("UPDATE decisions SET record = 'no longer JSON' WHERE number = 2", "decision 2"),
        ("DELETE FROM decisions WHERE number = 1", "decision 2"),
    ],
)
def test_the_first_chain_is_still_proven(data_dir: Path, statement: str, row: str, before: bool) -> None:
    if not before:
        Ledger.open(data_dir).close()
    if "hash" in statement and "0" not in _hash(data_dir):
        pytest.skip("no such letter in this hash")
    alter(data_dir, statement)
    with Ledger.open(data_dir) as ledger:
        assert any(row in str(problem) for problem in ledger.verify())


def _hash(data_dir: Path) -> str:
    with sqlite3.connect(data_dir / "ledger.sqlite") as connection:
        (found,) = connection.execute("SELECT hash FROM decisions WHERE number = 2").fetchone()
    connection.close()
    return str(found)


def test_a_report_of_the_first_version_can_be_purged(data_dir: Path) -> None:
    with Ledger.open(data_dir) as ledger:
        assert files_with(data_dir, "civilians were killed")
        ledger.purge(REPORT.report_id, by="Editor", reason="danger")
        assert ledger.verify() == []
        assert [claim.claim_id for claim in ledger.claims()] == ["sixty"]
    assert files_with(data_dir, "civilians were killed") == []
    alter(data_dir, "UPDATE decisions SET record = replace(record, 'A paper', 'B paper') WHERE number = 3")
    with Ledger.open(data_dir) as ledger:
        told = " ".join(map(str, ledger.verify()))
    assert "decision 3" in told
    assert "decision 2:" not in told


def test_a_stop_in_the_middle_leaves_the_old_ledger_whole(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("incidents.ledger.entries.decision_body", stop)
        with pytest.raises(KeyboardInterrupt):
            Ledger.open(data_dir)
    with sqlite3.connect(data_dir / "ledger.sqlite") as connection:
        assert connection.execute("SELECT schema_version FROM ledger").fetchone() == (1,)
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    connection.close()
    assert "entries" not in tables
    assert "decisions_1" not in tables
    with Ledger.open(data_dir) as ledger:
        assert ledger.verify() == []


def test_two_processes_that_open_it_at_once_bring_it_up_to_date_once(data_dir: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from incidents.ledger import Ledger\n"
        "print(Ledger.open(Path(sys.argv[1])).verify())"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(data_dir)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [process.communicate(timeout=60)[0].strip() for process in started] == ["[]"] * 3
