"""Parts of figures: which figure, told in the same sentence or before, holds the people that another counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from incidents.languages import Mark
from incidents.model import Unit
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import ARMED, Count
from incidents.parsing.scene.narrative import holds, is_place
from incidents.parsing.text import COMMAS, DASHES, Sentence

_LED = 3
"""Words at most between "of" or "after" and the figure that it leads to."""
_TOLD_BACK = 4
"""Sentences back to the figure whose people are told of again."""
_SUMMED_BACK = 2
"""Sentences back to the figure that those of a sentence add up to."""
_OTHERS = ("fate.besides", "person.another", "actor.another", "grammar.also")
"""Words that tell of other people than those before."""
_AMONG_BACK = 8
"""The same where words say it: "two nurses were among the dead"."""
_LONGEST_ASIDE = 12
"""So many figures at most stand between two dashes."""
_CIVIL = {"women", "children", "men"}
_SIDES = {"civilians", *ARMED}


def tell_wholes(
    s: Sentence, counted: Sequence[Draft], totals: Mapping[Unit, Draft], told: Sequence[Draft]
) -> None:
    """Give each figure of one sentence the figure that it is a part of, if any, in place.

    totals: the last running total of each unit in the text, to which a list may belong.  told: the claims
    before; a sentence may go on with a list of the last one in its paragraph.
    """
    before = told[-1] if told and told[-1].paragraph == s.paragraph else None
    by_unit: dict[str, list[Draft]] = {}
    for draft in counted:
        by_unit.setdefault(draft.unit or "", []).append(draft)
    for group in by_unit.values():
        outer = [d for d in group if not (_named(d, group) or _list_around(d, group))]
        divided = _divided(s, group, told)
        parent = None if divided else _sum_of_others(s, outer) or _sum_told_before(s, outer, told)
        for index, draft in enumerate(group):
            if draft.role in ("correction", "comparison") or draft is parent:
                continue
            standing = totals.get(draft.unit) if draft.unit else None
            whole = (
                _named(draft, group)
                or _list_around(draft, group)
                or _of_the_hurt(s, draft, counted, told)
                or divided
                or parent
                or _whole(s, draft, group[:index], standing, group)
            )
            whole = whole or _of_standing(s, draft, standing, before)
            again = None if whole else _of_told(s, draft, told)
            whole = whole or again
            if whole and whole is not draft and _may_hold(whole, draft):
                draft.parent, draft.role = whole, "part"
                draft.kind = again.kind if again else draft.kind
                rule = "sum" if whole is parent else "again" if again else "part"
                rule = "named" if whole is _named(draft, group) else rule
                draft.because(f"role.{rule}", s, draft.core)
                draft.cumulative = whole.cumulative
                if draft.category == "unspecified" and whole.category:
                    draft.category = whole.category
                    draft.because("category.whole", s, draft.core)


def _is_of_a_kind(s: Sentence, draft: Draft) -> bool:
    """Does a noun of no list, or the name of a people, say who they were, so that they hold nobody else?"""
    count = draft.count
    return count is not None and (count.open_noun or s.has("toponym", count.number.end, count.end))


def _sum_of_others(s: Sentence, group: list[Draft]) -> Draft | None:
    """The figure that the others of the sentence add up to, where there are at least two others."""
    if len(group) < 3 or any(d.basis != "exact" for d in group):
        return None
    for draft in group:
        parts = {d.category for d in group if d is not draft}
        wide = draft.category in (None, "unspecified") and not _is_of_a_kind(s, draft)
        fits = wide or (draft.category == "civilians" and parts <= _CIVIL)
        if fits and 2 * draft.value == sum(d.value for d in group):
            return None if _is_told_apart(s, draft, group) else draft
    return None


def _is_told_apart(s: Sentence, whole: Draft, group: list[Draft]) -> bool:
    """ "12 people, including five children, in Homs and seven people in Hama": are there more of the same noun?

    It comes again beside a narrower one, of which those would be some.
    """
    nouns = {id(d): s.word(d.count.end - 1) for d in group if d.count and d.count.head}
    again = any(d is not whole and nouns.get(id(d)) == nouns.get(id(whole), "") for d in group)
    return again and any(d.category in _CIVIL for d in group)


def _named(draft: Draft, group: list[Draft]) -> Draft | None:
    """The figure whose people an apposition says they are: "two men, A B and C D"."""
    at = draft.count.names if draft.count else None
    return next((d for d in group if at is not None and d.count and _begins(d.count, at)), None)


def _begins(count: Count, at: int) -> bool:
    return count.start == at and not count.is_list


def is_named(draft: Draft) -> bool:
    """Does an apposition tell the figure, so that its place is that of the figure before it?"""
    return draft.count is not None and draft.count.names is not None


def _list_around(draft: Draft, group: list[Draft]) -> Draft | None:
    """The sum of the list that a figure stands in."""
    for whole in group:
        inside = draft.count and whole.count and whole.count.start <= draft.count.start < whole.count.end
        if whole is not draft and whole.count and whole.count.is_list and inside:
            return whole
    return None


def _divided(s: Sentence, group: Sequence[Draft], told: Sequence[Draft]) -> Draft | None:
    """ "The dead were distributed as follows: …": the figure told before that a sentence divides."""
    cue, first = next(iter(s.of("role.breakdown")), None), group[0].count
    if cue is None or first is None or first.trigger or first.start < cue.end:
        return None
    near = takewhile(lambda d: s.index - d.sentence <= _TOLD_BACK, reversed(told))
    whole = next((d for d in near if d.unit == group[0].unit and d.role in ("new", "total")), None)
    return whole if whole and whole.value >= sum(d.value for d in group) else None


def _sum_told_before(s: Sentence, group: list[Draft], told: Sequence[Draft]) -> Draft | None:
    """The figure told in one of the last sentences that the figures of this one add up to."""
    if len(group) < 2 or any(d.basis != "exact" or d.role != "new" for d in group):
        return None
    whose = (
        s.at("person.her", d.person.start) for d in group if d.person
    )  # "her neighbour and three guards"
    if any(whose) or any(s.of(g) for g in _OTHERS):
        return None
    near = (d.parent or d for d in reversed(told[-_TOLD_BACK:]) if s.index - d.sentence <= _SUMMED_BACK)
    total = sum(d.value for d in group)
    fits = (d for d in near if d.unit == group[0].unit and d.basis == "exact" and d.value == total)
    return next((d for d in fits if _may_hold_all(d, group) and _is_there(s, d)), None)


def _may_hold_all(whole: Draft, parts: Sequence[Draft]) -> bool:
    """May the people of a figure be those of others, by who its own noun says they are?"""
    if whole.count is None or whole.count.category == "unspecified":
        return whole.count is not None and not whole.count.open_noun
    same = {None, "unspecified", whole.category} | (_CIVIL if whole.category == "civilians" else set())
    return {d.category for d in parts} <= same


def _is_there(s: Sentence, whole: Draft) -> bool:
    """Does a sentence behind a figure name no place outside that of the figure, and no other day?"""
    area = whole.spot.place if whole.spot else None
    places = (m.value.place for m in s.of("toponym") if is_place(m))
    if area and not all(p is None or p == area or holds(area, p) for p in places):
        return False
    return all(m.value.first == whole.date_start for m in s.of("date") if whole.date_start and m.value.first)


def _whole(
    s: Sentence, draft: Draft, before: list[Draft], standing: Draft | None, group: list[Draft]
) -> Draft | None:
    """The figure that a draft is a part of, as the words say it."""
    count = draft.count
    if count is None:
        return None
    if among := _among(s, draft, group):
        return among
    cues, after = s.of("role.part"), group[len(before) + 1 : len(before) + 2]
    cue_before = [
        m for m in cues if count.start - 6 <= m.start < count.start and not _ends_before(s, m, count)
    ]
    cue_after = [
        m for m in cues if count.number.end <= m.start <= count.end + 2 and not _is_of_next(m, count, after)
    ]
    first = before[0] if before else None
    if first and first.count:
        if _is_told_of(s, first.count):
            return first
        colon = any(s.word(i) == ":" for i in range(first.count.end, count.start))
        if colon and first.count.number.value > count.number.value:
            return first
        if cue_before or cue_after or _is_aside(s, count, before):
            larger = [d for d in before if d.value > draft.value and d.role != "part"]
            whole = larger[-1] if larger else before[-1].parent
            return None if whole and _is_behind_aside(s, whole, before[-1], draft) else whole
        whole = before[-1].parent
        if whole and (count.inherited or (whole in before and _goes_on(s, before[-1], count))):
            return whole
    total = next((d for d in group if d.role == "total" and d is not draft), None)
    if total and total.count and draft.value < total.value and _is_risen_by(s, total.count, count):
        return total
    if total and count.inherited and total.value > draft.value:
        return total
    if draft.role == "total" or not count.inherited:
        return None
    lists = s.of("say.count") or s.of("role.part")
    same = standing and standing.unit == draft.unit and standing.paragraph == draft.paragraph
    return standing if lists and same and standing and standing.value > draft.value else None


def _goes_on(s: Sentence, before: Draft, count: Count) -> bool:
    """ "Including nine women, seven children and two medics": is it the next member of a list of parts?

    Behind a comma it is where the list ends or goes on with it: not "including two children, five in Hama and …".
    """
    if before.count is None or not count.head:
        return False
    gap = range(before.count.end, count.start)
    if not gap:
        return s.has_and(count.start)
    if not all(s.word(i) in COMMAS or s.at("grammar.and", i) for i in gap):
        return False
    ends = count.end >= len(s.tokens) or not s.tokens[count.end].is_word
    return ends or s.at("grammar.and", count.end) is not None or all(s.at("grammar.and", i) for i in gap)


def _is_behind_aside(s: Sentence, whole: Draft, before: Draft, draft: Draft) -> bool:
    """ "Twelve civilians, among them five children, and four soldiers": of another side, behind the aside's comma?"""
    if before is whole or before.count is None or s.word(before.count.end) not in COMMAS:
        return False
    sides = {whole.category, draft.category}
    start, end = (whole.count.start, whole.count.end + 2) if whole.count else (0, 0)
    both = s.has(f"people.{draft.category}", start, end)  # "20 soldiers and civilians"
    return len(sides) > 1 and sides <= _SIDES and not both


def _ends_before(s: Sentence, cue: Mark, count: Count) -> bool:
    """ "Including two children, while 27 died": does another clause begin between the cue and the count?"""
    return any(s.at("attribution.segment", i) for i in range(cue.end, count.start))


def _is_of_next(cue: Mark, count: Count, after: Sequence[Draft]) -> bool:
    """ "83, including 28 children", "27, four of them women": is the cue behind a count that of the next one?"""
    return cue.start > count.number.end and any(
        d.count and count.end <= d.count.start <= cue.end + 1 for d in after
    )


def _is_aside(s: Sentence, count: Count, before: Sequence[Draft]) -> bool:
    """ "60 deaths — ten women and five children —": set off by a dash, without a verb of its own?"""
    start = count.start
    for draft in reversed(before[-_LONGEST_ASIDE:]):
        told = draft.count
        if told is None or (count.trigger and count.trigger.start >= told.start):
            return False
        if s.word(start - 1) in DASHES:
            return True
        gap = range(told.end, start)
        if len(gap) > 2 or not all(s.word(i) in COMMAS or s.at("grammar.and", i) for i in gap):
            return False
        start = told.start
    return False


def _is_told_of(s: Sentence, count: Count) -> bool:
    """ "Of the ten dead, six were nurses", "one of the five killed was a man", «من بين القتلى التسعين»."""
    start = min(count.start, count.number.first)
    start -= s.word_in("the", start - 1)
    of = [m.start for group in ("grammar.of", "role.among") for m in s.ending(group, start)]
    of += [m.start for m in s.of("role.of_told") if m.start < start < m.end]
    return any(i == 0 or not s.tokens[i - 1].is_word or s.at("number", i - 1) is not None for i in of)


def _is_risen_by(s: Sentence, total: Count, count: Count) -> bool:
    """ "The toll rose to 41 after seven of the wounded died": the seven are among the 41."""
    told = s.first("role.risen_by", total.end, count.start)
    if told is None or total.trigger is None or total.trigger.kind != "toll":
        return False
    return count.start - told.end <= _LED and not s.has("say", told.end, count.start)


def _among(s: Sentence, draft: Draft, group: list[Draft]) -> Draft | None:
    """ "Six gunmen were among the 14 killed": the larger figure behind, of which this one is a part."""
    for whole in group:
        if whole.count and draft.count and whole.count.start > draft.count.end and whole.value > draft.value:
            lead = whole.count.start - s.word_in("the", whole.count.start - 1)
            led = any(draft.count.end <= m.start for m in s.ending("role.among", lead))
            return whole if led else None
    return None


def _of_standing(s: Sentence, draft: Draft, standing: Draft | None, before: Draft | None) -> Draft | None:
    """A running total told before that the figure breaks down: by place, or by one of the sides."""
    if standing is None or standing.unit != draft.unit or standing.value <= draft.value:
        return None
    named = [m.value for m in s.of("toponym") if m.value.kind != "in_organisation"]
    lands = {toponym.place.country for toponym in named if toponym.place}
    if lands and standing.spot and standing.spot.place and standing.spot.place.country not in lands:
        return None  # two policemen in Pakistan are none of the dead of Kabul
    near = s.index - standing.sentence <= 4
    one_side = draft.category in ARMED and standing.category == "unspecified"
    dated = s.of("date")
    if near and (s.of("role.breakdown") or (one_side and not dated)):
        return standing
    count = draft.count
    if near and count and s.ending("role.rest", count.start):
        return standing
    goes_on = before is not None and (before is standing or before.parent is standing)
    return standing if goes_on and not dated and s.has("toponym") else None


def _of_told(s: Sentence, draft: Draft, told: Sequence[Draft]) -> Draft | None:
    """ "Four soldiers were among the dead", "five of them", "the 12 dead": the figure told before that holds them."""
    if draft.count is None:
        return None
    among = _is_among_told(s, draft.count)
    if not among and not _is_known(s, draft.count):
        return None
    for whole in reversed(told):
        if s.index - whole.sentence > (_AMONG_BACK if among else _TOLD_BACK):
            return None
        if not among and whole.role == "part" and _is_same_part(whole, draft):
            return whole.parent
        counts = whole.count and whole.role in ("new", "total") and not whole.background
        if counts and whole.unit == draft.unit:
            fits = whole.value >= draft.value if among else whole.value == draft.value
            return whole if fits else None
    return None


def _is_same_part(part: Draft, draft: Draft) -> bool:
    """ "Nine were killed, including four children.  The four children …": as many of the same kind as told before."""
    return (part.unit, part.low, part.high, part.category) == (
        draft.unit,
        draft.low,
        draft.high,
        draft.category,
    )


def _of_the_hurt(s: Sentence, draft: Draft, counted: Sequence[Draft], told: Sequence[Draft]) -> Draft | None:
    """ "One of the four injured has died": a part of the injured, and one more of the dead."""
    count = draft.count
    if count is None or not count.is_part or draft.unit != "killed":
        return None
    if total := next((d for d in counted if d.role == "total" and d.unit == "killed"), None):
        return total  # "three of the wounded died, bringing the toll to 14"
    near = range(count.number.end, count.number.end + _LED)  # "of the four injured", "of the wounded"
    here = [d for d in counted if d.count and d.count.start in near]
    if not here and any(s.at("casualty.injured", i) for i in near):
        here = [d for d in reversed(told) if s.index - d.sentence <= _TOLD_BACK]
    return next((d for d in here if d.unit == "injured" and d.value >= draft.value), None)


def is_told_again(draft: Draft) -> bool:
    """Is it of people told before, at no settlement of its own?"""
    return draft.reasons["role"].rule == "role.again" and not draft.names_point


def _is_among_told(s: Sentence, count: Count) -> bool:
    """Do words that stand for people told before hold the count: "among the dead", "the dead included", "of them"?"""
    if s.at("role.of_told", count.number.end) or s.at("bodies.seen", count.end):
        return True
    if s.at("dead_list.names", count.number.end):  # of the lists that a toll rests on
        return count.trigger is not None and s.at("dead_list.again", count.trigger.start) is not None
    at = count.trigger.start if count.trigger else count.start
    near = [m for m in s.of("role.of_told") if m.start <= at]
    heads = any(m.start == 0 and s.at("grammar.of", 0) for m in near)  # "Of these, rebels killed 12"
    return heads or any(at <= m.end if count.trigger else m.end <= at for m in near)


def _is_known(s: Sentence, count: Count) -> bool:
    """ "The 12 dead", "all 12": a number with the article, and no place or day of its own."""
    lead = count.number.start - 1
    known = s.word_in("the", lead) or s.at("role.all", lead) is not None
    return known and not count.weak and not s.has("toponym") and not s.of("date")


def _may_hold(whole: Draft, part: Draft) -> bool:
    return whole.value >= part.value and whole.parent is not part
