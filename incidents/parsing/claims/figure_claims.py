"""Drafts of the claims that give a figure of people."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from incidents.model import Unit
from incidents.parsing import events
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.counters import with_stops
from incidents.parsing.claims.dead_lists import with_names
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.figure_reasons import explain
from incidents.parsing.counting.counts import linked_counts
from incidents.parsing.counting.figures import numbers
from incidents.parsing.counting.people import HURT, Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.spans import clause
from incidents.parsing.text import CLAUSE_ENDS, COMMAS, WRITTEN_AND, Sentence

_TOLD = ("verb_object", "verb_active", "verb_subject", "verb_first", "casualty")
_RELATIVE = 4
"""Words at most from "who" to its verb: "a man who had earlier stabbed three"."""
_DIVIDED_BACK = 2
"""Sentences at most from a toll to the list that divides it, or to some of the people it counts."""


def figure_claims(s: Sentence, context: Context, number_words: dict[str, int]) -> list[Draft]:
    """The figures of a sentence with what they count; roles, place and date come later."""
    linked = _named_totals(s, linked_counts(s, numbers(s, number_words)), context)
    linked = with_stops(s, linked, context)
    linked = with_names(s, _seen_dead(s, _told_by_list(s, linked, context), context), context)
    told = [c for c in linked if c.unit and not _is_of_untold(s, c, context)]
    told = [c for c in told if c.weak or not s.ending("attribution.asked", c.start)]
    spans = [(c.start, c.end) for c in told]
    told = [_of_the_dead(s, count, told) for count in told]
    telling = {c.trigger.start for c in told if c.trigger}
    drafts = []
    for index, count in enumerate(told):
        if draft := _draft(s, count, spans[:index] + spans[index + 1 :], telling):
            drafts.append(draft)
    _share_kinds(s, drafts, context)
    _tell_apart(s, drafts)
    return drafts


def _of_the_dead(s: Sentence, count: Count, told: list[Count]) -> Count:
    """ "Police killed a man who had stabbed three people": he died and they were wounded."""
    if count.trigger is None or not count.trigger.open_end:
        return count
    start = count.trigger.start
    did = any(
        c.unit == "killed" and s.at("grammar.relative", c.end) and 0 < start - c.end <= _RELATIVE
        for c in told
    )
    return replace(count, trigger=replace(count.trigger, open_end=False)) if did else count


def _is_of_untold(s: Sentence, count: Count, context: Context) -> bool:
    """ "32 of these deaths": is it some of a number that the sentences just before don't tell?"""
    if not count.is_part or count.trigger is not None:
        return False
    return not _is_some_of_told(s, count, context)


def _is_some_of_told(s: Sentence, count: Count, context: Context) -> bool:
    """Do the sentences just before tell of as many dead?"""
    near = (d for d in reversed(context.recent) if s.index - d.sentence <= _DIVIDED_BACK)
    whole = next((d for d in near if d.unit == "killed" and d.role in ("new", "total")), None)
    return whole is not None and not whole.background and whole.value >= count.number.value


def _seen_dead(s: Sentence, linked: list[Count], context: Context) -> list[Count]:
    """ "A video shows the aftermath.  At least 20 men can be seen on the ground": some of those told killed."""
    seen = next(iter(s.of("bodies.seen")), None)
    if seen is None or not (s.of("aftermath.words") or context.aftermath == s.paragraph):
        return linked
    trigger = Trigger(seen.start, seen.end, "killed", "before")
    return [
        replace(c, unit="killed", trigger=trigger)
        if c.end == seen.start
        and c.unit is None
        and c.head
        and not c.open_noun
        and _is_some_of_told(s, c, context)
        else c
        for c in linked
    ]


def _named_totals(s: Sentence, linked: list[Count], context: Context) -> list[Count]:
    """ "The total stood at 45", "the figure": of whatever is counted beside it or just before, else of nothing."""
    bare = [c for c in linked if c.trigger and c.trigger.kind == "toll" and _is_bare(s, c.trigger)]
    if not bare:
        return linked
    own: list[Unit] = [c.unit for c in linked if c.unit and c not in bare]
    told = any(m.value.type in events.VIOLENT for m in s.of("event"))
    own += ["killed"] if told or any(s.of(f"{family}.killed") for family in _TOLD) else []
    near = [d.unit for d in context.drafts[-1:] if d.unit and s.paragraph - d.paragraph <= 1]
    unit = next(iter([*own, *near]), None)
    return [replace(c, unit=unit, trigger=c.trigger if unit else None) if c in bare else c for c in linked]


def _is_bare(s: Sentence, trigger: Trigger) -> bool:
    """Is it a count's name that does not say what it counts?"""
    return s.word_in("own_total", trigger.end - 1) and trigger.end - trigger.start <= 2


def _tell_apart(s: Sentence, drafts: list[Draft]) -> None:
    """ "Four people were killed, not counting the two attackers": the four are no fighters."""
    for before, draft in pairwise(drafts):
        if draft.category != "fighters" or before.category != "unspecified" or draft.unit != before.unit:
            continue
        if before.count and draft.count and s.has("role.apart", before.count.end, draft.count.start):
            before.category = "civilians"
            before.because("category.apart", s, draft.core)


def _share_kinds(s: Sentence, drafts: list[Draft], context: Context) -> None:
    """Victims of one verb are of one event; a bombing told just before is what they were hurt in."""
    before = context.last_of_paragraph(s.paragraph)
    bombing = before.kind if before and before.kind.type == events.REMOTE and not before.background else None
    for draft in drafts:
        if bombing and draft.unit in HURT and not s.of("event"):
            draft.kind = bombing
            draft.because("event_type.same_event", s, draft.core)
    by_trigger: dict[Trigger, list[Draft]] = {}
    for draft in drafts:
        if draft.trigger:
            by_trigger.setdefault(draft.trigger, []).append(draft)
    for group in by_trigger.values():
        kind = events.of_one_event([d.kind for d in group])
        for draft in group:
            if draft.kind != kind:
                draft.kind = kind
                draft.because("event_type.same_event", s, draft.core)


def _told_by_list(s: Sentence, linked: list[Count], context: Context) -> list[Count]:
    """Figures of people that a list goes on with: "it lists 93 personnel and 120 gunmen"."""
    before = context.last_of_paragraph(s.paragraph)
    if s.of("role.breakdown") and context.drafts and s.index - context.drafts[-1].sentence <= _DIVIDED_BACK:
        return [_of_division(s, count, context.drafts[-1].unit) for count in linked]
    toll = any(c.unit == "killed" and c.trigger and c.trigger.kind == "toll" for c in linked)
    unit = "killed" if toll else before.unit if before else None
    lists = any(not s.word_in("link", m.start) for m in s.of("role.part"))
    if unit is None or not (lists or s.of("say.count") or s.of("role.total")):
        return linked
    return [
        replace(c, unit=unit, inherited=True)
        if c.unit is None and c.head and not (c.weak or c.open_noun or _is_speaker(s, c))
        else c
        for c in linked
    ]


def _of_division(s: Sentence, count: Count, unit: Unit | None) -> Count:
    """ "Distributed as follows: 10 in Homs, five in Hama": bare numbers with a place divide a figure told before."""
    at = count.end
    placed = any(s.at(group, at) for group in ("series.preposition", "places.locative", "toponym"))
    if count.unit or count.weak or not (placed or (count.head and not count.open_noun)):
        return count
    dead = s.last("casualty", 0, count.start)
    told: Unit | None = dead.group.partition(".")[2] if dead else unit  # type: ignore[assignment]
    return replace(count, unit=told, inherited=True)


def _is_speaker(s: Sentence, count: Count) -> bool:
    """ "two activists say": people who speak are not those who were hurt."""
    said = s.first("say.say", count.end, count.end + 2) if count.head else None
    if said is None or s.word(count.end) in COMMAS | CLAUSE_ENDS or s.at("grammar.and", count.end):
        return False  # "killed two medics and said"
    if s.covering("grammar.be", said.start - 1) and not s.at("attribution.quoted", said.start):
        return False  # "12 people were reported killed"
    return not s.word_in("between", said.start)  # «بين» is "between" as well as "made clear"


def _draft(s: Sentence, count: Count, others: list[tuple[int, int]], telling: set[int]) -> Draft | None:
    """The claim of a count; telling: where the triggers of the sentence's counts begin."""
    start, end = hull(count)
    apart = count.inherited and s.has("role.apart", start, count.start)
    standing = events.standing(s, *((count.start, count.end) if apart else (start, end)))
    if standing is None or count.unit is None or _is_speaker(s, count):
        return None
    kind = events.kind_of_figure(s, count.unit, count.category, start, end)
    first, last = clause(s, *_own_span(count, others), others)
    draft = Draft(
        first,
        last,
        s.index,
        s.paragraph,
        kind=kind.kind,
        status=standing.status,
        core=(count.start, count.end) if count.inherited else (start, end),
        count=count,
        category=count.category,
    )
    draft.because(kind.rule, s, kind.at)
    draft.because(standing.rule, s, standing.at)
    together = _is_mixed(s, count, telling)
    explain(s, draft, together=together)
    if not together:
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


def _is_mixed(s: Sentence, count: Count, telling: set[int]) -> bool:
    """ "16 dead or hurt", "killing and injuring four": told together, neither has a figure of its own.

    A verb of `telling` has: «قُتل 15 وأصيب 30».
    """
    told = count.trigger
    start, end = (told.start, told.end) if told else (count.start, count.end)
    noun = s.first("casualty", count.number.end, count.end)
    if told is None and noun:
        start = noun.start  # «4 قتلى و11 جريحا»
    if told and count.start <= told.start < count.end:
        end = max(end, count.end)
    others = [m for unit in HURT if unit != count.unit for family in _TOLD for m in s.of(f"{family}.{unit}")]
    others = [m for m in others if m.start not in telling]
    others = [m for m in others if s.ends_with("gerund", m.start) == s.ends_with("gerund", start)]
    if told and count.end <= told.start and s.language.direction == "rtl":
        # «شخصان قتلا وأصيب ثالث»: a verb that does not agree with those before it has a subject of its own.
        others = [m for m in others if s.ends_with("agreeing_verb", m.start)]
    return any(
        _joins(s, other.end, start) or (_joins(s, end, other.start) and not _has_number(s, other.end))
        for other in others
    )


def _has_number(s: Sentence, index: int) -> bool:
    """Does the other word count people of its own ("five dead and injured 12")?"""
    while mark := s.at("series.more", index) or s.at("modifier", index):
        index = mark.end  # "wounding another 25"
    return index < len(s.tokens) and (
        s.tokens[index].text[0].isdecimal() or s.at("number", index) is not None
    )


def _joins(s: Sentence, start: int, end: int) -> bool:
    """Does nothing but "and" or "or" stand between two words, or the Arabic "and" that is written onto the second?"""
    if start == end:
        return s.word(end).startswith(WRITTEN_AND)
    return end - start == 1 and s.at("grammar.and", start) is not None
