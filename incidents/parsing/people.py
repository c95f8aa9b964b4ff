"""Counts of people as the text writes them: a number with its noun phrase, or one person told without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidents.languages import Mark
from incidents.model import Category, Unit
from incidents.parsing.figures import Number
from incidents.parsing.text import COMMAS, Sentence
from incidents.parsing.triggers import Trigger

Kind = Literal["a", "the", "another", "kin", "name", "pronoun"]
Sex = Literal["male", "female"]
Stage = Literal["child", "adult"]

_PHRASE_REACH = 8
PRIORITY: tuple[Category, ...] = ("women", "children", "security_forces", "fighters", "men", "civilians")


@dataclass(frozen=True, slots=True)
class Person:
    """One person at tokens [start, end), with what the words say of them.

    head: the noun's first token.  names: their words in normal form.
    """

    start: int
    end: int
    kind: Kind
    head: int
    category: Category = "unspecified"
    sex: Sex | None = None
    stage: Stage | None = None
    age: int | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people at tokens [start, end).

    head: is there a noun that says they are people.  weak: one person told by an article or a name.
    unit: told by the noun itself ("deaths") or by linking.  trigger: the words that told it.
    person: what is told of them, where it is one.
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
    person: Person | None = None


def category_of(marks: list[Mark]) -> Category:
    """Who is counted, by the most telling of the nouns."""
    said = {m.group.partition(".")[2] for m in marks if m.group.startswith("people.")}
    return next((c for c in PRIORITY if c in said), "unspecified")


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
        if number.low == number.high == 1 and marks and _is_of_several(s, number, marks[0]):
            continue  # "in one clip bodies lie"
        if not head and _is_age(s, number):
            continue
        if not head and s.at("grammar.of", number.start - 1) and _is_person(s, number.start - 2):
            continue  # "a woman of 29"
        category = _with_for(s, end, category_of(marks))
        if s.at("grammar.of", number.end) and marks and not marks[0].group.startswith("people"):
            continue  # "16 of the missing": some of a number told elsewhere
        out.append(Count(number.start, end, number, category, head, unit=_unit_of(marks)))
    return out


def _is_of_several(s: Sentence, number: Number, noun: Mark) -> bool:
    """A noun in the plural goes with "one" only behind "of": "one of the victims"."""
    plural = s.ends_with("plural", noun.end - 1) or s.ends_with("plural_person", noun.end - 1)
    between = range(number.end, noun.start)
    return plural and len(between) > 0 and not any(s.at("grammar.of", i) for i in between)


def _is_age(s: Sentence, number: Number) -> bool:
    """ "A woman, 34, was hurt"."""
    between = s.word(number.start - 1) in COMMAS and s.word(number.end) in COMMAS
    return between and number.end - number.start == 1 and _is_person(s, number.start - 2)


def _is_person(s: Sentence, index: int) -> bool:
    return s.covering("people", index) is not None and s.covering("casualty", index) is None
