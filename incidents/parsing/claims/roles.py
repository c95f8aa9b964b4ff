"""The role of each figure of a sentence: new, running total, correction, comparison; its parts see `wholes`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from incidents.model import Unit
from incidents.parsing.claims.counters import stop_before
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.claims.wholes import tell_wholes
from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import COMMAS, Sentence

_NEAR = 8
"""So many words before a figure "has reached" or the like may stand."""
_PERFECT = 3
"""Words at most from "have" to its verb."""
_OPENING = 3
"""So many words of a sentence may lead to the day up to which it counts: "It added that"."""
_TOLD = ("date", "event", "act")
"""What goes on until a day: the clashes, or the time from another day."""
_LONG = {"day": 3, "week": 2, "month": 2, "year": 2}
"""So many of these, at least, are longer than one event."""


def assign_roles(s: Sentence, drafts: list[Draft], totals: dict[Unit, Draft], told: Sequence[Draft]) -> None:
    """Give the figures of one sentence their roles and parents, in place.

    totals: the last running total of each unit in the text, to which a list may belong.  told: the claims
    before; a sentence may go on with a list of the last one in its paragraph.
    """
    counted = [d for d in drafts if d.count and (d.low, d.high) != (None, None)]
    for draft in counted:
        if _is_compared(s, draft) or _is_earlier(s, draft, counted):
            draft.role = "comparison"
            draft.because("role.comparison", s, draft.core)
        elif _is_total(s, draft) or _goes_on_total(s, draft, counted):
            draft.role, draft.cumulative = "total", True
            draft.because("role.total", s, draft.core)
        else:
            draft.because("role.new", s)
    _corrections(s, counted)
    tell_wholes(s, counted, totals, told)


def _is_compared(s: Sentence, draft: Draft) -> bool:
    """ "Compared with 12 in May", "up from the 40 of last year": with one word at most before the figure."""
    start = draft.count.start if draft.count else 0
    return any(s.ending("role.comparison", i) for i in (start - 1, start))


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
    if _took_days(s, count) or _is_so_far(s, count) or _is_as_of(s, count):
        return True
    if trigger and trigger.kind == "toll" and stop_before(s, count):
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
    if before.count is None or draft.count is None or draft.trigger:
        return False
    if not s.at("casualty", draft.count.number.end):
        return False
    between = range(before.count.end, draft.count.number.first)
    return all(s.word(i) in COMMAS or s.at("grammar.and", i) for i in between)


def _is_so_far(s: Sentence, count: Count) -> bool:
    """ "The office has so far documented the killing of 111": a count that goes on."""
    near = (m for m in s.of("role.so_far") if 0 <= count.start - m.end <= _NEAR)
    return any(s.at("say.count", m.end) or s.ending("say.count", m.start) for m in near)


def _took_days(s: Sentence, count: Count) -> bool:
    """ "Left 700 dead in five days": a figure of several days covers more than one event."""
    if count.weak:
        return False
    units = s.language.dates.get("units", {})
    for over in s.of("role.over"):
        about = s.at("modifier", over.end)
        at = about.end if about else over.end
        spans = [
            word for unit, least in _LONG.items() if _number(s, at) >= least for word in units.get(unit, ())
        ]
        if over.start >= count.end and s.word(at + 1) in spans:
            return True
    return False


def _is_as_of(s: Sentence, count: Count) -> bool:
    """ "As of Monday 1,383 people had been killed": what had happened by a day, and on no day of its own."""
    verb = count.trigger
    if verb is None or count.weak or count.is_part:
        return False
    if not s.language.articles:  # «حتى يوم الاثنين قتل 40» needs no "have"
        opening = s.first("role.as_of", 0, _OPENING)
        day = opening and s.at("date", opening.start)
        if not (opening and day) or any(s.covering(g, i) for g in _TOLD for i in range(opening.start)):
            return False
        return 0 <= verb.start - day.end < _PERFECT and not s.has_and(verb.start)
    perfect = s.any_word_in("have", max(0, verb.start - _PERFECT), verb.start)
    return perfect and any(s.covering("date", m.end) for m in s.of("role.as_of"))


def _number(s: Sentence, index: int) -> int:
    """The number of one token, in words or in digits; 0 where none stands."""
    mark = s.at("number", index)
    text = s.tokens[index].text if index < len(s.tokens) else ""
    return mark.value if mark else int(text) if text.isdecimal() else 0


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
