"""Several people whom a number counts, and what happened to them where no verb of the lists tells it.

Who was shot, was taken to hospital or has wounds was hurt; of those who "later died", or of whom one was shot
"fatally", the end counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidents.parsing.counting.fates import Fate, fates_of
from incidents.parsing.counting.people import Count, Person
from incidents.parsing.counting.singles import is_joint, reaches, trigger_of
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import Sentence

_OUTCOME = 12
"""So many words behind "was shot" it may be told that they died."""


def groups(s: Sentence, counts: Sequence[Count]) -> list[Count]:
    """The counts, with what happened to those that nothing else tells: "four people were shot, one fatally"."""
    fates = [f for f in fates_of(s, [(c.start, c.end) for c in counts]) if f.unit == "injured"]
    out: list[Count] = []
    for count in counts:
        if count.unit and any(s.ending("role.apart", i) for i in (count.start - 1, count.start)):
            out.append(replace(count, trigger=None, inherited=True))  # "not counting the two attackers"
            continue
        if (count.unit is None or count.inherited) and s.at("fate.fatally", count.end):
            trigger = Trigger(count.end, count.end + 1, "killed", "before")
            category = count.category
            if out and _is_whole(out[-1], count):
                category = out[-1].category if category == "unspecified" else category
                rest = out[-1].number.value - count.number.value
                told = out[-1].trigger and replace(out[-1].trigger, open_end=False)
                out[-1] = replace(out[-1], number=replace(out[-1].number, low=rest, high=rest), trigger=told)
            out.append(replace(count, unit="killed", trigger=trigger, category=category))
            continue
        fate = next((f for f in fates if count.unit is None and _is_of_group(s, f, count, counts)), None)
        out.append(replace(count, unit="injured", trigger=trigger_of(fate)) if fate else count)
        if fate:
            _share(s, out)
        if end := _but_died(s, out[-1], counts):
            out[-1] = replace(out[-1], unit="killed", trigger=end)
    return out


def _but_died(s: Sentence, told: Count, counts: Sequence[Count]) -> Trigger | None:
    """The end of people who were hurt: "two men were taken to hospital but later died"."""
    trigger = told.trigger
    if told.unit != "injured" or trigger is None or trigger.kind != "before":
        return None
    reach = range(trigger.end, min(trigger.end + _OUTCOME, len(s.tokens)))
    at = next((i + 1 for i in reach if s.word_in("but", i)), len(s.tokens))
    verb = s.first("verb_subject.killed", at, at + 4)
    if verb is None or any(trigger.end <= c.start < verb.start for c in counts):
        return None
    plain = all(s.is_adverb(i) or s.word_in("have", i) for i in range(at, verb.start))
    return Trigger(verb.start, verb.end, "killed", "before") if plain else None


def _share(s: Sentence, told: list[Count]) -> None:
    """ "One woman and two men were shot": what is told of the last holds for the list before it."""
    for i in range(len(told) - 2, -1, -1):
        before = told[i]
        if before.unit or not before.head or not is_joint(s, before.end, told[i + 1].start):
            break
        told[i] = replace(before, unit="injured", trigger=told[-1].trigger, inherited=True)


def _is_whole(whole: Count, part: Count) -> bool:
    """ "Four people were shot, one fatally": may the first hold the second?"""
    exact = whole.number.basis == part.number.basis == "exact"
    return whole.unit == "injured" and exact and whole.number.value > part.number.value


def _is_of_group(s: Sentence, fate: Fate, count: Count, counts: Sequence[Count]) -> bool:
    """Does the verb tell of the people of a count?"""
    if fate.side == "object":
        return fate.end == count.start and (count.head or count.number.in_digits)
    if fate.lead < count.end or any(
        count.end <= c.start and c.end <= fate.lead for c in counts if c is not count
    ):
        return False
    if not count.head:
        return fate.lead == count.end
    return reaches(s, Person(count.start, count.end, "a", count.start), fate, many=count.number.value != 1)
