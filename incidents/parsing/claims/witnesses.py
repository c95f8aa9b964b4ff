"""What those who were there tell, without a figure, of the one killing told before: "masked men then opened fire"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidents.languages import Mark
from incidents.parsing.actors.acting import Acting
from incidents.parsing.actors.actor_phrases import Actor
from incidents.parsing.actors.subjects import is_number
from incidents.parsing.claims.accusations import OTHER, is_elsewhere, one_killing
from incidents.parsing.claims.actors import suits
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.dates.tellings import Telling
from incidents.parsing.sources.speakers import Attribution, in_force, why_said
from incidents.parsing.spans import clause
from incidents.parsing.text import CLAUSE_ENDS, Sentence

_UNREAL = ("status.negation", "status.hypothetical", "status.infinitive", "status.threatened")
_BEFORE = 2
"""Words before a deed that say that it did not happen: "did not open fire"."""


def testimony(
    s: Sentence, acting: Acting, said: list[Attribution], days: Sequence[Telling], context: Context
) -> Draft | None:
    """The claim of a sentence that tells nothing else, if a witness tells in it what attackers did."""
    first = None if acting.asks or not s.of("witness") else one_killing(s, context)
    if first is None or any(t.deed != "words" for t in days) or any(s.of(group) for group in OTHER):
        return None
    told = next(((a, d) for a in acting.actors if _speaks_of(s, a) and (d := _deed(acting, a))), None)
    if told is None or not suits(first, told[0]) or is_elsewhere(s, acting.actors, said, first):
        return None
    actor, deed = told
    speaker = in_force(actor.start, said)
    if speaker is None or not any(
        s.covering("witness.words", at) for span in speaker.speakers for at in range(*span)
    ):
        return None
    draft = Draft(
        *clause(s, actor.start, deed.end, []),
        s.index,
        s.paragraph,
        kind=first.kind,
        status="reported",
        core=(deed.start, deed.end),
        perpetrator=first.perpetrator if actor.anaphor else (actor.name,),
        attribution=speaker,
        own_speaker=True,
        again=first,
    )
    draft.reasons |= why_said(speaker, None)
    draft.because("status.reported", s)
    draft.because("perpetrator.subject", s, (actor.start, actor.end), (deed.start, deed.end))
    draft.because("event_type.witnessed", s, (deed.start, deed.end))
    draft.because("role.new", s)
    draft.because("unit.none", s)
    return draft


def _speaks_of(s: Sentence, actor: Actor) -> bool:
    """Does what is said begin with these attackers: "said | masked men", "told reporters that | the gunmen"?"""
    if actor.lone or actor.empty:
        return False
    at = actor.start - 1
    while at >= 0 and (s.word(at) in s.language.articles or is_number(s, at) or s.covering("modifier", at)):
        at -= 1
    return at >= 0 and bool(s.covering("say", at) or s.covering("attribution.content", at))


def _deed(acting: Acting, actor: Actor) -> Mark | None:
    """What attackers then did to people, if it is not told of others, and happened."""
    s = acting.s
    for deed in sorted(_deeds(s), key=lambda m: m.start):
        if deed.start < actor.end or not _is_of(acting, actor, deed):
            continue
        unreal = any(s.has(group, deed.start - _BEFORE, deed.start) for group in _UNREAL)
        return None if unreal else deed
    return None


def _deeds(s: Sentence) -> Iterator[Mark]:
    """ "Opened fire", "shooting them": deeds that no figure goes with."""
    yield from s.of("witness.fire")
    for group in ("verb_object.killed", "verb_object.injured", "verb_active", "verb_split"):
        yield from (m for m in s.of(group) if s.word_in("them", m.end))


def _is_of(acting: Acting, actor: Actor, deed: Mark) -> bool:
    """Is it told of these attackers, and of nobody who stands between: not "gunmen fled before police opened fire"?"""
    s = acting.s
    if any(s.word(i) in CLAUSE_ENDS or s.covering("say", i) for i in range(actor.end, deed.start)):
        return False
    lead = deed.start
    while s.is_adverb(lead - 1) or s.word_in("have", lead - 1):
        lead -= 1
    return not any(a.start >= actor.end and a.end == lead for a in acting.actors)
