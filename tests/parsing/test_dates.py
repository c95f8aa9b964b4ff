"""Days, resolved against the day of publication; nothing is guessed without one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.languages import load
from incidents.parsing.dates import DateFinder
from incidents.parsing.days import last_weekday
from incidents.parsing.text import sentences

SATURDAY = dt.date(2025, 3, 8)
WEEKDAYS = load("en").dates["weekdays"]


def told(text: str, published: dt.date | None = SATURDAY, code: str = "en", reached: dt.date | None = None):
    language = load(code)
    finder = DateFinder(language, published)
    found = [m for s in sentences(text, language) for m in finder.find(s, reached)]
    return [(m.first and m.first.isoformat(), m.last and m.last.isoformat()) for m in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Saturday morning", "2025-03-08", "2025-03-08"),
        ("on Friday night", "2025-03-07", "2025-03-07"),
        ("since Thursday", "2025-03-06", "2025-03-08"),
        ("since 6 March", "2025-03-06", "2025-03-08"),
        ("since the beginning of March", "2025-03-01", "2025-03-08"),
        ("between 6 and 7 March", "2025-03-06", "2025-03-07"),
        ("on March 6, 7 and 8", "2025-03-06", "2025-03-08"),
        ("on Dec. 8", "2024-12-08", "2024-12-08"),
        ("on 30 December 2023", "2023-12-30", "2023-12-30"),
        ("on Thursday night and until Friday", "2025-03-06", "2025-03-07"),
        ("yesterday", "2025-03-07", "2025-03-07"),
        ("three days ago", "2025-03-05", "2025-03-05"),
        ("last week", "2025-02-24", "2025-03-02"),
        ("in February", "2025-02-01", "2025-02-28"),
        ("in a 2012 bombing", "2012-01-01", "2012-12-31"),
        ("within 24 hours", "2025-03-07", "2025-03-08"),
    ],
)
def test_a_date_is_resolved(text, first, last):
    assert told(f"It happened {text}.") == [(first, last)]


def test_friday_of_last_week_is_not_the_friday_of_publication():
    assert told("on Friday of last week", dt.date(2025, 3, 14)) == [("2025-03-07", "2025-03-07")]


def test_two_days_later_counts_from_the_day_the_story_has_reached():
    assert told("Two days later they came.", reached=dt.date(2025, 3, 3)) == [("2025-03-05", "2025-03-05")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("يوم الجمعة", "2025-03-07", "2025-03-07"),
        ("منذ 6 آذار", "2025-03-06", "2025-03-08"),
        ("في 7 مارس 2025", "2025-03-07", "2025-03-07"),
        ("أمس", "2025-03-07", "2025-03-07"),
    ],
)
def test_arabic_dates(text, first, last):
    assert told(text, code="ar") == [(first, last)]


@pytest.mark.parametrize("text", ["on Friday", "since Thursday", "yesterday", "last week", "on March 6"])
def test_without_a_day_of_publication_nothing_is_resolved(text):
    assert all(day == (None, None) for day in told(f"It happened {text}.", published=None))


def test_may_and_march_are_words_too():
    assert told("May killings have fallen, and the march drew a crowd.") == []


@given(st.integers(0, 6), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_a_weekday_is_the_last_such_day_up_to_publication(weekday, published):
    day = last_weekday(weekday, published)
    assert day.weekday() == weekday
    assert 0 <= (published - day).days < 7
    assert told(f"It was on {WEEKDAYS[weekday].title()}.", published) == [(day.isoformat(), day.isoformat())]
