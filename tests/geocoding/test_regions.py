"""Regions that people name and no gazetteer has: what they are made of, and where they lie."""

from __future__ import annotations

import pytest
import shapely

from incidents.geocoding import area_geometry, reference_dir
from incidents.geocoding.reference import entries
from incidents.model import POINT_PRECISIONS, Place
from tests.geocoding.indexed import finder, gazetteer

ALL = {e.place.place_id: e.place for e in entries(reference_dir())}
REGIONS = [p for p in ALL.values() if p.kind == "region" and p.country == "SY"]


def outline(place_id: str) -> shapely.MultiPolygon:
    shape = area_geometry(ALL[place_id])
    assert shape is not None
    return shape


def point(name: str) -> shapely.Point:
    """Where a settlement of Syria lies."""
    (place,) = [
        c.place for c in gazetteer().named(name) if c.place.country == "SY" and c.place.kind == "settlement"
    ]
    assert place.lon is not None and place.lat is not None
    return shapely.Point(place.lon, place.lat)


@pytest.mark.parametrize("region", REGIONS, ids=lambda r: r.name)
def test_a_region_is_made_of_governorates_that_exist_and_lies_in_them(region: Place) -> None:
    governorates = {p.name: p for p in ALL.values() if p.country == "SY" and p.geo_precision == "governorate"}
    assert region.parts and set(region.parts) <= governorates.keys()
    shape = outline(region.place_id)
    parts = [outline(governorates[name].place_id) for name in region.parts]
    assert shape.is_valid and all(p.exterior.is_ccw for p in shape.geoms)
    assert shape.difference(shapely.union_all(parts)).area < 1e-6
    assert all(shape.intersects(part) for part in parts)
    assert region.lat is not None and region.lon is not None
    assert shape.contains(shapely.Point(region.lon, region.lat)), "the name would be written outside"


@pytest.mark.parametrize(
    ("region", "inside", "outside"),
    [
        ("al-ghab", ["Jurin", "Salhab", "Qalat al Madiq"], ["Masyaf", "Hama", "Slinfah"]),
        ("wadi-al-nasara", ["An Nasirah", "Al Hawash"], ["Mashta al-Helu", "Homs", "Talkalakh"]),
        ("jabal-al-akrad", ["Salma", "Kinsabba"], ["Slinfah", "Rabia", "Latakia"]),
        ("jabal-al-turkman", ["Rabia"], ["Kinsabba", "Burj Islam", "Latakia"]),
        ("coastal-mountains", ["Slinfah", "Al-Qadmus", "Beit Ana"], ["Latakia", "Jableh", "Hama", "Tartus"]),
        ("qalamoun", ["Yabrud", "An Nabk"], ["Damascus", "Douma"]),
        ("eastern-ghouta", ["Douma", "Harasta"], ["Damascus", "Darayya"]),
        ("southeast-syria", ["Al Bukamal"], ["Homs", "Deir ez-Zor", "Damascus"]),
    ],
)  # fmt: skip
def test_a_region_drawn_by_hand_holds_its_towns_and_no_others(
    region: str, inside: list[str], outside: list[str]
) -> None:
    shape = outline(f"overlay:{region}")
    assert [n for n in inside if not shape.contains(point(n))] == []
    assert [n for n in outside if shape.contains(point(n))] == []


@pytest.mark.parametrize(
    ("text", "language", "surface", "expected"),
    [
        ("Shells fell on the al-Ghab plain in Syria.", "en", "al-Ghab plain", "overlay:al-ghab"),
        ("He was born in the Valley of the Christians, west of Homs.", "en", "Valley of the Christians",
         "overlay:wadi-al-nasara"),
        ("Rebels left Eastern Ghouta for Idlib.", "en", "Eastern Ghouta", "overlay:eastern-ghouta"),
        ("قصفت المدفعية قرى في سهل الغاب.", "ar", "سهل الغاب", "overlay:al-ghab"),
        ("عاد الهدوء إلى وادي النصارى بريف حمص.", "ar", "وادي النصارى", "overlay:wadi-al-nasara"),
        ("اندلعت حرائق في جبل التركمان شمال اللاذقية.", "ar", "جبل التركمان", "overlay:jabal-al-turkman"),
    ],
)  # fmt: skip
def test_a_region_is_found_by_the_names_it_goes_by(
    text: str, language: str, surface: str, expected: str
) -> None:
    (found,) = [t for t in finder().find(text, language=language) if t.surface == surface]
    assert found.place is not None and found.place.place_id == expected and found.kind == "region"


def test_a_region_that_only_syria_knows_by_that_name_is_none_elsewhere() -> None:
    found = finder().find("في شريعة الغاب يأكل القوي الضعيف، قال الكاتب في تونس.", language="ar")
    assert [t.surface for t in found] == ["تونس"]


def test_every_point_says_how_far_off_it_may_be_and_no_area_pretends_to_be_one() -> None:
    for place in ALL.values():
        if place.geo_precision in POINT_PRECISIONS:
            assert (place.uncertainty_m is None) == (place.lat is None), place.name
            assert place.uncertainty_m is None or 100 <= place.uncertainty_m <= 10_000
            assert area_geometry(place) is None
        else:
            assert place.geo_precision in ("district", "governorate", "region", "country")
