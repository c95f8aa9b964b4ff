"""Which of the places of a name is meant: what it lies in, what is listed with it, what else the text names."""

from __future__ import annotations

import pytest

from incidents.model import Place
from tests.geocoding.indexed import finder


def places(text: str, surface: str, publisher: str | None = None) -> list[Place | None]:
    found = finder().find(text, language="en", publisher=publisher)
    return [t.place for t in found if t.surface == surface]


@pytest.mark.parametrize(
    ("text", "surface", "admin1", "precision"),
    [
        ("A barn burned down in Springfield, Clark County, Ohio.", "Springfield", "Ohio", "settlement"),
        ("A barn burned down in Paris, Texas.", "Paris", "Texas", "settlement"),
        ("A barn burned down in Paris, Ky., on Monday.", "Paris", "Kentucky", "settlement"),
        ("A barn burned down in Paris on Monday, said the ministry in France.", "Paris", "Île-de-France", "settlement"),
        ("Voters in Orange County and Los Angeles, California, agreed.", "Orange County", "California", "district"),
        ("Storms hit Ohio, New York and Pennsylvania.", "New York", "New York", "governorate"),
        ("She flew from Chicago to Boston and New York.", "New York", "New York", "settlement"),
        ("Schools in Atlanta, Macon and Savannah closed; Georgia has had no such storm.", "Georgia", "Georgia",
         "governorate"),
    ],
)  # fmt: skip
def test_the_text_says_which_place_of_a_name_is_meant(
    text: str, surface: str, admin1: str, precision: str
) -> None:
    found = places(text, surface)
    assert found and all(p and (p.admin1, p.geo_precision) == (admin1, precision) for p in found)


def test_a_name_of_a_country_and_a_state_is_told_by_its_neighbours() -> None:
    text = "Talks between Georgia and Russia were held in Tbilisi, the capital, and later in Moscow."
    assert [p and p.country for p in places(text, "Georgia")] == ["GE"]


@pytest.mark.parametrize(
    ("text", "surface", "precision"),
    [
        ("Strikes on Gaza killed 12. A school in Gaza City was hit, and the Gaza Strip is without power.", "Gaza",
         "governorate"),
        ("Strikes on Gaza killed 12. A school in Gaza City was hit, and the Gaza Strip is without power.", "Gaza City",
         "settlement"),
        ("Deir ez-Zor city is quiet. Deir ez-Zor province is large. Soldiers left Deir ez-Zor.", "Deir ez-Zor", None),
        ("He lives in New York, the mayor said. New York City is not all of New York state.", "New York City",
         "settlement"),
    ],
)  # fmt: skip
def test_a_bare_name_is_the_territorys_where_the_text_tells_it_apart_from_its_city(
    text: str, surface: str, precision: str | None
) -> None:
    found = places(text, surface)
    if precision:
        assert [p and p.geo_precision for p in found] == [precision]
    else:
        assert [p and p.geo_precision for p in found] == ["settlement", "governorate", "settlement"]


def test_a_bare_arabic_name_is_the_territorys_too() -> None:
    text = "قتل رجل في غزة. وقال سكان مدينة غزة إن قطاع غزة تعرض لقصف."
    found = finder().find(text, language="ar")
    assert [t.place and t.place.geo_precision for t in found] == ["governorate", "settlement", "governorate"]


def test_one_name_has_one_sense_in_a_text() -> None:
    text = "MANHATTAN, Kan. -- Snow fell on Manhattan. People of Manhattan like it, as in Topeka and Wichita."
    found = places(text, "Manhattan")
    assert len(found) == 2 and {p and p.admin1 for p in found} == {"Kansas"}


def test_an_outlet_at_home_elsewhere_tips_the_balance() -> None:
    text = "Two men were held in Hamilton after a fire at a mill."
    at_home = places(text, "Hamilton", publisher="hamiltonpost.co.nz")
    assert [p and p.country for p in at_home] == ["NZ"]


def test_capitals_are_no_town() -> None:
    found = [
        t for t in finder().find("Ministers of the EU met in Brussels.", language="en") if t.surface == "EU"
    ]
    assert all(t.place is None or t.place.kind == "region" for t in found)


def test_every_place_given_is_more_likely_than_not() -> None:
    text = "Newcomers of Fairview met people from Greenville, Midway, Salem and Franklin at noon."
    given = [t for t in finder().find(text, language="en") if t.place]
    assert all(0.5 <= t.confidence <= 1 for t in given)


def test_a_citys_old_name_is_not_the_city_where_another_province_holds_it() -> None:
    assert places("Two barns burned in Bombay in Ohio.", "Bombay") == [None]
    assert [p.name for p in places("Two barns burned in Bombay in India.", "Bombay") if p] == ["Mumbai"]
