"""The role of each figure of a sentence: new, running total, part, correction; and what covers several events."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from incidents.model import POINT_PRECISIONS, Unit
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import COMMAS, Sentence

_NEAR, _LED = 8, 3
_TOLD_BACK = 4
"""Sentences back to the figure whose people are told of again."""
_AMONG_BACK = 8
"""The same where words say it: "two nurses were among the dead"."""
_MANY = 50
"""So many people over an area are seldom hurt in one event."""
_WAR = 500
"""So many are the dead of a war and not of one event, where no day is told."""
_CIVIL = {"women", "children", "men"}
_SPREAD = ("Displacement", "Strategic developments")
"""What goes on over a region without a figure (displacement, looting, arrests) is seldom one event."""


def assign_roles(s: Sentence, drafts: list[Draft], totals: dict[Unit, Draft], told: Sequence[Draft]) -> None:
    """Give the figures of one sentence their roles and parents, in place.

    totals: the last running total of each unit in the text, to which a list may belong.  told: the claims
    before; a sentence may go on with a list of the last one in its paragraph.
    """
    before = told[-1] if told and told[-1].paragraph == s.paragraph else None
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
        outer = [d for d in group if not _list_around(d, group)]
        parent = _sum_of_others(s, outer) or _sum_told_before(s, outer, before)
        for index, draft in enumerate(group):
            if draft.role in ("correction", "comparison") or draft is parent:
                continue
            standing = totals.get(draft.unit) if draft.unit else None
            whole = (
                _list_around(draft, group)
                or _of_the_hurt(s, draft, counted, told)
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
                draft.because(f"role.{rule}", s, draft.core)
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
    """ "An earlier toll put the dead at 23": the first figure behind such a toll, not what it rose to.

    And what "and" alone joins to it: "an earlier toll of 23 dead and 40 wounded".
    """
    if draft.count is None:
        return False
    start = draft.count.start
    told = s.last("role.earlier", 0, start)
    if told is None or s.word_in("to", start - 1):
        return False
    before = [d for d in counted if d.count and told.end <= d.count.start < start]
    return not before or _is_joined(s, before[-1], draft)


def _is_joined(s: Sentence, before: Draft, draft: Draft) -> bool:
    """Does "and" alone join a figure of another unit to one of an earlier toll?"""
    if before.role != "comparison" or before.unit == draft.unit or not (before.count and draft.count):
        return False
    between = range(before.count.end, draft.count.start)
    joined = any(s.at("grammar.and", i) or s.has_and(i) for i in between)
    return joined and not any(s.word(i) in COMMAS or s.at("say", i) or s.word_in("to", i) for i in between)


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
        holds = wide or (draft.category == "civilians" and parts <= _CIVIL)
        if holds and 2 * draft.value == sum(d.value for d in group):
            return draft
    return None


def _list_around(draft: Draft, group: list[Draft]) -> Draft | None:
    """The sum of the list that a figure stands in."""
    for whole in group:
        inside = draft.count and whole.count and whole.count.start <= draft.count.start < whole.count.end
        if whole is not draft and whole.count and whole.count.is_list and inside:
            return whole
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
    if among := _among(s, draft, group):
        return among
    cue_before = [m for m in s.of("role.part") if count.start - 6 <= m.start < count.start]
    cue_after = [m for m in s.of("role.part") if count.number.end <= m.start <= count.end + 2]
    first = before[0] if before else None
    if first and first.count:
        if _is_told_of(s, first.count):
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


def _is_told_of(s: Sentence, count: Count) -> bool:
    """ "Of the ten dead, six were nurses", "one of the five killed was a man", «من بين القتلى التسعين»."""
    start = min(count.start, count.number.first)
    start -= s.word_in("the", start - 1)
    of = [m.start for group in ("grammar.of", "role.among") for m in s.of(group) if m.end == start]
    of += [m.start for m in s.of("role.of_told") if m.start < start < m.end]
    return any(i == 0 or not s.tokens[i - 1].is_word or s.at("number", i - 1) is not None for i in of)


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


def _among(s: Sentence, draft: Draft, group: list[Draft]) -> Draft | None:
    """ "Six gunmen were among the 14 killed": the larger figure behind, of which this one is a part."""
    for whole in group:
        if whole.count and draft.count and whole.count.start > draft.count.end and whole.value > draft.value:
            lead = whole.count.start - s.word_in("the", whole.count.start - 1)
            return (
                whole
                if any(draft.count.end <= m.start and m.end == lead for m in s.of("role.among"))
                else None
            )
    return None


def _of_standing(s: Sentence, draft: Draft, standing: Draft | None, before: Draft | None) -> Draft | None:
    """A running total told before that the figure breaks down: by place, or by one of the sides."""
    if standing is None or standing.unit != draft.unit or standing.value <= draft.value:
        return None
    lands = {m.value.place.country for m in s.of("toponym") if m.value.place}
    if lands and standing.spot and standing.spot.place and standing.spot.place.country not in lands:
        return None  # two policemen in Pakistan are none of the dead of Kabul
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


def _of_told(s: Sentence, draft: Draft, told: Sequence[Draft]) -> Draft | None:
    """ "Four soldiers were among the dead", "five of them", "the 12 dead": the figure told before that holds them."""
    if draft.count is None or not (_is_among_told(s, draft.count) or _is_known(s, draft.count)):
        return None
    exact = not _is_among_told(s, draft.count)
    for whole in reversed(told):
        if s.index - whole.sentence > (_TOLD_BACK if exact else _AMONG_BACK):
            return None
        if (
            whole.unit == draft.unit
            and whole.count
            and whole.role in ("new", "total")
            and not whole.background
        ):
            fits = whole.value == draft.value if exact else whole.value >= draft.value
            return whole if fits else None
    return None


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
    again = draft.reasons["role"].rule == "role.again"
    return again and not (draft.own_place and draft.spot is not None and draft.spot.is_point)


def _is_among_told(s: Sentence, count: Count) -> bool:
    """Do words that stand for people told before hold the count: "among the dead", "the dead included", "of them"?"""
    if s.at("role.of_told", count.number.end):
        return True
    at = count.trigger.start if count.trigger else count.start
    near = (m for m in s.of("role.of_told") if m.start <= at)
    return any(at <= m.end if count.trigger else m.end <= at for m in near)


def _is_known(s: Sentence, count: Count) -> bool:
    """ "The 12 dead", "all 12": a number with the article, and no place or day of its own."""
    lead = count.number.start - 1
    known = s.word_in("the", lead) or s.at("role.all", lead) is not None
    return known and not count.weak and not s.has("toponym") and not s.of("date")


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
    if is_of_a_war(s, draft):
        return True
    several = draft.count is not None and (draft.value >= _MANY or _is_perfect(s, draft.count))
    if wide and several and not _is_one_event(s):
        return True
    later = draft.unit == "arrested"  # "arrested over the killings" is no running count of the killings
    return s.any_word_in("plural_event") and not later and not (draft.spot and draft.spot.is_point)


def is_of_a_war(s: Sentence, draft: Draft) -> bool:
    """ "The conflict has killed more than 24,000": no day and no village of its own, and too many for one event."""
    trigger = draft.count.trigger if draft.count else None
    if trigger is None or draft.value < _WAR or draft.own_date or draft.own_place:
        return False
    return any(s.word_in("until_now", i) for i in range(trigger.start - _LED, trigger.end))


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
