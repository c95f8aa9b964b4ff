"""Who got away from a scene, from custody or from a building: people in flight who lost no home."""

from __future__ import annotations

from incidents.parsing.claims.drafts import Draft
from incidents.parsing.text import Sentence

_NEAR = 6
"""Words at most between the verb and the building or vehicle; as many more to where the vehicle went."""


def is_getaway(s: Sentence, draft: Draft) -> bool:
    """ "Two men fled on foot", "shot the mayor and fled", "were evacuated from the hotel": is nobody displaced?"""
    if draft.kind.type != "Displacement":
        return False
    start, end = draft.told_at
    if s.at("getaway.cleared", start):
        return s.has("getaway.premises", end, end + _NEAR)
    if s.at("getaway.verb", start) is None:
        return False
    if s.at("getaway.behind", end):
        return True
    if s.has("getaway.vehicle", end, end + _NEAR):
        return not s.any_word_in("to", end, end + 2 * _NEAR)
    subject = draft.count.end if draft.count else 0
    ends = end >= len(s.tokens) or not s.tokens[end].is_word
    return ends and s.at("grammar.and", start - 1) is not None and s.has("event", subject, start - 1)
