"""The members of lists of people, and what may stand between them: commas, "and", what describes one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidents.parsing.counting.people import Count, Person, count_of
from incidents.parsing.counting.persons import persons
from incidents.parsing.text import COMMAS, Sentence

_DESCRIBED = 10
"""So many words may describe a member: "a candidate running for a seat in the assembly, his driver and a guard"."""
_VERBS = ("verb_object", "verb_subject", "verb_active", "verb_first", "say", "event", "act.words")


def runs(s: Sentence, members: Sequence[Count]) -> Iterator[list[Count]]:
    """The members that commas and "and" join, list by list; a person to whom nothing has happened yet has no unit."""
    run: list[Count] = []
    for member in members:
        if run and not joins(s, run[-1], member):
            yield run
            run = []
        run.append(member)
    yield run


def members_of(s: Sentence, told: Sequence[Count]) -> list[Count]:
    """The counts, and the single people that no count holds."""
    out = list(told)
    taken = {i for c in told for i in range(c.start, c.end)}
    for person in sorted([*persons(s), *_compatriots(s)], key=lambda p: (p.start, -p.end)):
        own = range(person.start, person.end)
        if any(s.at("verb_object", i) for i in own[2:]):
            continue  # "A gunman killed Russian ambassadors" is no phrase of a person
        if taken.isdisjoint(own) and (person.kind != "pronoun" or s.at("person.object", person.start)):
            out.append(count_of(person))
            taken.update(own)
    return sorted(out, key=lambda c: c.start)


def _compatriots(s: Sentence) -> Iterator[Person]:
    """ "A Swiss", "a Dutch national"; but not "a Dutch ship"."""
    for mark in s.of("toponym"):
        start = mark.start - 1
        if mark.value.kind != "demonym" or s.word(start) not in s.language.articles:
            continue
        end = mark.end + s.word_in("compatriot", mark.end)
        if (
            end > mark.end
            or end >= len(s.tokens)
            or not s.tokens[end].is_word
            or s.at("grammar.noun_stop", end)
        ):
            yield Person(start, end, "a", mark.start)


def joins(s: Sentence, one: Count, other: Count) -> bool:
    """Does nothing but commas, "and" and what describes the first of them stand between two members?"""
    start, end = one.end, other.start
    while (
        end > start
        and (s.word_in("whose", end - 1) or s.at("series.more", end - 1))
        and not is_and(s, end - 1)
    ):
        end -= 1
    last = end
    while last > start and (s.word(last - 1) in COMMAS or is_and(s, last - 1)):
        last -= 1
    if last == end or _is_apposition(s, one, other, range(last, end)):
        return False
    named = other.person is not None and other.person.kind == "name"
    return last == start or (last - start <= _DESCRIBED and not named and describes(s, start, last))


def _is_apposition(s: Sentence, one: Count, other: Count, joined: range) -> bool:
    """ "His sister, A B, and ...": the name behind a comma is hers."""
    named = one.person is None or bool(one.person.names)
    return not named and s.at("name", other.start) is not None and not any(is_and(s, i) for i in joined)


def is_and(s: Sentence, index: int) -> bool:
    """Does "and" stand at a token, not "or"?"""
    mark = s.covering("grammar.and", index)
    return mark is not None and not s.word_in("or", mark.start)


def describes(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) describe the person before them: "running for a seat", "who led the guards", "of Homs"?"""
    if any(s.covering(group, i) for i in range(start, end) for group in _VERBS):
        return False
    plain = all(s.tokens[i].is_word for i in range(start, end))
    leads = (
        s.at("series.preposition", start) or s.at("grammar.relative", start) or s.ends_with("gerund", start)
    )
    age = end - start == 2 and s.word(start) in COMMAS and s.tokens[end - 1].text.isdecimal()
    return age or bool(plain and leads and not any(s.covering("grammar.be", i) for i in range(start, end)))
