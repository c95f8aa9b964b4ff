"""Claims about one place, and those of them that are about the same days."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from incidents.geocoding.names import fold
from incidents.linking.told import LOOK_BACK, Told, is_area, looked_back, places_of
from incidents.model import Category, Claim, Unit

SAME_NEWS = dt.timedelta(days=3)
"""Claims without a day about one place are one event when told within so many days."""

Where = tuple[Hashable, ...]
Counted = tuple[Unit | None, Category | None]
Figure = tuple[int | None, int | None]


def at_one_place(events: Sequence[Told], countries: Mapping[str, str]) -> Iterator[list[Told]]:
    """The claims of each place, event type and run of days; over an area also of figures that agree.

    countries: from `countries_of`.
    """
    groups: dict[Where, list[Told]] = defaultdict(list)
    for t in events:
        groups[block_of(t.claim, countries)].append(t)
    for group in groups.values():
        for together in same_days(group):
            yield from _agreeing(together) if is_area(group[0].claim.place) else [together]


def block_of(claim: Claim, countries: Mapping[str, str]) -> Where:
    """What claims about the same place that tell of the same type of event have in common."""
    return *where_of(claim, countries), claim.event_type


def where_of(claim: Claim, countries: Mapping[str, str]) -> Where:
    """What claims about the same place have in common; without any place it is their report."""
    if placed := places_of(claim):
        return ("places", *sorted({p.place_id for p in placed}))
    if claim.place_as_written:
        return ("written", fold(claim.place_as_written), countries.get(claim.report_id, ""))
    return ("report", claim.report_id)


def countries_of(events: Sequence[Told]) -> dict[str, str]:
    """The country that most placed claims of a report lie in: where its unplaced names are taken to lie."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for t in events:
        counts[t.claim.report_id].update(p.country for p in places_of(t.claim) if p.country)
    return {report: min(c, key=lambda name: (-c[name], name)) for report, c in counts.items() if c}


def _agreeing(together: Sequence[Told]) -> list[list[Told]]:
    """Claims over one area: two figures of the same people that differ are of two events in it."""
    events: list[list[Told]] = []
    by_figure: dict[tuple[Counted, Figure], int] = {}  # the first event with it
    counting: dict[Counted, int] = defaultdict(int)  # so many events, the first ones, count these people
    for t in sorted(together, key=lambda t: (t.claim.report_id, t.claim.start, t.claim.claim_id)):
        claim = t.claim
        who, said = (claim.unit, claim.category), (claim.low, claim.high)
        at = 0
        if claim.has_figure and claim.role != "part":
            at = by_figure.setdefault((who, said), counting[who])
            counting[who] += at == counting[who]
        if at == len(events):
            events.append([])
        events[at].append(t)
    return events


def same_days(group: Sequence[Told]) -> list[list[Told]]:
    """Claims of one place and type, those of the same days together."""
    short: list[tuple[dt.date, dt.date, Told]] = []
    long: dict[tuple[dt.date, dt.date], list[Told]] = defaultdict(list)
    undated: list[Told] = []
    for t in group:
        start, end = t.claim.date_start, t.claim.date_end or t.claim.date_start
        if start is None or end is None:
            undated.append(t)
        elif end - start > LOOK_BACK:
            long[start, end].append(t)
        else:
            short.append((start, max(start, end), t))
    runs = _runs(short)
    apart = []
    for t in undated:
        day = t.claim.date_end or t.as_of
        near = [r for r in runs if r[0] <= day and r[1] >= looked_back(day)]
        if len(near) == 1:
            near[0][2].append(t)
        else:
            apart.append(t)
    return [run[2] for run in runs] + list(long.values()) + _same_news(apart)


def _runs(dated: list[tuple[dt.date, dt.date, Told]]) -> list[tuple[dt.date, dt.date, list[Told]]]:
    """Claims whose days overlap, one after another: (first day, last day, claims)."""
    runs: list[tuple[dt.date, dt.date, list[Told]]] = []
    for start, end, t in sorted(dated, key=lambda d: (d[0], d[1], d[2].claim.claim_id)):
        if runs and start <= runs[-1][1]:
            first, last, members = runs[-1]
            members.append(t)
            runs[-1] = (first, max(last, end), members)
        else:
            runs.append((start, end, [t]))
    return runs


def _same_news(undated: list[Told]) -> list[list[Told]]:
    """Claims without a day, told one soon after the other."""
    chains: list[list[Told]] = []
    for t in sorted(undated, key=lambda t: (t.as_of, t.claim.claim_id)):
        if chains and t.as_of - chains[-1][-1].as_of <= SAME_NEWS:
            chains[-1].append(t)
        else:
            chains.append([t])
    return chains
