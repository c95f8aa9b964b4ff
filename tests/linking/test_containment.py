"""Which figure is in which, and total = placed + not placed + remainder, for made trees and told examples."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.linking import link
from incidents.linking.accounts import Account, Window, accounts, ranges
from incidents.linking.containment import Part, share
from incidents.linking.counts import Count, Gap, added, without
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import BANIYAS, COAST, LATAKIA, MUKHTARIYAH, PAPERS, SOHR, Paper, claim, march, town
from tests.linking.trees import World, others, worlds

SERIES: dict[str, Any] = {"place": COAST, "role": "total", "cumulative": True, "since": march(6),
                          "date_start": march(6), "category": "civilians"}  # fmt: skip
COUNTS = st.builds(lambda low, more: Count(low, None if more is None else low + more),
                   st.integers(0, 50), st.one_of(st.none(), st.integers(0, 50)))  # fmt: skip


def found(claims: Sequence[Claim], papers: Sequence[Paper] = (Paper("r1"),), **asked: Any) -> list[Account]:
    clusters = link(claims, papers)
    return accounts(clusters, claims, [c.claim_ids[0] for c in clusters], papers, **asked)


def totals(claims: Sequence[Claim], papers: Sequence[Paper] = (Paper("r1"),), **asked: Any) -> list[Account]:
    return [a for a in found(claims, papers, **asked) if a.total]


def every(account: Account) -> list[Part]:
    tops = [account.total] if account.total else [*account.alternatives, *(x.part for x in account.located)]
    return [p for top in tops for p in (top, *top.below())]


def told(part: Part) -> dict[str, list[int]]:
    """By what it is broken down, and into which numbers, with what is left last."""
    return {
        b.by: [*sorted(p.entry.count.low for p in b.parts), b.remainder.low or 0] for b in part.breakdowns
    }


# --- numbers ---


@given(COUNTS, st.lists(COUNTS, max_size=4), st.data())
def test_what_is_left_holds_every_number_there_can_be(
    total: Count, parts: list[Count], data: st.DataObject
) -> None:
    def some(count: Count) -> int:
        return data.draw(st.integers(count.low, count.low + 60 if count.high is None else count.high))

    gap = without(total, added(parts))
    left = some(total) - sum(some(part) for part in parts)
    assert gap.low is None or gap.low <= left
    assert gap.high is None or left <= gap.high
    over = gap.overrun
    assert over is None or over.low <= -left <= (-left if over.high is None else over.high)
    assert (gap.low is None) == any(p.high is None for p in parts) and (gap.high is None) == (
        total.high is None
    )


# --- made trees ---


@given(worlds())
def test_the_parts_of_a_true_account_never_exceed_it(world: World) -> None:
    """No part is taken away twice: then a root that tells the truth would be said to exceed its own total."""
    for account in totals(world.claims):
        assert account.remainder and account.remainder.exact and account.remainder.overrun is None
        for part in every(account):
            assert all(b.remainder.exact and (b.remainder.low or 0) >= 0 for b in part.breakdowns)


@given(worlds())
def test_total_is_placed_and_not_placed_and_the_rest(world: World) -> None:
    account = next(a for a in totals(world.claims) if a.total and "total" in a.total.entry.claim_ids)
    assert account.remainder
    parts = [account.placed.low, account.not_placed.low, account.remainder.low]
    assert sum(n for n in parts if n is not None) == world.total
    assert account.total and account.total.entry.count == Count(world.total, world.total)


@given(worlds())
def test_every_figure_told_in_time_is_in_the_tree_of_its_total_once(world: World) -> None:
    made = found(world.claims)
    ids = [i for a in made for p in every(a) for i in p.entry.claim_ids]
    assert sorted(ids) == sorted(c.claim_id for c in world.claims)


@given(say.claims())
def test_no_two_parts_of_a_breakdown_can_share_anybody(claims: list[Claim]) -> None:
    for account in found(claims, PAPERS):
        for a, b in itertools.combinations([x.part for x in account.located], 2):
            assert not share(a, b)
        for part in every(account):
            for breakdown in part.breakdowns:
                assert not any(share(a, b) for a, b in itertools.combinations(breakdown.parts, 2))


@given(say.claims(), st.sets(st.sampled_from([p.report_id for p in PAPERS])), st.integers(1, 20))
def test_the_numbers_balance_whatever_is_told(claims: list[Claim], reports: set[str], day: int) -> None:
    left = [c for c in claims if c.report_id in reports]
    for account in found(left, PAPERS, as_of=march(day)):
        both = added((account.placed, account.not_placed))
        if account.total:
            assert account.remainder == without(account.total.entry.count, both)
        for part in every(account):
            for b in part.breakdowns:
                assert b.remainder == without(part.entry.count, added(p.entry.count for p in b.parts))


@given(worlds(), say.claims())
def test_nothing_of_another_root_enters(world: World, more: list[Claim]) -> None:
    beside, paper = others(world.claims)
    alone = [a for a in found(world.claims) if a.root == SOHR]
    papers = [Paper("r1"), paper]
    assert _bare([a for a in found([*world.claims, *beside], papers) if a.root == SOHR]) == _bare(alone)


@given(say.claims())
def test_an_account_depends_only_on_the_outlets_that_carry_its_root(claims: list[Claim]) -> None:
    """So the account of a root under a choice of outlets is that under those of them which carry it."""
    clusters = link(claims, PAPERS)
    ids = [c.claim_ids[0] for c in clusters]
    whole = accounts(clusters, claims, ids, PAPERS)
    outlets = {p.report_id: p.publisher or p.doc_id for p in PAPERS}
    told_by = {(a.root, o) for a in whole for p in every(a) for c in claims
               if c.claim_id in (*p.entry.claim_ids, *p.entry.earlier) for o in [outlets[c.report_id]]}  # fmt: skip
    for root in {a.root for a in whole}:
        carrying = {o for r, o in told_by if r == root}
        for n in range(len(carrying) + 1):
            for some in itertools.combinations(sorted(carrying), n):
                rest = set(outlets.values()) - carrying
                one, two = (
                    accounts(clusters, [c for c in claims if outlets[c.report_id] in chosen], ids, PAPERS)
                    for chosen in (set(some), set(some) | rest)
                )
                assert [a for a in one if a.root == root] == [a for a in two if a.root == root]


@given(say.claims(), st.randoms(use_true_random=False))
def test_the_order_of_the_claims_does_not_matter(claims: list[Claim], shuffled: random.Random) -> None:
    other = list(claims)
    shuffled.shuffle(other)
    assert found(other, PAPERS) == found(claims, PAPERS)


@given(worlds(), st.integers(5, 9), st.integers(5, 9))
def test_what_is_only_partly_inside_the_dates_is_in_no_sum_but_told(
    world: World, first: int, last: int
) -> None:
    window = Window(march(first), march(last))
    made = found(world.claims, window=window)
    inside = [p.entry for a in made for p in every(a)]
    assert all(e.start and e.end and march(first) <= e.start and e.end <= march(last) for e in inside)
    partly = [e for a in made for e in a.partly]
    touching = {c.claim_id for c in world.claims if c.date_start and c.date_end
                and c.date_start <= march(last) and c.date_end >= march(first)}  # fmt: skip
    assert {i for e in (*inside, *partly) for i in e.claim_ids} == touching if first <= last else not inside


@settings(max_examples=50)
@given(worlds(), st.integers(1, 3))
def test_reports_of_later_days_change_no_account_as_of_an_earlier_one(world: World, days: int) -> None:
    later = [replace(c, claim_id=f"{c.claim_id}+", report_id="r9", low=(c.low or 0) + 5, high=(c.high or 0) + 5)
             for c in world.claims]  # fmt: skip
    papers = [*world.papers, Paper("r9", "Weekly", march(8 + days))]
    clusters = link([*world.claims, *later], papers)
    ids = [c.claim_ids[0] for c in clusters]
    both = accounts(clusters, [*world.claims, *later], ids, papers, as_of=march(8))
    assert both == accounts(clusters, world.claims, ids, papers)


def _bare(made: Sequence[Account]) -> list[Any]:
    """Accounts without the names of rows, which are of all roots."""
    return [
        (
            a.total and a.total.entry.claim_ids,
            a.placed,
            a.not_placed,
            a.remainder,
            [(p.entry.claim_ids, p.why, [(b.by, b.remainder) for b in p.breakdowns]) for p in every(a)],
        )
        for a in made
    ]


# --- what people tell ---


def coast() -> list[Claim]:
    """524 in all = 311 civilians + 213 fighters of both camps (93 + 120); 163 of them on Friday."""
    known = {
        "place": COAST,
        "cumulative": True,
        "since": march(6),
        "date_start": march(6),
        "date_end": march(8),
    }
    said = {"role": "part", "part_of": "all", "event_type": "Battles"}
    return [
        claim("all", n=524, role="total", event_type="Battles", **known),
        claim("civil", n=311, role="total", category="civilians", **known),
        claim("armed", n=213, category="fighters", **{**known, **said}),
        claim("state", n=93, category="security_forces", **{**known, **said}),
        claim("rebel", n=120, category="fighters", **{**known, **said}),
        claim("friday", n=163, category="civilians", place=COAST, cumulative=True, role="total"),
        claim("village", n=38, place=MUKHTARIYAH, category="civilians"),
    ]


def test_the_total_of_the_coast_comes_to_its_groups_and_not_one_more() -> None:
    (account,) = totals(coast())
    assert account.total
    assert told(account.total) == {"group": [213, 311, 0]}
    groups = {p.entry.count.low: p for p in account.total.below()}
    assert told(groups[213]) == {"group": [93, 120, 0]}
    assert told(groups[311]) == {"day": [163, 148]} and told(groups[163]) == {"place": [38, 125]}
    assert (account.placed, account.remainder) == (Count(38, 38), Gap(486, 486))


def test_a_part_is_in_its_total_where_the_text_says_so_though_it_lies_elsewhere() -> None:
    by_saturday = {"role": "part", "part_of": "all", "date_start": None, "date_end": march(8)}
    city = {**by_saturday, "place_as_written": "Banyas"}
    parts = [
        claim("city", n=60, category="civilians", **city),
        claim("women", n=10, category="women", **city),
        claim(
            "away", n=31, **by_saturday | {"place": town("Tuwaymah", "Hama"), "place_as_written": "Tuwaimah"}
        ),
        claim("karto", n=9, **by_saturday | {"place": None, "place_as_written": "Karto"}),
    ]
    (account,) = totals([claim("all", n=340, **SERIES), *parts])
    assert account.total
    assert told(account.total) == {"place": [9, 31, 60, 240]}
    assert (account.placed.low, account.not_placed.low, account.remainder) == (91, 9, Gap(240, 240))
    sixty = next(p for p in account.total.below() if p.entry.count.low == 60)
    assert told(sixty) == {"group": [10, 50]}


def test_two_ways_to_break_a_total_down_stand_beside_each_other() -> None:
    known = {**SERIES, "category": None, "date_end": march(8)}
    claims = [
        claim("all", n=100, **known),
        claim("civil", n=70, **{**known, "category": "civilians"}),
        claim("north", n=55, **{**known, "place": LATAKIA}),
        claim("women", n=12, **{**known, "category": "women"}),
    ]
    (account,) = totals(claims)
    assert account.total and told(account.total) == {"group": [70, 30], "place": [55, 45]}


def test_parts_that_exceed_their_total_are_said_and_never_clamped() -> None:
    claims = [
        claim("all", n=50, **{**SERIES, "category": None}, date_end=march(8)),
        claim("one", n=40, place=BANIYAS),
        claim("two", n=30, place=MUKHTARIYAH),
    ]
    (account,) = totals(claims)
    assert account.remainder == Gap(-20, -20) and account.remainder.overrun == Count(20, 20)


def test_an_open_figure_leaves_an_open_rest() -> None:
    total = claim("all", low=400, count_basis="at_least", **SERIES, date_end=march(8))
    (account,) = totals([total, claim("city", n=60, category="civilians")])
    assert account.remainder == Gap(340, None)
    (account,) = totals(
        [claim("all", n=400, **SERIES, date_end=march(8)), claim("city", low=60, category="civilians")]
    )
    assert account.remainder == Gap(None, 340)


def test_the_last_value_of_a_running_count_is_the_total_and_later_parts_are_beside_it() -> None:
    papers = [
        Paper("r1", "Daily", march(8)),
        Paper("r2", "Evening", march(10)),
        Paper("r3", "Weekly", march(12)),
    ]
    claims = [
        claim("s1", "r1", n=311, **SERIES, date_end=march(8)),
        claim("s2", "r2", n=532, **SERIES, date_end=march(10)),
        claim("friday", "r3", n=200, place=COAST, cumulative=True, role="total", category="civilians"),
    ]
    by_day = {day: totals(claims, papers, as_of=march(day)) for day in (7, 8, 10, 12)}
    assert by_day[7] == []
    assert [a.total.entry.count.low for a in by_day[8] if a.total] == [311]
    assert [a.total.entry.count.low for a in by_day[10] if a.total] == [532]
    running, friday = by_day[12]
    assert running.total and friday.total and not running.total.breakdowns
    assert [e.claim_ids for e in running.later] == [("friday",)] and friday.later == ()
    assert running.total.entry.earlier == ("s1",)


def test_without_a_total_it_is_the_sum_of_what_shares_nobody() -> None:
    claims = [
        claim("a", n=60),
        claim("b", low=5, place=MUKHTARIYAH, count_basis="at_least"),
        claim("c", n=4, place=LATAKIA),
    ]
    (account,) = found(claims)
    assert account.total is None and account.remainder is None
    assert account.placed == Count(65, None)
    assert [p.entry.claim_ids for p in account.alternatives] == [("c",)]


def test_roots_that_disagree_give_a_range_and_never_a_sum() -> None:
    papers = [Paper("r1"), Paper("r2", "Evening"), Paper("r3", "Weekly")]
    claims = [
        claim("a", "r1", n=311, **SERIES, date_end=march(8)),
        claim("b", "r2", n=111, **SERIES, date_end=march(8), claimed_by=("Reuters",)),
        claim("c", "r3", low=200, **SERIES, date_end=march(8), claimed_by=("AFP",)),
        claim("d", "r1", n=20, place=COAST, role="total", cumulative=True, category="civilians"),
    ]
    (one,) = ranges(found(claims, papers))
    assert (one.low, one.high, len(one.accounts)) == (111, 311, 3)
    open_top = [*claims, claim("e", "r3", low=500, **SERIES, date_end=march(8), claimed_by=("SANA",))]
    (one,) = ranges(found(open_top, papers))
    assert (one.low, one.high) == (111, None)


# --- what is counted ---


@given(say.claims())
def test_no_counted_row_is_in_another_by_any_roots_tree(claims: list[Claim]) -> None:
    clusters = link(claims, PAPERS)
    ids = [c.claim_ids[0] for c in clusters]
    counted = {r.event_id for r in say.rows(claims, PAPERS) if r.counted}
    for account in accounts(clusters, claims, ids, PAPERS):
        for part in every(account):
            if part.entry.event_id in counted:
                inner = {p.entry.event_id for p in part.below()} - {part.entry.event_id}
                assert not inner & counted, (part.entry, inner & counted)
