"""The same ledger on PostgreSQL.  Needs a database, named in INCIDENTS_TEST_POSTGRES (a SQLAlchemy address)."""

from __future__ import annotations

import datetime as dt
import os
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from incidents.ledger import Ledger
from tests.ledger import test_purge, test_upgrade
from tests.ledger.first_version import FirstVersion
from tests.ledger.records import EVENT, make_claim, make_decision, make_extraction, make_report
from tests.ledger.reviewers import at_once

SERVER = os.environ.get("INCIDENTS_TEST_POSTGRES")
pytestmark = pytest.mark.skipif(
    SERVER is None, reason="INCIDENTS_TEST_POSTGRES names no database to test with"
)


@pytest.fixture
def url() -> Iterator[str]:
    """The address of a place of its own in the database."""
    name = f"test_{uuid.uuid4().hex}"
    address = make_url(SERVER or "")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    own = address.update_query_dict({"options": f"-csearch_path={name}"})
    yield own.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


def test_a_ledger_lives_on_postgresql_as_in_a_file(tmp_path: Path, url: str) -> None:
    report = make_report()
    claim = make_claim(report, "163 civilians were killed")
    quote = {"start": 0, "end": 6, "quote": "BEIRUT"}
    with Ledger.open(tmp_path, url) as ledger:
        assert ledger.add_report(report, make_extraction(report, claim))
        assert not ledger.add_report(report, make_extraction(report, claim))
        revision = ledger.revision
        ledger.decide(make_decision("correct", report, "c1", after={"low": 160}))
        ledger.decide(make_decision("report", report, after={"published": "2025-03-08"}))
        ledger.decide(make_decision("add", report, **quote, after={"event_type": EVENT}))
        assert ledger.add_extraction(make_extraction(report, claim, version="2"))
        assert ledger.revision != revision
        names = ledger.name_clusters([frozenset(["c1"])])
    with Ledger.open(tmp_path, url) as ledger:
        assert [c.low for c in ledger.claims()] == [160, None]
        assert ledger.report(report.report_id).published == dt.date(2025, 3, 8)
        assert ledger.report(report.report_id).content == report.content
        assert [t.surface for t in ledger.toponyms(report.report_id)] == ["BEIRUT"]
        assert ledger.name_clusters([frozenset(["c1", "c2"])]) == names
        _decide_from_threads(ledger, 8)
        assert len(ledger.decisions()) == 11
        assert ledger.verify() == []
    assert list(tmp_path.iterdir()) == []


def test_the_first_version_is_brought_up_to_date_and_proven_there_too(tmp_path: Path, url: str) -> None:
    test_upgrade.fill(FirstVersion(tmp_path, url))
    with Ledger.open(tmp_path, url) as ledger:
        assert [claim.low for claim in ledger.claims()] == [160, 60]
        assert ledger.verify() == []
        ledger.decide(make_decision("dispute", test_upgrade.OTHER, "sixty"))
        assert ledger.verify() == []
    _alter(url, "UPDATE decisions SET record = replace(record, '163', '164') WHERE number = 1")
    with Ledger.open(tmp_path, url) as ledger:
        assert any("decision 1" in str(problem) for problem in ledger.verify())


def test_a_purged_report_leaves_no_word_in_its_tables(tmp_path: Path, url: str) -> None:
    with test_purge.fill(tmp_path, url) as ledger:
        assert _rows_with(url, test_purge.PHRASE)
        purged = ledger.purge(test_purge.SECRET.report_id, by="Editor", reason="danger")
        assert purged.reason == "danger"
        assert ledger.verify() == []
        assert [claim.claim_id for claim in ledger.claims()] == ["sixty"]
    assert _rows_with(url, test_purge.PHRASE) == []


def test_two_reviewers_at_once_merge_once_and_the_second_is_told(tmp_path: Path, url: str) -> None:
    told = at_once(tmp_path, url)
    assert sorted(told) == ["done", "refused"]


def _rows_with(url: str, words: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = [str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}"))]
    engine.dispose()
    return [row for row in rows if words in row]


def _alter(url: str, statement: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _decide_from_threads(ledger: Ledger, count: int) -> None:
    decision = [make_decision("accept", make_report(), "c1") for _ in range(count)]
    threads = [threading.Thread(target=ledger.decide, args=(one,)) for one in decision]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
