"""Words by which people told in a later sentence are none of those told before: "a second bomb killed five"."""

from __future__ import annotations

from incidents.languages import Mark
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.text import COMMAS, Sentence

_OF_PEOPLE = ("fate.besides", "person.another", "grammar.also")
_LEAD = 3
"""So many words may stand between "another" and its noun: "a second large car bomb"."""
_BEHIND = 6
"""Words at most between "five died" and "in a separate blast"."""
_OPENING = 4
"""Words of a sentence among which "hours later" opens it."""
_OTHER = ("person.another", "actor.another")
_BREAKS = ("say", "grammar.relative", "series.subordinate", "verb_object", "verb_active", "verb_subject")


def are_others(s: Sentence, draft: Draft) -> bool:
    """Is it said of the people themselves: "five others", "another five", or did it "also" happen to them?"""
    return told_with(s, draft, *_OF_PEOPLE)


def told_with(s: Sentence, draft: Draft, *groups: str) -> bool:
    """Does a word of the groups stand with those counted: "three others were shot", "another was hurt"?"""
    count = draft.count
    if count is None:
        return False
    return any(s.has(group, max(0, count.start - 1), max(count.end, draft.core[1])) for group in groups)


def is_in_another_event(s: Sentence, draft: Draft) -> bool:
    """ "Another bomb killed five", "five died in a separate blast", "hours later, a mine killed five"."""
    trigger = draft.trigger
    if draft.count is None or trigger is None:
        return False
    active = trigger.start < draft.count.start
    before = next((m for m in reversed(s.of("event")) if active and m.end <= trigger.start), None)
    if before and _goes_with(s, before.end, trigger.start):
        return _is_other(s, before) or (s.word_in("indefinite", before.start - 1) and _opens_later(s))
    start = max(trigger.end, draft.count.end)
    behind = s.first("event", start, start + _BEHIND)
    return behind is not None and _goes_with(s, start, behind.start) and _is_other(s, behind)


def _goes_with(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) hold no other verb, and no comma?"""
    return not any(s.word(i) in COMMAS or any(s.at(g, i) for g in _BREAKS) for i in range(start, end))


def _is_other(s: Sentence, event: Mark) -> bool:
    """Does "another" or "a second" lead the noun of an event?"""
    lead = event.start - 1
    while lead > event.start - _LEAD and not any(s.covering(g, lead) for g in (*_OTHER, "grammar.noun_stop")):
        lead -= 1
    return any(s.covering(group, lead) for group in _OTHER)


def _opens_later(s: Sentence) -> bool:
    """ "Later", "hours later" at the head of the sentence, but not "hours after a bomb killed five"."""
    later = s.language.dates["units"]["later"]
    return any(s.word(i) in later and not s.word_in("counts_from", i) for i in range(_OPENING))
