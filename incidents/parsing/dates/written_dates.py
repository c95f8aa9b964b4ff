"""Dates of the calendar as they are written: "2025-03-07", "7 March", "March 6, 7 and 8", "early March", "in 2012"."""

from __future__ import annotations

import datetime as dt
import re

from incidents.model import DatePrecision
from incidents.parsing.dates.date_words import DateMention, Reading
from incidents.parsing.dates.days import (
    DAY,
    Span,
    date_of,
    holiday,
    in_past,
    last_month,
    month_of,
    third,
    years,
)
from incidents.parsing.text import DASHES, WRITTEN_AND

_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DECADE = re.compile(r"(19|20)\d0s")
_WEEK = 7
_TO_EVENT = 3
"""Words from a year or month to the event that it is told of."""
_EVENTS = ("event", "act.words", "telling.happened")


def written_date(r: Reading, i: int) -> DateMention | None:
    """The date of the calendar that begins at a token."""
    if r.s.tokens[i].text[0].isdecimal():
        return _numeric(r, i) or _day_month(r, i) or _year(r, i)
    day = month_day(r, i) or _ordinal_day(r, i) or _holiday(r, i)
    return day or _part_of_month(r, i) or _month(r, i) or _decade(r, i)


# --- days ---


def _numeric(r: Reading, i: int) -> DateMention | None:
    """ "2025-03-07", "7/3/2025", "7.3.2025"."""
    if pointed := _POINTED.fullmatch(r.s.tokens[i].text):
        return _either(r, i, i + 1, *map(int, pointed.groups()))
    mark = r.word(i + 1)
    if mark not in ("-", "/") or r.word(i + 3) != mark:
        return None
    if year := r.number(i, 1900, 2100):
        month, day = r.number(i + 2, 1, 12), r.number(i + 4, 1, 31)
        return _days(r, i, i + 5, month, [day], year, "date.numeric") if month and day else None
    first, second, year = r.number(i, 1, 31), r.number(i + 2, 1, 31), r.number(i + 4, 1900, 2100)
    return _either(r, i, i + 5, first, second, year) if first and second and year else None


def _either(r: Reading, start: int, end: int, first: int, second: int, year: int) -> DateMention | None:
    """Day or month first: as the language has it, else whichever is a day that has come by publication."""
    readings = {d for d in (date_of(year, second, first), date_of(year, first, second)) if d}
    if r.words.day_first and (day := date_of(year, second, first)):
        readings = {day}
    if r.published and len(readings) > 1:
        readings = {d for d in readings if d <= r.published} or readings
    if not readings:
        return None
    day = readings.pop() if len(readings) == 1 else None
    return DateMention(start, end, day, day, "day", rule="date.numeric" if day else "date.unresolved")


def _day_list(r: Reading, i: int) -> tuple[list[int], int]:
    """Days of a month in a row: "6", "6 and 7", "6, 7 and 8", "6-8": (days, the token behind them)."""
    days: list[int] = []
    end = i
    while (day := r.number(end, 1, 31)) and (not days or day > days[-1]):
        days.append(day)
        last = end = end + 1
        if r.word(end) == ",":
            end += 1
        if r.among(end, "range_joiners"):
            end += 1
        if end == last:
            break
    else:
        end = last if days else i
    return days, end


def _day_month(r: Reading, i: int) -> DateMention | None:
    days, end = _day_list(r, i)
    step = end + 1 if r.s.at("grammar.of", end) else end
    if r.among(step, "year_lead"):
        return None
    month = r.month(step) if days else None
    if not month:
        return None
    end = month[1]
    year, end = r.year(end)
    if year is None:
        year, end = _short_year(r, end)
    return _days(r, i, end, month[0], days, year or _borrowed_year(r, end, month[0]))


def _ordinal_day(r: Reading, i: int) -> DateMention | None:
    """«السادس من آذار», «الخامس والعشرين من شهر آذار», "the first of March"."""
    day, end = r.value(i, r.words.ordinals), i + 1
    if not day or day < 0:
        return None
    tens = r.value(end, r.words.numbers)
    if tens in (10, 20, 30) and day < 10 and (tens == 10 or r.word(end).startswith(WRITTEN_AND)):
        day, end = day + tens, end + 1
    end += bool(r.s.at("grammar.of", end))
    end += bool(r.among(end, "month_lead"))
    month = r.month(end)
    if not month:
        return None
    year, end = r.year(month[1])
    return _days(r, i, end, month[0], [day], year)


def _holiday(r: Reading, i: int) -> DateMention | None:
    """ "New Year's Eve", "Thanksgiving Day": the last one before publication, or that of the year behind it."""
    found = r.phrase(i, r.words.holidays)
    if not found:
        return None
    year, end = r.year(i + found[0])
    if year is None and r.published is None:
        return DateMention(i, end, None, None, "day", rule="date.unresolved")
    day = holiday(found[1], r.published, year)
    return DateMention(i, end, day, day, "day", rule="date.holiday") if day else None


def _short_year(r: Reading, i: int) -> tuple[int | None, int]:
    """ "4 Jan 90 (", as agencies wrote it at the head of a text, before the bracket or the dash."""
    short = r.number(i, 50, 99)
    return (1900 + short, i + 1) if short and r.word(i + 1) in DASHES | {"("} else (None, i)


def month_day(r: Reading, i: int) -> DateMention | None:
    """ "March 7", "Dec. 8", "March 6, 7 and 8, 2025"."""
    month = r.month(i)
    if not month:
        return None
    days, end = _day_list(r, month[1] + (r.word(month[1]) == "."))
    if not days:
        return None
    year, end = r.year(end)
    return _days(r, i, end, month[0], days, year or _borrowed_year(r, end, month[0]))


def _borrowed_year(r: Reading, i: int, month: int) -> int | None:
    """The year that the end of a range tells for both: "between March 2 and March 22, 2018"."""
    if not r.among(i, "range_joiners"):
        return None
    last = r.month(i + 1)
    days, end = _day_list(r, last[1] if last else i + 1)
    last = last or (r.month(end) if days else None)
    if not days or not last:
        return None
    year, _ = r.year(max(end, last[1]))
    return year - (month > last[0]) if year else None


def _days(
    r: Reading,
    start: int,
    end: int,
    month: int,
    days: list[int],
    year: int | None,
    rule: str = "date.written",
) -> DateMention | None:
    precision: DatePrecision = "day" if len(days) == 1 else "days"
    if year is None and r.published is None:
        return DateMention(start, end, None, None, precision, rule="date.unresolved")
    last = None if year else _past(r, month, days[-1])
    year = last.year if last else year
    told = [date_of(year, month, day) for day in days] if year else []
    found = sorted(day for day in told if day)
    return DateMention(start, end, found[0], found[-1], precision, rule=rule) if found else None


def _past(r: Reading, month: int, day: int) -> dt.date | None:
    return in_past(month, day, r.published) if r.published else None


# --- months, years, decades ---


def _is_led(r: Reading, i: int) -> bool:
    """Does a month stand behind "in", "of", "since" …, and so is no other word?"""
    return (
        r.among(i - 1, "month_lead") or r.among(i - 1, "year_lead") or r.s.at("grammar.of", i - 1) is not None
    )


def _tells_event(r: Reading, i: int, end: int) -> bool:
    """ "A June strike", "the January massacre": does a month stand between an article and an event?"""
    led = r.s.word(i - 1) in r.s.language.articles and r.s.tokens[i].is_capitalised
    return led and any(r.s.has(group, end, end + _TO_EVENT) for group in _EVENTS)


def _part_of_month(r: Reading, i: int) -> DateMention | None:
    """ "early March", "mid-March", "the end of March", "the first week of March"."""
    if hyphened := _hyphened(r, i):
        return hyphened
    part = r.value(i, r.words.parts)
    week = r.value(i, r.words.ordinals) if part is None else None
    at = i + 1
    if week:
        unit = r.value(at, r.words.units)
        if not unit or unit.unit != "week":
            return None
        at += 1
    elif part is None:
        return None
    while r.s.at("grammar.of", at) or r.word(at) == "-" or r.among(at, "month_lead"):
        at += 1
    month = r.month(at)
    if not month:
        return None
    end, span, _ = _days_of(r, *month)
    if span is None:
        return DateMention(i, end, None, None, "week" if week else "month", rule="date.unresolved")
    if part:
        return DateMention(i, end, *third(span, part), "month", rule="date.part_of_month")
    first = span[0] + DAY * _WEEK * (week - 1) if week and week > 0 else span[1] - DAY * (_WEEK - 1)
    return DateMention(i, end, first, first + DAY * (_WEEK - 1), "week", rule="date.part_of_month")


def _hyphened(r: Reading, i: int) -> DateMention | None:
    """ "mid-March" is one word."""
    part, _, name = r.word(i).partition("-")
    month = next((month for words, month in r.words.months.get(name, ()) if words == (name,)), None)
    if month is None or part not in r.words.parts:
        return None
    end, span, _ = _days_of(r, month, i + 1)
    if span is None:
        return DateMention(i, end, None, None, "month", rule="date.unresolved")
    return DateMention(i, end, *third(span, r.words.parts[part]), "month", rule="date.part_of_month")


def _days_of(r: Reading, month: int, i: int) -> tuple[int, Span | None, bool]:
    """The days of a month told before a token: (the token behind its year, its days, is its year told?)."""
    year, end = r.year(i) if r.word(i) != "," else (None, i)
    told = year is not None
    if not told and r.published:
        year = last_month(month, r.published)
    return end, month_of(year, month) if year else None, told


def _month(r: Reading, i: int) -> DateMention | None:
    month = r.month(i)
    if not month:
        return None
    end, span, has_year = _days_of(r, *month)
    if not has_year and not _is_led(r, i) and not _tells_event(r, i, end):
        return None
    if span is None:
        return DateMention(i, end, None, None, "month", rule="date.unresolved")
    return DateMention(i, end, *span, "month", rule="date.month")


def _year(r: Reading, i: int) -> DateMention | None:
    text = r.s.tokens[i].text
    if _DECADE.fullmatch(text):
        return DateMention(i, i + 1, *years(int(text[:4]), int(text[:4]) + 9), "year", rule="date.year")
    year = r.number(i, 1900, 2100)
    if not year or not text.isdecimal() or not _is_year(r, i):
        return None
    return DateMention(i, i + 1, *years(year, year), "year", rule="date.year")


def _is_year(r: Reading, i: int) -> bool:
    """ "in 2012", "the year 2012", "(2012)", "a 2012 bombing"; not "2012 people" or "the 1900 block"."""
    thing = r.s.at("things", i + 1) and not r.s.at("event", i + 1)
    if thing or r.s.at("people", i + 1):
        return r.among(i - 1, "month_lead") and not thing
    led = (
        r.among(i - 1, "month_lead")
        or r.s.word_in("from", i - 1)
        or r.among(i - 1, "year_lead")
        or r.among(i - 1, "since")
    )
    between = r.among(i - 1, "range_joiners") or r.among(i - 1, "until")
    told = r.s.has("event", i + 1, i + 1 + _TO_EVENT)
    return led or between or told or (r.word(i - 1), r.word(i + 1)) == ("(", ")")


def _decade(r: Reading, i: int) -> DateMention | None:
    first = r.value(i, r.words.decades)
    return DateMention(i, i + 1, *years(first, first + 9), "year", rule="date.year") if first else None
