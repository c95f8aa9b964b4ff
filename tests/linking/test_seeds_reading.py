"""The twenty seed reports, read, linked and exported, against what a careful reader takes from them."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from incidents.exchange.claims import claim_lines
from incidents.pipeline import ingest
from incidents.query import Store
from incidents.reading import ReadOptions, read_path
from tests.linking import reading

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
LINES = reading.read(Path(__file__).with_name("seeds_events.jsonl"))


@pytest.fixture(scope="module")
def pages() -> dict[str, reading.Page]:
    reports = read_path(ROOT / "seeds", options=ReadOptions())
    return {r.doc_id: reading.Page(r.text, r.published) for r in reports}


@pytest.fixture(scope="module")
def claims(tmp_path_factory, place_index) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "gazetteer").symlink_to(place_index)
    result = ingest([str(ROOT / "seeds")], folder, ReadOptions(), None)
    assert (len(result.added), list(result.problems)) == (20, [])
    return [json.loads(line) for line in claim_lines(Store.open(folder)).splitlines()]


@pytest.fixture(scope="module")
def groups(pages, claims) -> list[reading.Group]:
    return reading.groups_of(LINES, pages, claims)


def test_the_reading_is_sound(pages) -> None:
    names = [line["event_id"] for line in LINES]
    told = [(m["report"], m["evidence"]) for line in LINES for m in line["members"]]
    assert len(set(names)) == len(names)
    assert len(set(told)) == len(told)
    assert {report for report, _ in told} == set(pages)
    assert all(pages[report].text.count(quote) == 1 for report, quote in told)
    assert all(set(line["includes"]) <= set(names) - {line["event_id"]} for line in LINES)


def test_somebody_who_reads_alike_has_no_fault(pages) -> None:
    claims = reading.faultless(LINES, pages)
    claims.sort(key=lambda c: pages[c["doc_id"]].published)
    groups = reading.groups_of(LINES, pages, claims)
    assert reading.b_cubed(*reading.incidents(groups)) == (1, 1, 1)
    assert reading.broken_series(groups, claims) == reading.mixed_series(groups) == {}
    assert reading.untold(groups) == reading.counted_twice(groups) == reading.torn_conflicts(groups) == []


def test_claims_of_one_happening_are_one_incident(groups) -> None:
    untold = [f"{name}: {m.quote}" for name, m in reading.untold(groups)]
    assert reading.b_cubed(*reading.incidents(groups))[2] >= 0.95, untold


def test_all_but_few_passages_are_read(groups) -> None:
    untold = [f"{name}: {m.quote}" for name, m in reading.untold(groups)]
    assert len(untold) <= 4, untold


def test_every_count_told_again_is_one_series_in_the_order_of_its_days(groups, claims) -> None:
    assert reading.broken_series(groups, claims) == {}


def test_no_series_mixes_two_counts(groups) -> None:
    assert reading.mixed_series(groups) == {}


def test_no_total_is_counted_with_what_it_includes(groups) -> None:
    assert reading.counted_twice(groups) == []


def test_figures_that_differ_stand_side_by_side(groups) -> None:
    assert reading.torn_conflicts(groups) == []


@pytest.mark.skipif(
    not (SHARED / "score/events.py").exists(), reason="the scorers are not beside the project"
)
def test_the_shared_scorer_judges_alike(monkeypatch, pages, claims) -> None:
    monkeypatch.syspath_prepend(str(SHARED))
    theirs = importlib.import_module("score.events")
    docs = [{"doc_id": i, "text": p.text, "published": p.published.isoformat()} for i, p in pages.items()]
    for said in [claims, *_damaged(reading.faultless(LINES, pages))]:
        assert _ours(pages, said) == pytest.approx(_theirs(theirs.score(LINES, docs, said)))


def _ours(pages, said: Sequence[Any]) -> list[float]:
    groups = reading.groups_of(LINES, pages, said)
    series = sum(g.kind == "series" and len(g.members) > 1 for g in groups)
    conflicts = sum(g.conflict for g in groups)
    return [
        *reading.b_cubed(*reading.incidents(groups)),
        1 - len(reading.broken_series(groups, said)) / series,
        len(reading.counted_twice(groups)),
        1 - len(reading.torn_conflicts(groups)) / conflicts,
    ]


def _theirs(result: dict[str, float]) -> list[float]:
    return [
        result[key]
        for key in ("b_cubed_p", "b_cubed_r", "b_cubed_f1", "series", "wrongly_counted", "conflicts")
    ]


def _damaged(claims: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The same claims, each time with another fault."""
    return [
        claims,
        claims[::-1],
        claims[::2],
        [c | {"counted": True} for c in claims],
        [c | {"counted": n % 3 == 0} for n, c in enumerate(claims)],
        [c | {"incident_id": "one"} for c in claims],
        [c | {"incident_id": None, "series_id": None} for c in claims],
        [c | {"incident_id": c["doc_id"], "series_id": c["doc_id"]} for c in claims],
    ]
