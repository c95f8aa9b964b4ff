"""Files that are odd in their bytes or names, or made to do harm; and what a killed process leaves behind."""

from __future__ import annotations

import gzip
import io
import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import GazetteerError
from incidents.geocoding import open_gazetteer
from incidents.geocoding.packs.spelling import clean
from tests.geocoding.packs.made import added, cod_feature, csv_file, data_folder, features_file, read

TABLE = "name,lat,lon,country\nZorvenna,35.01,36.21,SY\nزورفينا,35.02,36.22,SY\n"


def test_names_are_taken_without_what_nobody_sees(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "places.csv",
        '1,"\u202bZor\u200bvenna\u200e \n  Far\u00adm",35.01,36.21,"زور\u200fفينا|…|Zor\u0007venna",SY',
    )
    (place,) = read(path).places
    assert (place.name, place.names) == ("Zorvenna Farm", ("زورفينا", "Zorvenna"))


def test_a_row_whose_name_has_no_letter_is_left_out_and_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "places.csv", "1,Zorvenna,35.01,36.21,,SY", "2,...,35.02,36.22,,SY")
    found = read(path)
    assert ([p.name for p in found.places], found.pack.skipped) == (["Zorvenna"], 1)
    assert found.notes == ("places.csv: 1 row is left out whose name has no letter: line 3.",)
    with pytest.raises(GazetteerError, match="no place in it that can be put on a map"):
        read(csv_file(tmp_path / "places.csv", "2,...,35.02,36.22,\u200e,SY"))


def test_half_a_character_in_a_feature_is_dropped_from_a_name_and_refused_in_an_id(tmp_path: Path) -> None:
    good = cod_feature("C9001", "Zor\ud800venna", "", 35.01, 36.21)
    assert read(features_file(tmp_path / "cod.geojson", good)).places[0].name == "Zorvenna"
    bad = cod_feature("C9\ud800", "Zorvenna", "", 35.01, 36.21)
    with pytest.raises(GazetteerError, match=r"cod\.geojson: the id .* holds half a character"):
        read(features_file(tmp_path / "cod.geojson", bad))


@given(st.text(max_size=30))
def test_a_clean_name_is_one_line_that_stays_as_it_is(written: str) -> None:
    name = clean(written)
    assert name == clean(name) == name.strip()
    assert name == "" or any(map(str.isalpha, name))
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in name)
    assert [c for c in name if c.isalnum()] == [c for c in written if c.isalnum()] * bool(name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "zip"])
def test_a_table_that_says_how_it_is_encoded_is_read(tmp_path: Path, encoding: str, suffix: str) -> None:
    path, content = tmp_path / f"places.{suffix}", TABLE.encode(encoding)
    if suffix == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("places.csv", content)
    else:
        path.write_bytes(gzip.compress(content) if suffix == "csv.gz" else content)
    assert [p.name for p in read(path).places] == ["Zorvenna", "زورفينا"]


def test_utf_16_is_read_across_pieces_and_refused_where_it_breaks_off(tmp_path: Path) -> None:
    rows = "".join(f"Zorvenna {chr(0x627 + n % 10)},35.01,36.21,SY\n" for n in range(5000))
    content = ("\ufeff" + TABLE + rows).encode("utf-16-be")
    path = tmp_path / "places.csv"
    path.write_bytes(content)
    assert len(read(path).places) == 5002
    path.write_bytes(content[:-1])
    with pytest.raises(GazetteerError, match="it begins as UTF-16 and is not: save the file as UTF-8"):
        read(path)


@pytest.mark.parametrize("suffix", ["zip", "gz"])
@pytest.mark.parametrize("row", [b"Zorvenna,35.01,36.21,SY\n", b"\0", b"\n"])
def test_a_file_that_unpacks_to_far_more_than_a_list_is_refused(
    tmp_path: Path, suffix: str, row: bytes
) -> None:
    content = b"name,lat,lon,country\n" + row * (30_000_000 // len(row))
    path = tmp_path / f"places.csv.{suffix}"
    packed = io.BytesIO()
    if suffix == "zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("places.csv", content)
    path.write_bytes(packed.getvalue() if suffix == "zip" else gzip.compress(content))
    with pytest.raises(GazetteerError, match=r"unpacked it is larger than any list of places|it is no text"):
        read(path)


def test_features_that_unpack_to_far_more_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cod.geojson.gz"
    path.write_bytes(gzip.compress(b'{"type": "FeatureCollection", "features": [' + b" " * 30_000_000))
    with pytest.raises(GazetteerError, match="unpacked it is larger than any list of places"):
        read(path)


LEFT = ("index.sqlite.newab12.part", "index.sqlite.new", "base.sqlitexy.part", "packs/places.jsonl.gz34.part")


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A data folder with a pack in which an `add` was killed half way."""
    data = data_folder(tmp_path / "data")
    added(data, csv_file(tmp_path / "places.csv", "1,Zorvenna,35.01,36.21,,SY")).close()
    for name in LEFT:
        (data / "gazetteer" / name).write_bytes(b"half")
    return data


def left(data: Path) -> list[str]:
    return [name for name in LEFT if (data / "gazetteer" / name).exists()]


def test_what_a_killed_process_left_is_cleared_by_the_next_add(killed: Path, tmp_path: Path) -> None:
    gazetteer = added(killed, csv_file(tmp_path / "more.csv", "1,Qelmisur,35.01,36.31,,SY"))
    assert left(killed) == []
    assert gazetteer.named("Qelmisur") and gazetteer.named("Zorvenna")


def test_or_by_the_next_who_opens_the_index(killed: Path) -> None:
    assert open_gazetteer(killed).named("Zorvenna")
    assert left(killed) == []


def test_what_another_process_is_making_is_left_alone(killed: Path) -> None:
    other = sqlite3.connect(killed / "gazetteer" / "packs" / "lock", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert open_gazetteer(killed).named("Zorvenna")
    assert left(killed) == list(LEFT)
    other.close()
