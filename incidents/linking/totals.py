"""Totals → series: the values that one root gives, one after another, of one count.

One count is one root, one unit, one category, one scope (place) and one window.  A window is "since X", or
closed ("on Friday", "in March").  A total that names no window is put to the count of its root, unit, category
and scope that its value fits, for a running count does not fall and a closed one stays as it is; else such
totals are a count among themselves.  So a figure below an earlier one of the same window is of another count,
unless somebody corrects it.  A part of a figure is never a value of the same count as that figure.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from incidents.geocoding.names import fold
from incidents.linking.told import Cluster, Told, places_of

SAME_COUNT = 1.25
"""Two figures of one closed window by one root are the same count when they differ by less than this factor."""

Window = tuple[str, dt.date, dt.date]
RUNNING, CLOSED = "running", "closed"


def total_clusters(totals: Sequence[Told]) -> list[Cluster]:
    """One cluster for each value of each count as of each day; the same value told by several outlets is one."""
    counts: dict[Hashable, list[Told]] = defaultdict(list)
    for t in totals:
        counts[_count(t)].append(t)
    return [cluster for group in counts.values() for series in _series(group) for cluster in _values(series)]


def value(t: Told) -> int | None:
    """The figure by which values of a count are compared."""
    return t.claim.low if t.claim.low is not None else t.claim.high


def _count(t: Told) -> Hashable:
    claim = t.claim
    scope = tuple(sorted(p.place_id for p in places_of(claim))) or fold(claim.place_as_written or "")
    what = claim.unit if claim.has_figure else (claim.unit, claim.event_type)
    return (t.root, what, claim.category or "unspecified", scope)


def _window(t: Told) -> Window | None:
    """The window that a total names: "since X", or from a first day to a last; None where it names no start."""
    claim = t.claim
    if claim.since:
        return (RUNNING, claim.since, dt.date.max)
    start, end = claim.date_start, claim.date_end
    if start is None:
        return None
    if end is None or (claim.cumulative and start < end and t.published is not None and end >= t.published):
        return (RUNNING, start, dt.date.max)
    return (CLOSED, start, end)


def _series(group: Sequence[Told]) -> Iterable[list[Told]]:
    named: dict[tuple[Window, int], list[Told]] = defaultdict(list)
    whole = {t.claim.claim_id: t.claim.part_of for t in group}
    open_ones = []
    for t in group:
        window = _window(t)
        if window is None:
            open_ones.append(t)
        else:
            named[window, _depth(t.claim.claim_id, whole)].append(t)
    fallen: list[list[Told]] = []
    for key, members in named.items():
        named[key], below = _rising(members) if key[0][0] == RUNNING else (members, [])
        if below:
            fallen.append(below)
    firm = {key: list(members) for key, members in named.items()}
    left: list[Told] = []
    for t in open_ones:
        near = sorted(
            (_distance(t, members), key) for key, members in firm.items() if _fits(t, key[0], members)
        )
        (named[near[0][1]] if near else left).append(t)
    return [*named.values(), *fallen, *([left] if left else [])]


def _rising(members: Sequence[Told]) -> tuple[list[Told], list[Told]]:
    """The longest run of values that never falls, by their days, and the others; all where one is a correction."""
    if any(t.claim.role == "correction" for t in members):
        return list(members), []
    # From the last day backwards, so that of two runs of one length the higher is taken.
    ordered = sorted(members, key=lambda t: (t.as_of, value(t) or 0, t.claim.claim_id), reverse=True)
    ends: list[int] = []  # the greatest value with which a run of each length can begin, negated
    last: list[int] = []  # its member
    before: list[int | None] = []
    for index, t in enumerate(ordered):
        at = bisect_right(ends, -(value(t) or 0))
        before.append(last[at - 1] if at else None)
        ends[at : at + 1], last[at : at + 1] = [-(value(t) or 0)], [index]
    kept = set()
    step = last[-1] if last else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return [t for i, t in enumerate(ordered) if i in kept], [
        t for i, t in enumerate(ordered) if i not in kept
    ]


def _depth(claim_id: str, whole: Mapping[str, str | None]) -> int:
    """How many figures of the same group a claim is a part of, one in the other."""
    chain: list[str] = []
    above = whole[claim_id]
    while above is not None and above in whole and above not in chain:
        chain.append(above)
        above = whole[above]
    return len(chain)


def _fits(t: Told, window: Window, members: Sequence[Told]) -> bool:
    """Can this be another value of the count whose values with a window are `members`?"""
    n = value(t)
    known = [(m.as_of, v) for m in members if (v := value(m)) is not None]
    if t.as_of < window[1]:
        return False
    if n is None or not known:
        return n is None and not known
    if window[0] == CLOSED:
        return all(max(n, v) < SAME_COUNT * max(min(n, v), 1) for _, v in known)
    return any(n == v for _, v in known) or all(n >= v if day <= t.as_of else n <= v for day, v in known)


def _distance(t: Told, members: Sequence[Told]) -> int:
    n = value(t)
    return min((abs(n - v) for m in members if n is not None and (v := value(m)) is not None), default=0)


def _values(series: Sequence[Told]) -> list[Cluster]:
    rows: dict[Hashable, list[Told]] = defaultdict(list)
    for t in series:
        rows[t.as_of, t.claim.low, t.claim.high].append(t)
    series_id = f"series-{min(t.claim.claim_id for t in series)}"
    clusters = []
    for members in rows.values():
        part = all(t.claim.role == "part" and t.claim.part_of for t in members)
        kind = "part" if part else "series_value" if len(rows) > 1 else "total"
        clusters.append(Cluster(kind, tuple(sorted(t.claim.claim_id for t in members)), series_id))  # type: ignore[arg-type]
    return clusters
