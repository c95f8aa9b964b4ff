"""The index: built whole or not at all, built again when the data change, opened read-only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from incidents.errors import GazetteerError
from incidents.geocoding import Gazetteer, build, opening
from tests.geocoding.indexed import DATA_DIR, gazetteer


def test_names_are_met_in_english_arabic_and_as_demonyms() -> None:
    found = gazetteer()
    assert found.named("Baniyas")[0].place.place_id == "overlay:baniyas"
    assert found.named("بانياس")[0].place.name == "Baniyas"
    assert {c.match for c in found.named("Syrians")} == {"demonym"}
    assert found.named("Al-Sanawbar")[0].place.name == "Al-Sanobar"
    assert "Texas" in {c.place.name for c in found.named("Texas") if c.place.kind == "admin"}


def test_a_geonames_entry_of_a_hand_made_place_is_merged_into_it() -> None:
    latakia = [
        c for c in gazetteer().named("Lattakia") if c.place.kind == "settlement" and c.place.country == "SY"
    ]
    assert [c.place.place_id for c in latakia] == ["overlay:latakia"]
    assert latakia[0].population > 100_000


def test_the_index_is_kept_while_nothing_changes_and_built_again_when_something_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gazetteer()
    path = tmp_path / "gazetteer" / "index.sqlite"
    path.parent.mkdir()
    path.write_bytes((DATA_DIR / "gazetteer" / "index.sqlite").read_bytes())
    calls: list[Path] = []

    def rebuilt(target: Path, folder: Path, progress: object) -> None:
        calls.append(target)

    monkeypatch.setattr(opening, "build", rebuilt)
    opening.open_gazetteer(tmp_path)
    assert calls == []
    monkeypatch.setattr(opening, "index_fingerprint", lambda folder: "other data")
    opening.open_gazetteer(tmp_path)
    assert calls == [path]


def test_a_build_that_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(build, "_fill", broken)
    with pytest.raises(sqlite3.OperationalError):
        build.build(tmp_path / "index.sqlite", opening.reference_dir())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_foreign_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no gazetteer index"):
        Gazetteer(tmp_path / "none.sqlite")
    (tmp_path / "text.sqlite").write_text("not a database")
    with pytest.raises(GazetteerError, match="not a gazetteer index"):
        Gazetteer(tmp_path / "text.sqlite")
