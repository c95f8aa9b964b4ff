"""The gold claims of the twelve digests, linked: what their readers know to be one event or one count."""

from __future__ import annotations

import json

import pytest

from incidents.linking import incident_rows, link
from incidents.model import Incident
from tests.linking import gold

pytestmark = pytest.mark.skipif(
    not (gold.SHARED / "reports/events.jsonl").exists(), reason="the digests' gold is not beside the project"
)


@pytest.fixture(scope="module")
def row_of() -> dict[tuple[str, str], Incident]:
    """(doc_id, evidence) → the row it is in."""
    reports = gold.digests()
    claims = gold.claims(reports)
    clusters = link(claims, reports)
    rows = incident_rows(clusters, claims, [c.claim_ids[0] for c in clusters], reports)
    home = {i: row for row in rows for i in row.claim_ids}
    names = {r.report_id: r.doc_id for r in reports}
    return {(names[c.report_id], c.quote): home[c.claim_id] for c in claims}


def events(kind: str) -> list[dict[str, list[dict[str, str]]]]:
    path = gold.SHARED / "reports/events.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [e for e in map(json.loads, lines) if e["kind"] == kind]


def test_claims_of_one_happening_are_in_one_incident(row_of: dict[tuple[str, str], Incident]) -> None:
    for event in events("event"):
        rows = [row_of[m["report"], m["evidence"]] for m in event["members"]]
        assert len({r.event_id for r in rows}) == 1, event
        assert rows[0].row_kind == "incident" and rows[0].counted


def test_values_of_one_count_are_one_series(row_of: dict[tuple[str, str], Incident]) -> None:
    found = []
    for event in events("series"):
        rows = [row_of[m["report"], m["evidence"]] for m in event["members"]]
        assert len({r.series_id for r in rows}) == 1, event
        assert not any(r.counted for r in rows)
        found.append(rows[0].series_id)
    assert len(set(found)) == len(found)


def test_totals_over_areas_are_never_counted(row_of: dict[tuple[str, str], Incident]) -> None:
    areas = [r for r in row_of.values() if r.place and r.place.geo_precision not in ("exact", "settlement")]
    assert not any(r.counted for r in areas if r.figures)
