"""Appositions: "two men, A B and C D, died", "three people - a teacher and two students - were killed".

Who is told behind a number, and makes up exactly as many, is who those people were: no others beside them.  Between
dashes, in brackets and behind a colon it is always so.  Commas part the members of a list too, so that there it takes
names, a number of mere people, or a comma behind the last of them that no list would have before its verb.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from incidents.parsing.counting.members import describes, is_and, joins, members_of
from incidents.parsing.counting.people import ARMED, Count
from incidents.parsing.counting.singles import is_joint
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, DASHES, Sentence

_BRACKET = "("
_OPENS = frozenset((*COMMAS, *DASHES, _BRACKET, ":"))
_STRONG = _OPENS - COMMAS
_AGED = COMMAS | {")"}
_FAR = 12
"""So many words may stand between a number with its verb and those who are told behind: "died in Homs on Friday"."""


def with_appositions(s: Sentence, told: Sequence[Count]) -> list[Count]:
    """The counts, each of those that an apposition tells with the count whose people they are."""
    found = members_of(s, told)
    whose: dict[int, Count] = {}
    for at in reversed(range(len(found))):
        told_by = (s, found[:at], found[at], found[at + 1 :])
        named = _named(*told_by, whose) or _named(*told_by, ())
        whose |= {c.start: found[at] for c in named}
    return [replace(c, names=whose[c.start].start) if c.start in whose else c for c in told]


def may_be_named(s: Sentence, part: Sequence[Count]) -> bool:
    """ "Two men, a nurse and a teacher were killed": may those behind the first number be the same people?"""
    whole, rest = part[0], part[1:]
    return not whole.number.is_silent and _makes_up(whole, rest) and all(_may_be(s, whole, c) for c in rest)


def _named(
    s: Sentence, before: Sequence[Count], whole: Count, behind: Sequence[Count], inner: Container[int]
) -> list[Count]:
    """Those behind a count who are the people that it counts; none where it is not sure.

    inner: where those begin whom another count among them tells: "four people, two men, A and B, and two women".
    """
    if whole.number.is_silent or whole.unit is None or whole.number.value < 2 or not behind:
        return []
    opening = _opening(s, whole, behind[0])
    out: list[Count] = []
    last = None
    for member in behind if opening else ():
        if (last and not _joined(s, last, member)) or not _shares(s, whole, member):
            break
        if member.start not in inner:
            if _makes_up(whole, out):
                break
            out.append(member)
        last = member
    if last is None or not _makes_up(whole, out) or not all(_may_be(s, whole, c) for c in out):
        return []
    joined = len(out) == 1 or _has_and(s, out[-2], out[-1])
    return out if joined and _is_apart(s, before, whole, out, last, opening) else []


def _makes_up(whole: Count, members: Sequence[Count]) -> bool:
    """Are the members as many as the count tells (at least): several of them, or "a farmer and his wife"?"""
    exact = all(c.number.basis == "exact" for c in members) and whole.number.basis in ("exact", "at_least")
    several = len(members) > 1 or any(c.number.is_silent for c in members)
    return exact and several and sum(c.number.value for c in members) == whole.number.low


def _opening(s: Sentence, whole: Count, first: Count) -> str:
    """The mark that opens the apposition, behind the number, what describes it, or its verb; "" where there is none."""
    end = first.start
    while end > whole.end and (s.is_adverb(end - 1) or s.covering("person.called", end - 1)):
        end -= 1
    end -= s.word_in("the", end - 1)
    mark = s.word(end - 1)
    if end <= whole.end or mark not in _OPENS:
        return ""
    if end - 1 == whole.end or describes(s, whole.end, end - 1):
        return mark
    return mark if _is_behind_verb(s, whole, range(whole.end, end - 1)) else ""


def _is_behind_verb(s: Sentence, whole: Count, between: range) -> bool:
    """ "Three people died in Homs, a teacher and two students": does but the verb, with its place, stand between?"""
    verb = whole.trigger
    told = verb is not None and verb.start in between and len(between) <= _FAR
    return told and not any(s.word(i) in _OPENS | CLAUSE_ENDS or is_and(s, i) for i in between)


def _shares(s: Sentence, whole: Count, member: Count) -> bool:
    """Is nothing else told of the member than of the whole?"""
    if member.unit is None:
        return True
    verbs = (whole.trigger, member.trigger)
    return member.unit == whole.unit and (
        None in verbs or member.inherited or _start(whole) == _start(member)
    )


def _start(count: Count) -> int:
    return count.trigger.start if count.trigger else -1


def _joined(s: Sentence, one: Count, other: Count) -> bool:
    if s.language.articles:
        return joins(s, one, other) or is_joint(s, one.end, other.start)  # "A B, 20, C D, 22"
    return all(s.word(i) in COMMAS for i in range(one.end, other.start)) and s.has_and(other.start)


def _has_and(s: Sentence, one: Count, other: Count) -> bool:
    return s.has_and(other.start) or any(is_and(s, i) for i in range(one.end, other.start))


def _may_be(s: Sentence, whole: Count, member: Count) -> bool:
    """May the people of a count be some of those of another, by their people, side, sex and age?"""
    if all(s.has("toponym", c.start, c.end) for c in (whole, member)) or not member.head:
        return False  # "two Syrians, a Swiss and a nurse"
    side, other, person = whole.category, member.category, member.person
    sex, stage = (person.sex, person.stage) if person else (None, None)
    if side in ARMED:
        return other in (side, "unspecified", "men", "women")
    if side == "men":
        return sex != "female" and stage != "child" and other not in ("women", "children")
    if side == "women":
        return sex != "male" and stage != "child" and other not in ("men", "children")
    if side == "children":
        girl = other in ("women", "men") and stage != "adult"  # "a girl", "a youth"
        return stage == "child" or other in ("children", "unspecified") or girl
    return side == "unspecified" or other not in ARMED


def _is_apart(
    s: Sentence, before: Sequence[Count], whole: Count, members: Sequence[Count], last: Count, opening: str
) -> bool:
    """Can those told behind a count be no further members of its list?  last: of all that the apposition tells."""
    behind_verb = whole.end <= _start(whole) < members[0].start
    aged = s.word(last.end - 1) in _AGED  # the phrase of a person ends behind the mark that closes the age
    ends = aged or last.end >= len(s.tokens) or not s.tokens[last.end].is_word
    if behind_verb:
        return ends
    if opening in _STRONG:
        return opening == ":" or ends
    if all(c.person and c.person.names for c in members):
        return True
    listed = before and joins(s, before[-1], whole) and not _has_and(s, before[-1], whole)
    if listed:
        return False  # "a guard, two men, a nurse and a teacher"
    mere = whole.category == "unspecified" and not (
        whole.open_noun or s.has("toponym", whole.start, whole.end)
    )
    return mere or _is_closed(s, whole, last)


def _is_closed(s: Sentence, whole: Count, last: Count) -> bool:
    """Does a comma stand behind the last, and then the verb, "and", or where it happened?"""
    at = last.end - (s.word(last.end - 1) in COMMAS)
    if s.word(at) not in COMMAS:
        return False
    goes_on = ("grammar.relative", "series.preposition", "date")
    if is_and(s, at + 1) or any(s.at(group, at + 1) for group in goes_on):
        return True
    between = range(at + 1, _start(whole))
    helped = all(s.covering("grammar.be", i) or s.word_in("have", i) or s.is_adverb(i) for i in between)
    return _start(whole) > at and helped
