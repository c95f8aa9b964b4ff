"""Claims → clusters: which claims tell of the same event, and which are totals."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from incidents.geocoding.names import fold
from incidents.linking.retold import told_again
from incidents.linking.told import (
    LOOK_BACK,
    Cluster,
    Reported,
    Told,
    is_area,
    looked_back,
    makes_row,
    places_of,
    tell,
)
from incidents.linking.totals import total_clusters
from incidents.model import Category, Claim, Unit

SAME_NEWS = dt.timedelta(days=3)
"""Claims without a day about one place are one event when told within so many days."""
GATHERED = frozenset(("displaced", "missing"))
"""Units that are counted over an area and not at an event."""

Where = tuple[Hashable, ...]
Counted = tuple[Unit | None, Category | None]
Figure = tuple[int | None, int | None]


def link(claims: Iterable[Claim], reports: Iterable[Reported] = ()) -> list[Cluster]:
    """Group claims into rows: events, totals, values of a series, parts.

    reports: who published the claims' reports and when.  Claims that tell of nothing that happened (denied,
    threatened, background, comparison) are in no cluster.  Clusters are ordered by their smallest claim id.
    """
    told = [t for t in tell(claims, reports) if makes_row(t.claim)]
    by_id = {t.claim.claim_id: t.claim for t in told}
    totals = [t for t in told if is_total(t.claim, by_id)]
    events = [t for t in told if not is_total(t.claim, by_id)]
    clusters = total_clusters(totals) + _event_clusters(events)
    return with_parents(sorted(clusters, key=lambda c: c.claim_ids), [t.claim for t in told])


def with_parents(clusters: Sequence[Cluster], claims: Iterable[Claim]) -> list[Cluster]:
    """The clusters, each with the index of the one that its claims say they are a part of."""
    home = {claim_id: index for index, cluster in enumerate(clusters) for claim_id in cluster.claim_ids}
    whole = {c.claim_id: home.get(c.part_of) for c in claims if c.part_of is not None}
    linked = []
    for index, cluster in enumerate(clusters):
        found = {whole.get(claim_id) for claim_id in cluster.claim_ids} - {None, index}
        parent = min((p for p in found if p is not None), default=None)
        linked.append(dataclasses.replace(cluster, parent=parent))
    return linked


def is_total(claim: Claim, by_id: Mapping[str, Claim]) -> bool:
    """Does the claim count people over an area or a time, so that it is no event of its own?

    A part is no event either, unless it has a place of its own or is a part of an event's figure.
    """
    seen: set[str] = set()
    while not (claim.place or claim.places or claim.place_as_written or claim.claim_id in seen):
        whole = by_id.get(claim.part_of or "") if claim.role == "part" else None
        if whole is None:
            break
        seen.add(claim.claim_id)
        claim = whole
    if claim.place or claim.places:
        return is_area(claim.place) and _is_sum(claim)
    if claim.place_as_written:
        return claim.cumulative and claim.role != "part"
    return claim.cumulative or claim.role == "total"


def _is_sum(claim: Claim) -> bool:
    """Does a claim about an area add up what happened all over it?  People flee from many places."""
    gathered = claim.has_figure and claim.unit in GATHERED
    return gathered or claim.cumulative or claim.role == "total"


# --- events ---


def _event_clusters(events: Sequence[Told]) -> list[Cluster]:
    by_report: dict[str, list[Told]] = defaultdict(list)
    for t in events:
        by_report[t.claim.report_id].append(t)
    again: dict[str, str] = {}
    for own in by_report.values():
        again |= told_again(own, _joined(own).groups())
    joined = _joined([t for t in events if t.claim.claim_id not in again])
    for claim_id, meant in again.items():
        joined.join((claim_id, meant))
    return [Cluster("incident", tuple(sorted(ids))) for ids in joined.groups()]


def _joined(events: Sequence[Told]) -> _Joined:
    """The events with those put together that agree in place, days and type, or say that they are one."""
    countries = _countries(events)
    where = {t.claim.claim_id: _where(t.claim, countries) for t in events}
    groups: dict[Where, list[Told]] = defaultdict(list)
    for t in events:
        groups[(*where[t.claim.claim_id], t.claim.event_type)].append(t)
    joined = _Joined(t.claim.claim_id for t in events)
    for group in groups.values():
        for together in _same_days(group):
            for agreed in _agreeing(together) if is_area(group[0].claim.place) else [together]:
                joined.join(t.claim.claim_id for t in agreed)
    for t in events:
        for other in (t.claim.part_of, t.claim.replaces):
            unplaced = not (places_of(t.claim) or t.claim.place_as_written)
            if other in where and (unplaced or where[other] == where[t.claim.claim_id]):
                joined.join((t.claim.claim_id, other))
    return joined


def _countries(events: Sequence[Told]) -> dict[str, str]:
    """The country that most placed claims of a report lie in: where its unplaced names are taken to lie."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for t in events:
        counts[t.claim.report_id].update(p.country for p in places_of(t.claim) if p.country)
    return {report: min(c, key=lambda name: (-c[name], name)) for report, c in counts.items() if c}


def _where(claim: Claim, countries: Mapping[str, str]) -> Where:
    """What claims about the same place have in common; without any place it is their report."""
    if placed := places_of(claim):
        return ("places", *sorted({p.place_id for p in placed}))
    if claim.place_as_written:
        return ("written", fold(claim.place_as_written), countries.get(claim.report_id, ""))
    return ("report", claim.report_id)


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


def _same_days(group: Sequence[Told]) -> list[list[Told]]:
    """Claims of one place and type, by their days."""
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


class _Joined:
    """Sets of claim ids that grow together (union-find)."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._up = {i: i for i in ids}

    def _top(self, i: str) -> str:
        self._up.setdefault(i, i)
        while self._up[i] != i:
            self._up[i] = i = self._up[self._up[i]]
        return i

    def join(self, ids: Iterable[str]) -> None:
        tops = sorted({self._top(i) for i in ids})
        for top in tops[1:]:
            self._up[top] = tops[0]

    def groups(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for i in self._up:
            found[self._top(i)].append(i)
        return list(found.values())
