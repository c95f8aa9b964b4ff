"""The role of each figure of a sentence: new, running total, part, correction; and what covers several events."""

from __future__ import annotations

from itertools import pairwise

from incidents.model import POINT_PRECISIONS, Unit
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import COMMAS, Sentence

_NEAR, _LED = 8, 3
_MANY = 50
"""So many people over an area are seldom hurt in one event."""
_CIVIL = {"women", "children", "men"}
_SPREAD = ("Displacement", "Strategic developments")
"""What goes on over a region without a figure (displacement, looting, arrests) is seldom one event."""


def assign_roles(s: Sentence, drafts: list[Draft], totals: dict[Unit, Draft], before: Draft | None) -> None:
    """Give the figures of one sentence their roles and parents, in place.

    totals: the last running total of each unit in the text, to which a list may belong.  before: the claim
    before in the same paragraph, whose list a sentence may go on with.
    """
    counted = [d for d in drafts if (d.count and d.low is not None) or (d.count and d.high is not None)]
    for draft in counted:
        compared = draft.count and any(0 <= draft.count.start - m.end <= 1 for m in s.of("role.comparison"))
        if compared or _is_earlier(s, draft, counted):
            draft.role = "comparison"
            draft.because("role.comparison", s, draft.core)
        elif _is_total(s, draft) or _goes_on_total(s, draft, counted):
            draft.role, draft.cumulative = "total", True
            draft.because("role.total", s, draft.core)
        else:
            draft.because("role.new", s)
    _corrections(s, counted)
    by_unit: dict[str, list[Draft]] = {}
    for draft in counted:
        by_unit.setdefault(draft.unit or "", []).append(draft)
    for group in by_unit.values():
        parent = _sum_of_others(group) or _sum_told_before(s, group, before)
        for index, draft in enumerate(group):
            if draft.role in ("correction", "comparison") or draft is parent:
                continue
            standing = totals.get(draft.unit) if draft.unit else None
            whole = parent or _whole(s, draft, group[:index], standing, group)
            whole = whole or _among(s, draft, group[index + 1 :])
            whole = whole or _of_the_dead(s, draft, before) or _of_standing(s, draft, standing, before)
            if whole and whole is not draft and _may_hold(whole, draft):
                draft.parent, draft.role = whole, "part"
                draft.because("role.sum" if whole is parent else "role.part", s, draft.core)
                draft.cumulative = whole.cumulative
                if draft.category == "unspecified" and whole.category:
                    draft.category = whole.category
                    draft.because("category.whole", s, draft.core)


def _is_total(s: Sentence, draft: Draft) -> bool:
    """A running total: "has reached 340", "in all", "the total stands at", "since Thursday ... 83"."""
    count = draft.count
    if count is None:
        return False
    trigger = count.trigger
    near = [m for m in s.of("role.total") if count.start - _NEAR <= m.start <= count.end + 4]
    if trigger and not _is_own_word(s, trigger):
        near = [m for m in near if not (trigger.start <= m.start < trigger.end)]
    names = [*s.of("toll"), *s.of("toll_of")]
    told = any(m.end <= count.start for m in names) and (not trigger or trigger.start >= count.start)
    if _took_days(s, count):
        return True
    named = trigger is not None and trigger.kind == "toll" and _is_own_word(s, trigger)
    if trigger and named and not s.covering("say", trigger.start - 1):
        return True  # but "rebels put the figure at 300" is their word against another's
    if (trigger and trigger.kind == "toll") or told:
        return bool(near)
    after = [m for m in near if m.start >= count.end and not s.at("toll", m.end)]
    return bool(after)


def _goes_on_total(s: Sentence, draft: Draft, counted: list[Draft]) -> bool:
    """ "The toll rose to 15 dead and 23 wounded": what "and" joins to a total, of another unit, is one too."""
    at = counted.index(draft)
    before = counted[at - 1] if at else None
    if before is None or before.role != "total" or before.unit == draft.unit:
        return False
    if (
        not (before.count and draft.count)
        or draft.count.trigger
        or not s.at("casualty", draft.count.number.end)
    ):
        return False
    between = range(before.count.end, draft.count.number.first)
    return all(s.word(i) in COMMAS or s.at("grammar.and", i) for i in between)


def _took_days(s: Sentence, count: Count) -> bool:
    """ "Left 700 dead in five days": a figure of several days covers more than one event."""
    units = s.language.dates.get("units", {})
    spans = {word for unit in ("day", "week", "month") for word in units.get(unit, ())}
    if count.weak:
        return False
    over = (m for m in s.of("role.over") if m.start >= count.end)
    return any(
        s.word(m.end + 1) in spans and (number := s.at("number", m.end)) is not None and number.value > 2
        for m in over
    )


def _is_earlier(s: Sentence, draft: Draft, counted: list[Draft]) -> bool:
    """ "An earlier toll put the dead at 23": the first figure behind such a toll, not what it rose to."""
    if draft.count is None:
        return False
    start = draft.count.start
    told = s.last("role.earlier", 0, start)
    if told is None or s.word_in("to", start - 1):
        return False
    return not any(d.count and told.end <= d.count.start < start for d in counted)


def _is_own_word(s: Sentence, trigger: Trigger) -> bool:
    """Does the count's name itself say that it is a running one: "the total", "its tally"?"""
    return s.word_in("own_total", trigger.end - 1)


def _corrections(s: Sentence, counted: list[Draft]) -> None:
    """ "Lowered the toll from 48 to 41" corrects, "rose to 41 from 38" goes on counting; one figure is old."""
    corrects = bool(s.of("role.correction"))
    for one, other in pairwise(counted):
        for earlier, later in ((one, other), (other, one)):
            if not (earlier.count and later.count) or earlier.unit != later.unit:
                continue
            if not s.word_in("from", earlier.count.start - 1) or not s.word_in("to", later.count.start - 1):
                continue
            later.role, later.cumulative = ("correction" if corrects else "total"), True
            later.replaced = earlier if corrects else None
            earlier.role = "comparison"
            later.because("role.correction" if corrects else "role.risen", s, later.core)
            earlier.because("role.comparison", s, earlier.core)


def _sum_of_others(group: list[Draft]) -> Draft | None:
    """The figure that the others of the sentence add up to, where there are at least two others."""
    if len(group) < 3 or any(d.basis != "exact" for d in group):
        return None
    for draft in group:
        parts = {d.category for d in group if d is not draft}
        wide = draft.category in (None, "unspecified") and not (draft.count and draft.count.open_noun)
        holds = wide or (draft.category == "civilians" and parts <= _CIVIL)
        if holds and 2 * draft.value == sum(d.value for d in group):
            return draft
    return None


def _sum_told_before(s: Sentence, group: list[Draft], before: Draft | None) -> Draft | None:
    """The figure of the sentence before that the figures of this one add up to."""
    whole = before.parent or before if before else None
    if whole is None or len(group) < 2 or s.index - whole.sentence > 1 or whole.basis != "exact":
        return None
    same = all(d.unit == whole.unit and d.basis == "exact" and d.role == "new" for d in group)
    return whole if same and sum(d.value for d in group) == whole.value else None


def _whole(
    s: Sentence, draft: Draft, before: list[Draft], standing: Draft | None, group: list[Draft]
) -> Draft | None:
    """The figure that a draft is a part of, as the words say it."""
    count = draft.count
    if count is None:
        return None
    if among := s.first("role.of_whole", count.end, count.end + 1):
        return next(
            (d for d in group if d.count and d.count.start >= among.end and d.value > draft.value), None
        )
    cue_before = [m for m in s.of("role.part") if count.start - 6 <= m.start < count.start]
    cue_after = [m for m in s.of("role.part") if count.number.end <= m.start <= count.end + 2]
    first = before[0] if before else None
    if first and first.count:
        lead = first.count.number.first - 1
        if s.at("grammar.of", lead) or (s.word_in("the", lead) and s.at("grammar.of", lead - 1)):
            return first
        colon = any(s.word(i) == ":" for i in range(first.count.end, count.start))
        if colon and first.count.number.value > count.number.value:
            return first
        if cue_before or cue_after:
            larger = [d for d in before if d.value > draft.value and d.role != "part"]
            return larger[-1] if larger else before[-1].parent
        if before[-1].parent and count.inherited:
            return before[-1].parent
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


def _is_risen_by(s: Sentence, total: Count, count: Count) -> bool:
    """ "The toll rose to 41 after seven of the wounded died": the seven are among the 41."""
    told = s.first("role.risen_by", total.end, count.start)
    toll = total.trigger is not None and total.trigger.kind == "toll"
    return (
        toll
        and told is not None
        and count.start - told.end <= _LED
        and not s.has("say", told.end, count.start)
    )


def _among(s: Sentence, draft: Draft, after: list[Draft]) -> Draft | None:
    """ "Six gunmen were among the 14 killed": the figure behind, of which this one is a part."""
    following = after[0] if after else None
    if following is None or not (draft.count and following.count) or following.value <= draft.value:
        return None
    lead = following.count.start - 1
    last = lead - 1 if s.word_in("the", lead) else lead
    within = draft.count.end <= last < following.count.start
    return following if within and any(m.end == last + 1 for m in s.of("role.among")) else None


def _of_the_dead(s: Sentence, draft: Draft, before: Draft | None) -> Draft | None:
    """ "Among the dead were 13 children": some of those told of in the sentence before."""
    if before is None or draft.count is None or before.unit != draft.unit or s.index - before.sentence > 1:
        return None
    first = draft.count.start
    cues = (m for group in ("role.among", "role.part", "series.inside") for m in s.of(group))
    ends = [m.end + s.word_in("the", m.end) for m in cues]
    dead = f"casualty.{draft.unit}"
    told = any(end < first and (s.at(dead, end) or s.covering(dead, end - 1)) for end in ends)
    whole = before.parent or before
    return whole if told and whole.value > draft.value else None


def _of_standing(s: Sentence, draft: Draft, standing: Draft | None, before: Draft | None) -> Draft | None:
    """A running total told before that the figure breaks down: by place, or by one of the sides."""
    if standing is None or standing.unit != draft.unit or standing.value <= draft.value:
        return None
    near = s.index - standing.sentence <= 4
    one_side = draft.category in ("security_forces", "fighters") and standing.category == "unspecified"
    dated = s.of("date")
    if near and (s.of("role.breakdown") or (one_side and not dated)):
        return standing
    count = draft.count
    if near and count and any(m.end == count.start for m in s.of("role.rest")):
        return standing
    goes_on = before is not None and (before is standing or before.parent is standing)
    return standing if goes_on and not dated and s.has("toponym") else None


def is_cumulative(s: Sentence, draft: Draft) -> bool:
    """Does the claim cover more than one event: a total, a whole region, "five massacres"?"""
    if draft.role == "total":
        return True
    place = draft.spot.place if draft.spot else None
    wide = place is not None and place.geo_precision in ("region", "country")
    if draft.unit and draft.low is None and draft.high is None:
        return False
    if not draft.unit:
        wide = wide or _is_several_areas(draft)
        often = s.any_word_in("plural_event") or s.of("of_the_same") or draft.kind.type in _SPREAD
        return wide and bool(often) and not _is_one_event(s)
    several = draft.count is not None and (draft.value >= _MANY or _is_perfect(s, draft.count))
    if wide and several and not _is_one_event(s):
        return True
    later = draft.unit == "arrested"  # "arrested over the killings" is no running count of the killings
    return s.any_word_in("plural_event") and not later and not (draft.spot and draft.spot.is_point)


def _is_perfect(s: Sentence, count: Count) -> bool:
    """ "Have been killed", "has displaced": what went on until now, and no one event."""
    if count.trigger is None:
        return False
    return any(s.word_in("have", i) for i in range(count.trigger.start - _LED, count.trigger.start))


def _is_several_areas(draft: Draft) -> bool:
    places = draft.spot.places if draft.spot else ()
    return bool(places) and not all(place.geo_precision in POINT_PRECISIONS for place in places)


def _is_one_event(s: Sentence) -> bool:
    """Is one event told, or one town: "a blast", "a village in the north", "in one night"?"""
    if s.of("role.one_event"):
        return True
    for index in range(len(s.tokens)):
        event = s.at("event", index)
        last = event.end - 1 if event else index
        named = event is not None or s.word_in("settlement", index)
        if named and _is_led_by_article(s, index) and not s.ends_with("plural", last):
            return True
    return False


def _is_led_by_article(s: Sentence, index: int) -> bool:
    """Does an article lead the noun, with adjectives between at most?"""
    for back in range(1, 4):
        at = index - back
        if at < 0 or not s.tokens[at].is_word or s.at("grammar.noun_stop", at) or s.at("grammar.of", at):
            return False
        if s.word(at) in s.language.articles:
            return True
    return False


def _may_hold(whole: Draft, part: Draft) -> bool:
    return whole.value >= part.value and whole.parent is not part
