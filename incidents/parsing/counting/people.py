"""Counts of people, and one person told without a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidents.languages import Mark
from incidents.model import Category, Unit
from incidents.parsing.counting.figures import Number, silent
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import OPENING_QUOTES, Sentence

Kind = Literal["a", "the", "another", "kin", "name", "pronoun"]
Sex = Literal["male", "female"]
Stage = Literal["child", "adult"]

PRIORITY: tuple[Category, ...] = ("women", "children", "security_forces", "fighters", "men", "civilians")
ARMED: frozenset[Category] = frozenset(("security_forces", "fighters"))
"""The sides that carry arms, soldiers and police among them."""
HURT: tuple[Unit, ...] = ("killed", "injured")
_DESCRIBED = 3
"""Words between "of" and a body: its article and its country."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person at tokens [start, end), with what the words say of them.

    head: the noun's first token.  names: their words in normal form; whose: those of the name they are told by
    ("Quint's wife").
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
    whose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people at tokens [start, end).

    head: is there a noun that says they are people.  weak: one person told by an article or a name.
    unit: told by the noun itself ("deaths") or by linking.  trigger: the words that told it.  open_noun: its
    noun stands in no list ("three beekeepers").  is_part: some of the next count ("three of the eight drivers").
    person: what is told of them, where it is one.  is_list: it is the sum of the counts inside it.
    names: where the count begins whose people an apposition names them as ("two men, A B and C D").
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
    person: Person | None = None
    is_list: bool = False
    names: int | None = None


def count_of(person: Person, unit: Unit | None = None, trigger: Trigger | None = None) -> Count:
    """A single person as a count of one; unit, trigger: what happened to them, and the words that tell it."""
    return Count(
        person.start,
        person.end,
        silent(person.start),
        person.category,
        head=True,
        weak=True,
        unit=unit,
        trigger=trigger,
        person=person,
    )


def category_of(marks: list[Mark]) -> Category:
    """Who is counted, by the most telling of the nouns."""
    said = {m.group.partition(".")[2] for m in marks if m.group.startswith("people.")}
    return next((c for c in PRIORITY if c in said), "unspecified")


def side_of(s: Sentence, end: int) -> Category:
    """Whose people they are, told behind their noun: «عنصران من الجيش», "members of the Lebanese army"."""
    at = end + (s.at("grammar.of", end) is not None)
    for _ in range(_DESCRIBED):
        people = s.covering("toponym", at)
        described = people is not None and people.value.kind == "demonym"
        at += described or s.word(at) in s.language.articles
    at += s.word(at) in OPENING_QUOTES  # «60 من عناصر "الدعم السريع"»
    if side := s.at("losers", at):
        return side.group.partition(".")[2]  # type: ignore[return-value]
    org = s.at("org", at)
    if org is None:
        return "unspecified"
    return (
        "fighters" if org.value.kind == "actor" else "security_forces" if org.value.armed else "unspecified"
    )
