"""The stored tables: made once for a revision, whole or not at all, and made anew when the ledger has changed."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest

from incidents.errors import QueryError
from incidents.model import Decision
from incidents.query import CLAIMS, RECORD_COLUMNS, Filters, Store
from incidents.query import generation as module
from tests.linking.say import LATAKIA, Paper, claim, march
from tests.query.house import areas, fill

PAPERS = [Paper("r1", "Daily", march(8)), Paper("r2", "Evening", march(9))]
TWO = [claim("a", "r1", n=60), claim("b", "r2", n=62)]


def generations(data_dir: Path) -> list[str]:
    return sorted(p.name for p in (data_dir / "generations").iterdir())


def test_a_generation_is_stored_reused_and_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = fill(tmp_path, TWO, PAPERS[:1])
    first = Store.open(tmp_path, areas=areas)
    assert generations(tmp_path) == ["1"] and first.revision == ledger.revision
    event_id = first.view().table["event_id"][0]
    with monkeypatch.context() as patch:
        patch.setattr(module, "derive", lambda *_: pytest.fail("linked again though nothing has changed"))
        again = Store.open(tmp_path, areas=areas)
    assert again.view().sums == first.view().sums and again.view().table["event_id"][0] == event_id
    fill(tmp_path, TWO, PAPERS)
    later = Store.open(tmp_path, areas=areas)
    assert generations(tmp_path) == ["2"]
    row = later.view().table.iloc[0]
    assert row["event_id"] == event_id and row["killed_high"] == 62 and row["sources"] == ["Daily", "Evening"]


def test_a_source_can_be_chosen_from_a_stored_generation(tmp_path: Path) -> None:
    fill(tmp_path, TWO, PAPERS)
    Store.open(tmp_path, areas=areas)
    view = Store.open(tmp_path, areas=areas).view(Filters(sources=frozenset({"Evening"})))
    assert list(view.table["killed_best"]) == [62]


def test_a_decision_changes_the_tables(tmp_path: Path) -> None:
    ledger = fill(tmp_path, TWO, PAPERS)
    report_id = ledger.reports()[1].report_id
    ledger.decide(
        Decision(decision_id="d1", at=dt.datetime.now(dt.UTC), by="Reviewer", reason="misread", kind="reject",
                 target="b", report_id=report_id)
    )  # fmt: skip
    store = Store.open(tmp_path, areas=areas)
    row = store.view().table.iloc[0]
    assert row["killed_high"] == 60
    assert set(store.claims(row["event_id"])["verification"]) == {"unreviewed", "rejected"}
    assert store.report(report_id).doc_id == "r2.md"


def test_files_are_what_other_programs_read(tmp_path: Path) -> None:
    fill(tmp_path, [*TWO, claim("c", "r1", place=LATAKIA, unit=None, event_type="Battles")], PAPERS)
    Store.open(tmp_path, areas=areas)
    folder = tmp_path / "generations/1"
    frame = gpd.read_parquet(folder / "incidents.parquet")
    assert list(frame.columns) == [*RECORD_COLUMNS, "geometry"] and frame.crs.to_epsg() == 4326
    assert set(frame.geometry.geom_type) == {"Point", "Polygon"}
    assert pq.read_schema(folder / "claims.parquet").names == CLAIMS.names


def test_a_damaged_generation_is_made_again(tmp_path: Path) -> None:
    fill(tmp_path, TWO, PAPERS)
    sums = Store.open(tmp_path, areas=areas).view().sums
    (tmp_path / "generations/1/claims.parquet").write_bytes(b"half a file")
    assert Store.open(tmp_path, areas=areas).view().sums == sums
    assert generations(tmp_path) == ["2"]


def test_what_a_killed_process_left_is_removed_later(tmp_path: Path) -> None:
    fill(tmp_path, TWO, PAPERS)
    old, new = tmp_path / "generations/draft-old", tmp_path / "generations/draft-new"
    for draft in (old, new):
        draft.mkdir(parents=True)
    os.utime(old, (0, 0))
    Store.open(tmp_path, areas=areas)
    assert generations(tmp_path) == ["1", "draft-new"]


def test_tables_of_an_older_program_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, TWO, PAPERS)
    Store.open(tmp_path, areas=areas)
    monkeypatch.setattr(module, "LINKING_VERSION", "next")
    Store.open(tmp_path, areas=areas)
    assert generations(tmp_path) == ["2"]


def test_the_gazetteer_outlines_are_the_default(tmp_path: Path) -> None:
    district = replace(LATAKIA, place_id="unknown:nowhere", name="Nowhere", admin1="Nowhere", country=None)
    fill(tmp_path, [*TWO, claim("c", "r1", place=district, unit=None)], PAPERS)
    rows = Store.open(tmp_path).view().rows.set_index("location")
    assert rows.loc["Baniyas", "geometry"].geom_type == "Point" and rows.loc["Nowhere", "geometry"] is None


def test_a_folder_that_cannot_hold_the_tables_is_one_sentence(tmp_path: Path) -> None:
    fill(tmp_path, TWO, PAPERS)
    (tmp_path / "generations").write_text("in the way")
    with pytest.raises(QueryError, match="cannot be stored"):
        Store.open(tmp_path, areas=areas)
