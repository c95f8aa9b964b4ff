"""Who is counted, where more than the noun of the count says it."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.model import Category
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.counting.people import ARMED
from incidents.parsing.text import Sentence

_LOSER_REACH = 12
"""So many words before "lost" its subject may stand."""
_TARGET_REACH = 3
"""Words at most between an attack and the place that it hit."""


def set_category(s: Sentence, draft: Draft, before: Draft | None, beside: Sequence[Draft]) -> None:
    """Decide a draft's category, in place.

    before: the claim before in the same paragraph.  beside: the drafts of the sentence.
    """
    losers = _losers(s, draft)
    if draft.of_attackers:
        if draft.category != "fighters":
            draft.because("category.attacker", s, draft.core)
        draft.category = "fighters"
    elif losers:
        draft.category = losers
        draft.because("category.own_losses", s, draft.told_at)
    elif draft.unit == "displaced":
        draft.category = "civilians"
        draft.because("category.displaced", s, draft.told_at)
    elif _is_against_civilians(s, draft) and not _is_beside_armed(draft, beside):
        draft.category = "civilians"
        draft.because("category.attack_on_people", s, draft.core)
    elif draft.category in (None, "unspecified") and (target := _civil_target(s, draft)):
        draft.category = "civilians"
        draft.because("category.civil_place", s, target)
    elif draft.category in (None, "unspecified") and before and before.category and _goes_on(s, draft):
        draft.category = before.category
        draft.because("category.same_people", s, draft.core)


def _losers(s: Sentence, draft: Draft) -> Category | None:
    """Who an armed side says it lost are its own: "the defence ministry said it lost four"."""
    trigger = draft.trigger
    if trigger is None or not s.at("verb_lost", trigger.start):
        return None
    near = s.last("losers", max(0, trigger.start - _LOSER_REACH), trigger.start)
    return near.group.partition(".")[2] if near else None  # type: ignore[return-value]


def _is_against_civilians(s: Sentence, draft: Draft) -> bool:
    """People hurt in what the sentence itself calls an attack on them; ACLED's type is about civilians."""
    if draft.kind.type != "Violence against civilians" or draft.category != "unspecified":
        return False
    count = draft.count
    if count is None or s.has("casualty", *draft.core) or s.any_word_in("member", count.start, count.end):
        return False
    told = any(m.value.type == draft.kind.type for m in s.of("event"))
    # "The number executed" says of whom it counts what was done to them.
    toll = count.trigger is not None and count.trigger.kind == "toll"
    return told and (count.head or (toll and s.has("event", *draft.told_at)))


def _is_beside_armed(draft: Draft, beside: Sequence[Draft]) -> bool:
    """ "Three soldiers were killed and two others hurt": the two may be soldiers, too."""
    before = [d for d in beside if d.core[0] < draft.core[0] and d.count]
    return bool(before) and before[-1].category in ARMED


def _civil_target(s: Sentence, draft: Draft) -> tuple[int, int] | None:
    """A place where civilians are, hit without a word of people: "stormed hospitals in three cities"."""
    if draft.count is not None:
        return None
    for event in s.of("event"):
        target = s.first("civil_place", event.end, event.end + _TARGET_REACH)
        if target:
            return event.start, target.end
    return None


def _goes_on(s: Sentence, draft: Draft) -> bool:
    """Does it tell of the people just told of, without a noun of its own: "seven cases", "many were seized"?"""
    if draft.count is None:
        return s.at("of_the_same", 0) is not None
    return s.covering("of_the_same", draft.count.end - 1) is not None
