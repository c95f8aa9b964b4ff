"""Dates in a sentence, resolved against the day of publication.

A weekday that is also the weekday of publication is that very day, any other the last such day before
(the contract in the scorers' README).  Without a day of publication weekdays, relative days and dates
without a year stay unresolved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace

from incidents.languages import Language
from incidents.model import DatePrecision
from incidents.parsing.dates.date_words import DateMention, DateWords, Reading
from incidents.parsing.dates.days import DAY
from incidents.parsing.dates.told_dates import told_date
from incidents.parsing.dates.written_dates import written_date
from incidents.parsing.text import Sentence

__all__ = ["DateFinder", "DateMention"]
_COMMA = 1
"""So many tokens may stand between a day and the time counted back from it."""
_COARSE: tuple[DatePrecision, ...] = ("month", "year")


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
        return [_clipped(date, self.published) for date in _counted_back(_joined(r, out))]

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
    if r.among(lead, "since") and not r.among(lead, "range_joiners") and m.kind == "point":
        return replace(m, start=lead, last=r.published, precision="days", kind="since", rule="date.since")
    if r.among(lead, "until"):
        return replace(m, start=lead, kind="until", rule="date.until")
    return m


def _joined(r: Reading, found: list[DateMention]) -> Iterator[DateMention]:
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
    yield from out


def _runs_on(r: Reading, before: DateMention, m: DateMention) -> bool:
    """Do two dates tell the first and the last day of one time?"""
    if not before.first or not before.last or not m.last or before.first > m.last:
        return False
    if m.kind == "until":
        return True
    gap = [i for i in range(before.end, m.start) if not r.s.word_in("date_lead", i)]
    written_on = not gap and r.word(m.start)[:1] in r.words.sets["range_joiners"]  # «الخميس والجمعة»
    if not written_on and (len(gap) != 1 or not r.among(gap[0], "range_joiners")):
        return False
    opened = r.s.word_in("between", before.start - 1) or r.s.word_in("from", before.start - 1)
    neighbours = m.first is not None and m.first - before.last == DAY and before.kind == "point"
    return opened or before.kind == "since" or neighbours or any(r.word(i) in ("-", "–") for i in gap)


def _counted_back(found: Iterable[DateMention]) -> Iterator[DateMention]:
    """ "died on Thursday, three days after he was shot": the later day tells the earlier one."""
    before: DateMention | None = None
    for m in found:
        counts = m.anchored and m.shift > 0 and before is not None and m.start - before.end <= _COMMA
        if counts and before and before.first and before.first == before.last:
            day = before.first - DAY * m.shift
            yield replace(m, first=day, last=day, anchored=False)
        else:
            yield m
        before = m


def _clipped(m: DateMention, published: dt.date | None) -> DateMention:
    """What has begun by publication is told up to that day; no story comes to a day after it."""
    if published and m.anchored and m.last and m.last > published:
        return replace(m, first=None, last=None, rule="date.unresolved")
    if published and m.first and m.last and m.first <= published < m.last:
        return replace(m, last=published)
    return m
