"""Lists that mix numbers and single people: "two officers, a nurse and a Swiss national were killed".

What is told of one member is told of all, where the verb stands before the first of them or behind the last.
Lists of numbers alone are the matter of `series`, a list of single people that of `singles`.  Members that could
be taken to hold one another ("four people and a policeman") are told with their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from incidents.model import Category
from incidents.parsing.counting.appositions import may_be_named
from incidents.parsing.counting.figures import silent
from incidents.parsing.counting.members import is_and, members_of, runs
from incidents.parsing.counting.people import Count
from incidents.parsing.counting.series import got_away
from incidents.parsing.counting.triggers import Trigger, is_of_things
from incidents.parsing.text import Sentence

_STOPS = ("grammar.and", "grammar.relative", "series.subordinate")
_FINITE = ("say", "grammar.be", "verb_object", "verb_subject")
_LIVING = ("killed", "injured", "abducted", "arrested", "missing")


def complete(s: Sentence, told: Sequence[Count]) -> list[Count]:
    """The counts of a sentence with those that a list of theirs goes on with, from left to right."""
    found = sorted(told, key=lambda c: (c.start, c.end))
    if not s.language.articles or not any(c.unit in _LIVING for c in found):
        return found
    out: list[Count] = []
    for run in runs(s, members_of(s, found)):
        out += _shared(s, run)
    return [c for c in out if c.unit or not c.weak]


def with_sums(s: Sentence, told: Sequence[Count]) -> list[Count]:
    """The counts, and the sum of each list whose members are not told apart by who they were."""
    out = sorted(told, key=lambda c: c.start)
    if not s.language.articles:
        return out
    for run in list(runs(s, [c for c in out if c.unit])):
        for trigger in dict.fromkeys(_verb(c) for c in run):
            part = [c for c in run if _verb(c) == trigger and c.names is None]
            if trigger is None or len(part) < 2 or not _is_one_sum(part):
                continue
            if not (_is_told_apart(s, part) or _is_counted_before(part, out)):
                out.append(_sum(s, part))
    return sorted(out, key=lambda c: (c.start, -c.end))


def _verb(count: Count) -> tuple[int, int, str | None] | None:
    return (count.trigger.start, count.trigger.end, count.unit) if count.trigger else None


def _is_one_sum(part: Sequence[Count]) -> bool:
    """May people of one category be among those of another?  Attackers, and people told one by one, are told apart."""
    categories = {c.category for c in part}
    civil = categories & {"civilians", "women", "children", "men"}
    wide = len(categories) == 1 or "unspecified" in categories or ("civilians" in civil and len(civil) > 1)
    return wide and "fighters" not in categories and not all(c.weak for c in part)


def _is_counted_before(part: Sequence[Count], told: Sequence[Count]) -> bool:
    """ "Four people - three adults and a child - were found dead": the list says who the four were."""
    total = sum(c.number.value for c in part)
    return any(c.number.value == total and c.end <= part[0].start and c.unit == part[0].unit for c in told)


def _is_told_apart(s: Sentence, part: Sequence[Count]) -> bool:
    """Do words say that some are among the others, or at another place, or may the list tell who the first are?"""
    first, last, verb = part[0], part[-1], part[0].trigger
    if verb and verb.end > first.start and verb.start < last.end:
        return True  # "of the 90 dead, 50 were civilians"
    cues = ("role.part", "series.inside", "role.apart")
    told = any(s.has(cue, max(0, first.start - 2), last.end + 1) for cue in cues)
    if told or any(c.number.low is None for c in part):
        return True
    gaps = [range(one.end, other.start) for one, other in pairwise(part)]
    if any(s.covering("toponym", i) for gap in gaps for i in gap) or not any(is_and(s, i) for i in gaps[-1]):
        return True
    people = (
        first.category == "unspecified" and not first.weak and not s.has("toponym", first.start, first.end)
    )
    return people and not any(is_and(s, i) for i in gaps[0])  # "killed six people, two women and a guard"


def _sum(s: Sentence, part: Sequence[Count]) -> Count:
    first, last = part[0], part[-1]
    low = sum(c.number.low or 0 for c in part)
    exact = all(c.number.basis == "exact" for c in part)
    number = silent(first.start, low, low if exact else None, "exact" if exact else "at_least")
    if may_be_named(s, part):  # "two men, a nurse and a teacher were killed": two, or four
        number = replace(number, low=first.number.low, basis="range" if number.high else "at_least")
    said = {c.category for c in part}
    civil: Category = "unspecified" if said & {"unspecified", "security_forces"} else "civilians"
    return replace(
        first,
        end=last.end,
        number=number,
        category=first.category if len(said) == 1 else civil,
        weak=False,
        person=None,
        head=True,
        open_noun=False,
        inherited=False,
        trigger=last.trigger,
        is_list=True,
    )


def _shared(s: Sentence, run: list[Count]) -> list[Count]:
    """The members of a list with what is told of one of them, where the list is whole."""
    for member in {m.trigger: m for m in reversed(run)}.values():
        if member.unit in _LIVING and member.trigger and not is_of_things(s, member.trigger):
            part = _behind(s, run, member) if member.trigger.end <= member.start else _before(s, run, member)
            joined = [i for one, other in pairwise(part[-2:]) for i in range(one.end, other.start)]
            if any(is_and(s, i) for i in joined):
                return [_with(s, m, member) if m in part else m for m in run]
    return run


def _behind(s: Sentence, run: list[Count], told: Count) -> list[Count]:
    """The members that a verb before them tells of: those up to the first that something else happened to."""
    verb = told.trigger.end if told.trigger else 0
    part = list(takewhile(lambda m: _may_share(m, told), (m for m in run if m.start >= verb)))
    near = part and not any(s.tokens[i].is_word and not _is_lead(s, i) for i in range(verb, part[0].start))
    # "The murder of a nun and two girls was ..." tells of them by a noun.
    of = s.at("grammar.of", verb - 1) or s.at("grammar.of", verb)
    closed = near and (_closes(s, part[-1].end) or (of and s.covering("grammar.be", part[-1].end)))
    return part if closed else []


def _may_share(member: Count, told: Count) -> bool:
    """Is nothing else told of the member?  "Shot" is nothing else than "shot ... dead"."""
    same = member.trigger and told.trigger and member.trigger.start == told.trigger.start
    return member.unit in (None, told.unit) or (member.unit == "injured" and bool(same))


def _is_lead(s: Sentence, index: int) -> bool:
    return s.at("grammar.of", index) is not None or s.word_in("the", index) or s.word_in("whose", index)


def _before(s: Sentence, run: list[Count], told: Count) -> list[Count]:
    """The members that a verb behind the last of them tells of."""
    verb = told.trigger
    part = [m for m in run if verb and m.end <= verb.start]
    return part if verb and part and _is_subject(s, part[0], part[-1], verb) else []


def _with(s: Sentence, member: Count, told: Count) -> Count:
    if member.unit == told.unit or not (member.head and _may_share(member, told)) or got_away(s, member.end):
        return member
    return replace(member, unit=told.unit, trigger=told.trigger, inherited=True)


def _is_subject(s: Sentence, first: Count, last: Count, trigger: Trigger) -> bool:
    """Does the list begin its clause, and the verb stand right behind it, in the plural?"""
    among = s.first("role.among", last.end, trigger.start)  # "were among those killed"
    verb = range(last.end, among.start if among else trigger.start)
    helped = [i for i in verb if s.covering("grammar.be", i) or s.word_in("have", i)]
    others = [i for i in verb if i not in helped and not s.is_adverb(i)]
    if len(others) > 2 or any(s.tokens[i].is_word for i in others):
        return False
    if any(s.word_in("be_one", i) for i in helped):
        return False
    lead = first.start - 1 - s.word_in("the", first.start - 1)
    if lead < 0 or not s.tokens[lead].is_word or s.word_in("left", lead):
        return True
    if s.at("series.preposition", lead) or s.at("grammar.of", lead):
        finite = bool(helped) or s.at("verb_subject", trigger.start) is not None
        return not finite  # "the funeral of a nurse and two girls killed on Friday"
    return any(
        s.covering(g, lead) for g in ("grammar.clause_start", "say", "date", "toponym", "series.subordinate")
    )


def _closes(s: Sentence, end: int) -> bool:
    """Does the clause of a list of objects end behind it, so that its last members are no subject of another verb?"""
    if end >= len(s.tokens) or not s.tokens[end].is_word:
        return True
    goes_on = (*_STOPS, "grammar.noun_stop", "series.preposition", "date", "toponym", "fatal_end")
    if s.covering("grammar.be", end) or not (
        s.ends_with("adverb", end) or any(s.covering(g, end) for g in goes_on)
    ):
        return False
    for index in range(end, len(s.tokens)):
        stops = any(s.covering(group, index) for group in _STOPS)
        if stops or not s.tokens[index].is_word:
            return True
        if any(s.covering(group, index) for group in _FINITE) and not s.at("fatal_end", index):
            return False
    return True
