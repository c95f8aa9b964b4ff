"""What reads like an attack and is none: accidents, disasters and diseases, and animals or things destroyed."""

from __future__ import annotations

from incidents.languages import Mark
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.figures import counts_things
from incidents.parsing.events import ATTACK, VIOLENT, family, is_passive
from incidents.parsing.scene.narrative import is_place
from incidents.parsing.text import Sentence

_REACH = 3
"""Words at most between a verb of killing and the animals that it tells of."""
_SOON = 2
"""Sentences at most from an attack to the fire or crash that it caused."""
_NOBODY_ACTS = ("act.blind", "told.accident", "told.mishap")
_KILLED = ("verb_object", "verb_active", "verb_first")
_APART = ("date", "actor.another")
_SUBJECT = 10
"""Words at most from "a boat" to "sank"."""
_INTO = 6
"""Words at most from "crashed into" to the other car."""


def is_accident(s: Sentence, context: Context) -> bool:
    """Were people hurt in a flood, a crash or the like, told here or before, without a word of an attack?

    In a text that tells attacks as well, an accident is gone on with in the very next sentence only.
    """
    if _tells_attack(s):
        return False
    if s.of("told.accident") or (_tells_mishap(s) and not _follows_attack(s, context)):
        context.accident = s
        return True
    told = context.accident
    if told is None or any(s.of(group) for group in _APART) or any(is_place(m) for m in s.of("toponym")):
        return False
    next_to_it = s.index == told.index + 1 and s.paragraph == told.paragraph
    return next_to_it or family(ATTACK) not in context.families


def _tells_attack(s: Sentence) -> bool:
    """Does it tell of a gun, an attack or attackers, or of an act that only people do?"""
    if s.of("told.firearm") or s.of("people.fighters") or any(m.value.type in VIOLENT for m in s.of("event")):
        return True
    if any(s.at(f"{verb}.killed", m.end) for m in s.of("actor.words") for verb in _KILLED):
        return True  # "soldiers killed"
    acts = (m.start for group in ("act.words", "act.alone") for m in s.of(group))
    return not all(any(s.covering(group, act) for group in _NOBODY_ACTS) for act in acts)


def _follows_attack(s: Sentence, context: Context) -> bool:
    """Was an attack told just before, so that the fire, or the bus that left the road, came of it?"""
    before = context.drafts[-1] if context.drafts else None
    return before is not None and family(before.kind) == family(ATTACK) and s.index - before.sentence <= _SOON


def _tells_mishap(s: Sentence) -> bool:
    """ "A fire broke out", or something that sank, crashed or fell down by itself, and into no crowd."""
    return bool(s.of("told.mishap")) or any(_is_wreck(s, verb) for verb in s.of("told.wreck"))


def _is_wreck(s: Sentence, verb: Mark) -> bool:
    if s.last("told.craft", max(0, verb.start - _SUBJECT), verb.start) is None:
        return False
    into = s.word_in("at_whom", verb.end) or s.at("fate", verb.start) is not None
    return not into or s.has("told.craft", verb.end, verb.end + _INTO)


def is_of_things(s: Sentence, draft: Draft) -> bool:
    """Did a killing told without a figure hit animals: "some 40 sheep were killed", "killing 12 camels"?"""
    verb = next(
        (v for g in ("verb_object", "verb_active") if (v := s.at(f"{g}.killed", draft.core[0]))), None
    )
    if draft.count is not None or verb is None:
        return False
    near = (verb.start - _REACH, verb.start) if is_passive(s, verb) else (verb.end, verb.end + _REACH)
    hit = any(counts_things(s, i) and not s.at("event", i) for i in range(*near))
    return hit and not s.has("people", *near)
