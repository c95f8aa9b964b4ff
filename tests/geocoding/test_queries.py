"""What a query in a list is read as: a name and its kind, a part of an area, a line, or what lies in another place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding.names import fold
from incidents.geocoding.queries import LONGEST_QUERY, counted_to, qualities, read_query


@pytest.mark.parametrize(
    ("query", "name", "kind"),
    [
        ("Marsa village", "marsa", "village"),
        ("Marsa refugee camp", "marsa", "settlement"),
        ("Vila de Marsa", "marsa", "settlement"),
        ("قرية مرسى", "مرسي", "village"),
        ("Marsa sub-district", "marsa", "district"),
        ("Marsanskiy rayon", "marsanskiy", "district"),
        ("Marsa LGA", "marsa", "district"),
        ("Departamento de Marsa", "marsa", "admin1"),
        ("Marsa oblast", "marsa", "admin1"),
        ("محافظة مرسى", "مرسي", "admin1"),
        ("Jabal Marsa", "marsa", "feature"),
        ("Marsa oil field", "marsa", "facility"),
        ("Marsa border crossing", "marsa", "facility"),
        ("Marsa International Airport", "marsa", "facility"),
        ("Marsa countryside", "marsa", "countryside"),
        ("ريف مرسى", "مرسي", "countryside"),
        ("Marsa", "marsa", ""),
    ],
)
def test_words_beside_a_name_say_its_kind(query: str, name: str, kind: str) -> None:
    reading = read_query(query)
    assert reading.shape == "place"
    assert reading.names[0][0].key == fold(query)
    assert tuple(reading.names[0][-1]) == (name, kind)


@pytest.mark.parametrize(
    "query",
    [
        "Marsa - Tolva road",
        "Marsa/Tolva border",
        "Road between Marsa and Tolva",
        "Area between Marsa village and Tolva",
        "طريق مرسى - تولفا",
    ],
)
def test_what_joins_two_places_is_a_line_with_its_ends(query: str) -> None:
    reading = read_query(query)
    assert reading.shape == "line"
    ends = [layers[-1].key for layers in reading.names[1:]]
    assert ends in (["marsa", "tolva"], ["مرسي", "تولفا"])


@pytest.mark.parametrize(
    ("query", "area"),
    [
        ("Northern Marsa Governorate", "marsa"),
        ("Marsa eastern countryside", "marsa"),
        ("Western countryside of Marsa", "marsa"),
        ("ريف مرسى الشرقي", "مرسي"),
    ],
)
def test_a_side_of_an_area_is_a_part_of_it(query: str, area: str) -> None:
    reading = read_query(query)
    assert reading.shape == "part"
    assert [layers[-1].key for layers in reading.aliases] == [area]


def test_other_names_stand_in_brackets_and_after_slashes_and_share_the_kind() -> None:
    reading = read_query("Marsa/Tolva village (Kirn)")
    assert {tuple(layers[-1]) for layers in reading.names} == {
        ("tolva", "village"),
        ("marsa", "village"),
    }
    assert [tuple(layers[-1]) for layers in reading.aliases] == [("kirn", "village")]


def test_what_a_place_lies_in_follows_a_comma_a_dash_or_in() -> None:
    for query in (
        "Marsa village, Tolva district",
        "Marsa village - Tolva district",
        "Marsa village in Tolva district",
    ):
        reading = read_query(query)
        assert (reading.names[0][-1].key, reading.parents) == ("marsa", ("tolva",))


def test_near_a_place_is_not_the_place() -> None:
    for query in ("near Marsa", "Silos east of Marsa", "River near Marsa village"):
        assert read_query(query).shape == "near"
        assert read_query(query).names[0][-1].key == "marsa"


@given(st.text(max_size=2 * LONGEST_QUERY))
def test_any_text_has_a_reading_and_no_name_in_it_is_empty(text: str) -> None:
    reading = read_query(text)
    names = [name for layers in (*reading.names, *reading.aliases) for name in layers]
    assert all(name.key == fold(name.key) != "" for name in names)
    assert all(reading.parents)


@given(
    st.lists(
        st.sampled_from(
            ["north", "of", "road", "between", "and", "village", "in", "Marsa", "/", "(", ",", "-"]
        )
    )
)
def test_any_order_of_the_words_has_a_reading(words: list[str]) -> None:
    assert read_query(" ".join(words)).shape in ("place", "near", "part", "line")


def test_the_lists_of_words_are_whole() -> None:
    assert qualities()["gharbi"] == qualities()["western"] == qualities()["غربي"] == "west"
    assert all(len(code) == 2 for code, others in counted_to().items() for code in (code, *others))
