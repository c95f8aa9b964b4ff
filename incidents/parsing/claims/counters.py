"""Where a count came to, told by who counts: "Other counts differ.  The Red Crescent stopped at 120 on 12 March"."""

from __future__ import annotations

from dataclasses import replace

from incidents.languages import Mark
from incidents.model import Unit
from incidents.parsing.claims.context import Context
from incidents.parsing.counting.cardinals import is_bare
from incidents.parsing.counting.people import Count
from incidents.parsing.counting.triggers import Trigger
from incidents.parsing.text import Sentence

_NEAR = 2
"""Sentences at most from talk of several counts to where one of them came to."""


def with_stops(s: Sentence, linked: list[Count], context: Context) -> list[Count]:
    """The counts of a sentence; what a count stopped at is of those whom the totals just before count."""
    return [_stopped(s, count, context) for count in linked]


def _stopped(s: Sentence, count: Count, context: Context) -> Count:
    stop = stop_before(s, count)
    unit = _counted(s, stop, context) if stop and count.unit is None and _is_bare(s, count) else None
    if stop is None or unit is None:
        return count
    return replace(
        count, unit=unit, trigger=Trigger(stop.start, stop.end, unit, "toll"), head=True, open_noun=False
    )


def stop_before(s: Sentence, count: Count) -> Mark | None:
    """The words right before a figure that say that a count came no further: "stopped at"."""
    return next(iter(s.ending("role.stops", count.start)), None)


def _is_bare(s: Sentence, count: Count) -> bool:
    """Has the number no noun of its own: not "stopped at 12 houses"?"""
    return not count.head and count.end == count.number.end and is_bare(s, count.end)


def _counted(s: Sentence, stop: Mark, context: Context) -> Unit | None:
    """What the last count of several events was of, where a count stopped, or a body that counts as others do."""
    last = stop.start - 1
    while last > 0 and (s.is_adverb(last) or s.word_in("have", last)):
        last -= 1
    told = (
        d for d in reversed(context.recent) if d.cumulative and d.count and not (d.parent or d.background)
    )
    total = next(told, None)
    if total is None:
        return None
    near = s.covering("role.counter", last) and s.paragraph - total.paragraph <= 1
    spoken = context.counts is not None and s.index - context.counts <= _NEAR
    return total.unit if near or (spoken and s.covering("org", last)) else None
