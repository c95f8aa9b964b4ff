"""Reports and readings go in once, stay as they were, and are found again."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.errors import IncidentsError, LedgerError
from incidents.ledger import Ledger
from incidents.model import Extraction
from tests.ledger.records import EVENT, make_claim, make_decision, make_extraction, make_report

REPORT = make_report()
CLAIM = make_claim(REPORT, "163 civilians were killed")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "data")


def alter(data_dir: Path, statement: str) -> None:
    """Change the database behind the ledger's back."""
    with sqlite3.connect(data_dir / "ledger.sqlite") as connection:
        connection.execute(statement)
    connection.close()


def test_the_same_bytes_are_one_report(ledger: Ledger) -> None:
    assert ledger.reports() == []
    assert ledger.add_report(REPORT, make_extraction(REPORT, CLAIM))
    revision = ledger.revision
    assert not ledger.add_report(replace(REPORT, doc_id="again"), make_extraction(REPORT))
    assert ledger.revision == revision
    assert [report.doc_id for report in ledger.reports()] == ["a.txt"]
    assert ledger.has_report(REPORT.report_id)
    assert ledger.claims() == [CLAIM]


@given(st.lists(st.tuples(st.text("abcدر\n", min_size=1), st.dates() | st.none()), max_size=6))
@settings(max_examples=15, deadline=None)
def test_reports_come_back_as_received(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, None]]
) -> None:
    reports = [
        make_report(text, published=published, doc_id=str(i)) for i, (text, published) in enumerate(made)
    ]
    with Ledger.open(tmp_path_factory.mktemp("ledger")) as ledger:
        new = [
            ledger.add_report(report, Extraction(report_id=report.report_id, extractor_version="1"))
            for report in reports
        ]
        first = {report.report_id: report for report in reversed(reports)}
        assert sum(new) == len(first) == len(ledger.reports())
        assert [ledger.report(report_id) for report_id in first] == list(first.values())
        assert [r.published for r in ledger.reports()] == [
            r.published for r, n in zip(reports, new, strict=True) if n
        ]


def test_the_newest_reading_is_the_current_one(ledger: Ledger) -> None:
    other = make_report("Another text, with 12 dead.", doc_id="b.txt")
    ledger.add_report(REPORT, make_extraction(REPORT, CLAIM))
    ledger.add_report(other, make_extraction(other, make_claim(other, "12 dead", "c2", low=12)))
    better = replace(CLAIM, category="civilians")
    assert ledger.add_extraction(make_extraction(REPORT, better, version="2"))
    revision = ledger.revision
    assert not ledger.add_extraction(make_extraction(REPORT, better, version="2"))
    assert ledger.revision == revision
    assert [claim.claim_id for claim in ledger.claims()] == ["c1", "c2"]
    assert ledger.claims()[0] == better
    assert [toponym.surface for toponym in ledger.toponyms(REPORT.report_id)] == ["BEIRUT"]


def test_nothing_half_written_stays(ledger: Ledger) -> None:
    twice = make_extraction(REPORT, CLAIM, CLAIM)
    with pytest.raises(LedgerError, match="same id"):
        ledger.add_report(REPORT, twice)
    assert ledger.reports() == []
    broken = make_report("half a letter", title="\ud800")
    with pytest.raises(LedgerError, match="half a character"):
        ledger.add_report(broken, make_extraction(broken))
    assert ledger.reports() == []
    assert ledger.add_report(REPORT, make_extraction(REPORT, CLAIM))


def test_unknown_reports_are_refused(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no report"):
        ledger.report("0" * 64)
    with pytest.raises(LedgerError, match="no report"):
        ledger.add_extraction(make_extraction(REPORT))
    with pytest.raises(LedgerError, match="another report"):
        ledger.add_report(REPORT, make_extraction(make_report("another")))


def test_every_append_changes_the_revision_and_event_names_do_not(ledger: Ledger, tmp_path: Path) -> None:
    seen = [ledger.revision]
    ledger.add_report(REPORT, make_extraction(REPORT, CLAIM))
    seen.append(ledger.revision)
    ledger.add_extraction(make_extraction(REPORT, CLAIM, version="2"))
    seen.append(ledger.revision)
    ledger.decide(make_decision("accept", REPORT, "c1"))
    seen.append(ledger.revision)
    ledger.name_clusters([frozenset(["c1"])])
    assert len(set(seen)) == 4
    assert Ledger.open(tmp_path / "data").revision == seen[-1]
    assert Ledger.open(tmp_path / "other").revision != seen[0]


def test_event_names_are_remembered(ledger: Ledger, tmp_path: Path) -> None:
    first = ledger.name_clusters([frozenset("ab"), frozenset("c")])
    again = Ledger.open(tmp_path / "data")
    assert again.name_clusters([frozenset("c"), frozenset("abd")]) == first[::-1]
    assert again.event_names() == {first[0]: frozenset("abd"), first[1]: frozenset("c")}
    assert again.name_clusters([frozenset("abcd")]) == first[:1]
    assert list(again.event_names()) == first[:1]


def test_names_made_from_an_older_revision_are_not_put_over_newer_ones(ledger: Ledger) -> None:
    ledger.add_report(REPORT, make_extraction(REPORT, CLAIM))
    older = ledger.revision
    ledger.decide(make_decision("accept", REPORT, "c1"))
    (name,) = ledger.name_clusters([frozenset(["c1", "c2"])], ledger.revision)
    assert ledger.name_clusters([frozenset(["c1"]), frozenset(["c2"])], older)[0] == name
    assert ledger.event_names() == {name: frozenset(["c1", "c2"])}


def test_an_honest_ledger_verifies(ledger: Ledger) -> None:
    ledger.add_report(REPORT, make_extraction(REPORT, CLAIM))
    marked = {"start": 0, "end": 6, "quote": "BEIRUT", "after": {"event_type": EVENT}}
    for decision in (make_decision("accept", REPORT, "c1"), make_decision("add", REPORT, **marked)):
        ledger.decide(decision)
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE reports SET content = CAST('other bytes' AS BLOB)", "bytes"),
        ("UPDATE claims SET record = substr(record, 5)", "damaged"),
        ("UPDATE reports SET text = replace(text, 'At least', 'At worst')", "does not say"),
        ("UPDATE claims SET record = replace(record, 'civilians', 'fighters.')", "does not say"),
        ("UPDATE claims SET quote_sha256 = '0'", "SHA-256"),
        ("UPDATE claims SET claim_id = 'c9'", "another claim"),
        (
            "UPDATE decisions SET record = replace(record, 'Reviewer', 'Somebody') WHERE number = 1",
            "changed after",
        ),
        ("DELETE FROM decisions WHERE number = 1", "decision 1: it is in the chain but was removed"),
    ],
)
def test_what_was_changed_behind_its_back_is_told(
    ledger: Ledger, tmp_path: Path, statement: str, message: str
) -> None:
    claim = make_claim(REPORT, "At least 163 civilians")
    ledger.add_report(REPORT, make_extraction(REPORT, claim))
    ledger.decide(make_decision("accept", REPORT, "c1"))
    ledger.decide(make_decision("correct", REPORT, "c1", after={"low": 160}))
    alter(tmp_path / "data", statement)
    problems = [str(problem) for problem in ledger.verify()]
    assert any(message in problem for problem in problems), problems


def test_another_version_is_refused_in_a_sentence(ledger: Ledger, tmp_path: Path) -> None:
    alter(tmp_path / "data", "UPDATE ledger SET schema_version = 99")
    with pytest.raises(LedgerError, match=r"version 99 .* version 2"):
        Ledger.open(tmp_path / "data")


def test_what_is_no_ledger_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text(
        "these are not the bytes of a database, and there are many of them" * 9
    )
    (tmp_path / "file").touch()
    for data_dir, url in [
        (tmp_path, None),
        (tmp_path / "file", None),
        (tmp_path, "nosuch://x"),
        (tmp_path, "x"),
    ]:
        with pytest.raises(LedgerError) as caught:
            Ledger.open(data_dir, url)
        assert isinstance(caught.value, IncidentsError)
        assert "\n" not in str(caught.value)


def test_the_bytes_are_kept_whole(ledger: Ledger) -> None:
    content = bytes(range(256)) * 10
    report = replace(REPORT, content=content, report_id=hashlib.sha256(content).hexdigest())
    ledger.add_report(report, Extraction(report_id=report.report_id, extractor_version="1"))
    assert ledger.report(report.report_id).content == content
    assert ledger.verify() == []
