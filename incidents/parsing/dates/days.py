"""Days of the calendar, reckoned from the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import Literal

DAY = dt.timedelta(days=1)
Unit = Literal["day", "week", "month", "year"]
Span = tuple[dt.date, dt.date]
_DAYS: dict[Unit, int] = {"day": 1, "week": 7}


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def last_weekday(weekday: int, published: dt.date) -> dt.date:
    """The day of publication if it is that weekday (0 = Monday), else the last such day before it."""
    return published - DAY * ((published.weekday() - weekday) % 7)


def next_weekday(weekday: int, published: dt.date) -> dt.date:
    """The first such weekday after publication."""
    return published + DAY * ((weekday - published.weekday() - 1) % 7 + 1)


def week_of(day: dt.date) -> Span:
    """Monday and Sunday of a day's week."""
    monday = day - DAY * day.weekday()
    return monday, monday + DAY * 6


def month_of(year: int, month: int) -> Span:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def years(first: int, last: int) -> Span:
    """First day of one year and last day of another."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def moved(day: dt.date, unit: Unit, count: int) -> Span | None:
    """The day, week, month or year of the calendar so many of them away; None beyond the calendar's end."""
    try:
        if unit in _DAYS:
            there = day + DAY * (_DAYS[unit] * count)
            return (there, there) if unit == "day" else week_of(there)
        if unit == "year":
            return years(day.year + count, day.year + count)
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        return month_of(year, month + 1)
    except (ValueError, OverflowError):
        return None


def last_days(published: dt.date, unit: Unit, count: int) -> Span:
    """The last so many days, weeks, months or years, up to the day of publication."""
    days = {"day": 1, "week": 7, "month": 30, "year": 365}[unit] * count
    return published - DAY * (days - 1), published


def last_weekend(first: int, last: int, published: dt.date, *, before: bool) -> Span:
    """The weekend that the day of publication lies in or that was last; before: one that has ended.

    first, last: its first and last weekday (0 = Monday).
    """
    day = last_weekday(first, published)
    length = (last - first) % 7
    if before and published <= day + DAY * length:
        day -= DAY * 7
    return day, day + DAY * length


def last_month(month: int, published: dt.date) -> int:
    """The year of the last such month that has begun by the day of publication."""
    return published.year - (month > published.month)


def in_past(month: int, day: int, published: dt.date) -> dt.date | None:
    """The last such day that is not after publication."""
    this = date_of(published.year, month, day)
    if this and this <= published:
        return this
    return date_of(published.year - 1, month, day)


def holiday(told: Sequence[int], published: dt.date | None, year: int | None) -> dt.date | None:
    """The day of a holiday in a year, else the last one up to publication.

    told: month and day, or month, weekday (0 = Monday) and which of its kind in the month, -1 being the last.
    """
    first = year or (published.year if published else None)
    days = [_day_of(told, y) for y in ([year] if year else [first, first - 1] if first else [])]
    return next((day for day in days if day and (year or not published or day <= published)), None)


def _day_of(told: Sequence[int], year: int) -> dt.date | None:
    if len(told) == 2:
        return date_of(year, *told)
    month, weekday, which = told
    first, last = month_of(year, month)
    if which < 0:
        return last_weekday(weekday, last)
    return next_weekday(weekday, first - DAY) + DAY * 7 * (which - 1)


def third(span: Span, part: Literal["early", "mid", "late"]) -> Span:
    """The first ten days of a month, the ten after them, or the rest."""
    first, last = span
    if part == "early":
        return first, first + DAY * 9
    return (first + DAY * 10, first + DAY * 19) if part == "mid" else (first + DAY * 20, last)
