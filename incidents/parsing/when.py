"""When it happened: the date of a claim among the dates that its sentence and the narrative tell."""

from __future__ import annotations

import datetime as dt

from incidents.parsing.context import Context
from incidents.parsing.dates import DateMention
from incidents.parsing.drafts import Draft
from incidents.parsing.text import COMMAS, DASHES, SEMICOLONS, Sentence

_REACH = 60.0
_BACKGROUND_DAYS = 240
"""What happened longer before publication than this is told as background."""


def is_documentation(s: Sentence, date: DateMention) -> bool:
    """Is it the day of saying ("said on Saturday", "On Saturday the monitor confirmed"), not of happening?"""
    if date.kind == "since" or date.anchored:
        return False
    if s.index == 0 and date.start <= 6 and s.word(date.end) in DASHES:
        return True  # the dateline
    if any(m.end <= date.start and _leads_to_day(s, m.end, date.start) for m in s.of("say")):
        return True
    if date.start > 2:
        return False
    say = s.first("say", date.end)
    happening = min(
        (m.start for g in ("event", "verb_object", "verb_subject") for m in s.of(g) if m.start >= date.end),
        default=len(s.tokens),
    )
    return say is not None and say.start < happening and say.group != "say.cite"


def _leads_to_day(s: Sentence, start: int, end: int) -> bool:
    """Do tokens [start, end) hold nothing but places and a few words such as "in a statement on"?"""
    words = 0
    for index in range(start, end):
        if s.covering("toponym", index):
            continue
        words += 1
        if words > 4 or not s.word_in("day_lead", index):
            return False
    return True


def set_date(s: Sentence, draft: Draft, dates: list[DateMention], context: Context) -> None:
    """Give a draft its date: its clause's own, else that of the narrative, else only "by publication"."""
    near = [(_distance(s, d, draft.core), d.start, d) for d in dates if not is_documentation(s, d)]
    near = [item for item in near if item[0] < _REACH]
    if near:
        _take(draft, min(near, key=lambda item: item[:2])[2], context)
        return
    told = _narrative_date(s, draft, context)
    if told:
        _copy(told, draft)
        draft.cumulative = told.cumulative
    else:
        draft.date_end = context.published


def _take(draft: Draft, date: DateMention, context: Context) -> None:
    draft.own_date = True
    draft.date_start, draft.date_end, draft.date_precision = date.first, date.last, date.precision
    long = date.precision in ("month", "year") and not is_old(draft, context)
    if date.kind == "since":
        draft.since, draft.cumulative = date.first, True
    if draft.unit and (long or date.kind == "since"):
        draft.cumulative = True
        draft.role = "total" if draft.role == "new" else draft.role


def is_old(draft: Draft, context: Context) -> bool:
    """Is it an event of another time, told as background?"""
    end: dt.date | None = draft.date_end
    told = draft.own_date and end is not None and context.published is not None
    return bool(told and end and context.published and (context.published - end).days > _BACKGROUND_DAYS)


def _narrative_date(s: Sentence, draft: Draft, context: Context) -> Draft | None:
    """The dated claim that a claim without a day goes on from: in its paragraph, else at its very place."""
    if draft.role != "new" or draft.cumulative:
        return None
    if s.of("grammar.also") and context.drafts and context.drafts[-1].date_start:
        return context.drafts[-1]
    before = context.last_of_paragraph(s.paragraph)
    if before and before.date_start and not before.cumulative:
        return before
    spot = draft.spot
    return context.dated_at.get(spot.place.place_id) if spot and spot.place and spot.is_point else None


def take_from_parent(draft: Draft, parent: Draft) -> None:
    """A part of a total has the total's place and time where it tells none of its own."""
    if not draft.own_place:
        draft.spot = parent.spot and parent.spot.by("of_total")
    if not draft.own_date:
        _copy(parent, draft)
        draft.since = parent.since
    draft.cumulative = draft.cumulative or parent.cumulative


def _copy(source: Draft, draft: Draft) -> None:
    draft.date_start, draft.date_end = source.date_start, source.date_end
    draft.date_precision = source.date_precision


def _distance(s: Sentence, date: DateMention, core: tuple[int, int]) -> float:
    first, last = (core[1], date.start) if date.start >= core[1] else (date.end, core[0])
    return max(0, last - first) + sum(_pause(s, i) for i in range(first, last))


def _pause(s: Sentence, index: int) -> float:
    """How much a token sets a date apart from what lies behind it; another speaker's part is out of reach."""
    if s.word(index) in SEMICOLONS or s.at("attribution.segment", index):
        return _REACH
    return 2.0 if s.word(index) in COMMAS or s.word(index) == ":" else 0.0
