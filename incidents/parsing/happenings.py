"""Drafts of the claims that tell an event without counting anybody."""

from __future__ import annotations

from incidents.languages import EventKind, Mark
from incidents.model import Category
from incidents.parsing import events
from incidents.parsing.context import Context
from incidents.parsing.drafts import Draft
from incidents.parsing.spans import clause
from incidents.parsing.tellings import Telling
from incidents.parsing.text import Sentence
from incidents.parsing.where import is_place

_AFTERMATH = frozenset(("Looting/property destruction", "Displacement"))
_NEAR = 8


def happenings(s: Sentence, told: list[Draft], tellings: list[Telling], context: Context) -> list[Draft]:
    """Events of a sentence beside those that its figures tell: one violent one, and what followed it."""
    out: list[Draft] = []
    taken = {events.family(d.kind) for d in told}
    spans = [(d.count.start, d.count.end) for d in told if d.count]
    for mark in _event_marks(s):
        kind = events.kind_of_happening(s, mark)
        status = events.standing(s, mark.start, mark.end)
        if events.family(kind) in taken or status is None or status == "threatened":
            continue
        if not _is_told(s, mark, tellings, context, bool(told)):
            continue
        taken.add(events.family(kind))
        first, last = clause(s, mark.start, mark.end, spans)
        out.append(
            Draft(
                first,
                last,
                s.index,
                s.paragraph,
                kind=kind,
                status=status,
                core=(mark.start, mark.end),
                category=_victims(s, mark, kind),
            )
        )
    return out


def _event_marks(s: Sentence) -> list[Mark]:
    """Words of events and of killing, from left to right, displacement last."""
    killing = [
        Mark("event", m.start, m.end, events.ATTACK)
        for group in ("verb_object.killed", "verb_active.killed")
        for m in s.of(group)
    ]
    return sorted([*s.of("event"), *killing], key=lambda m: (m.value.type == "Displacement", m.start))


def _is_told(s: Sentence, mark: Mark, tellings: list[Telling], context: Context, counted: bool) -> bool:
    """Does the sentence tell it as something that happened, at a time or place that it names?"""
    finite = s.ends_with("past", mark.end - 1) or mark.end - mark.start > 1
    known = s.word_in("the", mark.start - 1) or s.at("attribution.continues", mark.start - 1)
    reach = (mark.end, mark.end + 4) if known else (max(0, mark.start - 6), mark.end + 10)
    occurs = s.first("grammar.occurrence", *reach) or s.first("say.count")
    accused = s.last("say.accuse", 0, mark.start) and s.first("verb_active.killed")
    if not (finite or occurs or accused) or (s.word_in("about", mark.start - 1) and not (finite or accused)):
        return False
    if accused or s.last("status.denied", 0, mark.start):
        return True
    placed = any(is_place(m) for m in s.of("toponym"))
    if mark.value.sub in _AFTERMATH:
        return finite and (context.where.last is not None or placed or counted)
    return placed or bool(s.of("places.there")) or any(t.deed != "words" for t in tellings)


def _victims(s: Sentence, mark: Mark, kind: EventKind) -> Category | None:
    """Who was attacked, where the clause says it; ACLED's violence against civilians hits civilians."""
    if kind.type == "Battles":
        hit = s.first("armed_target", max(0, mark.start - _NEAR), mark.end + _NEAR)
        return "security_forces" if hit and not s.word_in("between", mark.end) else None
    people = s.first("people", mark.end, mark.end + _NEAR) or s.last("people", mark.start - 5, mark.start)
    category: Category | None = people.group.partition(".")[2] if people else None  # type: ignore[assignment]
    if kind.type in ("Violence against civilians", "Displacement"):
        return category if category in ("women", "children", "men") else "civilians"
    return category
