"""Two killings in one town on one day stay two where reports tell of other people and others who did it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from incidents.linking.tellings import Telling
from incidents.model import Unit

_HARMED: tuple[Unit, ...] = ("killed", "injured", "abducted", "arrested")


_MOST = 50
"""So many groups of a place and day, and so many different tellings of each, are looked at."""


def not_at_odds(tellings: Sequence[Telling]) -> list[list[Telling]]:
    """Tellings of one place, event type and days, those together that can be of one event.

    Each joins the first group in which nobody is at odds with it; the order is that of publication.
    """
    groups: list[list[Telling]] = []
    differing: list[dict[Hashable, Telling]] = []  # of each group, the first of those that tell alike
    for t in sorted(tellings, key=lambda t: (t.published, t.report_id, t.telling_id)):
        fitting = (n for n, known in enumerate(differing) if not any(at_odds(t, o) for o in known.values()))
        at = next(fitting, None)
        if at is None:
            at = len(groups)
            groups.append([])
            if at < _MOST:
                differing.append({})
        groups[at].append(t)
        if at < len(differing) and len(differing[at]) < _MOST:
            differing[at].setdefault(_told(t), t)
    return groups


def _told(t: Telling) -> Hashable:
    """All that `at_odds` asks of a telling."""
    return frozenset(t.figures.items()), t.actors, t.hours, t.targets, t.sides, t.doers


def at_odds(a: Telling, b: Telling) -> bool:
    """Do they give other figures, and another hour, another target, or others who did it?

    Other victims alone are not enough: one side's "4 militants" may be the other's "6 civilians".
    """
    if not figures_differ(a, b):
        return False
    return (
        _disjoint(a.actors, b.actors)
        or _disjoint(a.hours, b.hours)
        or _disjoint(a.targets, b.targets)
        or (_disjoint(a.sides, b.sides) and _disjoint(a.doers, b.doers))
    )


def figures_differ(a: Telling, b: Telling) -> bool:
    """Is there a unit that both count, and none in which they may give the same figure?"""
    units = [unit for unit in _HARMED if unit in a.figures and unit in b.figures]
    return bool(units) and not any(
        _may_agree(x, y) for unit in units for x in a.figures[unit] for y in b.figures[unit]
    )


def _may_agree(x: tuple[int | None, int | None], y: tuple[int | None, int | None]) -> bool:
    """Do the ranges meet?  An open end reaches as far as it has to."""
    (a, b), (c, d) = x, y
    return (b is None or c is None or c <= b) and (d is None or a is None or a <= d)


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)
