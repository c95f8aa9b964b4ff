"""The same ledger on PostgreSQL.  Needs an empty database, named in INCIDENTS_TEST_POSTGRES (a SQLAlchemy address)."""

from __future__ import annotations

import datetime as dt
import os
import threading
from pathlib import Path

import pytest

from incidents.ledger import Ledger
from tests.ledger.records import EVENT, make_claim, make_decision, make_extraction, make_report

URL = os.environ.get("INCIDENTS_TEST_POSTGRES")
pytestmark = pytest.mark.skipif(URL is None, reason="INCIDENTS_TEST_POSTGRES names no database to test with")


def test_a_ledger_lives_on_postgresql_as_in_a_file(tmp_path: Path) -> None:
    report = make_report()
    claim = make_claim(report, "163 civilians were killed")
    quote = {"start": 0, "end": 6, "quote": "BEIRUT"}
    with Ledger.open(tmp_path, URL) as ledger:
        assert ledger.add_report(report, make_extraction(report, claim))
        assert not ledger.add_report(report, make_extraction(report, claim))
        revision = ledger.revision
        ledger.decide(make_decision("correct", report, "c1", after={"low": 160}))
        ledger.decide(make_decision("report", report, after={"published": "2025-03-08"}))
        ledger.decide(make_decision("add", report, **quote, after={"event_type": EVENT}))
        assert ledger.add_extraction(make_extraction(report, claim, version="2"))
        assert ledger.revision != revision
        names = ledger.name_clusters([frozenset(["c1"])])
    with Ledger.open(tmp_path, URL) as ledger:
        assert [c.low for c in ledger.claims()] == [160, None]
        assert ledger.report(report.report_id).published == dt.date(2025, 3, 8)
        assert ledger.report(report.report_id).content == report.content
        assert [t.surface for t in ledger.toponyms(report.report_id)] == ["BEIRUT"]
        assert ledger.name_clusters([frozenset(["c1", "c2"])]) == names
        _decide_from_threads(ledger, 8)
        assert len(ledger.decisions()) == 11
        assert ledger.verify() == []
    assert list(tmp_path.iterdir()) == []


def _decide_from_threads(ledger: Ledger, count: int) -> None:
    decision = [make_decision("accept", make_report(), "c1") for _ in range(count)]
    threads = [threading.Thread(target=ledger.decide, args=(one,)) for one in decision]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
