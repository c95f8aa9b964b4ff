"""Where rows are: looked up in the real gazetteer as everywhere else, and points that cannot be are refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.importing.cells import CellError
from incidents.exchange.importing.places import PlaceReader, Where
from incidents.geocoding import Gazetteer


@pytest.fixture(scope="module")
def reader(place_index: Path) -> Iterator[PlaceReader]:
    gazetteer = Gazetteer(place_index / "index.sqlite")
    yield PlaceReader(gazetteer)
    gazetteer.close()


@pytest.mark.parametrize(
    ("where", "place_id", "precision"),
    [
        (Where(name="Baniyas", country="Syria"), "overlay:baniyas", "settlement"),
        (Where(name="بانياس", country="سوريا"), "overlay:baniyas", "settlement"),
        (Where(admin1="Latakia", country="SYR"), "overlay:sy-latakia", "governorate"),
        (Where(admin1="Latakia", admin2="Jableh", country="SY"), "overlay:sy-jableh-district", "district"),
        (Where(country="Syrian Arab Republic"), "country:SY", "country"),
        (Where(name="Latakia", country="SY", precision="governorate"), "overlay:sy-latakia", "governorate"),
        (Where(name="Latakia", lat=35.52, lon=35.79, precision="governorate"), "overlay:sy-latakia", "governorate"),
        (Where(name="Baniyas", lat=35.18, lon=35.95), "overlay:baniyas", "settlement"),
        (Where(known="overlay:baniyas"), "overlay:baniyas", "settlement"),
    ],
)  # fmt: skip
def test_a_row_is_placed_as_well_as_it_says_and_no_better(reader, where, place_id, precision):
    place = reader.find(where).place
    assert place is not None and (place.place_id, place.geo_precision) == (place_id, precision)


def test_a_point_of_its_own_is_kept(reader):
    farm = reader.find(Where(name="The farm by the river", lat=35.3, lon=36.02)).place
    assert (farm.lat, farm.lon, farm.geo_precision, farm.country) == (35.3, 36.02, "settlement", "SY")
    spot = reader.find(Where(lat=35.3, lon=36.02)).place
    assert spot.geo_precision == "exact"
    assert spot.place_id != farm.place_id


def test_what_is_doubtful_is_left_unplaced_with_its_words(reader):
    found = reader.find(Where(name="Springfield", country="US"))
    assert (found.place, found.written) == (None, "Springfield")
    region = reader.find(Where(name="Nowhere-upon-Sand", lat=35.3, lon=36.0, precision="region"))
    assert region.place is None


def test_several_places_are_all_of_them_or_none(reader):
    both = reader.find(Where(name="Baniyas; Jableh", country="SY"))
    assert [place.name for place in both.places] == ["Baniyas", "Jableh"]
    assert reader.find(Where(name="Baniyas; Qqxyz", country="SY")).places == ()


@pytest.mark.parametrize(
    ("where", "why"),
    [
        (Where(lat=0, lon=0), "0, 0"),
        (Where(lat=135.0, lon=35.0), "swapped"),
        (Where(lat=35.0, lon=190.0), "longitude 190"),
        (Where(lat=35.0), "longitude is missing"),
        (Where(name="Baniyas", lat=35.95, lon=35.18), "look swapped"),
        (Where(lat=36.2, lon=33.5, country="SY"), "look swapped"),
        (Where(name="Baniyas", country="Ruritania"), "no country"),
    ],
)
def test_a_point_that_cannot_be_is_refused(reader, where, why):
    with pytest.raises(CellError, match=why):
        reader.find(where)


@given(st.floats(-400, 400), st.floats(-400, 400))
def test_only_points_on_the_globe_are_taken(reader, lat, lon):
    try:
        place = reader.find(Where(lat=lat, lon=lon)).place
    except CellError:
        assert abs(lat) > 90 or abs(lon) > 180 or (lat, lon) == (0, 0)
    else:
        assert place is not None and abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0, 0)
