"""Days, resolved against the day of publication; nothing is guessed without one."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.languages import load
from incidents.parsing.dates.dates import DateFinder, DateMention
from incidents.parsing.dates.days import last_weekday
from incidents.parsing.text import sentences

SATURDAY = dt.date(2025, 3, 8)
CASES = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))
LANGUAGES = {code: load(code).dates for code in ("en", "ar")}
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))


def language(text: str) -> str:
    return "ar" if any("\u0621" <= letter <= "\u064a" for letter in text) else "en"


def mentions(text: str, published: dt.date | None, reached: dt.date | None = None) -> list[DateMention]:
    words = load(language(text))
    finder = DateFinder(words, published)
    return [m for s in sentences(text, words) for m in finder.find(s, reached)]


def told(text: str, published: dt.date | None = SATURDAY, reached: dt.date | None = None) -> list[list[str]]:
    found = mentions(text, published, reached)
    return [[m.first.isoformat() if m.first else "", m.last.isoformat() if m.last else ""] for m in found]


@pytest.mark.parametrize("case", CASES["date"], ids=lambda case: case["text"])
def test_a_date_is_resolved(case: dict[str, Any]) -> None:
    text = case["text"] if language(case["text"]) == "ar" else f"It happened {case['text']}."
    assert told(text, case.get("published", SATURDAY), case.get("reached")) == [case["days"]]


@pytest.mark.parametrize("case", CASES["no_date"], ids=lambda case: case["text"])
def test_what_only_looks_like_a_date(case: dict[str, Any]) -> None:
    assert told(case["text"]) == []


@pytest.mark.parametrize("case", CASES["date"], ids=lambda case: case["text"])
def test_how_well_a_day_is_known_is_always_said(case: dict[str, Any]) -> None:
    for published in (SATURDAY, None):
        assert all(m.precision for m in mentions(case["text"], published))


@pytest.mark.parametrize(
    "text",
    [
        "on Friday",
        "since Thursday",
        "yesterday",
        "last week",
        "on March 6",
        "in mid-March",
        "over the weekend",
    ],
)
def test_without_a_day_of_publication_nothing_is_resolved(text: str) -> None:
    assert told(f"It happened {text}.", published=None) == [["", ""]]


@given(st.integers(0, 6), DAYS)
def test_a_weekday_is_the_last_such_day_up_to_publication(weekday: int, published: dt.date) -> None:
    day = last_weekday(weekday, published)
    assert day.weekday() == weekday
    assert 0 <= (published - day).days < 7
    name = LANGUAGES["en"]["weekdays"][weekday].title()
    assert told(f"It was on {name}.", published) == [[day.isoformat()] * 2]
    assert told(f"حدث ذلك مساء {LANGUAGES['ar']['weekdays'][weekday]}.", published) == [[day.isoformat()] * 2]


@given(DAYS)
def test_a_date_written_out_reads_back_to_itself(day: dt.date) -> None:
    name = LANGUAGES["en"]["months"][day.month - 1].title()
    texts = [
        day.isoformat(),
        f"It was on {day.day} {name} {day.year}.",
        f"It was on {name} {day.day}, {day.year}.",
        f"It was on {LANGUAGES['en']['weekdays'][day.weekday()].title()}, {name} {day.day}, {day.year}.",
        f"حدث ذلك في {day.day}/{day.month}/{day.year}.",
        *(
            f"حدث ذلك في {day.day} {LANGUAGES['ar'][names][day.month - 1]} {day.year}."
            for names in ("months", "months_alt")
        ),
    ]
    for text in texts:
        assert told(text, None) == [[day.isoformat()] * 2], text


PIECES = [
    "Monday", "last Friday", "over the weekend", "March 3", "5-7 March", "2024", "in May", "early", "two", "weeks",
    "ago", "later", "days", "since", "until", "from", "to", "and", "between", "the", "past", "night", ",", "-", "7",
    "3/4/2025", "last", "month", "this", "the next day", "in the 1990s", "12", "hours", "a few", "mid-June",
    "31 February",
]  # fmt: skip
PIECES_AR = [
    "الجمعة", "مساء", "الماضي", "أمس", "قبل", "بعد", "يومين", "أسبوع", "منذ", "حتى", "من", "إلى", "و", "7", "آذار",
    "كانون", "الثاني", "في", "2024", "مطلع", "الأسبوع", "الشهر", "عام", "5/3/2025", "اليوم", "التالي", "ثلاثة", "أيام",
]  # fmt: skip


@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=9), st.lists(st.sampled_from(PIECES_AR), max_size=9)
    ),
    st.one_of(st.none(), DAYS),
    st.one_of(st.none(), DAYS),
)
def test_no_text_makes_a_time_that_ends_before_it_begins(
    pieces: list[str], published: dt.date | None, reached: dt.date | None
) -> None:
    for m in mentions(" ".join(pieces), published, reached):
        assert m.precision
        assert m.first is None or m.last is None or m.first <= m.last


@given(st.lists(st.sampled_from(PIECES[:4] + PIECES[7:30]), max_size=8), DAYS)
def test_days_told_from_publication_never_lie_after_it(pieces: list[str], published: dt.date) -> None:
    text = " ".join(p for p in pieces if p not in ("2024", "3/4/2025"))
    assert all(m.last is None or m.last <= published for m in mentions(text, published, published))
