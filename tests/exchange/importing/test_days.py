"""Dates in cells: every way of writing them gives the same day, and what can be read in two ways is not read."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from incidents.exchange.importing.cells import CellError
from incidents.exchange.importing.days import Told, days, order_of, widened

moment = dt.datetime.fromisoformat

DMY, OPEN = Told("dmy"), Told(None, "nothing tells")
DAYS = st.dates(dt.date(1955, 1, 1), dt.date(2100, 12, 31))


def read(cell, told=OPEN):
    found = days(cell, told)
    return found and (found.first.isoformat(), found.last.isoformat(), found.precision)


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-08", "2025/3/8", "2025-03-08T14:00Z", "2025-03-08 02:30", "8.3.2025", "8 March 2025", "March 8, 2025",
        "8-Mar-2025", "Saturday 8 March 2025", "8 mars 2025", "8 آذار 2025", "٢٠٢٥-٠٣-٠٨", 45724, 45724.5, "20250308",
        moment("2025-03-08T23:59"), dt.date(2025, 3, 8),
    ],
)  # fmt: skip
def test_one_day_in_many_forms(cell):
    assert read(cell) == ("2025-03-08", "2025-03-08", "day")


@pytest.mark.parametrize(
    ("cell", "first", "last", "precision"),
    [
        ("March 2025", "2025-03-01", "2025-03-31", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("02/2024", "2024-02-01", "2024-02-29", "month"),
        (2025, "2025-01-01", "2025-12-31", "year"),
        ("6-8 March 2025", "2025-03-06", "2025-03-08", "days"),
        ("2025-03-06 – 2025-03-08", "2025-03-06", "2025-03-08", "days"),
        ("6 March 2025 to 9 March 2025", "2025-03-06", "2025-03-09", "days"),
    ],
)
def test_longer_times_keep_their_precision(cell, first, last, precision):
    assert read(cell) == (first, last, precision)


@pytest.mark.parametrize(
    "cell",
    ["31.02.2025", "2025-13-40", "yesterday", "Saturday", "8/3", "25/03/08", "8-Mar-25", 3, True, "since 6 March 2025",
     "2025-03-09 – 2025-03-06", "0001-01-01", "#VALUE!", dt.time(14, 0)],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(CellError):
        days(cell, DMY)


@given(DAYS, st.sampled_from(["{d:02}/{m:02}/{y}", "{d}-{m}-{y}", "{d}/{m}/{y} 14:30"]))
def test_day_first_is_read_so_where_another_date_tells(day, shape):
    column = [shape.format(d=day.day, m=day.month, y=day.year), "25/12/2024"]
    found = days(column[0], order_of(column))
    assert found is not None and found.first == found.last == day


@given(DAYS)
def test_month_first_is_read_so_where_another_date_tells(day):
    column = [f"{day.month}/{day.day}/{day.year}", "12/25/2024"]
    found = days(column[0], order_of(column))
    assert found is not None and found.first == day


@given(DAYS)
def test_a_date_that_can_be_two_days_is_read_only_when_told(day):
    assume(day.day <= 12 and day.day != day.month)
    cell = f"{day.day:02}/{day.month:02}/{day.year}"
    told = order_of([cell])
    with pytest.raises(CellError, match="two ways"):
        days(cell, told)
    read = days(cell, order_of([cell], "dmy"))
    assert read is not None and read.first == day


def test_dates_that_contradict_each_other_are_refused():
    assert order_of(["13/04/2025", "04/13/2025"]).order is None


def test_a_spreadsheet_that_swapped_days_and_months_is_noticed():
    column = [moment("2025-03-04"), moment("2025-03-11"), "13/03/2025", "25/03/2025"]
    assert order_of(column).order is None
    assert order_of([*column, moment("2025-03-14")]).order == "dmy"


@given(st.text(max_size=25))
def test_any_text_is_a_day_or_refused(text):
    try:
        found = days(text, OPEN)
    except CellError:
        return
    assert found is None or found.first <= found.last


def test_one_day_that_stands_for_a_month_is_that_month():
    found = days("2025-02-15", OPEN)
    assert found is not None
    assert widened(found, "month")[:2] == (dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    assert widened(found, "week")[:2] == (dt.date(2025, 2, 12), dt.date(2025, 2, 18))
