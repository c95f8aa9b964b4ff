"""Counts of people, and one person told without a number."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.languages import Mark
from incidents.model import Category, Unit
from incidents.parsing.figures import Number
from incidents.parsing.text import Sentence
from incidents.parsing.triggers import Trigger

_PRIORITY: tuple[Category, ...] = ("women", "children", "security_forces", "fighters", "men", "civilians")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people at tokens [start, end).

    head: is there a noun that says they are people.  weak: one person told by an article or a name.
    unit: told by the noun itself ("deaths") or by linking.  trigger: the words that told it.  open_noun: its
    noun stands in no list ("three beekeepers").  is_part: some of the next count ("three of the eight drivers").
    """

    start: int
    end: int
    number: Number
    category: Category
    head: bool
    weak: bool = False
    unit: Unit | None = None
    trigger: Trigger | None = None
    inherited: bool = False
    open_noun: bool = False
    is_part: bool = False


def category_of(marks: list[Mark]) -> Category:
    """Who is counted, by the most telling of the nouns."""
    said = {m.group.partition(".")[2] for m in marks if m.group.startswith("people.")}
    return next((c for c in _PRIORITY if c in said), "unspecified")


def single_people(s: Sentence, taken: list[Count], articles: frozenset[str]) -> list[Count]:
    """One person told by an article ("a shepherd"): counts of one, to be linked only where it is plain."""
    out: list[Count] = []
    for mark in s.of("people"):
        first = mark.start - 1
        while (
            first >= 0 and mark.start - first < 7 and s.word(first) not in articles and _in_phrase(s, first)
        ):
            if s.at("grammar.noun_stop", first) or s.at("people", first) or s.at("number", first):
                break
            first -= 1
        if first < 0 or s.word(first) not in articles or s.word_in("the", first):
            continue
        if s.ends_with("plural", mark.end - 1) or s.word_in("plural_noun", mark.end - 1):
            continue
        if any(c.start < mark.end and first < c.end for c in [*taken, *out]):
            continue
        one = Number(first, first + 1, first, 1, 1, "exact")
        out.append(Count(first, mark.end, one, category_of([mark]), True, weak=True))
    return out


def _in_phrase(s: Sentence, index: int) -> bool:
    """May a token stand between an article and its noun: a word, or the age in "a 25-year-old man"?"""
    return s.tokens[index].is_word or s.word(index) == "-" or s.word(index + 1) == "-"


def named_people(s: Sentence, found: list[Trigger]) -> list[Count]:
    """One person told by name and title as the subject of a passive: "Mayor A B was shot dead"."""
    out = []
    for trigger in found:
        if trigger.kind != "before" or trigger.unit not in ("killed", "injured", "abducted"):
            continue
        end = trigger.start
        while end > 0 and (s.covering("grammar.be", end - 1) or s.word_in("adverb", end - 1)):
            end -= 1
        first = end
        while (
            first > 0
            and s.tokens[first - 1].is_capitalised
            and end - first < 6
            and not _is_no_name(s, first - 1)
        ):
            first -= 1
        if end - first >= 2 and end < trigger.start:
            one = Number(first, first + 1, first, 1, 1, "exact")
            out.append(
                Count(first, end, one, "unspecified", True, weak=True, unit=trigger.unit, trigger=trigger)
            )
    return out


def _is_no_name(s: Sentence, index: int) -> bool:
    return (
        any(s.covering(g, index) for g in ("toponym", "org", "date", "say")) or s.tokens[index].text.isupper()
    )
