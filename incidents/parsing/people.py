"""Counts of people as the text writes them: a number with its noun phrase, or one person told without one."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.languages import Mark
from incidents.model import Category, Unit
from incidents.parsing.figures import Number
from incidents.parsing.text import Sentence
from incidents.parsing.triggers import Trigger

_PHRASE_REACH = 8
_PRIORITY: tuple[Category, ...] = ("women", "children", "security_forces", "fighters", "men", "civilians")


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people at tokens [start, end).

    head: is there a noun that says they are people.  weak: one person told by an article or a name.
    unit: told by the noun itself ("deaths") or by linking.  trigger: the words that told it.
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


def category_of(marks: list[Mark]) -> Category:
    """Who is counted, by the most telling of the nouns."""
    said = {m.group.partition(".")[2] for m in marks if m.group.startswith("people.")}
    return next((c for c in _PRIORITY if c in said), "unspecified")


def _of_phrase(s: Sentence, index: int, head: Mark | None) -> bool:
    """Does "of" go on with the phrase: "three of the eight drivers", "members of the security forces"?"""
    return s.has("grammar.of", index, index + 1) and (
        head is None or head.group in ("people.unspecified", "people.men", "casualty.killed")
    )


def _phrase(s: Sentence, number: Number) -> tuple[int, list[Mark], bool] | None:
    """(end, marks of people and casualties, is there a head) of the phrase after a number; None = things."""
    index, unknown = number.end, 0
    marks: list[Mark] = []
    head: Mark | None = None
    while index < min(len(s.tokens), number.end + _PHRASE_REACH):
        if s.at("things", index) and not s.at("people", index):
            return None if head is None else (index, marks, True)
        mark = s.at("people", index) or s.at("casualty", index)
        if mark:
            casualty = s.at("casualty", index)
            if casualty and mark is not casualty:
                marks.append(casualty)
            head = mark
            marks.append(mark)
            index = mark.end
            unknown = 0
            continue
        token = s.tokens[index]
        if _of_phrase(s, index, head):
            index += 1
            continue
        joins = head is None and s.at("grammar.and", index) and s.first("people", index + 1, index + 3)
        if joins and index > number.end:
            index += 1
            continue
        if (
            not token.is_word
            or s.at("grammar.noun_stop", index)
            or s.at("number", index)
            or s.covering("say", index)
        ):
            break
        verb = s.at("verb_object", index) or s.at("verb_subject", index)
        if verb and not s.first("people", verb.end, verb.end + 1):
            break
        if head is not None and not s.first("people", index, index + 2):
            break
        unknown += 1
        if unknown > 3:
            break
        index += 1
    if head is None and s.at("grammar.be", number.end) and (mark := s.at("people", number.end + 1)):
        return mark.end, [mark], True  # "50 were civilians"
    end = marks[-1].end if marks else number.end
    return end, marks, head is not None


def _unit_of(marks: list[Mark]) -> Unit | None:
    told = [m.group.partition(".")[2] for m in marks if m.group.startswith("casualty.")]
    return told[-1] if told else None  # type: ignore[return-value]


def _with_for(s: Sentence, end: int, category: Category) -> Category:
    """ "93 dead for the ministries' forces", "120 for the armed groups": who they were, after the count."""
    if category == "unspecified" and s.word_in("side", end):
        marks = [m for m in s.of("people") if end < m.start <= end + 7]
        return category_of(marks[:1])
    return category


def counts(s: Sentence, numbers: list[Number]) -> list[Count]:
    """The counts of people in a sentence from left to right, numbers of other things left out."""
    out = []
    for number in numbers:
        found = _phrase(s, number)
        if not found:
            continue
        end, marks, head = found
        if not head and s.at("grammar.of", number.start - 1) and _is_person(s, number.start - 2):
            continue  # "a woman of 29"
        category = _with_for(s, end, category_of(marks))
        if s.at("grammar.of", number.end) and marks and not marks[0].group.startswith("people"):
            continue  # "16 of the missing": some of a number told elsewhere
        out.append(Count(number.start, end, number, category, head, unit=_unit_of(marks)))
    return out


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


def _is_person(s: Sentence, index: int) -> bool:
    return s.covering("people", index) is not None and s.covering("casualty", index) is None


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
