"""Who got away from a scene, from custody or from a building: people in flight who lost no home."""

from __future__ import annotations

from incidents.parsing.claims.drafts import Draft
from incidents.parsing.text import Sentence

_NEAR = 6


def is_getaway(s: Sentence, draft: Draft) -> bool:
    """ "Two men fled on foot", "shot the mayor and fled", "were evacuated from the hotel": is nobody displaced?"""
    if draft.kind.type != "Displacement":
        return False
    verb = draft.count.trigger if draft.count else None
    start, end = (verb.start, verb.end) if verb else draft.core
    if s.at("getaway.cleared", start):
        return s.first("getaway.premises", end, end + _NEAR) is not None
    if s.at("getaway.verb", start) is None:
        return False
    if s.at("getaway.behind", end):
        return True
    if s.first("getaway.vehicle", end, end + _NEAR):
        return not any(s.word_in("to", i) for i in range(end, end + 2 * _NEAR))
    subject = draft.count.end if draft.count else 0
    ends = end >= len(s.tokens) or not s.tokens[end].is_word
    return ends and s.at("grammar.and", start - 1) is not None and s.has("event", subject, start - 1)
