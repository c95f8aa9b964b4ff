"""What was told before: "the attack", "the explosion" and a victim named again mean an event already told."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.languages import EventKind, Mark
from incidents.parsing import events
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.drafts import Draft, in_two_towns
from incidents.parsing.counting.people import HURT
from incidents.parsing.scene.narrative import holds, is_place
from incidents.parsing.text import SEMICOLONS, Sentence

_BACK = 4
"""Words at most between the article and the noun: "the deadly car bomb attack"."""
_REACH = 12
"""Sentences back to the event that a definite mention means."""
_NAMES = 8
"""Words on either side of what happened among which the names of those it happened to are looked for."""
_SHORT = 3
"""So short a word with a capital is seldom a name that tells people apart."""
_OPENING = 3
"""Words of a sentence among which its subject begins."""
_BURNING = "Looting/property destruction"
"""What becomes an attack where people were hurt in it: "They torched a house. A family of five died."."""
_APART = ("event", "date", "toponym", "retold.another")
"""What, between two figures, lets the second be of something else."""
_KNOWN = (
    "event",
    "people",
    "actor",
    "say",
    "date",
    "org",
    "toponym",
    "number",
    "grammar",
    "verb_object",
    "source",
)


def find_retold(s: Sentence, drafts: list[Draft], context: Context) -> None:
    """Point each draft that tells an event again to the draft that told it first; a denial is no telling."""
    for draft in drafts:
        draft.names = _names(s, draft.core)
        if draft.role != "total" and draft.status in ("reported", "confirmed"):
            draft.again = (
                _beside(s, draft, drafts) or _meant(s, draft, context) or _goes_on(s, draft, context)
            )


def is_retold(s: Sentence, draft: Draft, context: Context) -> bool:
    """Complete an event and its retelling by one another; False where the two cannot be one event after all.

    Both have their own fields by now; place and day go from the one that names them to the one that does not.
    """
    first = draft.again = draft.again or _vague(s, draft, context)
    if first is None:
        return False
    if draft.role == "total" or _at_odds(draft, first):
        draft.again = None
        return False
    draft.kind = first.kind = _kind_of_both(draft, first)
    draft.because("event_type.same_event", s, draft.core)
    if draft.names_point and not first.own_place:
        first.spot, first.own_place = draft.spot, True
    elif not draft.own_place and first.spot and (draft.count is None or draft.spot is None):
        draft.spot = first.spot
    if draft.own_date and not first.own_date and not draft.cumulative:
        first.dated_as(draft, "date.story")
        first.own_date = True
    elif first.own_date and not draft.own_date:
        draft.dated_as(first, "date.story")
    draft.background = draft.background or first.background
    for other in context.recent:
        if other.again is first and other.role == "new":
            _follow(other, first)
    return True


def follow_first(drafts: list[Draft]) -> None:
    """Give all that a sentence tells of one event what the last of it tells."""
    for draft in drafts:
        if draft.again is not None and draft.role == "new":
            _follow(draft, draft.again)


def _follow(draft: Draft, first: Draft) -> None:
    """What is learnt of an event goes for all who were hurt in it."""
    draft.kind = first.kind
    if first.own_place and not draft.own_place:
        draft.spot = first.spot
    if first.own_date and not draft.own_date and not draft.cumulative:
        draft.dated_as(first, "date.story")


def _beside(s: Sentence, draft: Draft, drafts: list[Draft]) -> Draft | None:
    """Those of one verb, and those killed and hurt whom nothing sets apart, are of one event."""
    told = [d for d in drafts[: drafts.index(draft)] if d.count and _stands(d) and d.role == "new"]
    if not told or draft.count is None or draft.role != "new" or not _stands(draft):
        return None
    before = told[-1]
    between = before.core[1], draft.core[0]
    if between[0] > between[1] and before.count:
        # of one verb before both: "killed 12 in Homs and seven in Hama"
        between = before.count.end, draft.count.start
    if {before.unit, draft.unit} - set(HURT):
        return None
    if before.unit == draft.unit and not _same_verb(before, draft):
        return None
    if any(s.has(group, *between) for group in _APART) or any(
        s.word(i) in SEMICOLONS for i in range(*between)
    ):
        return None
    return before.again if before.again in drafts else before


def _told(s: Sentence, draft: Draft, context: Context) -> Iterator[Draft]:
    """The events told in the sentences before that a draft may tell again, the last one first."""
    for first in reversed(context.recent):
        if s.index - first.sentence > _REACH:
            return
        if first.again is None and _stands(first) and _fits(draft, first):
            yield first


def _meant(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    """The event that a draft tells again: the last one that its noun can mean, or that has its victim's name."""
    known = _told(s, draft, context)
    if (
        _is_pronoun(s, draft)
        or _goes_on_with_doer(s, draft)
        or any(is_definite(s, m.start, m.end) for m in _nouns(s, draft))
    ):
        return next(known, None)
    if draft.count and not draft.count.weak:
        return None
    return next((d for d in known if _share_a_name(draft, d)), None)


def _goes_on(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    """A figure alone ("Four people were killed.") is of the event that was told just before."""
    if draft.count is None or draft.unit not in HURT or s.any_word_in("have"):
        return None
    violent = events.family(events.ATTACK)
    if s.of("date") or any(map(is_place, s.of("toponym"))):
        return None
    if any(events.family(m.value) == violent for m in s.of("event")):
        return None
    before = context.drafts[-1] if context.drafts else None
    if before is None or s.index - before.sentence > 2 or before.background:
        return None
    told = before.again or before
    hurt = events.family(told.kind) == violent or told.kind.sub == _BURNING
    return told if hurt and _stands(told) and told.unit != draft.unit else None


def _same_verb(one: Draft, other: Draft) -> bool:
    return one.trigger is not None and one.trigger == other.trigger


def _vague(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    """What names neither a settlement nor a day tells no new event where one of its kind was told before."""
    if draft.count or draft.own_date or draft.names_point or draft.status not in ("reported", "confirmed"):
        return None
    if any(s.of(group) for group in ("grammar.also", "retold.another", "say.count")):
        return None
    area = draft.spot.place if draft.own_place and draft.spot else None
    for first in _told(s, draft, context):
        there = first.spot.place if first.spot else None
        if area is None or there is None or area.place_id == there.place_id or holds(area, there):
            return first
    return None


def _nouns(s: Sentence, draft: Draft) -> Iterator[Mark]:
    """The words of the event that a draft tells: its own, or that in which the people of its figure were hurt."""
    for mark in [*s.of("event"), *s.of("retold.event")]:
        if draft.count is None and draft.core == (mark.start, mark.end):
            yield mark
        if draft.count and draft.core[0] - _NAMES <= mark.start < draft.core[1] + _NAMES:
            yield mark


def _is_pronoun(s: Sentence, draft: Draft) -> bool:
    """Is the one it happened to told by a pronoun: "she was shot at the gate"?"""
    first = draft.core[0]
    return draft.count is None and any(s.at("pronoun", i) for i in range(max(0, first - 3), first))


def _goes_on_with_doer(s: Sentence, draft: Draft) -> bool:
    """ "The attackers came on motorcycles and opened fire": do those known to have done it begin the sentence?"""
    doer = s.first("retold.doer", 0, _OPENING)
    if doer is None or draft.count or s.of("retold.another") or s.any_word_in("then"):
        return False  # "the gunman then drove to a second mosque"
    return is_definite(s, doer.start, doer.end)


def _stands(draft: Draft) -> bool:
    return draft.status not in ("denied", "threatened") and not draft.cumulative and draft.parent is None


def _fits(draft: Draft, first: Draft) -> bool:
    """May both be one event, by their kinds and by what they count?"""
    if draft.unit and draft.unit == first.unit:
        return False
    if events.family(draft.kind) != events.family(first.kind):
        return False
    bombed = first.kind == events.ATTACK and draft.kind.type == events.REMOTE
    return draft.kind.type == first.kind.type or draft.kind == events.ATTACK or bombed or _is_guess(draft)


def _kind_of_both(draft: Draft, first: Draft) -> EventKind:
    """The more telling one: an attack that turns out to be a bombing is one."""
    if first.kind.sub == _BURNING:
        return draft.kind
    for guess, other in ((draft, first), (first, draft)):
        if _is_guess(guess):
            return guess.kind if _says_nothing(other) else events.of_one_event([first.kind, draft.kind])
    return draft.kind if first.kind == events.ATTACK else first.kind


def _is_guess(draft: Draft) -> bool:
    """Is its kind taken from who was hurt, as no word tells it?"""
    told = draft.reasons.get("event_type")
    return draft.role == "new" and told is not None and told.rule == "event_type.armed_victims"


def _says_nothing(draft: Draft) -> bool:
    """Does it tell neither what happened nor to whom: "and ten others wounded"?"""
    told = draft.reasons.get("event_type")
    return draft.category == "unspecified" and told is not None and told.rule == "event_type.people_hurt"


def is_definite(s: Sentence, start: int, end: int) -> bool:
    """Does a noun at tokens [start, end) stand with an article that says it was told: "the fatal shooting"?"""
    if s.has_article(start):
        return not s.has("retold.another", end, end + 2)
    for index in range(start - 1, max(-1, start - 1 - _BACK), -1):
        if s.at("retold.another", index) or not s.tokens[index].is_word or s.at("grammar.noun_stop", index):
            return False
        if s.at("retold.the", index):
            return not s.has("retold.another", index, start)
    return False


def _names(s: Sentence, core: tuple[int, int]) -> frozenset[str]:
    """Names of people around what happened to them: capitalised words that no list knows."""
    first, last = max(1, core[0] - _NAMES), min(len(s.tokens), core[1] + _NAMES)
    known = {i for group in _KNOWN for m in s.of(group) for i in range(m.start, m.end)}
    near = [i for i in range(first, last) if i not in known]
    return frozenset(s.word(i) for i in near if s.tokens[i].is_capitalised and len(s.word(i)) > _SHORT)


def _share_a_name(one: Draft, other: Draft) -> bool:
    """Both tell of somebody of the same name; one word of a list of many may be chance."""
    counted = other.count is not None and not other.count.weak
    return not counted and bool(one.names & other.names)


def _at_odds(draft: Draft, first: Draft) -> bool:
    """Do both name a settlement, or a day, and not the same, or is one of them long ago?"""
    if (draft.background and not first.background) or in_two_towns(draft, first):
        return True
    if draft.own_date and first.own_date and draft.date_end and first.date_end:
        start, other = draft.date_start or draft.date_end, first.date_start or first.date_end
        return start > first.date_end or other > draft.date_end
    return False
