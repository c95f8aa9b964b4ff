"""The words that dates are told with, from the `dates` table of a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from incidents.languages import Language, normal


@dataclass(frozen=True, slots=True)
class DateWords:
    """The date words of a language by their normal form.

    relative, anchored: phrases with the days from publication, and from the day that the narrative has reached,
    by their first word.  openers: every word that a date told without digits may begin with.
    """

    weekdays: dict[str, int]
    months: dict[str, int]
    relative: dict[str, list[tuple[tuple[str, ...], int]]]
    anchored: dict[str, list[tuple[tuple[str, ...], int]]]
    since: frozenset[str]
    until: frozenset[str]
    joiners: frozenset[str]
    beginning: tuple[tuple[str, ...], ...]
    last_week: tuple[tuple[str, ...], ...]
    start_of_events: tuple[tuple[str, ...], ...]
    units: dict[str, int]
    hours: frozenset[str]
    later: frozenset[str]
    ago: frozenset[str]
    past: frozenset[str]
    week: frozenset[str]
    month_lead: frozenset[str]
    numbers: Mapping[str, int]
    openers: frozenset[str]

    @classmethod
    @cache
    def of(cls, language: Language) -> DateWords:
        """Read the `dates` table of a language."""
        d = language.dates

        def names(*keys: str) -> dict[str, int]:
            return {normal(w): i for key in keys for i, w in enumerate(d.get(key, ()))}

        def phrases(key: str) -> tuple[tuple[str, ...], ...]:
            return tuple(tuple(normal(w) for w in p.split()) for p in d.get(key, ()))

        def days(key: str) -> dict[str, list[tuple[tuple[str, ...], int]]]:
            out: dict[str, list[tuple[tuple[str, ...], int]]] = {}
            for phrase, shift in d.get(key, {}).items():
                words = tuple(normal(w) for w in phrase.split())
                out.setdefault(words[0], []).append((words, shift))
            return out

        def words(table: Mapping[str, Any], key: str) -> frozenset[str]:
            return frozenset(normal(w) for w in table.get(key, ()))

        units = d.get("units", {})
        months = {w: i + 1 for w, i in names("months", "months_short", "months_alt").items()}
        months |= {normal(w): n for w, n in d.get("months_also", {}).items()}
        weekdays = names("weekdays", "weekdays_short")
        relative, anchored = days("relative"), days("anchored")
        start_of_events = tuple(tuple(normal(w) for w in p.split()) for p in d["start_of_events"]["words"])
        past, numbers = words(units, "last"), language.numbers["words"]
        return cls(
            weekdays=weekdays,
            months=months,
            relative=relative,
            anchored=anchored,
            since=words(d, "since"),
            until=words(d, "until"),
            joiners=words(d, "range_joiners"),
            beginning=phrases("beginning_of"),
            last_week=phrases("last_week_of"),
            start_of_events=start_of_events,
            units={normal(w): 1 for w in units.get("day", ())}
            | {normal(w): 7 for w in units.get("week", ())},
            hours=words(units, "hour"),
            later=words(units, "later"),
            ago=words(units, "earlier"),
            past=past,
            week=words(units, "week"),
            month_lead=words(d, "month_lead"),
            numbers=numbers,
            openers=frozenset(
                (*weekdays, *months, *past, *numbers, *relative, *anchored, *(p[0] for p in start_of_events))
            ),
        )
