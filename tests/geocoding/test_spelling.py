"""How far apart spellings are: little for other transliterations of one name, a consonant or more for another name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding.names import fold
from incidents.geocoding.spelling import apart, consonants, sound

WORDS = st.text(alphabet="abdefghijklmnoqrstuwyz ", max_size=16)


def distance(one: str, other: str) -> float:
    return apart(sound(fold(one)).text, sound(fold(other)).text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Mukhtariyah", "Mokhtareyeh"),
        ("Tell Rif'at", "Tall Rifaat"),
        ("Deir Hafer", "Dayr Hafir"),
        ("Kafr Zita", "Kafr Zayta"),
        ("Umm Hosh", "Oum Housh"),
        ("Ash-Shaykh Miskin", "Sheikh Meskeen"),
        ("Rasm Elkbir", "Rasm al-Kbir"),
        ("Hettin", "Hittin"),
        ("Jobb Elsafa", "Jubb as-Safa"),
    ],
)
def test_transliterations_of_one_name_are_near(one: str, other: str) -> None:
    assert distance(one, other) <= 0.17 * len(consonants(sound(fold(one)).text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zama", "Hama"),
        ("Salma", "Salhab"),
        ("Tuwaym", "Tuwaiba"),
        ("Kafr Nabl", "Kafr Naha"),
        ("Dael", "Daraa"),
    ],
)
def test_names_that_only_look_alike_are_far(one: str, other: str) -> None:
    assert distance(one, other) > 0.17 * len(consonants(sound(fold(one)).text))


def test_a_side_or_size_is_the_same_in_two_tongues_and_wherever_it_stands() -> None:
    assert sound(fold("Western Tal Hamam")) == sound(fold("Tal Hamam al-Gharbi"))
    assert sound(fold("Little Majra")).marks == sound(fold("Majra as-Saghira")).marks == {"small"}
    assert sound(fold("Tall 900")).marks != sound(fold("Tall 90")).marks


@given(WORDS, WORDS)
def test_the_distance_is_the_same_both_ways_and_none_to_itself(one: str, other: str) -> None:
    assert apart(one, other) == pytest.approx(apart(other, one))
    assert apart(one, one) == 0


@given(WORDS, WORDS, st.floats(0.1, 5))
def test_a_limit_only_cuts_the_distance(one: str, other: str, limit: float) -> None:
    assert apart(one, other, limit) == pytest.approx(min(limit, apart(one, other)))


@given(st.text(max_size=60))
def test_every_name_has_a_sound(name: str) -> None:
    heard = sound(fold(name))
    assert bool(heard.text) == bool(fold(name))
