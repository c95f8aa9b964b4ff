"""Claims in groups that nothing joins: what linking makes of one group does not hang on the claims of another.

For any choice of whole reports, linking the claims of each group that are chosen gives the same clusters as linking all
that are chosen.  So where reports are added or left out, only the groups they have claims in are linked again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from incidents.linking.clusters import _countries, _Joined, _joined, _where, is_total
from incidents.linking.retold import told_again
from incidents.linking.told import LOOK_BACK, Reported, Told, looked_back, makes_row, tell
from incidents.linking.totals import _count
from incidents.model import Claim


def independent(claims: Iterable[Claim], reports: Iterable[Reported] = ()) -> list[list[Claim]]:
    """The claims that make rows, in such groups; each claim is in one."""
    told = [t for t in tell(claims, reports) if makes_row(t.claim)]
    by_id = {t.claim.claim_id: t.claim for t in told}
    groups = _Joined(by_id)
    totals = [t for t in told if is_total(t.claim, by_id)]
    events = [t for t in told if not is_total(t.claim, by_id)]
    for t in told:
        for other in (t.claim.part_of, t.claim.replaces):
            if other in by_id:
                groups.join((t.claim.claim_id, other))
    counts: dict[Hashable, list[str]] = defaultdict(list)
    for t in totals:
        counts[_count(t)].append(t.claim.claim_id)
    for together in counts.values():
        groups.join(together)
    _join_events(events, groups)
    return [[by_id[i] for i in ids] for ids in groups.groups()]


def _join_events(events: Sequence[Told], groups: _Joined) -> None:
    by_report: dict[str, list[Told]] = defaultdict(list)
    for t in events:
        by_report[t.claim.report_id].append(t)
    again: dict[str, str] = {}
    for own in by_report.values():
        again |= told_again(own, _joined(own).groups())
    for pair in again.items():
        groups.join(pair)
    first = [t for t in events if t.claim.claim_id not in again]
    known = _countries(first)
    short: dict[Hashable, list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
    long: dict[Hashable, list[str]] = defaultdict(list)
    for t in first:
        key = (*_where(t.claim, known), t.claim.event_type)
        start, end = _days(t)
        if t.claim.date_start and end - start > LOOK_BACK:
            long[key, start, end].append(t.claim.claim_id)
        else:
            short[key].append((start, end, t.claim.claim_id))
    for ids in long.values():
        groups.join(ids)
    for windows in short.values():
        _join_days(windows, groups)


def _days(t: Told) -> tuple[dt.date, dt.date]:
    """The days on which another claim is joined with this one."""
    start, end = t.claim.date_start, t.claim.date_end or t.claim.date_start
    if start is None or end is None:
        days = (
            t.claim.date_end or t.as_of,
            t.as_of,
        )  # near an event by the one, and the other news by the other
        return looked_back(min(days)), max(days)
    return start, max(start, end)


def _join_days(windows: Iterable[tuple[dt.date, dt.date, str]], groups: _Joined) -> None:
    """Join those whose days overlap, one after another."""
    last, before = dt.date.min, None
    for start, end, claim_id in sorted(windows):
        if before is not None and start <= last:
            groups.join((before, claim_id))
        last, before = max(last, end), claim_id
