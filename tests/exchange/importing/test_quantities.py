"""Numbers of people in cells: as a reader would read them, or not at all."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.importing.cells import NOT_COMPUTED, CellError
from incidents.exchange.importing.quantities import quantity

moment = dt.datetime.fromisoformat


@pytest.mark.parametrize(
    ("cell", "low", "high", "basis"),
    [
        (12, 12, 12, "exact"),
        (12.0, 12, 12, "exact"),
        ("0", 0, 0, "exact"),
        ("1,068", 1068, 1068, "exact"),
        ("1 068", 1068, 1068, "exact"),
        ("1\u00a0068", 1068, 1068, "exact"),
        ("١٬٢٣٤", 1234, 1234, "exact"),
        ("2025", 2025, 2025, "exact"),
        ("more than 20", 20, None, "at_least"),
        ("20+", 20, None, "at_least"),
        ("≥ 20", 20, None, "at_least"),
        ("at least 1950", 1950, None, "at_least"),
        ("أكثر من 20", 20, None, "at_least"),
        ("plus de 20", 20, None, "at_least"),
        ("<20", 0, 19, "up_to"),
        ("up to 20", 0, 20, "up_to"),
        ("20-30", 20, 30, "range"),
        ("between 12 and 15", 12, 15, "range"),
        ("~20", 18, 22, "range"),
        ("dozens", 24, None, "vague_word"),
        ("عشرات", 20, None, "vague_word"),
        ("twelve", 12, 12, "exact"),
        ("12 dead", 12, 12, "exact"),
        ("٤٩ قتيلا", 49, 49, "exact"),
    ],
)
def test_a_number_is_read_as_it_is_meant(cell, low, high, basis):
    assert quantity(cell) == (low, high, basis)


@pytest.mark.parametrize("cell", [None, "", " ", "n/a", "-", "?", "unknown", "غير معروف", "inconnu"])
def test_a_cell_that_says_nothing_is_not_zero(cell):
    assert quantity(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "many", "several", "12 houses", "12 (3 children)", "3 soldiers and 2 civilians", "2.5", 2.5, "1,5", -3, "-3",
        "30-20", "20%", "=5+7", "5?", "+20", "1e5", True, float("nan"), float("inf"), 10**12, moment("2025-10-05"),
        "#REF!", NOT_COMPUTED, "12/15", "12 13",
    ],
)  # fmt: skip
def test_what_is_no_one_number_is_refused(cell):
    with pytest.raises(CellError):
        quantity(cell)


@given(st.integers(0, 9_999_999), st.sampled_from(["{}", "{:,}", "{}.0", " {} ", "{} people", "{} killed"]))
def test_however_a_whole_number_is_written_it_is_that_number(number, shape):
    assert quantity(shape.format(number)) == (number, number, "exact")


@given(st.integers(0, 9_999_999))
def test_digits_of_any_script_are_that_number(number):
    assert quantity(f"{number:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))) == (
        number,
        number,
        "exact",
    )


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text):
    try:
        found = quantity(text)
    except CellError:
        return
    if found is not None and found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.high
