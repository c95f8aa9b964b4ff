"""Lists of names: the place, or none; however a name is spelled; a stream in order; areas with their label."""

from __future__ import annotations

import json
import random
import sqlite3
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding import explain_name, find_place, geocode_lines
from tests.geocoding.indexed import gazetteer


def ask(query: str, country: str | None = None, admin1: str | None = None) -> dict[str, Any]:
    line = json.dumps({"id": 1, "query": query, "country": country, "admin1": admin1})
    return json.loads(next(geocode_lines([line], gazetteer())))


@cache
def known() -> list[tuple[str, str]]:
    """(name, country) of places of Arabic-speaking countries, as the index has them."""
    with sqlite3.connect(gazetteer().path) as db:
        sql = "SELECT name, country FROM place WHERE kind = 'settlement' AND country IN ('SY', 'IQ', 'YE') ORDER BY id"
        return random.Random(5).sample(db.execute(sql).fetchall(), 400)


def dressed(name: str, how: int) -> str:
    """The name with other capitals, hyphens for spaces, accents, or spaces around it."""
    return (name.upper(), name.lower(), name.replace(" ", "-"), name.replace("a", "ā"), f"  {name} ")[how]


@given(st.integers(0, 399), st.integers(0, 4))
def test_a_name_in_another_dress_is_the_same_place(number: int, how: int) -> None:
    name, country = known()[number]
    plain, other = ask(name, country), ask(dressed(name, how), country)
    assert (plain["gazetteer_id"], plain["lat"]) == (other["gazetteer_id"], other["lat"])


@given(st.integers(0, 399), st.sampled_from(["Al-", "al ", "AL-"]))
def test_an_article_more_is_the_same_place_or_none(number: int, article: str) -> None:
    name, country = known()[number]
    plain = ask(name, country)
    if plain["gazetteer_id"] and not name.lower().startswith(("a", "e")):
        assert ask(article + name, country)["gazetteer_id"] in (plain["gazetteer_id"], None)


@given(st.integers(0, 399))
def test_a_name_with_its_kind_is_the_place_or_none(number: int) -> None:
    name, country = known()[number]
    plain, town = ask(name, country), ask(f"{name} town", country)
    assert town["gazetteer_id"] in (plain["gazetteer_id"], None) or plain["kind"] != "settlement"


@pytest.mark.parametrize(
    ("query", "admin1", "place_id"),
    [
        ("Jabla", "Latakia Governorate", "overlay:jableh"),
        ("Jebleh town", "Al Ladhiqiyah", "overlay:jableh"),
        ("Qerdaha", "Lattakia", "overlay:qardaha"),
        ("El Kardaha village", "Latakia", "overlay:qardaha"),
        ("Banyas", "Tartous province", "overlay:baniyas"),
        ("Jableh", "Tartus", None),
        ("Banyas", "Deir ez Zor Governorate", None),
    ],
)
def test_another_spelling_counts_inside_the_division_told(
    query: str, admin1: str, place_id: str | None
) -> None:
    assert ask(query, "SY", admin1)["gazetteer_id"] == place_id


def test_an_area_is_answered_with_its_label_and_marked_as_one() -> None:
    area = ask("Homs Governorate", "SY")
    assert (area["geo_precision"], area["point"], area["name"]) == ("governorate", "label", "Homs")
    assert 33 < area["lat"] < 35.5 and 36 < area["lon"] < 39.5
    town = ask("Homs city", "SY")
    assert (town["geo_precision"], town["point"]) == ("settlement", "place")
    assert area["uncertainty_m"] > 50_000 > town["uncertainty_m"] > 0


def test_a_thing_is_answered_by_the_place_of_its_name_with_room_around_it() -> None:
    airport = ask("Qamishli Airport", "SY", "Al Hasakah")
    assert airport["name"] == "Qamishli" and airport["uncertainty_m"] >= 10_000
    assert ask("Jabal Jableh", "SY", "Latakia")["lat"] is None


def test_parts_lines_and_neighbourhoods_of_places_have_no_point() -> None:
    for query in (
        "Northern Homs Governorate",
        "Homs - Palmyra road",
        "Road between Homs and Tartus",
        "near Jableh",
    ):
        answer = ask(query, "SY")
        assert (answer["lat"], answer["lon"], answer["gazetteer_id"]) == (None, None, None)
        assert answer["candidates"] and answer["reason"]


def test_a_district_that_is_not_known_stands_at_its_seat_and_is_marked_as_an_area() -> None:
    town, district = ask("Musa Qala town", "AF"), ask("Musa Qala district", "AF", "Helmand")
    assert district["lat"] == pytest.approx(town["lat"], abs=0.3)
    assert (district["geo_precision"], district["point"]) == ("district", "label")
    assert district["uncertainty_m"] >= 10_000


def test_a_district_is_its_own_town_rather_than_the_province_of_its_name() -> None:
    town, district, province = (ask(f"Kunduz {kind}", "AF") for kind in ("city", "district", "province"))
    assert (district["geo_precision"], province["geo_precision"]) == ("district", "governorate")
    assert (
        (district["lat"], district["lon"]) == (town["lat"], town["lon"]) != (province["lat"], province["lon"])
    )


@pytest.mark.parametrize("query", ["Hama suburb", "village of Homs", "حي حلب", "Aleppo neighbourhood"])
def test_a_village_or_a_quarter_is_no_city_of_its_name(query: str) -> None:
    answer = ask(query, "SY")
    assert (answer["lat"], answer["gazetteer_id"]) == (None, None)


def test_a_country_counts_places_that_are_another_one_today() -> None:
    answer = ask("Juba town", "SD")
    assert answer["lat"] == pytest.approx(4.85, abs=0.1) and "SS" in answer["reason"]
    assert ask("Khartoum", "SS")["lat"] is None


def test_a_country_or_division_that_does_not_exist_finds_nothing_and_does_not_fail() -> None:
    assert ask("Homs", "QQ")["lat"] is None
    assert ask("Homs", "sy", "Nowhere province")["gazetteer_id"] == "overlay:homs"


LINES = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda name, query, country, admin1: json.dumps(
            {"id": name, "query": query, "country": country, "admin1": admin1}
        ),
        st.one_of(st.none(), st.integers(), st.text(max_size=5)),
        st.text(max_size=30),
        st.sampled_from([None, "SY", "sy", "", "QQ", "\ud800"]),
        st.one_of(st.none(), st.sampled_from(["Homs", "حمص"]), st.text(max_size=12)),
    ),
)


@given(st.lists(LINES, max_size=8))
def test_a_stream_has_an_answer_for_each_line_in_order(lines: list[str]) -> None:
    out = [json.loads(answer) for answer in geocode_lines(iter(lines), gazetteer())]
    assert len(out) == len(lines)
    for line, answer in zip(lines, out, strict=True):
        try:
            asked = json.loads(line)
        except ValueError:
            asked = None
        assert answer["id"] == (asked.get("id") if isinstance(asked, dict) else None)


def test_an_answer_comes_before_the_next_line_is_read() -> None:
    asked: list[int] = []

    def lines() -> Any:
        for number in range(3):
            asked.append(number)
            yield json.dumps({"id": number, "query": "Homs", "country": "SY", "admin1": None})

    answers = geocode_lines(lines(), gazetteer())
    assert (json.loads(next(answers))["id"], asked) == (0, [0])


def test_explaining_tells_the_place_why_and_what_else_it_may_be() -> None:
    text = explain_name("Jableh", gazetteer())
    assert text.splitlines()[0].startswith("Jableh: Jableh, Latakia, SY: settlement at 35.3610, 35.9260")
    assert find_place("Jableh", gazetteer()).reason in text
    assert "maybe" in explain_name("Kardahah", gazetteer())
