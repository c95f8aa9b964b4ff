"""Files of every format are read into places; what is wrong with one is told with its line."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import GazetteerError
from incidents.geocoding.packs import Imported, mapping_of
from incidents.geocoding.packs.cod import columns_of, parts_of
from tests.geocoding.packs.made import (
    cod_feature,
    csv_file,
    features_file,
    geonames_file,
    geonames_row,
    read,
    square,
    wof_file,
)

GEONAMES = [
    geonames_row(71, "Zorvenna", 35.01, 36.01, names="Zorfenna,زورفينا,zorvenna,ZRV"),
    geonames_row(72, "Nahr Zorvenna", 35.02, 36.02, code="H.STM"),
    geonames_row(73, "Qelmisur", 35.2, 36.2, people=12_000),
]


def names(imported: Imported) -> set[str]:
    return {place.name for place in imported.places}


def test_a_geonames_dump_gives_its_settlements_with_their_names(tmp_path: Path) -> None:
    for path in (tmp_path / "SY.txt", tmp_path / "SY.zip"):
        found = read(geonames_file(path, *GEONAMES))
        assert (found.pack.format, found.pack.countries, found.pack.skipped) == ("geonames", ("SY",), 1)
        village, town = found.places
        assert (village.ids, village.lat, village.lon) == (("geonames:71",), 35.01, 36.01)
        assert {"Zorfenna", "زورفينا"} <= set(village.names)
        assert (town.population, town.size_m > village.size_m) == (12_000, True)
        assert "GeoNames" in found.pack.attribution


def test_alternate_names_are_read_where_they_lie_beside_the_dump_or_are_given(tmp_path: Path) -> None:
    dump = geonames_file(tmp_path / "SY.zip", *GEONAMES)
    rows = [
        "1\t71\tar\tزورفينة\t\t\t\t",
        "2\t71\tlink\thttps://example.org\t\t\t\t",
        "3\t71\ten\tOld Zor\t\t\t\t1",
    ]
    other = tmp_path / "other.txt"
    other.write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert "زورفينة" in read(dump, alternates=other).places[0].names
    (tmp_path / "alternatenames").mkdir()
    geonames_file(tmp_path / "alternatenames" / "SY.zip", *rows)
    village = read(dump).places[0]
    assert "زورفينة" in village.names
    assert not {"https://example.org", "Old Zor"} & set(village.names)


def test_a_whos_on_first_table_gives_ids_and_what_each_place_lies_in(tmp_path: Path) -> None:
    path = wof_file(
        tmp_path / "wof.csv.gz",
        "1,Tartus,35,36,region,Tartous|طرطوس,طرطوس,,,-1,SY",
        "2,Safita,34.8,36.1,county,,صافيتا,,,1,SY",
        "3,Zorvenna,34.81,36.11,locality,Zorfenna|زورفينا,زورفينا,71,Q99,2,SY",
        "4,Asia/Zor,34,36,timezone,,,,,1,SY",
    )
    found = read(path)
    place = next(p for p in found.places if p.kind == "settlement")
    assert place.ids == ("wof:3", "geonames:71", "wikidata:Q99")
    assert (place.admin1[0], place.admin2[0]) == ("Tartus", "Safita")
    assert (found.pack.skipped, names(found)) == (1, {"Tartus", "Safita", "Zorvenna"})


def test_the_columns_of_whos_on_firsts_own_lists_are_known(tmp_path: Path) -> None:
    heading = "id,name,placetype,parent_id,geom_latitude,geom_longitude,wof_country"
    path = csv_file(tmp_path / "meta.csv", "3,Zorvenna,locality,-1,34.81,36.11,SY", heading=heading)
    (place,) = read(path).places
    assert (place.ids, place.lat, place.lon, place.country) == (("wof:3",), 34.81, 36.11, "SY")


def test_whos_on_first_features_give_outlines_and_points(tmp_path: Path) -> None:
    county = {"wof:id": 2, "wof:placetype": "county", "wof:name": "Safita", "wof:country": "SY"}
    point = {"wof:id": 3, "wof:placetype": "locality", "wof:name": "Zorvenna", "wof:country": "SY"}
    point |= {"name:ara_x_preferred": ["زورفينا"], "wof:concordances": {"gn:id": 71}}
    path = features_file(
        tmp_path / "wof.geojson",
        {"type": "Feature", "properties": county, "geometry": square(34.8, 36.1, 0.1)},
        {"type": "Feature", "properties": point, "geometry": {"type": "Point", "coordinates": [36.1, 34.8]}},
    )
    found = read(path)
    assert [(o.ids, o.level) for o in found.outlines] == [(("wof:2",), "district")]
    assert (found.places[0].ids, found.places[0].names) == (("wof:3", "geonames:71"), ("زورفينا",))
    assert (found.places[0].lat, found.places[0].lon) == (34.8, 36.1)


def test_a_list_with_p_codes_is_read_whatever_its_columns_are_called(tmp_path: Path) -> None:
    as_features = features_file(
        tmp_path / "cod.geojson",
        cod_feature("C9001", "Tal Elzorven", "تل الزورفن", 35.01, 36.01, CAPIT_LVL=2),
    )
    heading = "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM4_EN,ADM4_AR,ADM4_PCODE,Latitude_DD,LAT,LONG"
    as_table = csv_file(
        tmp_path / "cod.csv",
        "Tartous,SY10,Tartous,SY1000,Tal Elzorven,تل الزورفن,C9001,x,35.01,36.01",
        heading=heading,
    )
    for path in (as_features, as_table):
        found = read(path)
        (place,) = found.places
        assert (found.pack.format, place.ids, place.country) == ("cod", ("pcode:C9001",), "SY")
        assert (place.name, place.lat, place.lon) == ("Tal Elzorven", 35.01, 36.01)
        assert {"تل الزورفن", "Tal El-zorven"} <= set(place.names)
        assert (place.admin1[0], place.admin2[0]) == ("Tartous", "Tartous")


def test_outlines_with_p_codes_are_those_of_districts(tmp_path: Path) -> None:
    about = {"ADM1_EN": "Akkar", "ADM1_PCODE": "LBN1", "ADM2_EN": "Zorland", "ADM2_PCODE": "LBN101"}
    path = features_file(
        tmp_path / "adm2.geojson",
        {"type": "Feature", "properties": about, "geometry": square(34.5, 36.2, 0.1)},
    )
    (outline,) = read(path).outlines
    assert (outline.level, outline.names, outline.country) == ("district", ("Zorland",), "LB")


def test_columns_of_common_operational_datasets_are_told_by_their_words() -> None:
    found = columns_of(
        ["admin1Name_en", "admin1Pcode", "admin2Name_en", "admin2Pcode", "date", "NAME_EN", "PCODE"]
    )
    assert found is not None
    assert (found.codes[9], found.names[9], found.names[2]) == ("PCODE", ("NAME_EN",), ("admin2Name_en",))
    assert columns_of(["name", "lat", "lon"]) is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Zorvenna - Qelmisur", ["Zorvenna", "Qelmisur"]),
        ("Zorvenna / Safita", ["Zorvenna"]),
        ("Zorvenna Safita", ["Zorvenna"]),
        ("Zorvenna near Safita", ["Zorvenna"]),
        ("Zorvenna", []),
        ("Safita", []),
    ],
)
def test_a_name_that_tells_namesakes_apart_holds_the_bare_name(name: str, parts: list[str]) -> None:
    assert list(parts_of(name, ["Safita", "Tartous"])) == parts


def test_any_table_can_be_mapped(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", "Zorvenna;35,01", heading="Village;Place")
    with pytest.raises(GazetteerError, match=r"t\.csv: it is not a GeoNames dump"):
        read(path)
    path = csv_file(
        tmp_path / "t.csv", "Zorvenna;35.01;36.01;12000;town", heading="Village;Breite;Länge;Leute;kind"
    )
    (tmp_path / "map.toml").write_text('name = "Village"\nlat = "Breite"\nlon = "Länge"\n', encoding="utf-8")
    columns = mapping_of({"population": "Leute"}, tmp_path / "map.toml")
    (place,) = read(path, columns=columns, country="SYR", name="mine").places
    assert (place.ids, place.population, place.country) == (("csv:mine/line-2",), 12_000, "SY")
    with pytest.raises(GazetteerError, match="names “nome”"):
        mapping_of({"nome": "Village"}, None)
    with pytest.raises(GazetteerError, match="no column “Weite”"):
        read(path, columns={**columns, "lat": "Weite"}, country="SY")


GOOD_CSV = "1,Zorvenna,35.01,36.01,زورفينا,SY"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2,Qelmisur,35.2", r"line 3: it has 3 cells, the heading has 6"),
        ("2,Qelmisur,north,36.2,,SY", r"line 3: the coordinates north, 36\.2 are not numbers"),
        ("2,Qelmisur,135.2,36.2,,SY", r"line 3: 135\.2, 36\.2 is not a latitude and a longitude"),
        ("2,Qelmisur,nan,36.2,,SY", r"line 3: nan, 36\.2 is not a latitude"),
        ("2,Qelmisur,0,0,,SY", r"line 3: 0, 0 is not the place of anything"),
        ("2,Qelmisur,35.2,,,SY", r"line 3: the coordinates 35\.2,  are not numbers"),
        ("2,,35.2,36.2,,SY", r"line 3: the place has no name"),
        ("1,Qelmisur,35.2,36.2,,SY", r"line 3: the id 1 stands in line 2 as well"),
        ("2,Qelmisur,35.2,36.2,,QQ", r"line 3: “QQ” is no country code"),
        ("2,Qelmisur,35.2,36.2,,", r"line 3: it does not say its country"),
        ('2,"Qelmisur,35.2,36.2,,SY', r"line \d: it is not CSV"),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(GazetteerError, match=r"places\.csv, " + why):
        read(csv_file(tmp_path / "places.csv", GOOD_CSV, row))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("72\tQelmisur\t35.2", "line 2: it has 3 columns where a GeoNames dump has 19"),
        (geonames_row(72, "Qelmisur", 95, 36), "line 2: 95.0, 36.0 is not a latitude"),
        (geonames_row(71, "Qelmisur", 35, 36), "line 2: the id 71 stands in line 1 as well"),
        (
            geonames_row(72, "Qelmisur", 35, 36, people="many"),
            "line 2: the population “many” is not a number",
        ),
        (geonames_row(72, "Qelmisur", 35, 36, country="Syria"), "line 2: “SYRIA” is no country code"),
        (geonames_row(72, "", 35, 36), "line 2: the row has no GeoNames id and name"),
    ],
)
def test_a_bad_row_of_a_dump_is_told_with_its_line(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(GazetteerError, match=why):
        read(geonames_file(tmp_path / "SY.txt", GEONAMES[0], row))


def test_a_bad_feature_is_told_with_its_number(tmp_path: Path) -> None:
    good = cod_feature("C9001", "Zorvenna", "زورفينا", 35.01, 36.01)
    for bad, why in [
        (cod_feature("C9001", "Qelmisur", "", 35.2, 36.2), "feature 2: the P-code C9001 stands at 1 as well"),
        (cod_feature("", "Qelmisur", "", 35.2, 36.2), "feature 2: the place has no P-code"),
        (cod_feature("C9002", "", "", 35.2, 36.2), "feature 2: the place has no name"),
        (cod_feature("C9002", "Qelmisur", "", 35.2, 236.2), "feature 2: 35.2, 236.2 is not a latitude"),
        ({"type": "Feature"}, "feature 2 has no properties"),
    ]:
        with pytest.raises(GazetteerError, match=why):
            read(features_file(tmp_path / "cod.geojson", good, bad))


def test_an_outline_off_the_earth_is_refused(tmp_path: Path) -> None:
    about = {"wof_id": 2, "placetype": "county", "name": "Safita"}
    bad = {"type": "Polygon", "coordinates": [[[0, 0], [500, 0], [500, 500], [0, 0]]]}
    for geometry in (bad, {"type": "Polygon", "coordinates": "?"}, {"type": "Polygon", "coordinates": []}):
        path = features_file(
            tmp_path / "wof.geojson", {"type": "Feature", "properties": about, "geometry": geometry}
        )
        with pytest.raises(GazetteerError, match="feature 1: its outline"):
            read(path, country="SY")


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"name,lat,lon\n\xff\xfe,35,36\n", r"a\.csv, line 2: it is not UTF-8"),
        ("a.csv.gz", gzip.compress(b"name,lat,lon\n" * 5000)[:50], "damaged or cut short"),
        ("a.zip", b"PK\x03\x04 and nothing that follows", "damaged or cut short"),
        ("a.geojson", b'{"type": "FeatureCollection",\n "features": [', r"line 2: it is not JSON"),
        ("a.geojson", b'{"type": "Feature"}', "not a GeoJSON feature collection"),
        (
            "a.geojson",
            b'{"features": [{"properties": {"name": "x"}, "geometry": null}]}',
            "neither Who’s On First",
        ),
        ("a.csv", b"name,name,lat,lon\n", "a column stands there twice"),
        ("a.csv", b"", r"a\.csv: the file is empty"),
        ("a.csv.gz", gzip.compress(b""), "the file is empty"),
        ("a.csv", "name,lat\n".encode("utf-16-le"), "it is no text, or UTF-16"),
        ("a.csv", b"\xff\xfen\x00a", "it begins as UTF-16 and is not"),
        ("a.csv", b"name,lat,lon,country\nZorvenna,,,SY\n", "no place in it that can be put on a map"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_one_sentence(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GazetteerError, match=why) as caught:
        read(tmp_path / name, country="SY")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.csv: the file cannot be read"):
        read(tmp_path / "none.csv")


@given(st.binary(max_size=300))
def test_whatever_a_file_holds_it_is_read_or_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(content)
    with pytest.raises(GazetteerError):
        read(path)


@given(
    st.lists(
        st.sampled_from(["name", "lat", "lon", "35", "36.5", "Zor", "", '"', "x,y", "\t", "\n", ";"]),
        max_size=40,
    )
)
def test_whatever_a_table_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_text("name,lat,lon\n" + ",".join(cells), encoding="utf-8")
    try:
        found = read(path, country="SY")
    except GazetteerError:
        return
    assert all(p.name and p.lat is not None for p in found.places)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "wof_id",
    "wof:id",
    "placetype",
    "name",
    "name:ara",
    "wof:concordances",
    "PCODE",
    "NAME_EN",
    "ADM2_PCODE",
]
KEYS += ["ADM2_EN", "LATITUDE", "LONGITUDE", "CAPIT_LVL", "geom:latitude", "wof:population", "wof:country"]
WORDS = ["locality", "county", "SY", "Zor", 7]
PROPERTIES = st.dictionaries(st.sampled_from(KEYS), ANYTHING | st.sampled_from(WORDS), max_size=9)
GEOMETRY = st.fixed_dictionaries(
    {"type": st.sampled_from(["Point", "MultiPoint", "Polygon"]) | ANYTHING, "coordinates": ANYTHING}
)


@given(st.lists(st.tuples(PROPERTIES, GEOMETRY | ANYTHING), max_size=3), st.sampled_from(["wof", "cod"]))
def test_whatever_features_hold_they_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, features: list[Any], kind: str
) -> None:
    good = {"wof_id": 1, "placetype": "locality", "name": "Zor", "PCODE": "C1", "NAME_EN": "Zor"}
    made = [
        {"type": "Feature", "properties": good | about, "geometry": geometry} for about, geometry in features
    ]
    path = features_file(tmp_path_factory.mktemp("any") / "any.geojson", *made)
    try:
        found = read(path, country="SY", format=kind)
    except GazetteerError:
        return
    assert all(isinstance(p.name, str) and p.name and p.lat is not None for p in found.places)
