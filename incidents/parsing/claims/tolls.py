"""Figures of what was told before: "at least 12 people died …  They later revised the toll to nine"."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.parsing.claims.drafts import Draft, in_two_towns
from incidents.parsing.text import Sentence

_NEAR = 20
"""Claims back among which the figure is looked for."""
_BACK = 3
"""Sentences at most from a figure to its correction."""
_TOLL = 6
"""Words at most of "the number of dead" between the verb and "to nine"."""


def settle_tolls(drafts: Sequence[Draft], sentences: Sequence[Sentence]) -> None:
    """Give tolls the place of what they are of; one that was revised replaces the last that its speaker told."""
    for index, draft in enumerate(drafts):
        s, before = sentences[draft.sentence], drafts[max(0, index - _NEAR) : index]
        if draft.spot is None and _is_the_toll(s, draft) and (of := _counted_before(draft, before)):
            draft.spot = of.spot
        if _is_corrected_to(s, draft) and (old := _corrected(draft, before)):
            draft.replaced, draft.role, draft.cumulative = old, "correction", old.cumulative
            draft.because("role.correction", s, draft.core)
            if not draft.own_place:
                draft.spot = old.spot
            if not draft.own_date:
                draft.dated_as(old, "date.story")
            if draft.category == "unspecified":
                draft.category = old.category
                draft.because("category.whole", s, draft.core)


def _is_corrected_to(s: Sentence, draft: Draft) -> bool:
    """ "Lowered the figure to 31": the one that a verb of correcting leads to, without the old one."""
    count = draft.count
    if count is None or draft.parent or draft.replaced or draft.role not in ("new", "total"):
        return False
    start = count.number.start
    verb = s.last("role.correction", max(0, start - _TOLL), start)
    between = range(verb.end, start) if verb else range(0)
    return s.word_in("to", start - 1) and bool(between) and not any(s.at("number", i) for i in between)


def _is_the_toll(s: Sentence, draft: Draft) -> bool:
    """ "The health ministry put the toll at 37": of what was told before, where no place is named."""
    trigger = draft.trigger
    if trigger is None or trigger.kind != "toll" or draft.parent or draft.background:
        return False
    return s.word_in("the", trigger.start - 1) and not s.of("toponym")


def _counted_before(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The last figure of the unit that is no part of another."""
    near = (d for d in reversed(before) if draft.sentence - d.sentence <= _BACK)
    return next((d for d in near if d.count and d.unit == draft.unit and not d.parent), None)


def _corrected(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The last figure of the same people that the same speaker told."""
    for old in reversed(before):
        if draft.sentence - old.sentence > _BACK:
            return None
        same = old.unit == draft.unit and old.status == draft.status and old.role in ("new", "total")
        if same and not old.background and old.value != draft.value and _may_be_one(draft, old):
            return old
    return None


def _may_be_one(draft: Draft, old: Draft) -> bool:
    """May both be told of one event, by place, by who is counted, and by who says it?"""
    alike = draft.category in ("unspecified", old.category)
    said, before = (d.attribution.claimed_by if d.attribution else () for d in (draft, old))
    return alike and not in_two_towns(draft, old) and (said == before or not before)
