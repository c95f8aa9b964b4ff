"""Spellings: what is the same name, what may be, and that it does not change when asked twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding.names import arabic_readings, fold, keys, loose, skeleton

NAMES = st.text(alphabet="abdehiklmnoqrstuwyzAEH -'’ʿéāīūḩأإآاةهىيبتسـَّ", max_size=30)


UNSEEN = st.sampled_from("\u00ad\u200b\u200e\u200f\u2066\u2069\ufeff")


@given(st.sampled_from(["Baniyas", "Al-Haffah", "بانياس", "ريف اللاذقية"]), st.data())
def test_marks_that_nobody_sees_do_not_change_the_key(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    assert fold(name[:at] + data.draw(UNSEEN) + name[at:]) == fold(name)


@given(NAMES)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(NAMES)
def test_case_accents_and_hyphens_do_not_change_the_key(name: str) -> None:
    assert fold(name.upper()) == fold(name.lower()) == fold(f" {name} ")
    assert fold(name.replace("-", " ")) == fold(name)


@given(NAMES)
def test_a_loose_key_is_a_function_of_the_folded_name(name: str) -> None:
    assert loose(fold(name)) == loose(name)


@given(NAMES)
def test_readings_of_a_word_only_drop_letters_at_its_front(word: str) -> None:
    for drop, key in arabic_readings(word):
        assert key == fold(word[drop:])


@pytest.mark.parametrize(
    "spellings",
    [
        ("Al-Mukhtariyah", "Al Mukhtareyah", "Mukhtariyeh", "Mokhtariya"),
        ("Tuwaym", "Al-Tuwaimah", "Al-Tuwaymah"),
        ("Snobar", "Snoubar"),
        ("Al-Daliyah", "Dalia", "Daliyeh", "Ad Daliyah"),
        ("Al-Qadmus", "Qadmous", "Kadmous"),
        ("Ayn al-Bayda", "Ain al-Bayda", "Ein al-Beida"),
        ("برمايا", "بارمايا"),
    ],
)
def test_transliterations_of_one_name_share_a_loose_key(spellings: tuple[str, ...]) -> None:
    assert len({loose(s) for s in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Zama", "Hama"), ("Salma", "Salhab"), ("Tuwaym", "Tuwaiba")])
def test_names_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert loose(one) != loose(other)
    assert skeleton(one) != skeleton(other) or not skeleton(one)


def test_arabic_letter_forms_marks_and_article_are_one_name() -> None:
    assert fold("أَرْزة") == fold("ارزه")
    assert fold("اللاذقيّة") in keys("اللاذقية")
    assert keys("الصنوبر")[1] == fold("صنوبر")
