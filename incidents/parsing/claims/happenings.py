"""Drafts of the claims that tell an event without counting anybody."""

from __future__ import annotations

from functools import partial

from incidents.languages import EventKind, Mark
from incidents.model import Category
from incidents.parsing import events
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.retold import is_definite
from incidents.parsing.claims.unmeant import is_unmeant
from incidents.parsing.counting.figures import counts_things
from incidents.parsing.dates.tellings import Telling
from incidents.parsing.scene.narrative import is_place
from incidents.parsing.scene.place_names import name_start
from incidents.parsing.spans import clause
from incidents.parsing.text import COMMAS, Sentence

_AFTERMATH = frozenset(("Looting/property destruction", "Displacement"))
_NEAR = 8
"""Words at most between what happened and whom or what it happened to, or what was used."""
_FAR = 14
"""Words at most behind a noun before "took place" or the like."""
_LEAD = 4
"""Words at most between a noun and the word that leads to it."""
_BLAMED = ("say.accuse", "status.denied")
"""Words behind which a verb of killing tells what somebody is blamed for, or denies."""
_QUESTION = frozenset("?؟")


def happenings(s: Sentence, told: list[Draft], tellings: list[Telling], context: Context) -> list[Draft]:
    """Events of a sentence beside those that its figures tell: one violent one, and what followed it."""
    out: list[Draft] = []
    taken = {events.family(d.kind) for d in told}
    spans = [(d.count.start, d.count.end) for d in told if d.count]
    for mark in _event_marks(s):
        told_by = events.kind_of_happening(s, mark)
        kind = told_by.kind
        standing = events.standing(s, mark.start, mark.end)
        if events.family(kind) in taken or standing is None or standing.status == "threatened":
            continue
        if not _is_told(s, mark, tellings, context, bool(told)):
            continue
        taken.add(events.family(kind))
        first, last = clause(s, mark.start, mark.end, spans)
        draft = Draft(
            first,
            last,
            s.index,
            s.paragraph,
            kind=kind,
            status=standing.status,
            core=(mark.start, mark.end),
            category=_victims(s, mark, kind),
        )
        draft.because(told_by.rule, s, told_by.at)
        draft.because(standing.rule, s, standing.at)
        out.append(draft)
    return out


def _event_marks(s: Sentence) -> list[Mark]:
    """Words of events and of killing, from left to right; a campaign and displacement tell what nothing else does."""
    killing = [
        Mark("event", m.start, m.end, events.ATTACK)
        for group in ("verb_object.killed", "verb_active.killed")
        for m in s.of(group)
    ]
    blamed = [s.first(group) for group in _BLAMED]
    killing += [
        Mark("event", m.start, m.end, events.ATTACK)
        for m in s.of("verb_first.killed")
        if any(b and b.end <= m.start for b in blamed) and not s.at("event", m.start)
    ]
    return sorted([*s.of("event"), *killing], key=partial(_order, s))


def _order(s: Sentence, mark: Mark) -> tuple[bool, bool, int]:
    return mark.value.type == "Displacement", s.at("told.campaign", mark.start) is not None, mark.start


def _is_told(s: Sentence, mark: Mark, tellings: list[Telling], context: Context, counted: bool) -> bool:
    """Does the sentence tell it as something that happened, at a time or place that it names?"""
    if s.tokens[-1].text in _QUESTION or not _can_tell(s, mark):
        return False
    if _is_meant_or_asked(s, mark) or _is_reminder(s, mark, context):
        return False
    kills = s.of("verb_active.killed") or s.of("verb_first.killed")
    accused = s.last("say.accuse", 0, mark.start) and kills
    killing = s.at("verb_first.killed", mark.start) is not None
    verb = killing or _is_verb(s, mark)
    denied = s.last("status.denied", 0, mark.start)
    if denied and mark.start - denied.end < _LEAD:
        return True
    named = not (verb or accused or _takes_place(s, mark))
    if named and not (_is_named(s, mark) and _is_first_telling(s, mark, context)):
        return False
    if s.word_in("about", mark.start - 1) and not (verb or accused or _is_granted(s, mark)):
        return False
    if accused or denied:
        return True
    places = [m for m in s.of("toponym") if is_place(m) and not _is_continent(m)]
    if s.at("told.campaign", mark.start):
        return any(m.start > mark.start for m in places)
    if mark.value.sub in _AFTERMATH:
        return verb and (context.where.last is not None or bool(places) or counted)
    dated = any(t.deed != "words" for t in tellings)
    if not dated and _is_of_before(s, mark):
        return False
    if s.at("told.listed", mark.start):
        return _leads_to_place(s, mark)
    if verb and not dated and s.has("told.always", max(0, mark.start - 2), mark.start):
        return False
    if places or dated or s.of("places.there"):
        return True
    return _is_first_telling(s, mark, context)


def _is_meant_or_asked(s: Sentence, mark: Mark) -> bool:
    """ "Plans to carry out attacks", "anyone with information about the shooting"."""
    meant = s.has("told.aim", max(0, mark.start - _LEAD), mark.start)
    return meant or s.has("told.asking", max(0, mark.start - _NEAR), mark.start)


def _leads_to_place(s: Sentence, mark: Mark) -> bool:
    """ "Women are on the list of victims from Jableh": does a place follow, and is none said not to be on it?"""
    named = any(name_start(s, m) == mark.end for m in s.of("toponym") if is_place(m))
    near = max(0, mark.start - _LEAD), mark.start
    return named and not (s.has("status.negation", *near) or s.has("status.is", *near))


def _is_of_before(s: Sentence, mark: Mark) -> bool:
    """ "Similar attacks took place in two cities": a noun that means events of another time."""
    if s.at("told.noun", mark.start) is None:
        return False
    behind = s.at("retold.before", mark.end) is not None
    return behind or s.has("retold.before", mark.start - _LEAD, mark.start)


def _is_continent(mark: Mark) -> bool:
    """Is it a region of no one country, in which no single event is told by its place?"""
    place = mark.value.place
    return place is not None and place.geo_precision == "region" and not place.country


def _is_first_telling(s: Sentence, mark: Mark, context: Context) -> bool:
    """Without place and day of its own, is it one event, and of a kind that the text has not told yet?"""
    general = s.last("told.general", max(0, mark.start - 3), mark.start)
    plural = s.ends_with("plural", mark.end - 1)
    several = plural and not s.has("grammar.occurrence", mark.end, mark.end + 10)
    if general or several or s.of("say.count"):
        return False
    return events.family(mark.value) not in context.families


def _is_reminder(s: Sentence, mark: Mark, context: Context) -> bool:
    """ "Families left Jableh after the shooting": the place of what followed is not that of the shooting."""
    known = is_definite(s, mark.start, mark.end) and events.family(mark.value) in context.families
    return known and _lead(s, mark) and not s.word_in("hit", mark.end) and not s.at("grammar.of", mark.end)


def _can_tell(s: Sentence, mark: Mark) -> bool:
    """Can the word tell an event here?  A weapon needs a word of its use, flight and seizure need people."""
    if is_unmeant(s, mark):
        return False
    near = max(0, mark.start - _NEAR)
    if (mark.value is events.ATTACK or _takes_number(s, mark)) and _hits_things(s, mark):
        return False
    if s.at("told.weapon", mark.start):
        return s.has("told.used", near, mark.end + _NEAR)
    if not s.at("told.of_people", mark.start):
        return True
    people = s.last("people", near, mark.start)
    fighters = s.has("people.fighters", near, mark.start) or s.has("actor", near, mark.start)
    return (people is not None or s.has("told.someone", near, mark.start)) and not fighters


def _takes_number(s: Sentence, mark: Mark) -> bool:
    """ "Shot 12 videos": a verb of shooting whose object follows at once."""
    if s.at("struck", mark.start) is None or mark.end >= len(s.tokens):
        return False
    return s.tokens[mark.end].text[0].isdigit() or s.at("number", mark.end) is not None


def _hits_things(s: Sentence, mark: Mark) -> bool:
    """ "Killed the bill", "killed 2,000 olive trees": is the object no people?"""
    for index in range(mark.end, min(mark.end + _NEAR, len(s.tokens))):
        if s.at("people", index) or s.at("grammar.noun_stop", index) or s.word(index) in COMMAS:
            return False
        if counts_things(s, index):
            return True
    return False


def _is_verb(s: Sentence, mark: Mark) -> bool:
    """Is it a word that tells by itself: a verb, not one made an adjective ("the besieged town"), or a weapon used?"""
    if not s.at("event", mark.start):
        return s.ends_with("past", mark.end - 1)
    if s.at("told.noun", mark.start) or s.has_article(mark.start):
        return _has_object(s, mark)
    if s.at("told.weapon", mark.start):
        return True
    before = mark.start - 1
    led = s.at("retold.the", before) or s.at("grammar.of", before)
    return not led and s.word(before) not in s.language.articles


def _has_object(s: Sentence, mark: Mark) -> bool:
    """Is a word in "-ing" a verb after all, by whom it hit: "charged with shooting four men"?"""
    if not s.ends_with("gerund", mark.end - 1) or s.at("retold.the", mark.start - 1):
        return False
    people = s.first("people", mark.end, mark.end + 3)
    if people is None or people.group in ("people.unspecified", "people.fighters"):
        return False
    return not any(
        s.at("grammar.noun_stop", i) or s.at("grammar.of", i) for i in range(mark.end, people.start)
    )


def _takes_place(s: Sentence, mark: Mark) -> bool:
    """Is it said of a noun that it took place, or is it taken for granted: "the attack on the convoy"?"""
    if s.has("status.is", max(0, mark.start - 4), mark.start):
        return False
    known = s.at("retold.the", mark.start - 1)
    reach = (mark.end, mark.end + 4) if known else (max(0, mark.start - 6), mark.end + _FAR)
    return s.has("grammar.occurrence", *reach) or bool(s.of("say.count")) or _is_granted(s, mark)


def _is_granted(s: Sentence, mark: Mark) -> bool:
    """One event that a noun tells with whom or what it hit, or in which somebody was hurt or sought."""
    if s.at("told.mass", mark.start):
        return False
    if s.ends_with("plural", mark.end - 1):
        return s.word_in("hit", mark.end) and any(is_place(m) and m.start > mark.end for m in s.of("toponym"))
    definite = is_definite(s, mark.start, mark.end)
    hit = s.word_in("hit", mark.end) or (s.at("grammar.of", mark.end) and _is_particular(s, mark.end + 1))
    return _lead(s, mark) or bool(definite and hit)


def _is_named(s: Sentence, mark: Mark) -> bool:
    """ "The Springfield airport shooting", "the Miller Park bombing": is it one event, known by its place's name?"""
    if (
        s.at("told.noun", mark.start) is None
        or s.at("told.mass", mark.start)
        or s.ends_with("plural", mark.end - 1)
    ):
        return False
    end = mark.start if s.tokens[mark.start - 1].is_capitalised else mark.start - 1
    start = end
    while start > 0 and s.tokens[start - 1].is_capitalised:
        start -= 1
    placed = any(
        is_place(m) and not _is_continent(m) and start <= m.start and m.end == end for m in s.of("toponym")
    )
    return placed or (end - start > 1 and s.at("retold.the", start - 1) is not None)


def _lead(s: Sentence, mark: Mark) -> bool:
    """Does a word stand before the noun phrase that takes the event for granted: "after a deadly raid"?"""
    for index in range(mark.start - 1, max(-1, mark.start - 1 - _LEAD), -1):
        if s.at("told.lead", index):
            return True
        if not s.tokens[index].is_word or s.at("grammar.noun_stop", index):
            return False
    return False


def _is_particular(s: Sentence, index: int) -> bool:
    """Does a noun phrase that begins here mean somebody in particular: by an article, a number or a name?"""
    if index >= len(s.tokens):
        return False
    leads = s.word(index) in s.language.articles or s.at("number", index) or s.at("retold.the", index)
    return bool(leads or s.tokens[index].is_capitalised or s.tokens[index].text[0].isdigit())


def _victims(s: Sentence, mark: Mark, kind: EventKind) -> Category | None:
    """Who was attacked, where the clause says it; ACLED's violence against civilians hits civilians."""
    if kind.type == "Battles":
        hit = events.armed_target(s, mark)
        return "security_forces" if hit and not s.word_in("between", mark.end) else None
    behind = s.first("people", mark.end, mark.end + _NEAR)
    if s.language.direction == "rtl" and s.at("people", mark.end) and s.at("actor.words", mark.end):
        behind = None  # «أحرق مسلحون»: those who did it
    before = s.last("people", mark.start - 5, mark.start)
    noun = s.at("told.noun", mark.start) is not None
    people = before if events.is_passive(s, mark) else behind or (before if noun else None)
    category: Category | None = people.group.partition(".")[2] if people else None  # type: ignore[assignment]
    if people and any(m.group != people.group for m in s.ending("people", people.start - 1)):
        category = None  # "women and children"
    if kind.type in ("Violence against civilians", "Displacement"):
        return category if category in ("women", "children", "men") else "civilians"
    return category
