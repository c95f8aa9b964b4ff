"""Totals → series: the values that one root gives, one after another, of one count.

One count is one root, one unit, one category, one scope (place) and one window.  A window is "since X", or
closed ("on Friday", "in March").  A total that names no window is put to the count of its root, unit, category
and scope that its value fits, for a running count does not fall and a closed one, told of when it is over, stays
as it is; else such totals are a count among themselves.  So a figure below an earlier one of the same window is
of another count, unless somebody corrects it.

Two figures that one root gives in one report as of one day are never values of one count, unless one only rounds
the other.  A part of a total is a value of a count of such parts: its values are parts of values of one count.  A
figure told for itself is one of these only where it is the very figure, told within days of it.  A figure without
a category is of the one with which its root gives that very figure as of the same day.  An overall figure told without
a place goes on with the running count of its root, unit and category whose last value is nearest below it and not
older than GOES_ON, if there is such a count of one place only.  A figure given in the name of a body ("the United
Nations") is of the count of the one part of it, such as an office, that gives that very figure of the unit and place.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from incidents.languages.organisations import relations
from incidents.linking.breakdown import counted_people, where_told
from incidents.linking.same_place import SAME_NEWS
from incidents.linking.told import Cluster, Told

SAME_COUNT = 1.25
"""Two figures of one closed window by one root are the same count when they differ by less than this factor."""

GOES_ON = dt.timedelta(days=31)
"""A figure without a place goes on with a count whose last value is not older."""

Window = tuple[str, dt.date, dt.date]
RUNNING, CLOSED = "running", "closed"


def total_clusters(totals: Sequence[Told]) -> list[Cluster]:
    """One cluster for each value of each count as of each day; the same value told by several outlets is one."""
    totals = _by_who_counts(totals)
    people = counted_people(t.claim for t in totals)
    people |= _named_elsewhere(totals, people)
    as_part = _told_as_part(totals, people)
    alone = {t.claim.claim_id for t, part in as_part if _window(t) is None}
    found: list[list[Told]] = []
    home: dict[str, int] = {}  # claim → the number of its count
    for level in _levels([t for t in totals if t.claim.claim_id not in alone]):
        counts: dict[Hashable, list[Told]] = defaultdict(list)
        for t in level:
            counts[_count(t, people), t.claim.role == "part", home.get(_whole(t) or "")].append(t)
        for series in (s for group in counts.values() for s in _series(group)):
            home |= dict.fromkeys((t.claim.claim_id for t in series), len(found))
            found.append(series)
    for t, part in as_part:
        into, own = home[part.claim.claim_id], home.get(t.claim.claim_id)
        if own is None:
            found[into].append(t)
        elif own != into and _are_one_count(found[own], found[into]):
            home |= dict.fromkeys((m.claim.claim_id for m in found[own]), into)
            found[into] += found[own]
            found[own] = []
    for series in found:
        if goes_on := _goes_on(series, found, people):
            goes_on += series
            series.clear()
    return [cluster for series in found if series for cluster in _values(series)]


def value(t: Told) -> int | None:
    """The figure by which values of a count are compared."""
    return t.claim.low if t.claim.low is not None else t.claim.high


def _count(t: Told, people: Mapping[str, str]) -> tuple[Hashable, ...]:
    claim = t.claim
    what = claim.unit if claim.has_figure else (claim.unit, claim.event_type)
    return (t.root, what, people[claim.claim_id], where_told(claim))


def _by_who_counts(totals: Sequence[Told]) -> list[Told]:
    """The totals; what is told in the name of a whole body is its part's, where just one part tells that figure."""
    part_of = relations().part_of
    told: dict[Hashable, set[str]] = defaultdict(set)
    for t in totals:
        if t.claim.has_figure and (body := part_of.get(t.root)):
            told[body, *_figure(t)].add(t.root)
    parts = {key: next(iter(roots)) for key, roots in told.items() if len(roots) == 1}
    return [replace(t, root=parts.get((t.root, *_figure(t)), t.root)) for t in totals]


def _figure(t: Told) -> tuple[Hashable, ...]:
    return t.claim.unit, where_told(t.claim), t.claim.low, t.claim.high


def _named_elsewhere(totals: Sequence[Told], people: Mapping[str, str]) -> dict[str, str]:
    """The category of figures told without one, where their root gives that very figure, as of that day, with it."""
    told: dict[Hashable, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for t in totals:
        c = t.claim
        if c.has_figure and c.role != "part":
            same = (t.root, c.unit, where_told(c), c.low, c.high, c.date_end)
            told[same][people[c.claim_id]].append(c.claim_id)
    return {
        claim_id: who
        for named in told.values()
        for left_open in (named.pop("unspecified", []),)
        if len(named) == 1
        for who in named
        for claim_id in left_open
    }


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


# --- parts ---


def _whole(t: Told) -> str | None:
    return t.claim.part_of if t.claim.role == "part" else None


def _levels(totals: Sequence[Told]) -> list[list[Told]]:
    """The totals, each level with the parts of those before it; what is a part of no total here is on the first."""
    whole = {t.claim.claim_id: _whole(t) for t in totals}
    levels: dict[int, list[Told]] = defaultdict(list)
    for t in totals:
        levels[_depth(t.claim.claim_id, whole)].append(t)
    return [levels[depth] for depth in sorted(levels)]


def _depth(claim_id: str, whole: Mapping[str, str | None]) -> int:
    """How many of these figures a claim is a part of, one in the other."""
    chain: list[str] = []
    above = whole[claim_id]
    while above is not None and above in whole and above not in chain:
        chain.append(above)
        above = whole[above]
    return len(chain)


def _told_as_part(totals: Sequence[Told], people: Mapping[str, str]) -> list[tuple[Told, Told]]:
    """Figures told for themselves that are, at the time, just those of a part, each with that part.

    Such parts have a category or a place of their own; others are but some of the people of their whole's count.
    """
    count = {t.claim.claim_id: _count(t, people) for t in totals}
    parts: dict[Hashable, list[Told]] = defaultdict(list)
    overall: set[Hashable] = set()
    for t in totals:
        own = count[t.claim.claim_id]
        if t.claim.role != "part" and _window(t):
            overall.add((own, t.claim.low, t.claim.high))
        elif t.claim.role == "part" and count.get(t.claim.part_of or "") != own:
            parts[own, t.claim.low, t.claim.high].append(t)
    found = []
    for t in totals:
        key = (count[t.claim.claim_id], t.claim.low, t.claim.high)
        if t.claim.role != "part" and t.claim.has_figure and (_window(t) or key not in overall):
            near = (p for p in parts.get(key, ()) if abs(p.as_of - t.as_of) <= SAME_NEWS)
            same = [p for p in near if _window(t) in (None, _window(p))]
            if same:
                found.append((t, min(same, key=lambda p: p.claim.claim_id)))
    return found


def _are_one_count(a: Sequence[Told], b: Sequence[Told]) -> bool:
    """Are the values of two counts of one window those of a single one?"""
    return len(_apart([*a, *b])) == 1 and not _rising([*a, *b])[1]


# --- without a place ---


def _goes_on(series: list[Told], found: Sequence[list[Told]], people: Mapping[str, str]) -> list[Told] | None:
    """The count that overall figures told without a place are later values of; None where several places have one."""
    if not series or where_told(series[0].claim) or not all(_is_overall(t) for t in series):
        return None
    counted = _count(series[0], people)[:3]
    fitting = [
        other
        for other in found
        if other and where_told(other[0].claim) and _count(other[0], people)[:3] == counted
        if _goes_beyond(series, other)
    ]
    if len({where_told(other[0].claim) for other in fitting}) != 1:
        return None
    return max(fitting, key=lambda other: (value(max(other, key=_order)) or 0, _order(other[0])))


def _is_overall(t: Told) -> bool:
    return t.claim.has_figure and t.claim.role != "part" and t.claim.cumulative


def _goes_beyond(series: Sequence[Told], other: Sequence[Told]) -> bool:
    """Is each of the figures at least the last one of a running count, and told soon after it?"""
    overall = [t for t in other if _is_overall(t)]
    if not overall:
        return False
    last = max(overall, key=_order)
    soon = all(dt.timedelta(0) <= t.as_of - last.as_of <= GOES_ON for t in series)
    running = any((window := _window(t)) and window[0] == RUNNING for t in overall)
    return soon and running and all((value(t) or 0) >= (value(last) or 0) for t in series)


# --- counts ---


def _series(group: Sequence[Told]) -> Iterable[list[Told]]:
    windows: dict[Window, list[Told]] = defaultdict(list)
    open_ones = []
    for t in group:
        window = _window(t)
        if window is None:
            open_ones.append(t)
        else:
            windows[window].append(t)
    named: list[tuple[Window, list[Told]]] = []
    fallen: list[list[Told]] = []
    for window, told in windows.items():
        for members in _apart(told):
            rising, below = _rising(members) if window[0] == RUNNING else (members, [])
            named.append((window, rising))
            fallen += [below] if below else []
    firm = [list(members) for _, members in named]
    left: list[Told] = []
    for t in sorted(open_ones, key=_order):
        near = [
            (_distance(t, told), window, n)
            for n, ((window, members), told) in enumerate(zip(named, firm, strict=True))
            if _fits(t, window, told) and not any(_at_odds(t, m) for m in members)
        ]
        (named[min(near)[2]][1] if near else left).append(t)
    return [*(members for _, members in named), *fallen, *_apart(left)]


def _order(t: Told) -> tuple[object, ...]:
    return (t.as_of, t.claim.date_end or t.as_of, t.claim.report_id, -(value(t) or 0), t.claim.claim_id)


def _apart(members: Iterable[Told]) -> list[list[Told]]:
    """Counts, each without two figures that one report tells as of one day: each goes on from the nearest below."""
    counts: list[list[Told]] = []
    last: list[int] = []
    here: list[dict[Hashable, list[Told]]] = []  # of each count, what each report tells as of each day
    for t in sorted(members, key=_order):
        n, told = value(t) or 0, (t.claim.report_id, t.claim.date_end)
        free = [i for i in range(len(counts)) if not any(_at_odds(t, m) for m in here[i].get(told, ()))]
        if not free:
            free = [len(counts)]
            counts.append([])
            last.append(n)
            here.append(defaultdict(list))
        at = min(free, key=lambda i: (n < last[i], abs(n - last[i]), i))
        counts[at].append(t)
        here[at][told].append(t)
        last[at] = n
    return counts


def _at_odds(a: Told, b: Told) -> bool:
    """Two figures of one report and day of which none is the other, rounded or corrected?"""
    one, other = a.claim, b.claim
    if (one.report_id, one.date_end) != (other.report_id, other.date_end):
        return False
    if one.claim_id == other.replaces or other.claim_id == one.replaces:
        return False
    low, high = sorted((value(a) or 0, value(b) or 0))
    exact = one.low == one.high and other.low == other.high
    return low != high and (exact or high >= SAME_COUNT * max(low, 1))


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


def _fits(t: Told, window: Window, members: Sequence[Told]) -> bool:
    """Can this be another value of the count whose values with a window are `members`?"""
    n = value(t)
    known = [(m.as_of, v) for m in members if (v := value(m)) is not None]
    if t.as_of < window[1] or (window[0] == CLOSED and t.as_of <= window[2]):
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
