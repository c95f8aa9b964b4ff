"""The days that a cell tells, whatever way of writing dates the table has; and which way that is.

"03/04/2025" is a day in April or in March, as its writer is used to.  The other dates of the table decide: one
with a part above 12 tells the order for all.  Where none does, or they contradict each other, nothing is read
until a person says which it is.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple, get_args

from incidents.exchange.importing.cells import CellError, Value, checked, in_western_digits, text_of
from incidents.exchange.importing.words import read_cell, says_nothing
from incidents.model import DatePrecision
from incidents.parsing.dates.dates import DateFinder

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = get_args(Order)
_WORDS = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}
_YEARS = range(1900, 2101)
_SERIALS = range(20_000, 80_000)
"""Days as spreadsheets count them, 1954 to 2119 from EPOCH."""
EPOCH = dt.date(1899, 12, 30)
_TIME = (
    r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?"
)
_NUMERIC = re.compile(rf"(\d{{1,4}})([/.-])(\d{{1,2}})\2(\d{{1,4}}){_TIME}", re.IGNORECASE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[/.-](\d{1,2})|(\d{1,2})[/.-](\d{4})")
_SHORT_NAMED = re.compile(r"(\d{1,2})[- ]?([^\W\d_]{3,9})\.?[- ,]*(\d{2})")
_RANGE = re.compile(
    r" (?:-|–|—|to|until|till|au|الى|إلى|حتى) | ?[–—] ?|\.\.+|(?<=\d{4}-\d\d-\d\d)/", re.IGNORECASE
)


class Days(NamedTuple):
    """First and last day, and how well they are known."""

    first: dt.date
    last: dt.date
    precision: DatePrecision


class Told(NamedTuple):
    """How the dates of a table are to be read.

    order: None where "03/04/2025" cannot be told; why: the reason for that.  by_hand: a person said it.
    epoch: the day from which the spreadsheet counts days.
    """

    order: Order | None
    why: str = ""
    by_hand: bool = False
    epoch: dt.date = EPOCH


def order_of(values: Iterable[Value], said: Order | None = None) -> Told:
    """The order of day, month and year in all dates of a table together; said: by a person, who is believed."""
    if said:
        return Told(said, by_hand=True)
    found: set[Order] = set()
    doubtful = False
    real, high = [], []
    for value in values:
        if isinstance(value, dt.datetime | dt.date):
            real.append(value.day)
            continue
        order, is_open, above = _evidence(value)
        found |= {order} if order else set()
        doubtful |= is_open
        high += [above] if above else []
    if len(found) > 1:
        return Told(None, "some dates of the table can only be day/month and others only month/day")
    if real and high and not doubtful and max(real) <= 12 and found:
        return Told(None, "the spreadsheet holds some dates as dates and others as text, as it does after it has "
                    "mixed up days and months")  # fmt: skip
    if not found and doubtful:
        return Told(None, "nothing in the table tells whether it is day/month or month/day")
    return Told(next(iter(found), None))


def _evidence(value: Value) -> tuple[Order | None, bool, int]:
    """(what a date says of the order, can it be read in two ways, its part above 12 or 0)."""
    parts = (
        [_NUMERIC.fullmatch(p) for p in _pieces(in_western_digits(value))] if isinstance(value, str) else []
    )
    order: Order | None = None
    is_open = False
    for match in filter(None, parts):
        if len(match[4]) != 4 or len(match[1]) > 2:
            continue
        first, second = int(match[1]), int(match[3])
        if match[2] == ".":
            return "dmy", False, 0  # nobody writes month.day.year
        if first > 12 or second > 12:
            return ("dmy" if first > 12 else "mdy"), False, max(first, second)
        is_open |= first != second
    return order, is_open, 0


def days(value: Value, told: Told) -> Days | None:
    """The days that a cell tells; None where it says nothing.  Raises CellError for what is no day."""
    value = checked(value)
    if isinstance(value, dt.datetime):
        return _day(value.date(), value)
    if isinstance(value, dt.date):
        return _day(value, value)
    if value is None or (isinstance(value, str) and says_nothing(value)):
        return None
    if isinstance(value, bool | dt.time | dt.timedelta):
        raise CellError(f"the date “{text_of(value)}” is not a day")
    text = in_western_digits(text_of(value))
    if isinstance(value, int | float) or re.fullmatch(r"\d+(\.\d+)?", text):
        return _number(text, told.epoch)
    pieces = _pieces(text)
    if len(pieces) == 2 and (both := _both(pieces, told)):
        return both
    return _text(text, told)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _RANGE.split(text) if piece.strip()]


def _both(pieces: list[str], told: Told) -> Days | None:
    """From one date to another; None where the pieces are no two dates ("6 - 8 March")."""
    try:
        first, last = (_text(piece.strip(), told) for piece in pieces)
    except CellError:
        if all(_NUMERIC.fullmatch(piece.strip()) for piece in pieces):
            raise
        return None
    if first.first > last.last:
        raise CellError(f"the first day {first.first} is after the last, {last.last}")
    precise = first.precision == last.precision == "day"
    return Days(first.first, last.last, precision_of(first.first, last.last) if precise else "month")


def _number(text: str, epoch: dt.date) -> Days:
    """A number in a column of dates: a year, a day as YYYYMMDD, or a spreadsheet's count of days."""
    number = int(float(text))
    if "." not in text and number in _YEARS:
        return _year(number)
    if match := _COMPACT.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]), text)
    if number in _SERIALS:
        return _day(epoch + dt.timedelta(days=number), text)
    raise CellError(f"the date “{text}” is not a day")


@cache
def _text(text: str, told: Told) -> Days:
    if match := _NUMERIC.fullmatch(text):
        return _numeric(match, told, text)
    if match := _MONTH.fullmatch(text):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return month_of(_date(int(year), int(month), 1, text).first)
    if re.fullmatch(r"\d{4}", text) and int(text) in _YEARS:
        return _year(int(text))
    if (match := _SHORT_NAMED.fullmatch(text)) and told.by_hand and told.order == "dmy":
        text = f"{match[1]} {match[2]} 20{match[3]}"
    return _named(text)


def _numeric(match: re.Match[str], told: Told, text: str) -> Days:
    one, two, three = match[1], match[3], match[4]
    if len(one) == 4:
        return _date(int(one), int(two), int(three), text)
    if len(three) == 4:
        if match[2] == "." and not told.by_hand:
            return _date(int(three), int(two), int(one), text)
        if told.order is None and not (one == two and not told.why.startswith("the spreadsheet")):
            if told.why:
                raise CellError(f"the date “{text}” can be read in two ways ({told.why}): say which")
            raise CellError(f"the date “{text}” is not a day")
        day, month = (two, one) if told.order == "mdy" else (one, two)
        return _date(int(three), int(month), int(day), text, told.order)
    if not told.by_hand or told.order is None or not len(one) == len(three) == 2:
        raise CellError(
            f"the date “{text}” has no year in four digits: write it so, or say the order of its parts"
        )
    year, month, day = {"dmy": (three, two, one), "mdy": (three, one, two), "ymd": (one, two, three)}[
        told.order
    ]
    return _date(2000 + int(year), int(month), int(day), text, told.order)


def _date(year: int, month: int, day: int, text: str, order: Order | None = None) -> Days:
    try:
        return _day(dt.date(year, month, day), text)
    except ValueError as problem:
        if isinstance(problem, CellError):
            raise
        read = f", read as {_WORDS[order]}" if order else ""
        raise CellError(f"the date “{text}” is not a day{read}") from problem


def _day(day: dt.date, written: object) -> Days:
    if day.year not in _YEARS:
        raise CellError(f"the date “{written}” is not between {_YEARS[0]} and {_YEARS[-1]}")
    return Days(day, day, "day")


def _year(year: int) -> Days:
    return Days(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def month_of(day: dt.date) -> Days:
    """The whole month that a day lies in."""
    last = calendar.monthrange(day.year, day.month)[1]
    return Days(day.replace(day=1), day.replace(day=last), "month")


def _named(text: str) -> Days:
    """A date with its month by name: "8 March 2025", "8-Mar-2025", «8 آذار 2025», "6-8 March 2025"."""
    apart = re.sub(r"(?<=\d)-(?=[^\W\d_])|(?<=[^\W\d_])-(?=\d)", " ", text)
    for s in read_cell(apart):
        found = DateFinder(s.language, None).find(s)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(s.tokens)):
            first, last, precision = found[0].first, found[0].last, found[0].precision
            if first and last and first.year in _YEARS and last.year in _YEARS:
                return Days(first, last, precision)
    raise CellError(f"the date “{text}” is not a day")


def precision_of(first: dt.date, last: dt.date) -> DatePrecision:
    """How well the days from a first to a last are known, by how many they are (UCDP's steps)."""
    number = (last - first).days + 1
    steps: tuple[tuple[int, DatePrecision], ...] = ((1, "day"), (6, "days"), (7, "week"), (31, "month"))
    return next((name for most, name in steps if number <= most), "year")


def widened(told: Days, precision: DatePrecision) -> Days:
    """One day that stands for a week around it, its month or its year, as codebooks write them."""
    if told.first != told.last:
        return told._replace(precision=precision)
    if precision == "week":
        half = dt.timedelta(days=3)
        return Days(told.first - half, told.first + half, precision)
    if precision == "month":
        return month_of(told.first)
    if precision == "year":
        return _year(told.first.year)
    if precision == "days":
        raise CellError(
            "the date is known to several days, and the row tells one: give the first and the last"
        )
    return told
