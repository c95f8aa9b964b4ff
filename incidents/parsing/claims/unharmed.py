"""What reads like an attack and is none: accidents, disasters and diseases, and animals or things destroyed."""

from __future__ import annotations

from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.figures import counts_things
from incidents.parsing.events import is_passive
from incidents.parsing.text import Sentence

_REACH = 3


def is_accident(s: Sentence) -> bool:
    """Were people hurt in a flood, a crash or the like, without a word of an attack?"""
    if not s.of("told.accident") or s.of("told.firearm"):
        return False
    acts = (m for group in ("act.words", "act.alone") for m in s.of(group))
    return not s.of("event") and all(s.at("act.blind", m.start) for m in acts)


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
