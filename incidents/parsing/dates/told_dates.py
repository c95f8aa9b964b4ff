"""Days told from another day: "Saturday night", "yesterday", "two days later", "last week", "over the weekend"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from incidents.model import DatePrecision
from incidents.parsing.dates.date_words import DateMention, Reading, UnitWord
from incidents.parsing.dates.days import (
    DAY,
    Span,
    last_days,
    last_weekday,
    last_weekend,
    moved,
    next_weekday,
    week_of,
)
from incidents.parsing.dates.written_dates import month_day, written_date
from incidents.parsing.text import WRITTEN_ARTICLE

_HOURS = 24


def told_date(r: Reading, i: int) -> DateMention | None:
    """The day told from another that begins at a token."""
    return _weekday(r, i) or _phrase(r, i) or _weekend(r, i) or _unit(r, i) or _counted(r, i)


def _is_weekday(r: Reading, i: int) -> tuple[int, int] | None:
    """(tokens, weekday): a short form such as "Sat" only before a point or the day of a month."""
    if _counts_two(r, i):
        return None
    found = r.phrase(i, r.words.weekdays)
    if not found or not r.proper(i):
        return None
    short = r.word(i) in r.words.short
    return found if not short or r.word(i + 1) in (".", ",") or r.month(i + 1) else None


def _counts_two(r: Reading, i: int) -> bool:
    """«المهاجمين الاثنين»: the two of them, and no Monday."""
    people = r.s.covering("people", i - 1)
    pair = r.s.at("number.words", i)
    dual = any(r.s.ends_with(kind, i - 1) for kind in ("dual", "dual_object"))
    return bool(people and pair and dual) and r.s.word(i - 1).startswith(WRITTEN_ARTICLE)


def _weekday(r: Reading, i: int) -> DateMention | None:
    """ "Saturday", "Friday of last week", "last Monday", "Wednesday evening, March 23"."""
    lead = next((name for name in ("last", "next") if r.among(i, name)), "")
    at = i + bool(lead)
    found = _is_weekday(r, at)
    if not found:
        return None
    length, weekday = found
    end = at + length
    if explicit := _explicit(r, end):
        return _from(explicit, i)
    end = _behind_part_of_day(r, end)
    if explicit := _explicit(r, end):
        return _from(explicit, i)
    if not r.published:
        return DateMention(i, end, None, None, "day", rule="date.unresolved")
    if last := r.phrase(end, r.words.last_week):
        monday = week_of(r.published - DAY * 7)[0]
        return _one(i, end + last[0], monday + DAY * weekday, "date.last_week")
    if not lead and r.words.adjective_after:
        lead = next((name for name in ("last", "next") if r.among(end, name)), "")
        end += bool(lead)
    if lead == "next":
        return _one(i, end, next_weekday(weekday, r.published), "date.weekday")
    start = r.published - DAY if lead == "last" else r.published
    return _one(i, end, last_weekday(weekday, start), "date.weekday")


def _one(start: int, end: int, day: dt.date, rule: str) -> DateMention:
    return DateMention(start, end, day, day, "day", rule=rule)


def _from(date: DateMention, start: int) -> DateMention:
    return DateMention(start, date.end, date.first, date.last, date.precision, rule=date.rule)


def _behind_part_of_day(r: Reading, i: int) -> int:
    """The token behind "early morning"; parts of the day belong to the day's name."""
    while r.among(i, "part_of_day") or (r.s.word_in("date_lead", i) and r.among(i + 1, "part_of_day")):
        i += 1
    return i


def _explicit(r: Reading, i: int) -> DateMention | None:
    """The day of the month told behind a weekday: "Wednesday, March 23", "Sat., March 1"."""
    i += r.word(i) == "." and r.word(i - 1) in r.words.short
    at = i + 1 if r.word(i) in (",", "،", "(") else i
    if at >= len(r.s.tokens):
        return None
    found = written_date(r, at) if r.s.tokens[at].text[0].isdecimal() else month_day(r, at)
    if not found or found.precision not in ("day", "days"):
        return None
    closed = r.word(i) == "(" and r.word(found.end) == ")"
    return DateMention(i, found.end + closed, found.first, found.last, found.precision, rule=found.rule)


def _phrase(r: Reading, i: int) -> DateMention | None:
    """A phrase of the lists: "yesterday", "overnight", "since the clashes began", "since the year began"."""
    publication = r.phrase(i, r.words.relative) or (0, (0, 0))
    if (found := r.phrase(i, r.words.anchored)) and found[0] > publication[0]:
        length, (shift, last) = found
        end = _behind_part_of_day(r, i + length)
        days = _around(r.reached, shift, last)
        return DateMention(i, end, *days, "day", anchored=True, shift=shift, rule="date.narrative")
    if publication[0]:  # "the night before last", and not "the night before"
        length, (first, last) = publication
        end = _behind_part_of_day(r, i + length)
        if explicit := _explicit(r, end) or _named_again(r, end):
            return _from(explicit, i)
        if first < last and (night := _night(r, i, end)):
            return night
        days = _around(r.published, first, last)
        return DateMention(i, end, *days, "day" if first == last else "days", rule="date.publication")
    if began := r.phrase(i, r.words.start_of_events):
        end = i + began[0]
        return DateMention(i, end, r.begun, r.published, "days", "since", rule="date.since")
    if year := r.phrase(i, r.words.start_of_year):
        january = r.published.replace(month=1, day=1) if r.published else None
        return DateMention(i, i + year[0], january, r.published, "days", "since", rule="date.since")
    return None


def _named_again(r: Reading, i: int) -> DateMention | None:
    """ "yesterday (Friday)", «أمس الجمعة»."""
    at = i + 1 if r.word(i) in (",", "(") else i
    found = _is_weekday(r, at)
    return _weekday(r, at) if found else None


def _night(r: Reading, start: int, i: int) -> DateMention | None:
    """ "overnight into Saturday" is Friday and Saturday; "overnight on Friday", "overnight from 6 to 7 March"."""
    into = r.among(i, "range_joiners")
    if not into and not r.s.word_in("date_lead", i) and not r.s.word_in("between", i):
        return None
    found = _explicit(r, i + 1) or _named_again(r, i + 1)
    if not found or not found.first:
        return None
    return replace(
        _from(found, start),
        first=found.first - DAY if into else found.first,
        precision="days" if into else found.precision,
    )


def _around(base: dt.date | None, first: int, last: int) -> tuple[dt.date | None, dt.date | None]:
    return (base + DAY * first, base + DAY * last) if base else (None, None)


def _weekend(r: Reading, i: int) -> DateMention | None:
    """ "over the weekend", "last weekend"."""
    lead = r.among(i, "last") or r.among(i, "this")
    found = r.phrase(i + lead, r.words.weekend_words)
    if not found:
        return None
    end = i + lead + found[0]
    after = r.words.adjective_after and r.among(end, "last")
    if not r.published:
        return DateMention(i, end + after, None, None, "days", rule="date.unresolved")
    last = r.among(i, "last") or after
    span = last_weekend(*r.words.weekend, r.published, before=last)
    return DateMention(i, end + after, *_until(span, r.published), "days", rule="date.weekend")


def _until(span: Span, published: dt.date) -> Span:
    return span[0], min(span[1], published)


def _unit(r: Reading, i: int) -> DateMention | None:
    """ "last week", "this month", "the past year", «الأسبوع الماضي»."""
    names = ("last", "this", "next")
    lead = next((name for name in names if r.among(i, name)), "")
    unit = r.value(i + bool(lead), r.words.units)
    end = i + bool(lead) + 1
    if unit and not lead and r.words.adjective_after:
        lead = next((name for name in names if r.among(end, name)), "")
        end += bool(lead)
    if not unit or not lead or unit.number or (unit.unit == "day"):
        return None
    if not r.published:
        return _unresolved(i, end, unit)
    away = {"last": -1, "this": 0, "next": 1}[lead]
    span = moved(r.published, unit.unit, away)
    if not span:
        return None
    first, last = _until(span, r.published) if lead == "this" else span
    return DateMention(i, end, first, last, unit.unit, rule="date.publication")


def _unresolved(start: int, end: int, unit: UnitWord) -> DateMention:
    return DateMention(start, end, None, None, unit.unit, rule="date.unresolved")


def _counted(r: Reading, i: int) -> DateMention | None:
    """ "three days ago", "two weeks later", "the past two days", "within 24 hours", «قبل يومين»."""
    if r.words.adjective_after and (found := _last_so_many(r, i)):
        return found
    lead = next((name for name in ("before", "after") if r.among(i, name)), "")
    at = i + bool(lead)
    few = r.among(at, "few")
    count = None if few else r.count(at)
    if count and r.s.tokens[at + 1 : at + 2] and not r.words.hours.isdisjoint(r.s.tokens[at + 1].forms):
        return _hours(r, i, at, count)
    at += few or count is not None
    unit = r.value(at, r.words.units)
    many = count is None and r.among(at, "several")  # "days after a similar attack"
    if not unit or (
        not lead and count is None and not few and not unit.number and not _counts(r, at + 1, many)
    ):
        return None
    count = count or unit.number or (None if few or many else 1)
    end = at + 1
    if r.words.adjective_after and r.among(end, "last"):
        return _lately(r, i, end + 1, unit, count)
    if not lead and r.among(i - 1, "last"):
        return _lately(r, i - 1, end, unit, count)
    way = lead or next((name for name in ("ago", "earlier", "later") if r.among(end, name)), "")
    if not way:
        return None
    if way in ("ago", "before"):
        return _away(r.published, i, end + (way == "ago"), unit, -count if count else None, "date.ago")
    sign = -1 if way == "earlier" else 1
    end += way in ("earlier", "later")
    found = _away(r.reached, i, end, unit, sign * count if count else None, "date.narrative")
    shift = sign * count * (7 if unit.unit == "week" else 1) if count and unit.unit in ("day", "week") else 0
    return DateMention(
        i, end, found.first, found.last, found.precision, anchored=True, shift=shift, rule=found.rule
    )


def _counts(r: Reading, i: int, many: bool) -> bool:
    return many and r.s.word_in("counts_from", i)


def _last_so_many(r: Reading, i: int) -> DateMention | None:
    """«الأيام الثلاثة الماضية», «الساعات الـ48 الماضية»: the number between its noun and "last"."""
    at = next((n for n in (i + 1, i + 2) if r.among(n + 1, "last")), i)  # «الـ» stands apart from figures
    count = r.count(at) if at > i else None
    if not count:
        return None
    if not r.words.hours.isdisjoint(r.s.tokens[i].forms):
        return _hours(r, i, at, count)
    unit = r.value(i, r.words.units)
    return _lately(r, i, at + 2, unit, count) if unit and not unit.number else None


def _hours(r: Reading, i: int, at: int, count: int) -> DateMention | None:
    """A number of hours that makes whole days; up to the day of publication."""
    if count % _HOURS or not r.published:
        return None
    return DateMention(
        i, at + 2, r.published - DAY * (count // _HOURS), r.published, "days", rule="date.lately"
    )


def _lately(r: Reading, start: int, end: int, unit: UnitWord, count: int | None) -> DateMention:
    if not r.published or not count:
        return _unresolved(start, end, unit)
    precision: DatePrecision = "days" if unit.unit == "day" else unit.unit
    return DateMention(start, end, *last_days(r.published, unit.unit, count), precision, rule="date.lately")


def _away(
    base: dt.date | None, start: int, end: int, unit: UnitWord, count: int | None, rule: str
) -> DateMention:
    """So many days, weeks, months or years of the calendar from a day; "a few" are not told."""
    span = moved(base, unit.unit, count) if base and count else None
    if not span:
        return _unresolved(start, end, unit)
    return DateMention(start, end, *span, unit.unit, rule=rule)
