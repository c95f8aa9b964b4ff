"""People told by a number whom a later verb hits under a pronoun: "pulled eight men out and executed them"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, Sentence

_REACH = 20
"""So many words may stand between the people and the verb."""


def with_them(s: Sentence, counts: Sequence[Count]) -> list[Count]:
    """The counts, with what a verb that goes on with their own did to "them"."""
    out = list(counts)
    for trigger in _of_them(s):
        meant = _meant(s, trigger, out)
        if meant is None or meant.unit == trigger.unit:
            continue
        told = replace(meant, unit=trigger.unit, trigger=trigger)
        if meant.unit is None:
            out[out.index(meant)] = told
        else:  # seized before, and killed now
            out.append(replace(told, end=trigger.end, head=False))
    return sorted(out, key=lambda c: c.start)


def _of_them(s: Sentence) -> Iterator[Trigger]:
    """The verbs of killing with the pronoun right behind: "executed them", "beat them to death"."""
    for group in ("verb_object.killed", "verb_active.killed"):
        for verb in s.of(group):
            if s.word_in("plural_pronoun", verb.end):
                yield Trigger(verb.start, verb.end, "killed", "after")
    for verb in s.of("verb_split"):
        end = s.at("fatal_end", verb.end + 1)
        if end and s.word_in("plural_pronoun", verb.end):
            yield Trigger(verb.start, end.end, "killed", "after")


def _meant(s: Sentence, trigger: Trigger, counts: Sequence[Count]) -> Count | None:
    """The people whom the verb before it has as its object, where both verbs have one subject."""
    lead = trigger.start - 1
    while lead > 0 and s.is_adverb(lead):
        lead -= 1
    goes_on = s.at("grammar.and", lead) is not None or s.word(lead) in COMMAS
    before = s.at("series.subordinate", lead) and s.ends_with(
        "gerund", trigger.start
    )  # "before killing them"
    if not (goes_on or before):
        return None
    meant = next((c for c in reversed(counts) if c.end <= lead), None)
    if meant is None or not meant.head or lead - meant.end > _REACH or not _is_object(s, meant):
        return None
    between = range(meant.end, lead)
    apart = ("grammar.relative", "series.subordinate", "say", "number")
    if any(s.word(i) in CLAUSE_ENDS or any(s.covering(g, i) for g in apart) for i in between):
        return None
    others = any(s.at("people", i) and s.ends_with("plural", i) for i in between)
    joined = any(s.at("grammar.and", i) and not s.ends_with("past", i + 1) for i in between)
    return None if others or joined else meant


def _is_object(s: Sentence, count: Count) -> bool:
    """Does a verb stand right before the people, which is none of saying?"""
    lead = count.start - 1
    if lead < 1 or s.covering("say", lead) or s.covering("date", lead) or s.covering("toponym", lead):
        return False
    return s.ends_with("past", lead) or s.word_in("gripped", lead)
