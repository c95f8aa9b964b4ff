"""Packs in a data folder: added and removed whole or not at all; names and ids then lead to the merged places."""

from __future__ import annotations

import gzip
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.errors import GazetteerError
from incidents.geocoding import areas_of, find_place, open_areas, open_gazetteer
from incidents.geocoding.packs import add_packs, changing, installed, remove_pack
from tests.geocoding.packs.made import (
    added,
    cod_feature,
    contents,
    csv_file,
    data_folder,
    features_file,
    geonames_file,
    geonames_row,
    opened,
    quiet,
    read,
    square,
    wof_file,
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without packs."""
    return data_folder(tmp_path / "data")


def three_sources(folder: Path) -> list[Path]:
    """One village in three sources, and one of each alone."""
    return [
        geonames_file(
            folder / "SY.txt",
            geonames_row(71, "Zorvenna", 35.01, 36.01, names="Zorfenna"),
            geonames_row(72, "Qelmisur", 35.1, 36.1),
        ),
        wof_file(
            folder / "wof.csv",
            "3,Zorvennah,35.012,36.012,locality,Zorvine|زورفينا,زورفينا,71,,-1,SY",
            "4,Bartuleh,35.2,36.2,locality,,,,,-1,SY",
        ),
        features_file(
            folder / "cod.geojson",
            cod_feature("C9001", "Zurfina", "زورفينا", 35.013, 36.013),
            cod_feature("C9002", "Dammur", "دمور زور", 34.9, 35.95),
        ),
    ]


def test_a_place_of_three_sources_is_one_and_every_id_and_name_leads_to_it(
    data: Path, tmp_path: Path
) -> None:
    found = added(data, *three_sources(tmp_path))
    ids = ("geonames:71", "wof:3", "pcode:C9001")
    places = {found.place(ref) for ref in ids}
    assert len(places) == 1
    (place,) = places
    assert place is not None
    assert set(found.ids("wof:3")) == set(ids)
    for name in ("Zorvenna", "Zorfenna", "Zorvine", "Zurfina", "زورفينا", "al-Zurfina"):
        assert [c.place for c in found.named(name)] == [place], name
    assert (place.lat, place.lon) == (35.013, 36.013)
    assert (place.admin1, place.admin2, place.country) == ("Tartus", "Tartus", "SY")
    assert found.place("wof:nothing") is None


def test_what_two_sources_confirm_is_less_uncertain_than_what_one_tells(data: Path, tmp_path: Path) -> None:
    found = added(data, *three_sources(tmp_path))
    both, alone = found.place("pcode:C9001"), found.place("pcode:C9002")
    assert both is not None and alone is not None
    assert both.uncertainty_m is not None and alone.uncertainty_m is not None
    assert both.uncertainty_m < alone.uncertainty_m


def test_one_name_at_two_points_of_a_district_is_two_places_in_doubt(data: Path, tmp_path: Path) -> None:
    found = added(
        data,
        csv_file(tmp_path / "a.csv", "1,Zorvenna,34.9,36.0,,SY"),
        csv_file(tmp_path / "b.csv", "1,Zorvenna,34.98,36.0,,SY"),
    )
    places = [c.place for c in found.named("Zorvenna")]
    assert len(places) == 2
    assert all(8500 < (p.uncertainty_m or 0) < 9300 for p in places)


def test_two_villages_that_one_source_tells_apart_are_not_in_doubt(data: Path, tmp_path: Path) -> None:
    rows = ("1,Zorvenna,34.903,36.003,,SY", "2,Zorvenna,34.983,36.003,,SY")
    places = [c.place for c in added(data, csv_file(tmp_path / "a.csv", *rows)).named("Zorvenna")]
    assert [p.uncertainty_m for p in places] == [2000, 2000]


def test_a_point_rounded_to_minutes_gives_way(data: Path, tmp_path: Path) -> None:
    found = added(
        data,
        features_file(tmp_path / "cod.geojson", cod_feature("C9001", "Zorvenna", "زورفينا", 35.0, 36.0)),
        wof_file(tmp_path / "wof.csv", "3,Zorvenna,35.0123,36.0123,locality,زورفينا,زورفينا,,,-1,SY"),
    )
    place = found.place("pcode:C9001")
    assert place is not None
    assert (place.lat, place.lon) == (35.0123, 36.0123)


def test_a_hand_made_place_keeps_its_point_and_gains_ids_and_names(data: Path, tmp_path: Path) -> None:
    before = opened(data).place("overlay:safita")
    row = "9,Safita,34.82,36.12,locality,Zorsafita,صافيتا,,Q1,-1,SY"
    found = added(data, wof_file(tmp_path / "wof.csv", row))
    place = found.place("wof:9")
    assert place is not None and before is not None
    assert (place.place_id, place.lat, place.lon, place.uncertainty_m) == (
        "overlay:safita",
        before.lat,
        before.lon,
        before.uncertainty_m,
    )
    assert found.named("Zorsafita")[0].place == place
    assert set(found.ids("overlay:safita")) == {"overlay:safita", "wof:9", "wikidata:Q1"}


def test_a_village_counts_with_its_governorate_and_one_of_two_namesakes_only_then(
    data: Path, tmp_path: Path
) -> None:
    found = added(
        data,
        csv_file(
            tmp_path / "a.csv",
            "1,Qelmisur,35.0,36.05,قلميسور,SY",
            "2,Zorvenna,35.01,36.05,زورفينا,SY",
            "3,Zorvenna,32.7,36.1,زورفينا,SY",
        ),
    )
    alone = find_place("Qelmisur", found, country="SY")
    assert alone.place is not None and alone.place.place_id == "csv:a/1"
    for name in ("Zorvenna", "زورفينا"):
        assert find_place(name, found, country="SY").place is None
        for admin1, ref in (("Tartous", "csv:a/2"), ("Dar'a", "csv:a/3")):
            answer = find_place(name, found, country="SY", admin1=admin1)
            assert answer.place is not None and answer.place.place_id == ref


def test_a_town_of_a_list_is_meant_by_its_bare_name_and_a_village_only_near_what_a_text_names(
    data: Path, tmp_path: Path
) -> None:
    heading = "id,name,lat,lon,population,country"
    rows = ("1,Qelmisur,35.01,36.05,20000,SY", "2,Zorvenna,35.02,36.06,200,SY")
    found = added(data, csv_file(tmp_path / "a.csv", *rows, heading=heading))
    assert [found.named(n)[0].needs_context for n in ("Qelmisur", "Zorvenna")] == ["", "people"]


def test_a_village_of_ours_whose_name_a_pack_gives_to_another_is_asked_for_with_its_governorate(
    data: Path, tmp_path: Path
) -> None:
    assert find_place("Al-Fakhura", open_gazetteer(data), country="SY").place is not None
    found = added(data, csv_file(tmp_path / "a.csv", "1,Al-Fakhura,36.50,40.75,الفاخورة,SY"))
    bare = find_place("Al-Fakhura", found, country="SY")
    assert bare.place is None and set(bare.candidates) == {"overlay:al-fakhura", "csv:a/1"}
    for admin1, ref in (("Latakia", "overlay:al-fakhura"), ("Al-Hasakah", "csv:a/1")):
        place = find_place("Al-Fakhura", found, country="SY", admin1=admin1).place
        assert place is not None and place.place_id == ref


def test_divisions_go_by_our_names_and_districts_of_packs_have_outlines(data: Path, tmp_path: Path) -> None:
    county = {"wof_id": 2, "placetype": "county", "name": "As-Safitah", "name_ar": None}
    outline = {"type": "Feature", "properties": county, "geometry": square(34.82, 36.12, 0.05)}
    wof = wof_file(tmp_path / "wof.csv", "3,Zorvenna,34.84,36.14,locality,,,,,-1,SY")
    found = added(data, features_file(tmp_path / "admin.geojson", outline), wof, country="SY")
    village, district = found.place("wof:3"), found.place("wof:2")
    assert village is not None and district is not None
    assert (village.admin1, village.admin2) == ("Tartus", "Safita")
    assert district.place_id == "overlay:sy-safita-district"
    for outlines in (areas_of(found), open_areas(data)):
        shape = outlines(district)
        assert shape is not None and shape.covers(shapely.Point(36.14, 34.84))
        assert all(part.exterior.is_ccw for part in shape.geoms)
        assert outlines(village) is None


def test_districts_of_a_country_without_any_become_known(data: Path, tmp_path: Path) -> None:
    where = {"ADMIN1_COD": "LB1", "ADMIN1_EN": "Akkar", "ADMIN2_COD": "LB11", "ADMIN2_EN": "Zorland"}
    about = {"ADM1_EN": "Akkar", "ADM1_PCODE": "LB1", "ADM2_EN": "Zorland", "ADM2_PCODE": "LB11"}
    village = cod_feature("L1", "Zorvenna", "زورفينا", 34.5, 36.2, **where)
    outline = {"type": "Feature", "properties": about, "geometry": square(34.5, 36.2, 0.1)}
    level_2 = geonames_row(9, "Caza de Zorland", 34.51, 36.21, code="A.ADM2", country="LB", admin="10")
    found = added(
        data,
        features_file(tmp_path / "cod.geojson", village),
        features_file(tmp_path / "adm2.geojson", outline),
        geonames_file(tmp_path / "LB.txt", level_2),
    )
    place = found.place("pcode:L1")
    assert place is not None and (place.admin1, place.admin2) == ("Akkar", "Zorland")
    district = found.place("geonames:9")
    assert district is not None and district == found.place("pcode:LB11")
    assert (district.name, district.geo_precision) == ("Zorland district", "district")
    assert areas_of(found)(district) is not None


def test_an_outline_alone_makes_a_district_known(data: Path, tmp_path: Path) -> None:
    about = {"ADM1_EN": "Akkar", "ADM1_PCODE": "LB1", "ADM2_EN": "Zorland", "ADM2_PCODE": "LB11"}
    outline = {"type": "Feature", "properties": about, "geometry": square(34.5, 36.2, 0.1)}
    found = added(data, features_file(tmp_path / "adm2.geojson", outline))
    district = found.place("pcode:LB11")
    assert district is not None
    assert (district.name, district.lat, district.lon, district.admin1) == (
        "Zorland district",
        34.5,
        36.2,
        "Akkar",
    )
    assert areas_of(found)(district) is not None
    assert {c.place.geo_precision for c in found.named("Zorland")} == {"district"}


def test_the_same_file_twice_is_one_pack_and_another_of_its_name_replaces_it(
    data: Path, tmp_path: Path
) -> None:
    first = read(csv_file(tmp_path / "a.csv", "1,Zorvenna,35.01,36.05,,SY"))
    assert [o for _, o in add_packs(data, [first], quiet)] == ["added"]
    assert [o for _, o in add_packs(data, [first], quiet)] == ["there already"]
    second = read(csv_file(tmp_path / "a.csv", "1,Qelmisur,35.01,36.05,,SY"))
    assert [o for _, o in add_packs(data, [second], quiet)] == ["replaced"]
    found = opened(data)
    assert found.named("Qelmisur") and not found.named("Zorvenna")
    assert [p.name for p in installed(data)] == ["a"]
    other = read(csv_file(tmp_path / "a.txt", "1,Bartuleh,35.01,36.05,,SY"))
    with pytest.raises(
        GazetteerError, match=r"The pack “a” is made of a\.csv: give that of a\.txt another --name"
    ):
        add_packs(data, [other], quiet)


def test_adding_all_at_once_or_one_by_one_in_any_order_gives_the_same(tmp_path: Path) -> None:
    paths = three_sources(tmp_path)
    folders = [data_folder(tmp_path / name) for name in ("at-once", "forward", "backward")]
    added(folders[0], *paths)
    for path in paths:
        added(folders[1], path)
    for path in reversed(paths):
        added(folders[2], path)
    first, *others = map(contents, folders)
    assert all(other == first for other in others)


def test_a_removed_pack_leaves_the_index_as_it_was(data: Path, tmp_path: Path) -> None:
    before = contents(data)
    first, *rest = three_sources(tmp_path)
    added(data, first)
    with_one = contents(data)
    added(data, *rest)
    assert contents(data) != with_one
    remove_pack(data, "wof", quiet)
    remove_pack(data, "cod", quiet)
    assert contents(data) == with_one
    remove_pack(data, "sy", quiet)
    assert contents(data) == before
    assert [p.name for p in (data / "gazetteer").iterdir() if p.is_file()] == ["index.sqlite"]
    with pytest.raises(GazetteerError, match="no pack “sy”: there are none"):
        remove_pack(data, "sy", quiet)


VILLAGES = st.lists(
    st.tuples(
        st.sampled_from(["Zorvenna", "Az-Zorvenna", "Zurfina", "Qelmisur", "Safita", "Baniyas", "Barmaya"]),
        st.floats(34.7, 35.4),
        st.floats(35.9, 36.3),
        st.sampled_from(["", "زورفينا", "صافيتا", "قلميسور"]),
    ),
    min_size=1,
    max_size=6,
)


def village_rows(villages: list[Any]) -> list[str]:
    return [
        f"{n},{name},{lat:.4f},{lon:.4f},{arabic},SY" for n, (name, lat, lon, arabic) in enumerate(villages)
    ]


@settings(max_examples=8)
@given(VILLAGES, VILLAGES)
def test_whatever_is_added_the_order_is_the_same_and_removing_undoes_it(
    one: list[Any], two: list[Any]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = csv_file(folder / "one.csv", *village_rows(one))
        second = csv_file(folder / "two.csv", *village_rows(two))
        forward, backward = data_folder(folder / "f"), data_folder(folder / "b")
        before = contents(forward)
        added(forward, first)
        added(forward, second)
        added(backward, second)
        with_second = contents(backward)
        added(backward, first)
        assert contents(forward) == contents(backward)
        remove_pack(forward, "one", quiet)
        assert contents(forward) == with_second
        remove_pack(forward, "two", quiet)
        assert contents(forward) == before


BAD_ROWS = [
    "9,Qelmisur",
    "9,,35,36,,SY",
    "9,Qelmisur,95,36,,SY",
    "9,Qelmisur,35,x,,SY",
    "9,Qelmisur,35,36,,??",
]


@given(VILLAGES, st.sampled_from(BAD_ROWS), st.integers(0, 6))
def test_a_bad_row_anywhere_is_told_and_changes_nothing(villages: list[Any], bad: str, where: int) -> None:
    rows = village_rows(villages)
    where = min(where, len(rows))
    rows.insert(where, bad)
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        with pytest.raises(GazetteerError, match=f"line {where + 2}:"):
            add_packs(data, [read(csv_file(data / "one.csv", *rows))], quiet)
        assert [p.name for p in data.iterdir()] == ["one.csv"]


def test_a_crash_while_merging_leaves_the_old_index_and_no_pack(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (data / "gazetteer" / "index.sqlite").read_bytes()

    def broken(*_: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("incidents.geocoding.packs.assembling._merge_into", broken)
    with pytest.raises(sqlite3.OperationalError):
        added(data, *three_sources(tmp_path))
    assert (data / "gazetteer" / "index.sqlite").read_bytes() == before
    assert installed(data) == []
    assert not list((data / "gazetteer").glob("*.part"))


def test_a_crash_between_pack_and_index_is_made_good_by_the_next_to_open(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = changing.write_pack

    def killed(path: Path, imported: Any) -> None:
        write(path, imported)
        raise KeyboardInterrupt

    monkeypatch.setattr(changing, "write_pack", killed)
    with pytest.raises(KeyboardInterrupt):
        added(data, three_sources(tmp_path)[0])
    assert opened(data).place("geonames:71") is None
    monkeypatch.undo()
    assert open_gazetteer(data).place("geonames:71") is not None


def test_packs_are_merged_again_into_a_new_base(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(data, three_sources(tmp_path)[0])
    index = data / "gazetteer" / "index.sqlite"
    for path in (index, data / "gazetteer" / "base.sqlite"):
        with sqlite3.connect(path) as db:
            db.execute("UPDATE meta SET value = 'older data' || substr(value, -70)")
    built: list[Path] = []

    def rebuilt(path: Path, folder: Path, progress: object) -> None:
        built.append(path)
        with sqlite3.connect(path) as db:
            db.execute("UPDATE meta SET value = ?", (changing.index_fingerprint(folder),))

    monkeypatch.setattr(changing, "build", rebuilt)
    found = open_gazetteer(data)
    assert built == [data / "gazetteer" / "base.sqlite"]
    assert found.place("geonames:71") is not None
    open_gazetteer(data)
    assert len(built) == 1


def test_a_damaged_pack_is_told_and_can_be_removed(data: Path, tmp_path: Path) -> None:
    added(data, *three_sources(tmp_path))
    path = data / "gazetteer" / "packs" / "wof.jsonl.gz"
    path.write_bytes(gzip.compress(b"no pack\n"))
    with pytest.raises(GazetteerError, match="The pack “wof” is damaged: remove it"):
        open_gazetteer(data)
    remove_pack(data, "wof", quiet)
    assert [p.name for p in installed(data)] == ["cod", "sy"]
    assert open_gazetteer(data).place("wof:4") is None


def test_two_at_a_time_are_refused(data: Path, tmp_path: Path) -> None:
    imported = read(three_sources(tmp_path)[0])
    with changing._alone(data), pytest.raises(GazetteerError, match="Another process is changing the packs"):
        add_packs(data, [imported], quiet)
    assert installed(data) == []
