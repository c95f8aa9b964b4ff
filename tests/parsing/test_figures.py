"""Which numbers of a sentence are figures, and how exact the text says they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.languages import load
from incidents.parsing.counting.figures import numbers
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


UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
SMALL = ["", *UNITS.split(), "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ARABIC_UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
ARABIC_TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
ARABIC_HUNDREDS = ["", "مئة", "مئتان", *(f"{u}مئة" for u in "ثلاث أربع خمس ست سبع ثماني تسع".split())]


def in_english(n: int) -> str:
    if n < 20:
        return SMALL[n]
    if n < 100:
        return "-".join(w for w in (TENS[n // 10], SMALL[n % 10]) if w)
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            joined = " and " if rest < 100 and size < 1_000_000 else " "
            return f"{in_english(n // size)} {name}" + (joined + in_english(rest) if rest else "")
    raise AssertionError(n)


def in_arabic(n: int) -> str:
    """A number under a thousand, or of whole thousands and such a rest, as Arabic writes it in the nominative."""
    if n <= 10:
        return ARABIC_UNITS[n]
    if n < 20:
        return {11: "أحد عشر", 12: "اثنا عشر"}.get(n, f"{ARABIC_UNITS[n - 10]} عشر")
    if n < 100:
        return " و".join(w for w in (ARABIC_UNITS[n % 10], ARABIC_TENS[n // 10]) if w)
    if n < 1000:
        return " و".join(w for w in (ARABIC_HUNDREDS[n // 100], in_arabic(n % 100)) if w)
    thousands = n // 1000
    head = {1: "ألف", 2: "ألفان"}.get(
        thousands
    ) or f"{in_arabic(thousands)} {'آلاف' if thousands <= 10 else 'ألف'}"
    return " و".join(w for w in (head, in_arabic(n % 1000)) if w)


@given(st.integers(min_value=2, max_value=9_999_999))
def test_a_number_in_english_words_reads_back(n):
    assert told(f"{in_english(n)} people") == [(n, n, "exact")]


@given(st.integers(min_value=3, max_value=99_999))
def test_a_number_in_arabic_words_reads_back(n):
    assert told(f"قتل {in_arabic(n)} شخصا", "ar") == [(n, n, "exact")]


@given(st.integers(min_value=10, max_value=200), st.sampled_from(["million", "thousand"]))
def test_a_decimal_with_its_scale_reads_back(tenths, scale):
    size = {"million": 1_000_000, "thousand": 1000}[scale]
    assert told(f"{tenths / 10} {scale} people") == [(tenths * size // 10, tenths * size // 10, "exact")] or (
        tenths * size // 10 > 20_000_000
    )


@given(st.integers(min_value=1, max_value=900), st.integers(min_value=1, max_value=900))
def test_a_range_in_words_has_the_smaller_number_first(a, b):
    for text, code in (
        (f"between {in_english(a)} and {in_english(b)} people", "en"),
        (f"بين {a} و{b} شخصا", "ar"),
    ):
        for low, high, _ in told(text, code):
            assert high is None or (low or 0) <= high
    if a < b:
        assert told(f"between {in_english(a)} and {in_english(b)} people") == [(a, b, "range")]
