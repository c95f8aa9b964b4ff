"""Drafts of the claims that give a figure of people."""

from __future__ import annotations

from dataclasses import replace

from incidents.parsing import events
from incidents.parsing.context import Context
from incidents.parsing.counts import linked_counts
from incidents.parsing.drafts import Draft
from incidents.parsing.figures import numbers
from incidents.parsing.people import Count
from incidents.parsing.spans import clause
from incidents.parsing.text import COMMAS, Sentence
from incidents.parsing.triggers import Trigger


def figure_claims(
    s: Sentence, context: Context, number_words: dict[str, int], articles: frozenset[str]
) -> list[Draft]:
    """The figures of a sentence with what they count; roles, place and date come later."""
    linked = linked_counts(s, numbers(s, number_words), articles)
    told = [c for c in _told_by_list(s, linked, context) if c.unit]
    spans = [(c.start, c.end) for c in told]
    drafts = []
    for index, count in enumerate(told):
        others = spans[:index] + spans[index + 1 :]
        draft = _draft(s, count, others)
        if draft:
            drafts.append(draft)
    _share_kinds(s, drafts, context)
    return drafts


def _share_kinds(s: Sentence, drafts: list[Draft], context: Context) -> None:
    """Victims of one verb are of one event; a bombing told just before is what they were hurt in."""
    before = context.last_of_paragraph(s.paragraph)
    bombing = before.kind if before and before.kind.type == events.REMOTE and not before.background else None
    for draft in drafts:
        if bombing and draft.unit in ("killed", "injured") and not s.of("event"):
            draft.kind = bombing
    by_trigger: dict[Trigger, list[Draft]] = {}
    for draft in drafts:
        if draft.count and draft.count.trigger:
            by_trigger.setdefault(draft.count.trigger, []).append(draft)
    for group in by_trigger.values():
        kind = events.of_one_event([d.kind for d in group])
        for draft in group:
            draft.kind = kind


def _told_by_list(s: Sentence, linked: list[Count], context: Context) -> list[Count]:
    """Figures of people that a list goes on with: "it lists 93 personnel and 120 gunmen"."""
    before = context.last_of_paragraph(s.paragraph)
    toll = any(c.unit == "killed" and c.trigger and c.trigger.kind == "toll" for c in linked)
    unit = "killed" if toll else before.unit if before else None
    if unit is None or not (s.of("role.part") or s.of("say.count") or s.of("role.total")):
        return linked
    return [
        replace(c, unit=unit, inherited=True)
        if c.unit is None and c.head and not c.weak and not _is_speaker(s, c)
        else c
        for c in linked
    ]


def _is_speaker(s: Sentence, count: Count) -> bool:
    """ "two activists say": people who speak are not those who were hurt."""
    said = s.first("say.say", count.end, count.end + 2)
    return count.head and said is not None and s.word(count.end) not in COMMAS


def _draft(s: Sentence, count: Count, others: list[tuple[int, int]]) -> Draft | None:
    start, end = hull(count)
    status = events.standing(s, start, end)
    if status is None or count.unit is None or _is_speaker(s, count):
        return None
    first, last = clause(s, *_own_span(count, others), others)
    draft = Draft(
        first,
        last,
        s.index,
        s.paragraph,
        kind=events.kind_of_figure(s, count.unit, count.category, start, end),
        status=status,
        core=(count.start, count.end) if count.inherited else (start, end),
        count=count,
        category=count.category,
    )
    if not _is_mixed(s, end):
        draft.unit, draft.basis = count.unit, count.number.basis
        draft.low, draft.high = count.number.low, count.number.high
    return draft


def hull(count: Count) -> tuple[int, int]:
    """Tokens from a count to its trigger."""
    if count.trigger is None:
        return count.start, count.end
    return min(count.start, count.trigger.start), max(count.end, count.trigger.end)


def _own_span(count: Count, others: list[tuple[int, int]]) -> tuple[int, int]:
    """The hull of a count, unless it shares its trigger or another count stands between."""
    start, end = hull(count)
    if count.inherited or any(start <= a and b <= end for a, b in others):
        return count.start, count.end
    return start, end


def _is_mixed(s: Sentence, end: int) -> bool:
    """ "16 dead or hurt": dead and injured told together give no figure of the dead."""
    if not s.word_in("or", end):
        return False
    groups = ("verb_object.injured", "casualty.injured", "verb_object.killed")
    return any(s.first(group, end + 1, end + 2) for group in groups)
