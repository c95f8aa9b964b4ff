"""What was known by a day: as if no later report had come, under today's names; and what came between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from incidents.model import Claim
from incidents.query import EVERYTHING, RECORD_COLUMNS, Change, Filters, Store, applied, difference
from tests.benchmarks.made import made
from tests.linking import say
from tests.linking.say import BANIYAS, COAST, MUKHTARIYAH, Paper, claim, march
from tests.query.house import memory_store

LAST = march(12)


@dataclass(frozen=True)
class Undated(Paper):
    """A report that does not say when it was published, received on the tenth."""

    published: dt.date | None = None
    received_at: dt.datetime = dt.datetime(2025, 3, 10, 23, 59, tzinfo=dt.UTC)


PAPERS = [*say.PAPERS[:3], Undated("r4", None)]
TOTAL: dict[str, Any] = {
    "place": COAST,
    "cumulative": True,
    "role": "total",
    "since": march(6),
    "date_start": march(6),
}


def known(paper: Paper) -> dt.date:
    """The day from which a report of these was known."""
    return paper.published or march(10)


def by(day: dt.date) -> Filters:
    return Filters(as_of=day)


def plain_rows(store: Store, filters: Filters = EVERYTHING) -> list[dict[str, Any]]:
    table = store.view(filters).table_of_rows
    return table.select(RECORD_COLUMNS).to_pylist()


def nameless(rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """Rows by their claims, each name put as the claims of the row that bears it."""
    held = {row["event_id"]: tuple(row["claim_ids"]) for row in rows}
    return {
        tuple(row["claim_ids"]): dict(row) | {"event_id": None, "contained_in": held.get(row["contained_in"])}
        for row in rows
    }


# --- what was known ---

some = settings(deadline=None, max_examples=40)  # each example is a whole store
DAYS = st.integers(7, 12).map(march)


@some
@given(say.claims(), DAYS, st.booleans())
def test_rows_by_a_day_are_those_of_the_reports_published_by_then(
    claims: list[Claim], day: dt.date, one_source: bool
) -> None:
    sources = frozenset({"Daily"}) if one_source else frozenset()
    then = [p for p in PAPERS if known(p) <= day]
    told = [c for c in claims if c.report_id in {p.report_id for p in then}]
    store, at_the_time = memory_store(claims, PAPERS), memory_store(told, then)
    rows = plain_rows(store, Filters(as_of=day, sources=sources))
    assert nameless(rows) == nameless(plain_rows(at_the_time, Filters(sources=sources)))
    assert len({row["event_id"] for row in rows}) == len(rows)
    view, other = store.view(by(day)), at_the_time.view()
    assert view.sums == other.sums
    for name in ("timeline", "sources", "series"):
        ours, theirs = (getattr(v, name).drop(columns="event_id", errors="ignore") for v in (view, other))
        assert_frame_equal(ours, theirs)
    assert sorted(store.claims(as_of=day)["claim_id"]) == sorted(c.claim_id for c in told)


@some
@given(say.claims())
def test_by_the_last_day_all_is_known(claims: list[Claim]) -> None:
    store = memory_store(claims, PAPERS)
    assert plain_rows(store, by(LAST)) == plain_rows(store)
    assert_frame_equal(store.claims(as_of=LAST), store.claims())
    assert plain_rows(store, by(march(7))) == []


def test_many_reports_day_by_day() -> None:
    reports, claims = made(1_500)
    claims = [replace(c, words=()) for c in claims]  # which words are rare all reports tell, also of the past
    store = memory_store(claims, reports)  # type: ignore[arg-type]
    for day in sorted({r.published for r in reports})[5::14]:
        then = [r for r in reports if r.published <= day]
        told = [c for c in claims if c.report_id in {r.report_id for r in then}]
        at_the_time = memory_store(told, then)  # type: ignore[arg-type]
        assert nameless(plain_rows(store, by(day))) == nameless(plain_rows(at_the_time))


def test_an_incident_keeps_its_name_and_two_that_became_one_have_two() -> None:
    ninth = replace(BANIYAS, place_id="t:other", name="Other")
    claims = [
        claim("a", "r1", date_start=march(6), date_end=march(6), n=10),
        claim("b", "r2", date_start=march(8), date_end=march(8), n=12),
        claim("c", "r3", date_start=march(6), date_end=march(8), n=22),
        claim("d", "r1", place=ninth, n=3),
    ]
    papers = [
        Paper("r1", "Daily", march(8)),
        Paper("r2", "Evening", march(9)),
        Paper("r3", "Weekly", march(12)),
    ]
    store = memory_store(claims, papers)
    today = {tuple(row["claim_ids"]): row["event_id"] for row in plain_rows(store)}
    then = {tuple(row["claim_ids"]): row["event_id"] for row in plain_rows(store, by(march(9)))}
    assert set(today) == {("a", "b", "c"), ("d",)} and set(then) == {("a",), ("b",), ("d",)}
    assert then[("d",)] == today[("d",)]
    assert today[("a", "b", "c")] in (then[("a",)], then[("b",)]) and then[("a",)] != then[("b",)]
    gone = [change for change in store.difference(march(9), march(12)) if change.kind == "gone"]
    assert [change.into for change in gone] == [today[("a", "b", "c")]]


def test_a_rejected_claim_is_known_only_when_its_report_was() -> None:
    claims = [claim("a", "r1", n=60), claim("b", "r3", n=600)]
    store = memory_store(claims, PAPERS, frozenset({"b"}))
    (row,) = plain_rows(store, by(march(8)))
    assert list(store.claims(row["event_id"], march(8))["claim_id"]) == ["a"]
    assert list(store.claims(row["event_id"], march(12))["claim_id"]) == ["a", "b"]


# --- what came between ---


def test_the_difference_tells_what_came_and_what_figures_became() -> None:
    claims = [
        claim("first", "r1", n=60),
        claim("again", "r3", n=62, claimed_by=("Reuters",)),
        claim("village", "r3", place=MUKHTARIYAH, n=38),
        claim("s1", "r1", n=311, **TOTAL),
        claim("s2", "r3", n=300, replaces="s1", **{**TOTAL, "role": "correction"}),
    ]  # fmt: skip
    changes = memory_store(claims, PAPERS).difference(march(8), march(12))
    told = {tuple(change.row["claim_ids"]): change for change in changes}
    grown = told["again", "first"]
    assert grown.kind == "changed" and grown.figures == {"killed": ((60, 60, 60), (60, 62, 62))}
    assert grown.added("claim_ids") == ["again"] and grown.added("roots") == ["Reuters"]
    assert grown.says == ("figures_conflict",) and grown.counted == (True, True)
    village = told[("village",)]
    assert village.kind == "new" and village.figures["killed"] == ((None,) * 3, (38, 38, 38))
    corrected = told[("s2",)]
    assert corrected.kind == "new" and corrected.row["row_kind"] == "series_value"
    assert corrected.corrections == ("s2",)


@some
@given(say.claims(), DAYS, DAYS, DAYS)
def test_differences_add_up(claims: list[Claim], first: dt.date, second: dt.date, third: dt.date) -> None:
    store = memory_store(claims, PAPERS)
    rows = {day: plain_rows(store, by(day)) for day in (first, second, third)}
    assert store.difference(first, first) == []
    step = applied(rows[first], store.difference(first, second))
    assert step == {row["event_id"]: row for row in rows[second]}
    assert applied(step.values(), store.difference(second, third)) == applied(
        rows[first], store.difference(first, third)
    )


@some
@given(say.claims(), DAYS, DAYS)
def test_a_difference_back_undoes_it(claims: list[Claim], day: dt.date, later: dt.date) -> None:
    store = memory_store(claims, PAPERS)
    there, back = store.difference(day, later), store.difference(later, day)
    assert {c.event_id: (c.before, c.after) for c in there} == {c.event_id: (c.after, c.before) for c in back}
    assert all(change.kind != "gone" or change.into for change in there if day <= later)


def test_rows_that_are_the_same_are_no_change() -> None:
    row = {"event_id": "e", "claim_ids": ["a"], "counted": True}
    assert difference([row], [dict(row)]) == []
    assert difference([row], []) == [Change("e", row, None)]
