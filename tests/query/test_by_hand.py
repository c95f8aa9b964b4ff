"""What only a reviewer knows goes through tables and exports like any other claim, and is marked so."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from incidents.exchange import EXPORTERS
from incidents.ledger import Ledger, place_by_hand
from incidents.model import Decision
from incidents.query import EVERYTHING, Filters, Store
from incidents.query.generation import generation
from tests.ledger.records import BANIYAS, EVENT, make_claim, make_extraction, make_report
from tests.query.house import areas

REPORT = make_report(
    "In Baniyas 60 were killed on Friday.", publisher="A paper", published=dt.date(2025, 3, 8)
)
FRIDAY = dt.date(2025, 3, 7)
TOLD = make_claim(REPORT, "60 were killed", "told", low=60, high=60, place=BANIYAS, date_start=FRIDAY)


def add(ledger: Ledger, **after: Any) -> None:
    ledger.decide(
        Decision(
            decision_id=uuid.uuid4().hex,
            at=dt.datetime.now(dt.UTC),
            by="Reviewer",
            reason="a call from the village",
            kind="add",
            target="",
            after={"event_type": EVENT, "unit": "killed", "count_basis": "exact", **after},
        )
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    ledger = Ledger.open(tmp_path)
    ledger.add_report(REPORT, make_extraction(REPORT, TOLD))
    mill = place_by_hand("The mill", 35.2, 35.96, like=BANIYAS)
    add(ledger, low=4, high=4, place=mill, date_start=FRIDAY, date_end=FRIDAY, claimed_by=["A resident"])
    add(ledger, low=2, high=2)
    add(ledger, low=3, high=3)
    return Store(ledger, generation(tmp_path, ledger, areas), areas)


def test_each_is_an_incident_of_its_own_with_its_source_and_no_report(store: Store) -> None:
    rows = store.view(EVERYTHING).rows
    by_hand = rows[rows["sources"].map(lambda sources: sources == ["reviewer"])]
    assert sorted(by_hand["killed_best"]) == [2, 3, 4]
    assert [list(ids) for ids in by_hand["report_ids"]] == [[], [], []]
    assert sorted(map(tuple, by_hand["roots"])) == [("A resident (reviewer)",), ("reviewer",), ("reviewer",)]
    mill = by_hand[by_hand["killed_best"] == 4].iloc[0]
    assert (mill["location"], mill["gazetteer"], mill["latitude"]) == ("The mill", "reviewer", 35.2)
    assert mill["verification_status"] == "accepted"


def test_it_can_be_filtered_by_source(store: Store) -> None:
    assert store.facets["outlets"] == ["A paper", "reviewer"]
    rows = store.view(Filters(sources=frozenset(["reviewer"]))).rows
    assert sorted(rows["killed_best"]) == [2, 3, 4]


@pytest.mark.parametrize("profile", sorted(EXPORTERS))
def test_every_export_holds_it(store: Store, profile: str) -> None:
    written = EXPORTERS[profile](store, EVERYTHING)
    assert isinstance(written, bytes)
    if profile == "claims":
        lines = [json.loads(line) for line in written.splitlines()]
        by_hand = [line for line in lines if line["doc_id"] is None]
        assert [line["evidence"] for line in by_hand] == ["", "", ""]
        assert all(line["incident_id"] for line in by_hand)
    if profile == "links":
        assert [json.loads(line)["doc_id"] for line in written.splitlines()] == ["a.txt"]
    if profile == "csv":
        rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
        told = {row["killed_best"]: row["sources"] for row in rows}  # those without a place are not counted
        assert told == {"60": "A paper", "4": "reviewer"}
