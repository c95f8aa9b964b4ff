"""Counts of people linked to the words that tell what happened to them.

A count is linked to the trigger that governs it: passives, participles and intransitive verbs take the
count before them ("60 civilians killed", "31 people died"), active verbs and tolls the one after ("killed
25 of them", "the toll stands at 524"); nouns such as "deaths" tell by themselves.  Counts in a list share
their neighbour's trigger.
"""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing.figures import Number
from incidents.parsing.people import Count, category_of, counts
from incidents.parsing.singles import families, groups, singles
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, DASHES, SEMICOLONS, Sentence
from incidents.parsing.triggers import Trigger, triggers

_REACH = 14.0
_FAR = _REACH + 1
_LIST_GAP = 10
_LIST_MARKS = COMMAS | DASHES | {":", "(", ")"}


def linked_counts(s: Sentence, numbers: list[Number], articles: frozenset[str]) -> list[Count]:
    """The counts of people in a sentence; those that nothing in it explains have no unit."""
    found = counts(s, numbers)
    known = triggers(s, [(c.start, c.end) for c in found])
    linked = [_linked(s, count, known) for count in found]
    _share_forwards(s, linked)
    _share_backwards(s, linked)
    linked = groups(s, linked)
    return families(s, linked + singles(s, linked))


def _linked(s: Sentence, count: Count, known: list[Trigger]) -> Count:
    options = [(_cost(s, count, t, known), t.start, t) for t in known]
    cost, _, trigger = min(options, key=lambda o: o[:2], default=(_FAR, 0, None))
    if trigger is None or cost > _REACH or (count.unit and cost > 0.0):
        return count
    category = count.category
    if category == "unspecified" and trigger.kind == "toll":
        category = category_of([m for m in s.of("people") if trigger.start <= m.start < count.start])
    return replace(count, unit=trigger.unit, trigger=trigger, category=category)


def _share_forwards(s: Sentence, linked: list[Count]) -> None:
    """The members of a list take the trigger of the one before."""
    for index in range(1, len(linked)):
        before, count = linked[index - 1], linked[index]
        told_by = before.trigger.end if before.trigger else before.end
        gap = max(before.end, told_by) if told_by <= count.start else before.end
        # "A total of 973 were killed: 545 in ...": a toll is told a second time by its verb.
        again = s.first(f"verb_object.{before.unit}", before.end, before.end + 3)
        gap = max(gap, again.end) if again and again.end <= count.start else gap
        if count.unit or not before.unit or not _is_list_gap(s, gap, count.start):
            continue
        own_place = s.has("toponym", before.end, count.start)
        joined = s.has("grammar.and", count.start - 2, count.start)
        part = s.has("role.part", before.end, count.start)
        listed = any(s.word(i) == ":" for i in range(before.end, count.start))
        if count.head or own_place or joined or part or listed:
            linked[index] = replace(count, unit=before.unit, trigger=before.trigger, inherited=True)


def _share_backwards(s: Sentence, linked: list[Count]) -> None:
    """ "204 civilians, 61 soldiers and 75 gunmen, 340 deaths in all": the last word tells of all."""
    for index in range(len(linked) - 2, -1, -1):
        count, after = linked[index], linked[index + 1]
        if count.unit is None and count.head and after.unit and _is_list_gap(s, count.end, after.start):
            linked[index] = replace(count, unit=after.unit, trigger=after.trigger, inherited=True)


def _cost(s: Sentence, count: Count, trigger: Trigger, known: list[Trigger]) -> float:
    """How far a trigger is from governing a count, in tokens with a charge for what stands between."""
    if count.start >= trigger.end:
        return _cost_after(s, count, trigger, known)
    if count.end > trigger.start:
        return 0.0 if trigger.start >= count.start else _FAR
    if trigger.kind in {"after", "toll"}:
        return _FAR
    cost = _between(s, count.end, trigger.start, trigger, known)
    if not count.head and cost > 3:
        return _FAR
    return cost + (0.5 if trigger.kind == "either" else 0.0)


def _cost_after(s: Sentence, count: Count, trigger: Trigger, known: list[Trigger]) -> float:
    """The cost for a count behind the trigger."""
    if trigger.kind == "before":
        return _FAR
    cost = _between(s, trigger.end, count.start, trigger, known)
    if trigger.kind == "toll":
        return cost + (3.0 if s.word_in("from", count.start - 1) else 0.0)
    return cost if count.head or cost <= 2 else _FAR


def _between(s: Sentence, start: int, end: int, trigger: Trigger, known: list[Trigger]) -> float:
    if any(s.word(i) in CLAUSE_ENDS for i in range(start, end)):
        return _FAR
    others = [
        t for t in known if start <= t.start < end and not (t.start < trigger.end and trigger.start < t.end)
    ]
    says = sum(start <= m.start < end for m in s.of("say"))
    commas = sum(s.word(i) in COMMAS for i in range(start, end))
    return (end - start) + 1.5 * commas + 5.0 * len(others) + 2.0 * says


def _is_list_gap(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) only join the members of a list?

    A member that names its own place may follow a semicolon.
    """
    if end - start > _LIST_GAP:
        return False
    named = s.has("toponym", start, end)
    for index in range(start, end):
        token = s.tokens[index]
        if any(s.covering(group, index) for group in ("verb_object", "verb_subject", "say")):
            return False
        if not token.is_word and token.text not in _LIST_MARKS and not (named and token.text in SEMICOLONS):
            return False
    return True
