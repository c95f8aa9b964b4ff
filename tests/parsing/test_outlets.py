"""What the name or web address of an outlet says of where it is at home."""

from __future__ import annotations

import pytest

from incidents.parsing.places.outlets import headline, home_of, host_of
from tests.geocoding.indexed import gazetteer


@pytest.mark.parametrize(
    ("publisher", "country", "name", "place"),
    [
        ("weatherfordstar.example.com", None, "weatherford", "Weatherford"),
        ("https://www.the-lincoln-gazette.com/news", None, "lincoln", "Lincoln"),
        ("eveningecho.ie", "IE", None, None),
        ("birminghampost.co.uk", "GB", "birmingham", "Birmingham"),
        ("las vegas herald", None, "las vegas", "Las Vegas"),
        ("wvobserver.com", None, "wv", "West Virginia"),
        ("The Damascus Times", None, "damascus", "Damascus"),
        ("dailynews.com", None, None, None),
        ("startup.io", None, None, None),
    ],
)
def test_an_outlet_s_name_may_hold_its_town(
    publisher: str, country: str | None, name: str | None, place: str | None
) -> None:
    home = home_of(publisher, gazetteer())
    assert home.country == country
    if name is None:
        assert home.places == {}
    else:
        assert place in {c.place.name for c in home.places[name]}
        assert country is None or {c.place.country for c in home.places[name]} == {country}


def test_odd_names_say_nothing_and_do_no_harm() -> None:
    for publisher in ("", " ", "....", "http://", "x" * 5000 + ".com", "؟؟؟", "-.-.uk"):
        assert home_of(publisher, gazetteer()).places == {}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.springfieldnews.com/local/1.html", "www.springfieldnews.com"),
        ("http://archive.example/2016/http://www.springfieldnews.com:80/local/1", "www.springfieldnews.com"),
        ("https://reader:word@springfieldnews.com/", "springfieldnews.com"),
        ("file:///tmp/report.html", None),
        ("", None),
        (None, None),
    ],
)
def test_a_page_is_of_its_host_and_a_kept_page_of_the_host_it_was_kept_from(
    url: str | None, host: str | None
) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Two shot in Springfield - WXYZ.com | Springfield News, Weather", "Two shot in Springfield"),
        ("Two shot in Springfield :: Springfield Herald", "Two shot in Springfield"),
        ("Two people - a man and a boy - shot today", "Two people - a man and a boy - shot today"),
        ("Two shot in Springfield - Police", "Two shot in Springfield - Police"),
        ("", ""),
    ],
)
def test_a_title_is_told_without_the_name_of_its_site(title: str, told: str) -> None:
    assert headline(title) == told
