"""Dates in a sentence, resolved against the day of publication.

A weekday that is also the weekday of publication is that very day, any other the last such day before
(the contract in the scorers' README).  Without a day of publication weekdays, relative days and dates
without a year stay unresolved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from incidents.languages import Language
from incidents.model import DatePrecision
from incidents.parsing.date_words import DateWords
from incidents.parsing.days import date_of, last_weekday, month_of
from incidents.parsing.text import Sentence

DateKind = Literal["point", "since", "until"]
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at tokens [start, end): first and last day, or None where it cannot be resolved.

    anchored: told from the day that the narrative has reached ("the next day").
    """

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    precision: DatePrecision
    kind: DateKind = "point"
    anchored: bool = False


class DateFinder:
    """Finds the dates of sentences for one language and one day of publication."""

    def __init__(self, language: Language, published: dt.date | None) -> None:
        self.words = DateWords.of(language)
        self.published = published
        self.begun: dt.date | None = None

    def find(
        self, sentence: Sentence, reached: dt.date | None = None, begun: dt.date | None = None
    ) -> list[DateMention]:
        """The dates of a sentence from left to right.

        reached: the day that the narrative has come to; begun: the day that its running counts start from.
        """
        self.begun = begun
        out: list[DateMention] = []
        index = 0
        while index < len(sentence.tokens):
            found = self._at(sentence, index, reached)
            if found:
                found = self._with_lead(sentence, found)
                out.append(found)
                index = max(found.end, index + 1)
            else:
                index += 1
        return list(self._joined(sentence, out))

    # ------------------------------------------------------------ single dates

    def _at(self, s: Sentence, i: int, reached: dt.date | None) -> DateMention | None:
        if s.tokens[i].text[0].isdecimal():
            return (
                self._iso(s, i)
                or self._day_month(s, i)
                or self._span_of_days(s, i, reached)
                or self._year(s, i)
            )
        if self.words.openers.isdisjoint(s.tokens[i].forms):
            return None
        return (
            self._month_day(s, i)
            or self._month_alone(s, i)
            or self._weekday(s, i)
            or self._relative(s, i, reached)
            or self._span_of_days(s, i, reached)
        )

    def _lookup(self, s: Sentence, i: int, table: Mapping[str, int]) -> int | None:
        if not 0 <= i < len(s.tokens):
            return None
        return next((table[f] for f in s.tokens[i].forms if f in table), None)

    def _phrase(self, s: Sentence, i: int, phrase: tuple[str, ...]) -> bool:
        if i + len(phrase) > len(s.tokens) or phrase[0] not in s.tokens[i].forms:
            return False
        return all(w in s.tokens[i + n].forms for n, w in enumerate(phrase))

    def _number(self, s: Sentence, i: int, least: int, most: int) -> int | None:
        if not 0 <= i < len(s.tokens):
            return None
        text = s.tokens[i].text
        digits = text.rstrip("stndrh") if text[:1].isdecimal() else ""
        return (
            int(digits) if digits.isdecimal() and len(digits) <= 4 and least <= int(digits) <= most else None
        )

    def _year_at(self, s: Sentence, i: int) -> tuple[int | None, int]:
        """A year that follows a month or a day, with or without a comma: (year, tokens used)."""
        skip = 1 if s.word(i) == "," else 0
        year = self._number(s, i + skip, 1900, 2100)
        return (year, skip + 1) if year else (None, 0)

    def _in_past(self, month: int, day: int) -> dt.date | None:
        """The last such day that is not after publication."""
        if not self.published:
            return None
        this = date_of(self.published.year, month, day)
        if this and this <= self.published:
            return this
        return date_of(self.published.year - 1, month, day)

    def _dates(self, month: int, days: list[int], year: int | None) -> list[dt.date]:
        found = [date_of(year, month, d) if year else self._in_past(month, d) for d in days]
        return sorted(d for d in found if d)

    def _mention(self, s: int, e: int, month: int, days: list[int], year: int | None) -> DateMention | None:
        found = self._dates(month, days, year)
        if not found and (year or self.published):
            return None
        precision: DatePrecision = "day" if len(days) == 1 else "days"
        first, last = (found[0], found[-1]) if found else (None, None)
        return DateMention(s, e, first, last, precision)

    def _iso(self, s: Sentence, i: int) -> DateMention | None:
        year = self._number(s, i, 1900, 2100)
        if not year or s.word(i + 1) not in ("-", "/") or s.word(i + 3) != s.word(i + 1):
            return None
        month, day = self._number(s, i + 2, 1, 12), self._number(s, i + 4, 1, 31)
        return self._mention(i, i + 5, month, [day], year) if month and day else None

    def _day_list(self, s: Sentence, i: int) -> tuple[list[int], int, bool]:
        """Days of a month in a row: "6", "6 and 7", "6, 7 and 8", "6-8": (days, end)."""
        days: list[int] = []
        end = i
        while (day := self._number(s, end, 1, 31)) is not None:
            days.append(day)
            end += 1
            step = end
            if s.word(step) == ",":
                step += 1
            if s.word(step) in self.words.joiners:
                step += 1
            if step == end or self._number(s, step, 1, 31) is None:
                break
            if days and self._number(s, step, 1, 31) <= days[-1]:  # type: ignore[operator]
                break
            end = step
        return days, end, len(days) > 1

    def _day_month(self, s: Sentence, i: int) -> DateMention | None:
        days, end, _ = self._day_list(s, i)
        if not days:
            return None
        step = end + 1 if s.at("grammar.of", end) else end
        month = self._lookup(s, step, self.words.months)
        if not month:
            return None
        end = step + 1
        if s.word(end) == "/" and self._lookup(s, end + 1, self.words.months):
            end += 2  # آذار / مارس
        if s.word(end) == ".":
            end += 1 if self._number(s, end + 1, 1900, 2100) else 0
        year, used = self._year_at(s, end)
        year, used = (year, used) if year else self._short_year(s, end)
        return self._mention(i, end + used, month, days, year)

    def _short_year(self, s: Sentence, i: int) -> tuple[int | None, int]:
        """ "4 JAN 90", as agencies wrote it; only in capitals."""
        short = self._number(s, i, 50, 99)
        return (1900 + short, 1) if short and s.tokens[i - 1].text.isupper() else (None, 0)

    def _month_day(self, s: Sentence, i: int) -> DateMention | None:
        month = self._lookup(s, i, self.words.months)
        if not month or (not s.tokens[i].is_capitalised and s.tokens[i].text.isascii()):
            return None
        start = i + 2 if s.word(i + 1) == "." else i + 1
        days, end, _ = self._day_list(s, start)
        if not days:
            return None
        year, used = self._year_at(s, end)
        return self._mention(i, end + used, month, days, year)

    def _month_alone(self, s: Sentence, i: int) -> DateMention | None:
        month = self._lookup(s, i, self.words.months)
        if not month or (s.tokens[i].text.isascii() and not s.tokens[i].is_capitalised):
            return None
        year, used = self._year_at(s, i + 1) if s.word(i + 1) != "," else (None, 0)
        led = s.word(i - 1) in self.words.month_lead or any(
            self._phrase(s, i - len(p) - k, p)
            for p in self.words.beginning
            for k in (0, 1)
            if i - len(p) - k >= 0
        )
        if year is None and (not led or self.published is None):
            return DateMention(i, i + 1, None, None, "month") if led else None
        if year is None and self.published:
            first, last = month_of(self.published.year - (month > self.published.month), month)
        else:
            first, last = month_of(year or dt.MINYEAR, month)
        return DateMention(i, i + 1 + used, first, last, "month")

    def _weekday(self, s: Sentence, i: int) -> DateMention | None:
        weekday = self._lookup(s, i, self.words.weekdays)
        token = s.tokens[i]
        if weekday is None or (token.text.isascii() and not token.is_capitalised):
            return None
        end = i + 1
        if not self.published:
            return DateMention(i, end, None, None, "day")
        day = last_weekday(weekday, self.published)
        for phrase in self.words.last_week:
            if self._phrase(s, end, phrase):
                monday = self.published - _DAY * (self.published.weekday() + 7)
                return DateMention(i, end + len(phrase), *(monday + _DAY * weekday,) * 2, "day")
        follow = end + 1 if s.word(end) == "," else end
        explicit = self._month_day(s, follow) or self._day_month(s, follow)
        if explicit:
            return replace(explicit, start=i)
        return DateMention(i, end, day, day, "day")

    def _relative(self, s: Sentence, i: int, reached: dt.date | None) -> DateMention | None:
        for table, base in ((self.words.anchored, reached), (self.words.relative, self.published)):
            for phrase, shift in (entry for form in s.tokens[i].forms for entry in table.get(form, ())):
                if self._phrase(s, i, phrase):
                    day = base + _DAY * shift if base else None
                    anchored = table is self.words.anchored
                    return DateMention(i, i + len(phrase), day, day, "day", anchored=anchored)
        for phrase in self.words.start_of_events:
            if self._phrase(s, i, phrase):
                return DateMention(i, i + len(phrase), self.begun, self.published, "days", "since")
        if s.word(i) in self.words.past and s.word(i + 1) in self.words.week and self.published:
            monday = self.published - _DAY * (self.published.weekday() + 7)
            return DateMention(i, i + 2, monday, monday + _DAY * 6, "week")
        return None

    def _span_of_days(self, s: Sentence, i: int, reached: dt.date | None) -> DateMention | None:
        """ "two days later", "three days ago", "within 24 hours", "the past two days"."""
        count = self._number(s, i, 1, 99) or self._lookup(s, i, self.words.numbers)
        if not count:
            return None
        if s.word(i + 1) in self.words.hours:
            if count % 24 or not self.published:
                return None
            return DateMention(i, i + 2, self.published - _DAY * (count // 24), self.published, "days")
        unit = self._lookup(s, i + 1, self.words.units)
        if not unit:
            return None
        after = s.word(i + 2)
        if after in self.words.later:
            day = reached + _DAY * count * unit if reached else None
            return DateMention(i, i + 3, day, day, "day")
        if after in self.words.ago:
            day = self.published - _DAY * count * unit if self.published else None
            return DateMention(i, i + 3, day, day, "day" if unit == 1 else "week")
        if s.word(i - 1) in self.words.past and self.published:
            return DateMention(
                i - 1, i + 2, self.published - _DAY * (count * unit - 1), self.published, "days"
            )
        return None

    def _year(self, s: Sentence, i: int) -> DateMention | None:
        year = self._number(s, i, 1900, 2100)
        if not year or not s.tokens[i].text.isdecimal() or len(s.tokens[i].text) != 4:
            return None
        if s.first("people", i + 1, i + 2) and s.word(i - 1) not in self.words.month_lead:
            return None
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        if self.published and first <= self.published < last:
            last = self.published
        return DateMention(i, i + 1, first, last, "year")

    # ------------------------------------------------------------ leads and ranges

    def _with_lead(self, s: Sentence, m: DateMention) -> DateMention:
        """ "since X" runs from X to the day of publication; "until X" ends there."""
        lead = m.start - 1
        while lead >= 0 and s.word_in("date_lead", lead):
            lead -= 1
        for phrase in self.words.beginning:
            at = m.start - len(phrase)
            for gap in (0, 1):
                if at - gap >= 0 and self._phrase(s, at - gap, phrase):
                    lead = min(lead, at - gap - 1)
        word = s.word(lead)
        if word in self.words.since and word not in self.words.joiners and m.kind == "point":
            return replace(m, start=lead, last=self.published, precision="days", kind="since")
        if word in self.words.until:
            return replace(m, start=lead, kind="until")
        return m

    def _joined(self, s: Sentence, found: list[DateMention]) -> Iterator[DateMention]:
        """Join "from X to Y", "between X and Y", "X ... until Y" into one mention."""
        out: list[DateMention] = []
        for m in found:
            before = out[-1] if out else None
            gap = [s.word(i) for i in range(before.end, m.start)] if before else []
            joins = len(gap) <= 1 and any(w in self.words.joiners for w in gap)
            opened = before is not None and (
                before.kind == "since"
                or s.word_in("between", before.start - 1)
                or s.word_in("from", before.start - 1)
            )
            runs = before and before.first and m.last and before.first <= m.last
            if before and runs and (m.kind == "until" or (joins and opened)):
                out[-1] = replace(before, end=m.end, last=m.last, precision="days", kind="point")
                continue
            out.append(m)
        yield from out
