"""The twenty seed reports, all the way: read, parsed, kept, linked, asked."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from incidents.exchange import to_csv
from incidents.pipeline import ingest
from incidents.query import Filters, Store
from incidents.reading import ReadOptions

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
needs_gold = pytest.mark.skipif(
    not (SHARED / "reports" / "gold.jsonl").exists(),
    reason="the gold of the digests is not beside the project",
)


@pytest.fixture(scope="module")
def data_dir(seeds_dir):
    return seeds_dir


@pytest.fixture(scope="module")
def store(data_dir):
    return Store.open(data_dir)


def test_the_same_reports_again_change_nothing(data_dir, store):
    before = to_csv(store.view().rows)
    result = ingest([str(ROOT / "seeds")], data_dir, ReadOptions(), None)
    assert (len(result.added), len(result.already_there)) == (0, 20)
    again = Store.open(data_dir)
    assert again.revision == store.revision
    assert to_csv(again.view().rows) == before


def test_the_observatorys_running_count_is_a_series_and_adds_to_nothing(store):
    counts = store.view().series
    count = counts[
        (counts.root == "Syrian Observatory for Human Rights")
        & (counts.scope == "Syrian coast")
        & (counts.category == "civilians")
        & counts.low.isin([311, 340, 1383])
    ]
    assert list(count.low) == [311, 340, 1383]
    assert count.series_id.nunique() == 1
    assert not set(count.event_id) & set(store.view().table.event_id)


def test_no_total_is_added_to_what_it_contains(store):
    view = store.view()
    assert set(view.table.row_kind) == {"incident"}
    assert view.table.killed_low.max() < 100
    assert view.sums["killed_low"] == view.table.killed_low.sum()


def test_places_known_only_as_an_area_have_no_point(store):
    rows = store.view().rows
    areas = rows[~rows.geo_precision.isin(["exact", "settlement"])]
    assert len(areas) > 10
    assert areas.latitude.isna().all()
    assert areas.longitude.isna().all()


def test_figures_of_one_town_that_differ_stand_side_by_side(store):
    rows = store.view().table
    row = rows[(rows.location == "Al-Mukhtariyah") & (rows.killed_best == 38)].iloc[0]
    assert row.killed_low < 38
    assert row.number_of_independent_roots >= 2


def test_one_outlet_alone_is_recomputed_from_its_own_claims(store):
    view = store.view(Filters(sources=frozenset(["The National"])))
    assert {s for sources in view.rows.sources for s in sources} == {"The National"}
    assert view.sums["killed_best"] == 25


@needs_gold
def test_the_digests_reach_the_floors(store, monkeypatch, places):
    """Floors of the first issue: detection .60, place .85, date .75, figures .85, evidence exact."""
    monkeypatch.syspath_prepend(str(SHARED))
    from score import claims as scorer
    from score.common import read_jsonl

    from incidents.commands.contract import answer
    from incidents.parsing import parse
    from incidents.reading import read_path

    docs = scorer.read_reports(SHARED / "reports")
    gold = scorer.place_gold(read_jsonl(SHARED / "reports" / "gold.jsonl"), docs)
    marked = {g["doc_id"] for g in gold}
    reports = [r for r in read_path(ROOT / "seeds", options=ReadOptions()) if r.doc_id in marked]
    said = [answer(r, parse(r, places)) for r in reports]
    result = scorer.score(gold, [d for d in docs if d["doc_id"] in marked], said)
    assert result["detection_f1"] >= 0.60
    assert result["fields"]["place"] >= 0.85
    assert result["fields"]["date"] >= 0.75
    assert result["fields"]["figures"] >= 0.85
    assert result["spans"] == 1.0
    assert result["false_alarms"] == 0
    sys.modules.pop("score", None)


@pytest.fixture(scope="module")
def places(data_dir):
    from incidents.parsing.places.opening import open_place_finder

    return open_place_finder(data_dir)
