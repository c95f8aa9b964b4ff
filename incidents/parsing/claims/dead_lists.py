"""Figures of a list of the dead, which counts names: "the list of the dead holds 60 names, six of them children"."""

from __future__ import annotations

from dataclasses import replace

from incidents.languages import Mark
from incidents.parsing.claims.context import Context
from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import Sentence

_AGAIN = 2
"""Sentences at most from a list of the dead to "the list" or "a list"."""


def with_names(s: Sentence, linked: list[Count], context: Context) -> list[Count]:
    """The counts of a sentence, the names on a list of the dead and those "of them" as people who were killed."""
    named = next((c for c in linked if c.unit is None and s.at("dead_list.names", c.number.end)), None)
    told = named and _list_before(s, named, context)
    if named is None or told is None or _tells_otherwise(s, named):
        return linked
    trigger = Trigger(told.start, told.end, "killed", "toll")
    dead = replace(named, end=named.number.end, unit="killed", trigger=trigger, open_noun=False, head=True)
    return [
        dead if c is named else replace(c, unit="killed", inherited=True) if _is_of_them(s, c, dead) else c
        for c in linked
    ]


def _list_before(s: Sentence, named: Count, context: Context) -> Mark | None:
    """The words for the list of the dead that holds so many names."""
    holds = next(iter(s.ending("dead_list.holds", named.start)), None)
    if holds is None:
        return None
    own = s.last("dead_list.words", 0, holds.start)
    goes_on = context.listed is not None and s.index - context.listed <= _AGAIN
    return own or (s.last("dead_list.again", 0, holds.start) if goes_on else None)


def _tells_otherwise(s: Sentence, named: Count) -> bool:
    """Does the sentence tell of the missing, the wounded or the like, or say whose names they are?"""
    units = ("injured", "missing", "abducted", "arrested", "displaced")
    other = any(
        s.of(f"{group}.{unit}") for group in ("casualty", "verb_object", "verb_subject") for unit in units
    )
    return other or s.at("grammar.of", named.number.end + 1) is not None


def _is_of_them(s: Sentence, count: Count, dead: Count) -> bool:
    """ "At least six of them children": some of those whose names the list holds."""
    part = s.at("role.part", count.number.end)
    return count.unit is None and count.start >= dead.end and part is not None
