"""When it happened: the date of a claim among the dates that its sentence and the narrative tell."""

from __future__ import annotations

import datetime as dt
from itertools import islice

from incidents.languages import Mark
from incidents.parsing.claims.context import Context
from incidents.parsing.claims.counters import stop_before
from incidents.parsing.claims.drafts import Draft
from incidents.parsing.dates.asides import is_coarse, is_of_what_followed
from incidents.parsing.dates.dates import DateMention
from incidents.parsing.dates.tellings import Telling, is_death
from incidents.parsing.events import is_arrest
from incidents.parsing.text import COMMAS, SEMICOLONS, Sentence

_REACH = 60.0
"""A date as far as this, or behind another speaker's part, tells nothing of a claim."""
_OF_ANOTHER = 12.0
"""How much a figure between sets a date apart: "311 since January, including 38 in the past week"."""
_BESIDE = 20
"""A running count is beside what is told within so many claims of it."""
BACKGROUND_DAYS = 240
"""What happened longer before publication than this is told as background."""


def set_date(
    s: Sentence, draft: Draft, tellings: list[Telling], context: Context, others: list[tuple[int, int]]
) -> None:
    """Give a draft its date: its clause's own, else that of the narrative, else only "by publication".

    others: spans of other figures; of several dates, one behind another figure is rather that one's.
    """
    base = next((t for t in tellings if t.date.counted_from and _goes_on_to(s, t.date, draft)), None)
    if base is None and (from_it := next((t.date for t in tellings if _is_base(t.date, draft)), None)):
        undated(s, draft, context)
        # The text may tell the day of "he was shot", but 11 people are others than those whom it is about.
        draft.own_date = draft.count is not None and not draft.count.weak
        draft.because("date.unresolved", s, (from_it.start, from_it.end))
        return
    fitting = [base] if base else _of_event(s, [t for t in tellings if _may_date(s, t, draft)], draft)
    near = [(_distance(s, t.date, draft.core, others), t.date.start, t) for t in fitting]
    near = [item for item in near if item[0] < _REACH]
    if near:
        _take(s, draft, min(near, key=lambda item: item[:2])[2], context)
        return
    counted = next((t.date for t in tellings if t.deed == "documented"), None)
    if counted and counted.last:
        start = context.begun if counted.precision == "day" else counted.first
        draft.date_start, draft.date_end, draft.date_precision = start, counted.last, "days"
        draft.since, draft.cumulative = context.begun, not s.of("role.one_event")
        draft.because("date.documented", s, (counted.start, counted.end))
        return
    told = _narrative_date(s, draft, context)
    if told:
        draft.dated_as(told, "date.carried")
        draft.cumulative = told.cumulative
    elif period := _period(s, draft, context):
        draft.dated_as(period, "date.period")
        draft.since, draft.cumulative = period.since, True
    else:
        undated(s, draft, context)


def undated(s: Sentence, draft: Draft, context: Context) -> None:
    """What no day is told of happened by the day of publication."""
    draft.date_start, draft.date_end, draft.date_precision = None, context.published, None
    draft.because("date.none", s)


def _may_date(s: Sentence, told: Telling, draft: Draft) -> bool:
    """Can it be the day of what the draft tells?  The day of an arrest is that of the arrested only.

    What is told in passing, and the day that another is counted from, is of its own clause alone.
    """
    side = told.side
    if told.deed == "aside":
        return side is not None and told.date.kind == "point" and _is_inside(draft.core, side)
    if side and is_coarse(told.date) and not _is_inside(draft.core, side):
        return False
    outside = told.date.of_base and not told.date.start <= draft.core[0] < told.date.base_end
    if told.date.counted_from or outside or is_of_what_followed(s, told.date, draft.core):
        return False
    if told.deed == "aftermath":
        return is_arrest(draft.kind)
    if is_arrest(draft.kind) and told.by and draft.core[1] <= told.by.start < told.date.start:
        return not s.any_word_in("blamed_for", draft.core[1], told.by.start)
    return told.deed not in ("words", "documented", "ahead")


def _is_base(date: DateMention, draft: Draft) -> bool:
    """ "Two days after 11 guards were killed, …": does the draft tell what is counted from, whose day nobody tells?"""
    return not date.of_base and date.end <= draft.core[0] < date.base_end


def _goes_on_to(s: Sentence, date: DateMention, draft: Draft) -> bool:
    """ "two days after the March 6 attack that killed 15": does the draft tell of what is counted from?"""
    another = (i for i in range(date.counted_from, draft.core[0]) if s.word(i) in COMMAS)
    return date.counted_from <= draft.core[0] and all(s.at("grammar.relative", i + 1) for i in another)


def _of_event(s: Sentence, told: list[Telling], draft: Draft) -> list[Telling]:
    """Of the days told those of the main clause, and of the event: "died on Friday of wounds from Monday's attack"."""
    told = [t for t in told if not t.side or _is_inside(draft.core, t.side)] or told
    events = [t for t in told if t.deed == "event" and not is_death(s, t)]
    late = draft.unit == "killed" and (s.has("telling.late_death") or any(t.deed == "scene" for t in told))
    return events if late and events else told


def _is_inside(core: tuple[int, int], side: tuple[int, int]) -> bool:
    return side[0] <= core[0] and core[1] <= side[1]


def _take(s: Sentence, draft: Draft, told: Telling, context: Context) -> None:
    date = told.date
    draft.own_date = True
    draft.of_death = is_death(s, told) and draft.unit == "killed" and s.has("telling.late_death")
    draft.because(date.rule, s, (date.start, date.end))
    draft.date_start, draft.date_end, draft.date_precision = date.first, date.last, date.precision
    up_to = s.ending("role.as_of", date.start) or s.at("role.as_of", date.start)
    if draft.role == "total" and (up_to or (draft.count and stop_before(s, draft.count))):
        draft.date_start, draft.date_precision, draft.since = context.begun, None, context.begun
    if date.first is None and date.last is None:
        draft.date_end = context.published
        known = date.shift or date.rule != "date.unresolved"  # "days after a bombing" tells no number
        draft.awaits = date.shift if date.anchored and known and not date.of_base else None
    long = date.first and date.precision in ("month", "year") and not is_old(draft, context)
    long = long and not _is_of_one_event(s, date)
    if date.kind == "since":
        draft.since, draft.cumulative = date.first, True
    if draft.unit and (long or date.kind == "since"):
        draft.cumulative = True
        draft.role = "total" if draft.role == "new" else draft.role


def _is_of_one_event(s: Sentence, date: DateMention) -> bool:
    """ "A February attack", "the 2024 massacre": a month or year that tells one event of several people."""
    told = s.at("event", date.end) or s.at("act.words", date.end)
    led = s.word(date.start - 1) in s.language.articles
    return led and told is not None and not s.ends_with("plural", told.end - 1)


def _period(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    """What is told of an area beside a running count of its kind is of the time that the count covers."""
    if draft.unit or draft.role != "new" or draft.spot is None or draft.spot.is_point:
        return None
    for total in islice(reversed(context.drafts), _BESIDE):
        if s.paragraph - total.paragraph > 1:
            break
        if total.role == "total" and total.date_start and total.kind == draft.kind and not total.background:
            return total
    return None


def is_old(draft: Draft, context: Context) -> bool:
    """Is it an event of another time, told as background?"""
    end: dt.date | None = draft.date_end
    return bool(end and context.published and (context.published - end).days > BACKGROUND_DAYS)


def recalling(s: Sentence, draft: Draft) -> Mark | None:
    """The words that recall an old event with a claim's figure: "the anniversary of", "ten years after the attack,
    which killed 30, …"; what the main clause behind tells is news.
    """
    if not draft.unit:
        return None
    after = (m for m in s.of("status.years_after") if m.end <= draft.core[0])
    behind = (m for m in after if not any(_ends_recall(s, i) for i in range(m.end, draft.core[0])))
    return s.first("status.anniversary") or next(behind, None)


def _ends_recall(s: Sentence, index: int) -> bool:
    """Does the main clause begin behind a comma: is it none before "which", "in which"?"""
    relative = any(s.at("grammar.relative", i) for i in (index + 1, index + 2))
    return s.word(index) in COMMAS and not relative


def _narrative_date(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    """The dated claim that a claim without a day goes on from: in its paragraph, else at its very place.

    Nothing goes on from a month or a year, or from what was only threatened.
    """
    found = _told_before(s, draft, context)
    vague = found and (found.date_precision in ("month", "year") or found.status == "threatened")
    return None if vague else found


def _told_before(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    if draft.role != "new" or draft.cumulative:
        return None
    before = context.last_of_paragraph(s.paragraph)
    last = context.drafts[-1] if context.drafts else None
    if s.of("grammar.also") and last and last.date_start and (before or (draft.spot and draft.spot.is_point)):
        return last
    if (
        before
        and before.date_start
        and not before.cumulative
        and is_arrest(before.kind) == is_arrest(draft.kind)
    ):
        return before
    spot = draft.spot
    if not (spot and spot.place and spot.is_point):
        return None
    there = context.dated_at.get((spot.place.place_id, is_arrest(draft.kind)))
    return None if there and there.background else there


def take_from_parent(draft: Draft, parent: Draft) -> None:
    """A part of a total has the total's place and time where it tells none of its own."""
    if not draft.own_place:
        draft.spot = parent.spot and parent.spot.by("of_total")
    if not draft.own_date:
        draft.dated_as(parent, "date.whole")
        draft.since = parent.since
    draft.cumulative = draft.cumulative or parent.cumulative


def _distance(s: Sentence, date: DateMention, core: tuple[int, int], others: list[tuple[int, int]]) -> float:
    first, last = (core[1], date.start) if date.start >= core[1] else (date.end, core[0])
    another = any(first <= a and b <= last for a, b in others)
    if date.end <= core[0] and any(b <= date.start for _, b in others):
        another = another or not _opens(s, date)  # "12 in Homs on Monday and 7 in Hama on Tuesday"
    return max(0, last - first) + sum(_pause(s, i) for i in range(first, last)) + _OF_ANOTHER * another


def _opens(s: Sentence, date: DateMention) -> bool:
    """Does a date begin its part of the sentence: ", on Tuesday 7 in Hama"?"""
    lead = date.start - 1
    while lead > 0 and s.word_in("date_lead", lead) and s.word(lead) not in COMMAS:
        lead -= 1
    return s.word(lead) in COMMAS or s.at("grammar.and", lead) is not None


def _pause(s: Sentence, index: int) -> float:
    """How much a token sets a date apart from what lies behind it; another speaker's part is out of reach."""
    if s.word(index) in SEMICOLONS or s.at("attribution.segment", index):
        return _REACH
    return 2.0 if s.word(index) in COMMAS or s.word(index) == ":" else 0.0
