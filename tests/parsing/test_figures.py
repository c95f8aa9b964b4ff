"""Which numbers of a sentence are figures, and how exact the text says they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.languages import load
from incidents.parsing.figures import numbers
from incidents.parsing.text import sentences


def told(text: str, code: str = "en") -> list[tuple[int | None, int | None, str]]:
    language = load(code)
    words = dict(language.numbers["words"])
    return [(n.low, n.high, n.basis) for s in sentences(text, language) for n in numbers(s, words)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1,068 people were killed", (1068, 1068, "exact")),
        ("twenty-five men", (25, 25, "exact")),
        ("one hundred and five people", (105, 105, "exact")),
        ("two dozen men", (24, 24, "exact")),
        ("more than 400 civilians", (400, None, "at_least")),
        ("at least two dozen men", (24, None, "at_least")),
        ("up to 40 people", (0, 40, "up_to")),
        ("about 300 people", (270, 330, "range")),
        ("between 12 and 15 fighters", (12, 15, "range")),
        ("12 to 15 fighters", (12, 15, "range")),
        ("dozens of people", (24, None, "vague_word")),
        ("hundreds of people", (200, None, "vague_word")),
        ("3 million people", (3_000_000, 3_000_000, "exact")),
    ],
)
def test_a_figure_is_read_as_exactly_as_the_text_gives_it(text, figure):
    assert told(text) == [figure]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("بأكثر من 30 مدنياً", (30, None, "at_least")),
        ("٤٩ قتيلاً", (49, 49, "exact")),
        ("خمسة مسيحيين", (5, 5, "exact")),
        ("ما لا يقل عن 12 شخصاً", (12, None, "at_least")),
        ("نحو 100 شخص", (90, 110, "range")),
        ("عشرات المدنيين", (20, None, "vague_word")),
    ],
)
def test_arabic_figures(text, figure):
    assert told(text, "ar") == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "a 25-year-old man",
        "a woman aged 30",
        "the 9th Brigade",
        "the M4 highway",
        "it cost $15,000",
        "40 sheep died",
        "Jane Doe, 19, of Springfield",
        "at 10:30 on the road",
        "50 percent of them",
        "five massacres",
    ],
)
def test_ages_years_money_and_things_are_no_figures_of_people(text):
    assert told(text) == []


@given(st.integers(min_value=1, max_value=9_999_999))
def test_a_number_is_the_same_with_and_without_separators(n):
    assert told(f"{n:,} people") == told(f"{n} people") == [(n, n, "exact")]


@given(st.integers(min_value=1, max_value=900), st.integers(min_value=1, max_value=900))
def test_a_range_never_runs_backwards(a, b):
    for low, high, _ in told(f"between {a} and {b} people were killed"):
        assert high is None or (low or 0) <= high
