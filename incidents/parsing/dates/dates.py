"""Dates in a sentence, resolved against the day of publication.

A weekday that is also the weekday of publication is that very day, any other the last such day before
(the contract in the scorers' README).  Without a day of publication weekdays, relative days and dates
without a year stay unresolved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from incidents.languages import Language
from incidents.model import DatePrecision
from incidents.parsing.dates.date_words import DateMention, DateWords, Reading
from incidents.parsing.dates.days import DAY, week_of
from incidents.parsing.dates.told_dates import told_date
from incidents.parsing.dates.written_dates import written_date
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

__all__ = ["DateFinder", "DateMention"]
_BREAKS = COMMAS | CLAUSE_ENDS
_COMMA = 1
"""So many tokens may stand between a day and the time counted back from it."""
_TO_SAY = 3
"""So many tokens at most stand between "said" and its day."""
_TO_SINCE = 8
"""So many tokens may stand between "since" and the day that it is counted from."""
_TO_CAME = 3
"""So many tokens at most stand between "came" and "two days after"."""
_TO_SUBJECT = 20
"""So many tokens may stand between an event and "came"."""
_TO_BASE = 10
"""So many tokens may stand between "two days after" and the day that it counts from."""
_COARSE: tuple[DatePrecision, ...] = ("month", "year")
_SHORT: tuple[DatePrecision, ...] = ("day", "days", "week")
_ANY_MONTH = 28
"""Up to this day every month of every year goes."""


class DateFinder:
    """Finds the dates of sentences for one language and one day of publication."""

    def __init__(self, language: Language, published: dt.date | None) -> None:
        self.words = DateWords.of(language)
        self.published = published

    def find(
        self, sentence: Sentence, reached: dt.date | None = None, begun: dt.date | None = None
    ) -> list[DateMention]:
        """The dates of a sentence from left to right.

        reached: the day that the narrative has come to; begun: the day that its running counts start from.
        """
        r = Reading(sentence, self.words, self.published, reached, begun)
        out: list[DateMention] = []
        index = 0
        while index < len(sentence.tokens):
            found = self._at(r, index)
            if found is None:
                index += 1
            elif isinstance(found, int):
                index = found
            else:
                out.append(_with_lead(r, found))
                index = max(found.end, index + 1)
        dates = _counted_on(r, list(_counted_back(r, _joined(r, _years_ago(r, out)))))
        return [_clipped(date, self.published) for date in dates]

    def _at(self, r: Reading, i: int) -> DateMention | int | None:
        """The date at a token, or the token behind a name that only sounds like one."""
        token = r.s.tokens[i]
        digits = token.text[0].isdecimal()
        if not digits and self.words.openers.isdisjoint(token.forms):
            head, _, rest = token.forms[0].partition("-")
            if not rest or head not in self.words.openers:
                return None
        found = written_date(r, i) or told_date(r, i)
        name = None if digits else r.phrase(i, self.words.no_date)
        if name and not (found and found.end > i + name[0]):
            return i + name[0]
        if found and _is_name(r, found):
            return found.end
        return found


def _is_name(r: Reading, date: DateMention) -> bool:
    """ "9 October Avenue", «شارع 29 أيار»: what is named after a day."""
    if date.precision not in ("day", "year") or date.rule not in (
        "date.written",
        "date.unresolved",
        "date.year",
    ):
        return False
    return r.among(date.end, "name_after") or r.among(date.start - 1, "name_before")


def _with_lead(r: Reading, m: DateMention) -> DateMention:
    """ "since X" runs from X to the day of publication; "until X" ends there."""
    lead = m.start - 1
    while lead >= 0 and (r.s.word_in("date_lead", lead) or r.among(lead, "part_of_day")):
        lead -= 1
    if m.kind == "point" and not r.among(lead, "since") and _is_since(r, lead):
        return replace(m, last=r.published, precision="days", kind="since", rule="date.since")
    if r.among(lead, "since") and not r.among(lead, "range_joiners") and m.kind == "point":
        return replace(m, start=lead, last=r.published, precision="days", kind="since", rule="date.since")
    if r.among(lead, "until"):
        return replace(m, start=lead, kind="until", rule="date.until")
    return m


def _is_since(r: Reading, lead: int) -> bool:
    """ "Since the war began in 2011": a "since" some words before, with no comma between?"""
    for i in range(lead, max(-1, lead - _TO_SINCE), -1):
        if r.word(i) in _BREAKS or r.among(i, "since"):
            return r.among(i, "since")
    return False


def _years_ago(r: Reading, found: list[DateMention]) -> list[DateMention]:
    """ "Eleven years ago today", "ten years ago on Friday": one date, as many years before, and no second one."""
    out: list[DateMention] = []
    for m in found:
        ago = out[-1] if out and out[-1].rule == "date.ago" and out[-1].precision == "year" else None
        if ago is None or ago.first is None or m.start - ago.end > _COMMA or m.precision not in _SHORT:
            out.append(m)
        elif m.rule == "date.publication" and m.first and m.last and m.last.day <= _ANY_MONTH:
            first, last = m.first.replace(year=ago.first.year), m.last.replace(year=ago.first.year)
            out[-1] = replace(m, start=ago.start, first=first, last=last, rule="date.ago")
        else:
            out[-1] = replace(ago, end=m.end)
    return out


def _joined(r: Reading, found: list[DateMention]) -> list[DateMention]:
    """Join "from X to Y", "between X and Y", "X ... until Y", "Thursday and Friday" into one mention."""
    out: list[DateMention] = []
    for m in found:
        if out and _runs_on(r, out[-1], m):
            before = out[-1]
            coarse = before.precision if before.precision in _COARSE else m.precision
            precision: DatePrecision = coarse if coarse in _COARSE else "days"
            out[-1] = replace(
                before, end=m.end, last=m.last, precision=precision, kind="point", rule="date.range"
            )
        else:
            out.append(m)
    return out


def _runs_on(r: Reading, before: DateMention, m: DateMention) -> bool:
    """Do two dates tell the first and the last day of one time?"""
    if not before.first or not before.last or not m.last or before.first > m.last:
        return False
    if m.kind == "until":
        return True
    gap = [i for i in range(before.end, m.start) if not r.s.word_in("date_lead", i)]
    written_on = not gap and r.word(m.start)[:1] in r.words.sets["range_joiners"]  # «الخميس والجمعة»
    next_day = m.first is not None and m.first - before.last == DAY and before.kind == "point"
    if not gap and next_day:
        return True  # «ليلة الخميس الجمعة»
    if not written_on and (len(gap) != 1 or not r.among(gap[0], "range_joiners")):
        return False
    opened = r.s.word_in("between", before.start - 1) or r.s.word_in("from", before.start - 1)
    return opened or before.kind == "since" or next_day or any(r.word(i) in ("-", "–") for i in gap)


def _counted_back(r: Reading, found: Iterable[DateMention]) -> Iterator[DateMention]:
    """Counted from the day told before it: "on Thursday, three days after he was shot", "and the next day"."""
    before: DateMention | None = None
    for m in found:
        known = before and before.first and before.first == before.last and before.kind == "point"
        if m.anchored and known and before and _is_same(r, before, m):
            continue
        out = _back_to_base(r, m, before if known else None)
        if out is m and m.anchored and known and before and before.first and _is_base(r, before, m):
            day = before.first + DAY * m.shift
            out = replace(m, first=day, last=day, anchored=False, rule="date.narrative")
        yield out
        before = out


def _is_same(r: Reading, before: DateMention, m: DateMention) -> bool:
    """ "On Thursday, two days later, he died": the day told before once more."""
    closed = m.end >= len(r.s.tokens) or not r.s.tokens[m.end].text[0].isalnum()
    return m.shift > 0 and closed and m.start == before.end + 1 and r.word(before.end) in COMMAS


def _back_to_base(r: Reading, m: DateMention, before: DateMention | None) -> DateMention:
    """ "On Thursday, three days after he was shot", "the raid came three days after he was shot": of the clause behind.

    before: the day told before it, which with a raid that "came" is else the one that the narrative has reached.
    """
    if not (m.anchored and m.shift > 0 and _counts_from(r, m)):
        return m
    end = next((i for i in range(m.end, len(r.s.tokens)) if r.word(i) in _BREAKS), len(r.s.tokens))
    beside = before is not None and _stands_beside(r, before, m)
    came = r.s.first("retold.came", m.start - _TO_CAME, m.start)
    if not (beside or came):
        opens = m.start <= _COMMA and end == len(r.s.tokens)
        return m if opens else replace(m, base_end=end)
    base = before.first if before else r.reached if came and _is_event(r, came.start) else None
    day = None if base is None or r.s.ending("modifier", m.start) else base - DAY * m.shift
    days = week_of(day) if day and m.precision == "week" else (day, day)
    rule = "date.narrative" if day else "date.unresolved"
    return replace(m, first=days[0], last=days[1], base_end=end, of_base=True, rule=rule)


def _is_event(r: Reading, came: int) -> bool:
    """Is it an event that "came": "the assault", "it", "his death"?"""
    groups = ("event", "retold.event", "pronoun", "fate.own_death")
    return any(r.s.first(group, came - _TO_SUBJECT, came) for group in groups)


def _stands_beside(r: Reading, before: DateMention, m: DateMention) -> bool:
    """ "On Thursday, three days after …", "on Thursday in Homs, three days after …"."""
    between = range(before.end, m.start)
    place = all(
        r.word(i) in COMMAS or r.s.covering("toponym", i) or r.s.covering("places.locative", i)
        for i in between
    )
    return len(between) <= _COMMA or (place and len(between) <= _TO_SINCE)


def _is_base(r: Reading, before: DateMention, m: DateMention) -> bool:
    """Is a day counted on from the one before?  Forward not from a day of saying, and not where a day follows."""
    if m.precision != "day" or _counts_from(r, m):
        return False
    said = r.s.has("say", max(0, before.start - _TO_SAY), before.start) or r.s.at("say", before.end)
    return m.shift < 0 or not said


def _counted_on(r: Reading, found: list[DateMention]) -> list[DateMention]:
    """ "two days after the March 6 attack": counted from the day that is told behind it."""
    out = list(found)
    for n, (m, base) in enumerate(pairwise(found)):
        between = range(m.end, base.start)
        if not m.shift or not m.anchored or len(between) > _TO_BASE or base.first is None:
            continue
        if not _counts_from(r, m) or base.first != base.last or any(r.word(i) in _BREAKS for i in between):
            continue
        day = base.first + DAY * m.shift
        days = week_of(day) if m.precision == "week" else (day, day)
        known = replace(m, base_end=0, of_base=False, anchored=False, rule="date.narrative")
        out[n] = replace(known, first=days[0], last=days[1])
        out[n + 1] = replace(base, counted_from=m.end)
    return out


def _counts_from(r: Reading, m: DateMention) -> bool:
    """Does it end or begin with "after" or "before": no "two days later", no "three days earlier"?"""
    return any(r.s.word_in("counts_from", i) for i in (m.start, m.end - 1))


def _clipped(m: DateMention, published: dt.date | None) -> DateMention:
    """What has begun by publication is told up to that day; no story comes to a day after it."""
    told = m.anchored or m.rule == "date.narrative"
    backward = m.first and m.last and m.first > m.last
    if backward or (published and told and m.last and m.last > published):
        return replace(m, first=None, last=None, rule="date.unresolved")
    if published and m.first and m.last and m.first <= published < m.last:
        return replace(m, last=published)
    return m
