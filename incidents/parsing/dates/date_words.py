"""The words that dates are told with, from the `dates` table of a language, and how they are met in a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar

from incidents.languages import Language, normal
from incidents.model import DatePrecision
from incidents.parsing.dates.days import Unit
from incidents.parsing.text import Sentence

DateKind = Literal["point", "since", "until"]
UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
_T = TypeVar("_T")
Phrase = tuple[str, ...]
Table = dict[str, list[tuple[Phrase, _T]]]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at tokens [start, end): first and last day, or None where it cannot be resolved.

    anchored: told from the day that the narrative has reached ("the next day"), so many days away; counted_from:
    the token behind the words that count another day from it; base_end: where the clause behind it ends, which tells
    what is counted from ("two days after …"), and of_base: it is that one's day; rule: the rule of `rules/date.toml`.
    """

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    precision: DatePrecision
    kind: DateKind = "point"
    anchored: bool = False
    shift: int = 0
    counted_from: int = 0
    base_end: int = 0
    of_base: bool = False
    rule: str = ""


class UnitWord(NamedTuple):
    """ "days" is (day, no number of its own); Arabic "يومين" is (day, 2)."""

    unit: Unit
    number: int | None


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """The date words of a language by their normal form; phrases by their first word, longest first."""

    weekdays: Table[int]
    months: Table[int]
    short: frozenset[str]
    relative: Table[tuple[int, int]]
    anchored: Table[tuple[int, int]]
    start_of_events: Table[None]
    start_of_year: Table[None]
    no_date: Table[None]
    weekend: tuple[int, int]
    weekend_words: Table[None]
    holidays: Table[Sequence[int]]
    last_week: Table[None]
    units: dict[str, UnitWord]
    hours: frozenset[str]
    decades: Mapping[str, int]
    parts: Mapping[str, Literal["early", "mid", "late"]]
    ordinals: Mapping[str, int]
    numbers: Mapping[str, int]
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    day_first: bool = False
    adjective_after: bool = False
    openers: frozenset[str] = frozenset()

    @classmethod
    @cache
    def of(cls, language: Language) -> DateWords:
        """Read the `dates` table of a language."""
        d = language.dates
        months = _in_order(d, "months", "months_short", "months_alt", first=1) | dict(
            d.get("months_also", {})
        )
        weekdays = _in_order(d, "weekdays", "weekdays_short", first=0)
        units = _units(d["units"])
        named: dict[str, Table[Any]] = {
            "relative": _phrases({k: _days(v) for k, v in d["relative"].items()}),
            "anchored": _phrases({k: _days(v) for k, v in d["anchored"].items()}),
            "start_of_events": _phrases(dict.fromkeys(d["start_of_events"]["words"])),
            "start_of_year": _phrases(dict.fromkeys(d["start_of_year"]["words"])),
            "weekend_words": _phrases(dict.fromkeys(d["weekend_words"])),
            "holidays": _phrases(d.get("holidays", {})),
        }
        sets = {name: _words(d[name]) for name in _SETS} | {n: _words(d["units"][n]) for n in _UNIT_SETS}
        parts = {normal(w): part for part in ("early", "mid", "late") for w in d["parts"][part]}
        numbers = {normal(w): n for w, n in language.numbers["words"].items()} | {
            normal(w): 1 for w in d["one"]
        }
        ordinals = {normal(w): n for w, n in d["ordinals"].items()}
        leads = (sets[name] for name in ("last", "this", "next", "before", "after", "few"))
        tables: tuple[Iterable[str], ...] = (
            *leads, weekdays, months, units, parts, numbers, ordinals, _words(d["decades"]), *named.values()
        )  # fmt: skip
        return cls(
            weekdays=_phrases(weekdays),
            months=_phrases(months),
            short=_words([*d.get("weekdays_short", ())]),
            no_date=_phrases(dict.fromkeys(d["no_date"])),
            weekend=tuple(d["weekend"]) or (5, 6),
            last_week=_phrases(dict.fromkeys(d["last_week_of"])),
            units=units,
            hours=_words(d["units"]["hour"]),
            decades={normal(w): year for w, year in d["decades"].items()},
            parts=parts,  # type: ignore[arg-type]
            ordinals=ordinals,
            numbers=numbers,
            sets=sets,
            day_first=bool(d["day_first"]),
            adjective_after=bool(d["adjective_after"]),
            openers=frozenset(phrase.split()[0] for table in tables for phrase in table),
            **named,
        )


_SETS = (
    "month_lead",
    "since",
    "until",
    "range_joiners",
    "part_of_day",
    "year_lead",
    "name_after",
    "name_before",
    "few",
    "this",
    "next",
)
_UNIT_SETS = ("later", "earlier", "ago", "last", "before", "after", "several")


def _words(listed: Sequence[str] | Mapping[str, Any]) -> frozenset[str]:
    return frozenset(normal(w) for w in listed)


def _days(told: int | Sequence[int]) -> tuple[int, int]:
    return (told, told) if isinstance(told, int) else (told[0], told[1])


def _in_order(d: Mapping[str, Any], *keys: str, first: int) -> dict[str, int]:
    return {normal(w): i for key in keys for i, w in enumerate(d.get(key, ()), first)}


def _units(d: Mapping[str, Any]) -> dict[str, UnitWord]:
    found = {normal(w): UnitWord(unit, None) for unit in UNITS for w in d[unit]}
    return found | {normal(w): UnitWord(unit, 2) for unit in UNITS for w in d.get("two", {}).get(unit, ())}


def _phrases(listed: Mapping[str, _T]) -> Table[_T]:
    out: Table[_T] = {}
    for phrase, value in listed.items():
        words = tuple(normal(w) for w in phrase.split())
        out.setdefault(words[0], []).append((words, value))
    for entries in out.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return out


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence being read for dates, with the days that they are told from.

    reached: the day that the narrative has come to; begun: the day that its running counts start from.
    """

    s: Sentence
    words: DateWords
    published: dt.date | None
    reached: dt.date | None = None
    begun: dt.date | None = None

    def word(self, i: int) -> str:
        """The normal form of a token; empty outside the sentence."""
        return self.s.word(i)

    def phrase(self, i: int, table: Table[_T]) -> tuple[int, _T] | None:
        """(tokens, value) of the longest phrase of a table at a token."""
        if not 0 <= i < len(self.s.tokens):
            return None
        for form in self.s.tokens[i].forms:
            for words, value in table.get(form, ()):
                if all(
                    i + n < len(self.s.tokens) and w in self.s.tokens[i + n].forms
                    for n, w in enumerate(words)
                ):
                    return len(words), value
        return None

    def among(self, i: int, name: str) -> bool:
        """Is a token one of a set of words?"""
        inside = 0 <= i < len(self.s.tokens)
        return inside and not self.words.sets[name].isdisjoint(self.s.tokens[i].forms)

    def value(self, i: int, table: Mapping[str, _T]) -> _T | None:
        """The value of a token in a table of single words."""
        if not 0 <= i < len(self.s.tokens):
            return None
        return next((table[f] for f in self.s.tokens[i].forms if f in table), None)

    def number(self, i: int, least: int, most: int) -> int | None:
        """The whole number of a token, such as "7" or "7th"."""
        if not 0 <= i < len(self.s.tokens):
            return None
        text = self.s.tokens[i].text
        ending = next((e for e in self.s.language.ordinals if text.lower().endswith(e)), "")
        digits = text[: len(text) - len(ending)] if text[:1].isdecimal() else ""
        fits = digits.isdecimal() and len(digits) <= 4 and least <= int(digits) <= most
        return int(digits) if fits else None

    def count(self, i: int) -> int | None:
        """A number of days, weeks …, in digits or words."""
        return self.number(i, 1, 99) or self.value(i, self.words.numbers)

    def proper(self, i: int) -> bool:
        """May a token be a name of a day or month: written with a capital where the script has them?"""
        return self.s.tokens[i].is_capitalised or not self.s.language.dates["capitals"]

    def month(self, i: int) -> tuple[int, int] | None:
        """(month, the token behind it) of a month's name; "آذار/مارس" and "آذار (مارس)" are one name."""
        found = self.phrase(i, self.words.months)
        if not found or not self.proper(i):
            return None
        length, month = found
        if self.s.word_in("month_or_verb", i) and (
            self.s.at("grammar.be", i + 1) or self.s.word_in("have", i + 1)
        ):
            return None
        end = i + length
        if self.s.covering("verb_first", i - 1) and self.s.has_and(end):
            return None  # «قتل أب وثلاثة من أبنائه»
        for opening, closing in (("/", 0), ("(", 1), ("-", 0)):
            again = self.phrase(end + 1, self.words.months) if self.word(end) == opening else None
            if again and again[1] == month:
                end += 1 + again[0] + closing
        return month, end

    def year(self, i: int) -> tuple[int | None, int]:
        """A year behind a month or day, with or without a comma, a point or "of": (year, the token behind it)."""
        if told := self._last_year(i + bool(self.s.at("grammar.of", i))):
            return told
        for skip in (0, 1):
            year = self.number(i + skip, 1900, 2100)
            lead = self.word(i) in (",", ".") or self.s.at("grammar.of", i) or self.among(i, "year_lead")
            if year and (skip == 0 or lead):
                return year, i + skip + 1
        return None, i

    def _last_year(self, i: int) -> tuple[int, int] | None:
        """ "last year", "this year", «العام الماضي» behind a month or day."""
        for lead, away in (("last", -1), ("this", 0)):
            unit = self.value(i + (not self.words.adjective_after), self.words.units)
            told = self.among(i + self.words.adjective_after, lead)
            if told and unit and unit.unit == "year" and not unit.number and self.published:
                return self.published.year + away, i + 2
        return None
