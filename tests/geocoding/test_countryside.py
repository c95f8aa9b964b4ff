"""The countryside of a town: the area named after the town, without the town."""

from __future__ import annotations

import pytest
import shapely

from incidents.geocoding import area_geometry
from tests.geocoding.indexed import finder, gazetteer

pytestmark = pytest.mark.usefixtures("place_index")


@pytest.mark.parametrize(
    ("text", "language", "surface"),
    [
        ("Two people were killed in the Latakia countryside.", "en", "Latakia"),
        ("قتل شخصان في ريف اللاذقية.", "ar", "اللاذقية"),
    ],
)
def test_the_land_around_a_capital_is_its_governorate_without_the_city(
    text: str, language: str, surface: str
) -> None:
    (found,) = (t for t in finder().find(text, language=language) if t.surface == surface)
    assert found.place is not None and found.place.part == "countryside"
    area, city, village = area_geometry(found.place), gazetteer().place("overlay:latakia"), (36.1, 35.6)
    assert area is not None and city is not None
    assert not area.contains(shapely.Point(city.lon, city.lat))
    assert area.contains(shapely.Point(*village))


def test_the_governorate_itself_holds_its_capital() -> None:
    (found,) = finder().find("Two people were killed in Latakia province.", language="en")
    assert found.place is not None and found.place.part == ""
    area, city = area_geometry(found.place), gazetteer().place("overlay:latakia")
    assert area is not None and city is not None and area.contains(shapely.Point(city.lon, city.lat))
