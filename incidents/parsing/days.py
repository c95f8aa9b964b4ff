"""Days of the calendar, reckoned from the day of publication."""

from __future__ import annotations

import calendar
import datetime as dt

_DAY = dt.timedelta(days=1)


def last_weekday(weekday: int, published: dt.date) -> dt.date:
    """The day of publication if it is that weekday (0 = Monday), else the last such day before it."""
    return published - _DAY * ((published.weekday() - weekday) % 7)


def month_of(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
