"""Claims in groups that nothing joins: what linking makes of one group does not hang on the claims of another.

For any choice of whole reports, linking the claims of each group that are chosen gives the same clusters as linking all
that are chosen, with one lexicon for all.  So where reports are added or left out, only the groups they have claims in
are linked again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from incidents.linking.clusters import totals_and_events
from incidents.linking.grouping import candidates, of_one_place_and_figure
from incidents.linking.joined import Joined
from incidents.linking.lexicon import Lexicon
from incidents.linking.same_place import countries_of, where_of
from incidents.linking.tellings import Telling, tellings
from incidents.linking.told import LOOK_BACK, Reported, Told, looked_back, makes_row
from incidents.model import Claim, Tie


def independent(
    claims: Iterable[Claim],
    reports: Iterable[Reported] = (),
    ties: Iterable[Tie] = (),
    lexicon: Lexicon | None = None,
) -> list[list[Claim]]:
    """The claims that make rows, in such groups; each claim is in one.  lexicon: that of the claims unless given."""
    claims = list(claims)
    by_id = {c.claim_id: c for c in claims if makes_row(c)}
    groups = Joined(by_id)
    first: dict[str, str] = {}  # a report's claims are read together
    for c in by_id.values():
        groups.join((first.setdefault(c.report_id, c.claim_id), c.claim_id))
    totals, events = totals_and_events(claims, reports)
    _join_counts(totals, groups)
    countries = countries_of(events)
    told = tellings(events, countries)
    _join_places(told, countries, groups)
    for link in candidates(told, lexicon or Lexicon(told)):
        groups.join((link.one, link.other))
    for same in of_one_place_and_figure(told):
        groups.join(t.telling_id for t in same)
    for tie in ties:
        groups.join(i for i in tie.claims | tie.others if i in by_id)
    return [[by_id[i] for i in ids] for ids in groups.groups()]


def _join_counts(totals: Iterable[Told], groups: Joined) -> None:
    """What one root counts of one kind may be values of one count."""
    counts: dict[Hashable, list[str]] = defaultdict(list)
    for t in totals:
        counts[t.root, t.claim.unit if t.claim.has_figure else t.claim.event_type].append(t.claim.claim_id)
    for together in counts.values():
        groups.join(together)


def _join_places(told: Sequence[Telling], countries: Mapping[str, str], groups: Joined) -> None:
    short: dict[Hashable, list[tuple[dt.date, dt.date, str]]] = defaultdict(list)
    long: dict[Hashable, list[str]] = defaultdict(list)
    for t in (t for telling in told for t in telling.own):
        key = (*where_of(t.claim, countries), t.claim.event_type)
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
        days = (t.claim.date_end or t.as_of, t.as_of)  # near an event by the one, and other news by the other
        return looked_back(min(days)), max(days)
    return start, max(start, end)


def _join_days(windows: Iterable[tuple[dt.date, dt.date, str]], groups: Joined) -> None:
    """Join those whose days overlap, one after another."""
    last, before = dt.date.min, None
    for start, end, claim_id in sorted(windows):
        if before is not None and start <= last:
            groups.join((before, claim_id))
        last, before = max(last, end), claim_id
