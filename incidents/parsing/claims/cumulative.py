"""Figures that cover more than one event: totals, whole regions, wars."""

from __future__ import annotations

from incidents.model import POINT_PRECISIONS
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import Count
from incidents.parsing.text import Sentence

_LED = 3
"""So many words before the verb the words that lead it stand: "have since been killed"."""
_MANY = 50
"""So many people over an area are seldom hurt in one event."""
_WAR = 500
"""So many are the dead of a war and not of one event, where no day is told."""
_LATER = ("arrested", "displaced")
_SPREAD = ("Displacement", "Strategic developments")
"""What goes on over a region without a figure (displacement, looting, arrests) is seldom one event."""


def is_cumulative(s: Sentence, draft: Draft) -> bool:
    """Does the claim cover more than one event: a total, a whole region, "five massacres"?"""
    if draft.role == "total":
        return True
    place = draft.spot.place if draft.spot else None
    wide = place is not None and place.geo_precision in ("region", "country")
    if draft.unit and draft.low is None and draft.high is None:
        return False
    if not draft.unit:
        wide = wide or _is_several_areas(draft)
        often = s.any_word_in("plural_event") or s.of("of_the_same") or draft.kind.type in _SPREAD
        return wide and bool(often) and not _is_one_event(s)
    if is_of_a_war(s, draft):
        return True
    several = draft.count is not None and (draft.value >= _MANY or _is_perfect(s, draft.count))
    if wide and several and not _is_one_event(s):
        return True
    later = draft.unit in _LATER  # "fled after the killings" is no running count of the killings
    return s.any_word_in("plural_event") and not later and not (draft.spot and draft.spot.is_point)


def is_of_a_war(s: Sentence, draft: Draft) -> bool:
    """ "The conflict has killed more than 24,000": no day and no village of its own, and too many for one event."""
    trigger = draft.trigger
    if trigger is None or draft.value < _WAR or draft.own_date or draft.own_place:
        return False
    joined = s.at("grammar.and", trigger.start - 1)  # "has killed 40,000 people and displaced 12 million"
    return s.any_word_in("until_now", 0 if joined else max(0, trigger.start - _LED), trigger.end)


def _is_perfect(s: Sentence, count: Count) -> bool:
    """ "Have been killed", "has displaced": what went on until now, and no one event."""
    if count.trigger is None:
        return False
    return s.any_word_in("have", max(0, count.trigger.start - _LED), count.trigger.start)


def _is_several_areas(draft: Draft) -> bool:
    places = draft.spot.places if draft.spot else ()
    return bool(places) and not all(place.geo_precision in POINT_PRECISIONS for place in places)


def _is_one_event(s: Sentence) -> bool:
    """Is one event told, or one town: "a blast", "a village in the north", "in one night"?"""
    if s.of("role.one_event"):
        return True
    for index in range(len(s.tokens)):
        event = s.at("event", index)
        last = event.end - 1 if event else index
        named = event is not None or s.word_in("settlement", index)
        if named and _is_led_by_article(s, index) and not s.ends_with("plural", last):
            return True
    return False


def _is_led_by_article(s: Sentence, index: int) -> bool:
    """Does an article lead the noun, with adjectives between at most?"""
    for back in range(1, 4):
        at = index - back
        if at < 0 or not s.tokens[at].is_word or s.at("grammar.noun_stop", at) or s.at("grammar.of", at):
            return False
        if s.word(at) in s.language.articles:
            return True
    return False
