"""Whom a sentence without a figure blames for the one killing told before it: "Residents blamed the militia"."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.model import POINT_PRECISIONS
from incidents.parsing import events
from incidents.parsing.actors.actor_phrases import Actor
from incidents.parsing.actors.blame import Blame
from incidents.parsing.claims.actors import suits
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.retold import is_definite
from incidents.parsing.dates.tellings import Telling
from incidents.parsing.scene.narrative import Spot, holds, is_place
from incidents.parsing.sources.speakers import Attribution, in_force, why_said
from incidents.parsing.spans import clause
from incidents.parsing.text import Sentence

_UNREAL = (
    "status.denied",
    "status.threatened",
    "status.hypothetical",
    "status.negation",
    "status.infinitive",
)
_BEFORE = 3
"""Words before a verb of blame that say that nobody has blamed anybody: "stopped short of blaming"."""
OTHER = ("retold.before", "retold.another", "actor.another")
"""Words by which a sentence turns from the killing told before to another."""


def accusation(
    s: Sentence, blames: Sequence[Blame], said: list[Attribution], days: Sequence[Telling], context: Context
) -> Draft | None:
    """The claim of a sentence that tells nothing else, if it says who blames whom for the killing told before."""
    blame = _one(blames)
    first = one_killing(s, context) if blame else None
    if blame is None or first is None or any(t.deed != "words" for t in days):
        return None
    actors = blame.actors
    last = max(actors, key=lambda a: a.end)
    unreal = any(s.has(group, max(0, blame.start - _BEFORE), blame.start) for group in _UNREAL)
    if unreal or any(s.has(group, last.end) for group in OTHER):
        return None
    named = all(suits(first, a) and not (a.lone or a.empty or a.anaphor) for a in actors)
    armed = all(a.side or a.known or s.has("actor.words", a.start, a.end) for a in actors)
    if not (named and _is_for(s, last.end, first, armed=armed)) or is_elsewhere(s, actors, said, first):
        return None
    speaker = in_force(last.start, said)
    names = tuple(dict.fromkeys(a.name for a in actors))
    if speaker is None or set(names) & set(speaker.claimed_by):
        return None
    core = (blame.start, blame.end)
    draft = Draft(
        *clause(s, min(core[0], actors[0].start), max(core[1], last.end), []),
        s.index,
        s.paragraph,
        kind=first.kind,
        status="alleged",
        core=core,
        perpetrator=names,
        attribution=speaker,
        own_speaker=True,
        again=first,
    )
    draft.reasons |= why_said(speaker, None)
    draft.because("status.alleged", s, core)
    draft.because("perpetrator.accuses", s, *((a.start, a.end) for a in actors), core)
    draft.because("event_type.blamed", s, core)
    draft.because("role.new", s)
    draft.because("unit.none", s)
    return draft


def _one(blames: Sequence[Blame]) -> Blame | None:
    """The accusation of a sentence that blames nobody else: "accused X of being behind it" blames X twice."""
    first = next((b for b in blames if b.rule == "accuses"), None)
    return first if first and all(set(b.actors) <= set(first.actors) for b in blames) else None


def complete_accusations(accusations: Sequence[Draft], drafts: Sequence[Draft]) -> list[Draft]:
    """The accusations with all that the text tells of the killing, which must have stayed a claim of it."""
    kept = set(drafts)
    told = [d for d in accusations if d.again in kept]
    for draft in told:
        if first := draft.again:
            draft.kind, draft.category, draft.background = first.kind, first.category, first.background
            draft.spot = first.spot.by("carried") if first.spot else None
            draft.dated_as(first, "date.carried")
    return [d for d in told if not d.background]


def one_killing(s: Sentence, context: Context) -> Draft | None:
    """The killing that stands before in the paragraph, else in the one before; None: none, or not all at one place."""
    near = [d for d in context.recent if s.paragraph - d.paragraph <= 1 and _is_violent(d)]
    kills = [
        d for d in near if d.unit == "killed" and d.role == "new" and d.status in ("reported", "confirmed")
    ]
    first = next((d for d in reversed(kills) if not (d.background or d.cumulative)), None)
    if first is None or not (first.spot and _is_one_place(first.spot)):
        return None
    others = [d for d in near if d.paragraph >= first.paragraph]
    return first if all(_is_with(d, first) for d in others) else None


def _is_one_place(spot: Spot) -> bool:
    """Is it at or near one settlement?"""
    return not spot.places and (spot.place is None or spot.place.geo_precision in POINT_PRECISIONS)


def _is_violent(draft: Draft) -> bool:
    return draft.kind.type in events.VIOLENT or draft.unit == "killed"


def _is_with(draft: Draft, first: Draft) -> bool:
    """Is it told of the very place and days?"""
    here, there = draft.spot, first.spot
    if here is None or there is None or (here.place, here.places) != (there.place, there.places):
        return False
    if here.place is None and here.as_written != there.as_written:
        return False
    days = (draft.date_start, draft.date_end), (first.date_start, first.date_end)
    return days[0] == days[1] or draft.date_start is None or first.date_start is None


def _is_for(s: Sentence, at: int, first: Draft, *, armed: bool) -> bool:
    """Does nothing but "for the killings" follow those blamed?  Then, alone, they must be such as kill (armed)."""
    held = s.first("blame.responsible", at)
    index = held.end if held and not s.has("accusation.leads", at, held.start) else at
    while mark := s.at("accusation.leads", index):
        index = mark.end
    if s.at("retold.the", index) or s.word(index) in s.language.articles:
        index += 1
    if not any(t.is_word for t in s.tokens[index:]):
        return armed
    event = s.at("event", index)
    told = event or s.at("casualty.killed", index)
    if told is None or s.at("grammar.of", told.end) or not is_definite(s, told.start, told.end):
        return False
    return event is None or events.family(event.value) == events.family(first.kind)


def is_elsewhere(s: Sentence, actors: Sequence[Actor], said: list[Attribution], first: Draft) -> bool:
    """Does the sentence name another place than the killing's, apart from the names of those in it?"""
    spans = [(a.start, a.end) for a in actors] + [span for x in said for span in x.speakers]
    here = first.spot.place if first.spot else None
    for mark in s.of("toponym"):
        if is_place(mark) and not any(a <= mark.start < b for a, b in spans):
            place = mark.value.place
            if here is None or place is None or not (place == here or holds(place, here)):
                return True
    return False
