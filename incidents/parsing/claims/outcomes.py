"""What became of those who were shot or stabbed, as far as the report tells.

Who was shot was hit, and counts as wounded.  Not where it was meant as their end ("lined up and shot"), nor where
dead of the same event are told, who may be among them: of N people shot, D of them dead, N - D to N were wounded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from incidents.parsing.claims.drafts import Draft, in_two_towns
from incidents.parsing.claims.otherness import told_with
from incidents.parsing.counting.fates import hits_body
from incidents.parsing.counting.people import ARMED, Person
from incidents.parsing.counting.persons import agree, persons
from incidents.parsing.text import Sentence

_HURT_IN = ("fate.shooting", "fate.hospital", "fate.wound", "fate.condition")
"""Words of a report in which "they shot him" says that somebody was hurt."""
_TOLD_HURT = ("verb_object.injured", "fate.wound", "fate.condition")
_NEAR = 6
"""Words at most behind "was shot" in which it is said that the wounded live."""
_AGENT = 8
"""Words at most between "was shot" and "by soldiers"."""
_SOON = 4
"""Sentences behind a list in which one of it may be told to have died."""
_AROUND = 100
"""So many claims before and behind may be of the same event."""
_MANY = 2
"""Beside so many dead, one person who was shot may be one of them, whoever they are."""
_LONGEST = dt.timedelta(days=60)
"""So long after they were shot, people may die of it."""


def leave_open(drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> None:
    """Take the figure from those who were shot where it may have been their end, in place."""
    hurt = any(s.of(group) for s in sentences for group in _HURT_IN)
    dead = any(d.unit == "killed" for d in drafts)
    accident = any(s.of("fate.accident") for s in sentences)
    suicide = any(not s.at("status.intended", m.start - 1) for s in sentences for m in s.of("fate.suicide"))
    for draft in drafts:
        s = sentences[draft.sentence]
        if not accident and _is_self_inflicted(draft, s):
            if suicide:
                draft.unit = "killed"
                draft.because("unit.suicide", s, draft.core)
            else:
                take_figure(draft, "victim.only_shot", s)
        elif draft.unit == "injured" and _may_be_the_end(draft, s, hurt=hurt, dead=dead):
            take_figure(draft, "victim.only_shot", s)


def _is_self_inflicted(draft: Draft, s: Sentence) -> bool:
    """ "Then shot himself", but not in the foot."""
    trigger = draft.trigger
    if trigger is None or draft.unit != "injured" or not s.has("fate.self", *draft.told_at):
        return False
    return not hits_body(s, trigger.end)


def _may_be_the_end(draft: Draft, s: Sentence, *, hurt: bool, dead: bool) -> bool:
    """ "Lined up and shot", "soldiers shot a farmer"; hurt, dead: does the report tell of wounds, of dead?"""
    trigger = draft.trigger
    if trigger is None or s.at("struck", trigger.start) is None or trigger.end != trigger.start + 1:
        return False
    if s.of("fate.helpless") or s.has("fatal_end", trigger.end, trigger.end + 3):
        return True
    if hurt or s.at("fate.open", trigger.start) is None or s.of("fate.fatally"):
        return False
    if hits_body(s, trigger.end):
        return False
    if any(s.has(group, trigger.end, trigger.end + 2) for group in _TOLD_HURT):
        return False  # "shot and wounded"
    if (dead and draft.person) or trigger.kind != "before":
        return True
    return s.has("grammar.agent", trigger.end, trigger.end + _AGENT)


def settle_outcomes(drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> None:
    """Leave the dead of an event out of those who were shot or stabbed in it, in place; one person is `identity`'s."""
    shot = [i for i, d in enumerate(drafts) if _may_hold_dead(d, sentences[d.sentence])]
    open_ones = {id(drafts[i]) for i in shot}
    near = {i: drafts[max(0, i - _AROUND) : i + _AROUND] for i in shot}
    among = {i: _dead_of(drafts[i], near[i], sentences) for i in shot}
    whole = {drafts[i].low for i in shot if not among[i]}
    for i in shot:
        draft = drafts[i]
        if among[i] and draft.low not in whole:
            hurt = [d for d in near[i] if d.unit == "injured" and id(d) not in open_ones]
            told = max((d.value for d in hurt if _is_of_one_event(draft, d)), default=0)
            _leave_out(draft, among[i], told, sentences)
    for i, draft in enumerate(drafts):
        count = draft.count
        several = draft.unit == "injured" and draft.low == draft.high and draft.value > 1
        if several and count and count.number.is_silent:
            _leave_out_members(draft, drafts[i : i + _AROUND], sentences[draft.sentence])


def _leave_out_members(draft: Draft, behind: Sequence[Draft], s: Sentence) -> None:
    """ "A farmer and his son were wounded.  The son later died": he is no longer among the wounded."""
    dead = {d.victim: p for d in behind if (p := _died_later(d, draft))}
    if not dead or draft.count is None or draft.low is None:
        return
    members = [p for p in persons(s) if draft.count.start <= p.start and p.end <= draft.count.end]
    left = draft.low
    for person in dead.values():
        if member := next((m for m in members if agree(m, person)), None):
            members.remove(member)
            left -= 1
    if not left:
        take_figure(draft, "victim.died", s)
    elif left < draft.low:
        draft.low = draft.high = left
        draft.because("figure.without_dead", s, draft.core)


def _died_later(dead: Draft, draft: Draft) -> Person | None:
    """Whoever is told again soon, as one known already, and dead."""
    person = dead.person if dead.unit == "killed" and 0 < dead.sentence - draft.sentence <= _SOON else None
    known = person and person.kind in ("the", "pronoun", "name") and not person.whose
    return person if known else None


def _may_hold_dead(draft: Draft, s: Sentence) -> bool:
    """Is it a figure of people who were shot or stabbed, of whom the clause does not say that they live?"""
    trigger, person = draft.trigger, draft.person
    if trigger is None or draft.unit != "injured":
        return False
    if not (s.at("struck", trigger.start) if person else trigger.open_end):
        return False
    if person and hits_body(s, trigger.end):
        return False
    return not any(s.has(group, trigger.end, trigger.end + _NEAR) for group in _TOLD_HURT)


def _dead_of(shot: Draft, drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> list[Draft]:
    """The claims of dead of the event in which people were shot, but for whoever shot them."""
    dead = [d for d in drafts if d.unit == "killed" and d.low and d.status not in ("denied", "threatened")]
    dead = [d for d in dead if not d.of_attackers]
    return [d for d in dead if _is_some_of(shot, d, sentences) or _is_of_one_event(shot, d)]


def _is_of_one_event(shot: Draft, other: Draft) -> bool:
    """May the dead be among those who were shot, by place and day?"""
    if shot.background != other.background or (other.category == "fighters") != (shot.category == "fighters"):
        return False
    if in_two_towns(shot, other):
        return False
    if shot.date_start is None or shot.date_end is None or other.date_end is None:
        return other.date_precision not in ("month", "year")
    return shot.date_start <= other.date_end <= shot.date_end + _LONGEST


def _leave_out(draft: Draft, dead: Sequence[Draft], hurt: int, sentences: Sequence[Sentence]) -> None:
    """Take the dead from a figure; hurt: how many wounded the report tells by other words, which say it better."""
    s = sentences[draft.sentence]
    low, high = draft.low, draft.high
    number = _number(dead)
    others = told_with(s, draft, "fate.besides")  # none of the dead told before them
    if low == 1 and (number < _MANY or others):
        return
    if others and low is not None and number <= low:
        number = _number([d for d in dead if d.sentence > draft.sentence])
    if (
        low is None
        or high not in (low, None)
        or draft.cumulative
        or draft.category in ARMED
        or number >= low
        or hurt > low - number
    ):
        take_figure(draft, "unit.may_have_died", s)
    elif number:
        some = hurt == low - number or any(_is_some_of(draft, d, sentences) for d in dead)
        draft.low = low - number
        if high is not None:
            draft.high, draft.basis = (draft.low, "exact") if some else (high, "range")
        draft.because("figure.without_dead" if some else "figure.maybe_dead", s, draft.core)


def _number(dead: Sequence[Draft]) -> int:
    """How many dead claims tell of: the greatest figure, or the people told one by one."""
    people = {d.victim for d in dead if d.person}
    return max([len(people), *(d.low or 0 for d in dead)])


def _is_some_of(shot: Draft, dead: Draft, sentences: Sequence[Sentence]) -> bool:
    """ "One of them died", "one of the victims": some of those told just before."""
    if dead.count is None or not 0 <= dead.sentence - shot.sentence <= 2:
        return False
    return sentences[dead.sentence].has("grammar.of", dead.count.start, dead.count.end)


def take_figure(draft: Draft, rule: str, s: Sentence) -> None:
    """The claim tells of people, but no longer how many were hurt, by a rule."""
    if draft.trigger:
        draft.because(rule, s, draft.told_at)
    draft.unit, draft.low, draft.high, draft.basis = None, None, None, "none"
