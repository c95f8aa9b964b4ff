"""The seeds' accounts balance for every subset of the outlets and every range of dates.

An account of a root depends on the outlets that carry that root alone (a property of test_containment), so all
subsets of all outlets come to all subsets of those; and only days on which a figure begins or ends, with the next
or the one before, make a difference to a range.
"""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from incidents.ledger import Ledger
from incidents.linking import link, tell
from incidents.linking.accounts import Account, Window, has_place, homes_of, of_root
from incidents.linking.containment import share
from incidents.linking.counts import Count, Gap, added, without
from incidents.linking.entries import Own, by_root
from incidents.query import Filters, Store

SOHR = "Syrian Observatory for Human Rights"
A_DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def by_roots(seeds_dir):
    """Figures by root and unit, and the row of each claim."""
    ledger = Ledger.open(seeds_dir)
    claims, reports = list(ledger.reviewed().claims.values()), ledger.reports()
    clusters = link(claims, reports)
    homes = homes_of(clusters, [c.claim_ids[0] for c in clusters])
    return by_root(tell(claims, reports), homes), homes


def ranges_that_differ(told):
    starts = {d for t in told for d in (t.claim.since, t.claim.date_start) if d}
    ends = {d for t in told for d in (t.claim.date_end, t.claim.date_start, t.published) if d}
    firsts = [None, *sorted(starts | {d + A_DAY for d in starts | ends})]
    lasts = [None, *sorted(ends | {d - A_DAY for d in starts | ends})]
    return [Window(a, b) for a in firsts for b in lasts if a is None or b is None or a <= b]


def parts_of(account: Account):
    tops = [account.total] if account.total else [*account.alternatives, *(x.part for x in account.located)]
    return [p for top in tops for p in (top, *top.below())]


def assert_balances(account: Account, window: Window) -> None:
    located = [one.part for one in account.located]
    assert not any(share(a, b) for a, b in itertools.combinations(located, 2))
    if account.total:
        whole = account.total.entry.count
        both = added((account.placed, account.not_placed))
        assert account.remainder == without(whole, both)
        if account.remainder.exact:
            assert (
                account.placed.low + account.not_placed.low + account.remainder.low == whole.low == whole.high
            )
    parts = parts_of(account)
    ids = [i for part in parts for i in part.entry.claim_ids]
    assert len(ids) == len(set(ids))  # nothing is in two places of a tree
    for part in parts:
        assert window.holds(part.entry) and part.entry.unit == account.unit
        for one in part.breakdowns:
            assert one.remainder == without(part.entry.count, added(p.entry.count for p in one.parts))
            assert not any(share(a, b) for a, b in itertools.combinations(one.parts, 2))


def test_every_account_balances_under_every_choice_of_outlets_and_dates(by_roots):
    """Also as of every day on which something was told."""
    groups, homes = by_roots
    tried = 0
    for (root, unit), told in groups.items():
        windows = ranges_that_differ(told)
        outlets = sorted({t.outlet for t in told})
        for chosen in (c for n in range(1, len(outlets) + 1) for c in itertools.combinations(outlets, n)):
            left = [t for t in told if t.outlet in chosen]
            for day in sorted({t.as_of for t in left}):
                own = Own([t for t in left if t.as_of <= day], homes)
                for window in windows:
                    tried += 1
                    for account in of_root(root, unit, own, window, has_place):
                        assert_balances(account, window)
    assert tried > 10_000


def test_the_observatorys_524_are_311_civilians_and_213_fighters_of_two_camps(seeds_dir):
    store = Store.open(seeds_dir)
    by_then = [a for a in store.accounts(as_of=dt.date(2025, 3, 8)) if a.root == SOHR and a.total]
    account = next(a for a in by_then if a.total.entry.count == Count(524, 524))
    groups = next(b for b in account.total.breakdowns if b.by == "group")
    assert [p.entry.count.low for p in groups.parts] == [311, 213] and groups.remainder == Gap(0, 0)
    civilians, armed = groups.parts
    camps = next(b for b in armed.breakdowns if b.by == "group")
    assert sorted(p.entry.count.low for p in camps.parts) == [93, 120] and camps.remainder == Gap(0, 0)
    days = next(b for b in civilians.breakdowns if b.by == "day")
    assert [p.entry.count.low for p in days.parts] == [163] and days.remainder == Gap(148, 148)
    towns = next(b for b in civilians.breakdowns if b.by == "place")
    assert (towns.parts[0].entry.count.low, towns.parts[0].entry.places[0].name) == (60, "Baniyas")
    assert towns.remainder == Gap(220, 220)


def test_a_filter_of_sources_and_dates_reaches_the_accounts(seeds_dir):
    store = Store.open(seeds_dir)
    only = store.accounts(Filters(sources=frozenset(["Tehran Times"])))
    assert {a.root for a in only} == {SOHR, "local sources (Tehran Times)"}
    after = store.accounts(Filters(date_start=dt.date(2025, 3, 8), date_end=dt.date(2025, 3, 8)))
    assert [a.total.entry.count.low for a in after if a.total and a.root == SOHR] == [366]
    partly = {e.count.low for a in after if a.root == SOHR for e in a.partly}
    assert {1500, 524} <= partly
    everything = store.accounts()
    assert everything == store.accounts(Filters(sources=frozenset(store.facets["outlets"])))
    settlements = store.accounts(Filters(geo_precisions=frozenset(["settlement"])))
    assert settlements and all(a.total is None for a in settlements)
