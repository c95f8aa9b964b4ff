"""Which claims become one row, and of which kind."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import link
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import (
    BANIYAS,
    COAST,
    LATAKIA,
    MUKHTARIYAH,
    PAPERS,
    Paper,
    claim,
    killed,
    march,
    rows,
    town,
)


@given(say.claims(), st.randoms())
def test_the_order_of_claims_and_reports_does_not_matter(claims: list[Claim], random: object) -> None:
    shuffled, papers = list(claims), list(PAPERS)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(papers)  # type: ignore[attr-defined]
    assert link(shuffled, papers) == link(claims, PAPERS)
    assert rows(shuffled, papers) == rows(claims, PAPERS)


@given(say.claims())
def test_every_claim_that_tells_of_something_is_in_one_row(claims: list[Claim]) -> None:
    ids = [i for cluster in link(claims, PAPERS) for i in cluster.claim_ids]
    wanted = [
        c.claim_id
        for c in claims
        if c.status not in ("denied", "threatened") and not c.background and c.role != "comparison"
    ]
    assert sorted(ids) == sorted(wanted)


def test_denials_background_and_comparisons_make_no_row() -> None:
    claims = [
        claim("a", n=4, status="denied"),
        claim("b", n=4, status="threatened"),
        claim("c", n=4, background=True),
        claim("d", n=4, role="comparison"),
    ]
    assert rows(claims) == []


def test_a_town_told_with_four_figures_on_one_day_is_one_incident() -> None:
    papers = [
        Paper("voa", "VOA"),
        Paper("reuters", "Reuters", march(9)),
        Paper("mayadeen", "Al Mayadeen", march(7)),
    ]
    claims = [
        claim("a", "voa", place=MUKHTARIYAH, n=38, category="men"),
        claim("b", "voa", place=MUKHTARIYAH, low=24, count_basis="at_least", category="men", claimed_by=("activists",)),
        claim("c", "reuters", place=MUKHTARIYAH, low=20, date_start=None, date_end=march(9), count_basis="at_least",
              category="men", claimed_by=("Reuters",)),
        claim("d", "mayadeen", place=MUKHTARIYAH, low=30, count_basis="at_least", category="civilians", claimed_by=()),
    ]  # fmt: skip
    (row,) = rows(claims, papers)
    assert row.counted and row.row_kind == "incident"
    told = row.figures["killed"]
    assert (told.low, told.best, told.high) == (20, 38, 38)
    assert row.figures_conflict
    assert (row.date_start, row.date_end, row.date_precision) == (march(7), march(7), "day")
    assert set(row.sources) == {"VOA", "Reuters", "Al Mayadeen"} and len(row.roots) == 4


def test_other_days_other_places_and_other_types_are_apart() -> None:
    claims = [
        claim("a", n=1),
        claim("b", n=1, date_start=march(9), date_end=march(9)),
        claim("c", n=1, place=MUKHTARIYAH),
        claim("d", n=1, event_type="Battles"),
    ]
    assert len(rows(claims)) == 4


def test_a_claim_without_a_day_joins_the_only_event_it_can_mean() -> None:
    event = claim("a", n=60)
    undated = claim("b", low=50, date_start=None, date_end=march(9))
    assert len(rows([event, undated])) == 1
    assert len(rows([event, undated, claim("c", n=2, date_start=march(3), date_end=march(3))])) == 3
    assert len(rows([event, claim("b", low=50, date_start=None, date_end=march(6))])) == 2
    assert len(rows([event, claim("b", low=50, date_start=None, date_end=march(30))])) == 2


def test_claims_without_a_day_are_one_event_only_when_told_soon_after_each_other() -> None:
    papers = [Paper("r1", "A", march(8)), Paper("r2", "B", march(10)), Paper("r3", "C", march(20))]
    claims = [claim(p.report_id, p.report_id, n=31, date_start=None, date_end=p.published) for p in papers]
    assert [r.claim_ids for r in rows(claims, papers)] == [("r1", "r2"), ("r3",)]


def test_an_unresolved_name_links_claims_of_one_country_in_any_spelling() -> None:
    lebanon = town("Tyre", "South", country="LB")
    papers = [Paper("r1", "A"), Paper("r2", "B"), Paper("r3", "C")]
    claims = [
        claim("a", "r1", place=None, place_as_written="Al-Kafrah", n=3),
        claim("b", "r2", place=None, place_as_written="al kafrah", n=3),
        claim("c", "r3", place=None, place_as_written="Al-Kafrah", n=3),
        claim("d", "r1", n=1),
        claim("e", "r2", n=1),
        claim("f", "r3", place=lebanon, n=1),
    ]
    found = {r.claim_ids for r in rows(claims, papers)}
    assert ("a", "b") in found and ("c",) in found


def test_one_statement_about_several_places_is_apart_from_each_of_them() -> None:
    several = claim("a", n=9, places=(BANIYAS, MUKHTARIYAH))
    again = claim("b", n=9, places=(MUKHTARIYAH, BANIYAS), place=MUKHTARIYAH)
    assert [r.claim_ids for r in rows([several, again, claim("c", n=4)])] == [("a", "b"), ("c",)]


def test_a_month_does_not_chain_the_events_in_it() -> None:
    month = claim("a", low=100, date_start=march(1), date_end=march(31))
    days = [claim(f"d{n}", n=n, date_start=march(n), date_end=march(n)) for n in (3, 20)]
    assert len(rows([month, *days])) == 3


# --- totals ---


def total(claim_id: str, n: int, report: str = "r1", **fields: object) -> Claim:
    known: dict[str, object] = {
        "place": COAST, "cumulative": True, "role": "total", "category": "civilians", "date_start": march(6),
        "since": march(6), "date_end": march(8),
    }  # fmt: skip
    return claim(claim_id, report, n=n, **{**known, **fields})


def test_a_running_count_is_one_series_and_never_added() -> None:
    papers = [Paper(f"r{day}", f"Paper {day}", march(day)) for day in (8, 9, 10)]
    claims = [
        total("a", 311, "r8"),
        total("b", 340, "r9", since=None, date_start=None, date_end=march(9)),
        total("c", 532, "r10", date_end=march(10), claimed_by=("SOHR",)),
        claim("d", "r10", n=60),
    ]
    found = rows(claims, papers)
    series = [r for r in found if r.row_kind == "series_value"]
    assert [r.figures["killed"].best for r in series] == [311, 340, 532]
    assert len({r.series_id for r in series}) == 1 and not any(r.counted for r in series)
    assert say.killed(found) == 60


def test_four_outlets_quoting_one_root_count_once() -> None:
    papers = [Paper(f"r{n}", f"Outlet {n}") for n in range(4)]
    (row,) = rows([total(f"c{n}", 311, f"r{n}") for n in range(4)], papers)
    assert row.row_kind == "total" and len(row.sources) == 4 and row.roots == (say.SOHR,)
    (event,) = rows([claim(f"c{n}", f"r{n}", n=12) for n in range(4)], papers)
    assert say.killed([event]) == 12 and len(event.sources) == 4 and event.roots == (say.SOHR,)


def test_counts_of_another_window_root_category_or_place_are_other_counts() -> None:
    claims = [
        total("a", 311),
        total("b", 311, claimed_by=("Reuters",)),
        total("c", 311, category="fighters"),
        total("d", 311, place=LATAKIA),
        total("e", 163, since=None, date_start=march(7), date_end=march(7)),
        total("f", 162, since=None, date_start=None, report="r2"),
    ]
    found = rows(claims, [Paper("r1"), Paper("r2", "Evening")])
    series = {r.claim_ids[0]: r.series_id for r in found}
    assert len(found) == 6 and series["e"] == series["f"]
    assert len(set(series.values())) == 5


def test_parts_of_a_total_are_rows_of_their_own_and_name_it() -> None:
    claims = [
        total("a", 524, category="unspecified"),
        total("b", 213, role="part", part_of="a", category="fighters"),
        total("c", 120, role="part", part_of="b", category="fighters"),
        claim("d", n=60, role="part", part_of="a"),
    ]
    found = {r.claim_ids[0]: r for r in rows(claims)}
    assert [found[i].row_kind for i in "abcd"] == ["total", "part", "part", "incident"]
    assert [found[i].contained_in for i in "abcd"] == [None, "a", "b", "a"]
    assert [found[i].counted for i in "abcd"] == [False, False, False, True]


def test_a_part_without_a_place_belongs_to_the_event_it_is_a_part_of() -> None:
    claims = [claim("a", n=60, category="civilians"), claim("b", n=10, role="part", part_of="a", place=None)]
    (row,) = rows(claims)
    assert row.figures["killed"].low == row.figures["killed"].high == 60


def test_an_outbreak_over_an_area_without_a_figure_is_an_incident() -> None:
    (row,) = rows([claim("a", place=LATAKIA, event_type="Battles", unit=None, count_basis="none")])
    assert (row.row_kind, row.counted, row.figures) == ("incident", True, {})


def test_a_report_without_a_date_still_links() -> None:
    found = rows([claim("a", n=3, date_start=None, date_end=None)], [Paper("r1", None, None)])
    assert found[0].date_end is None and found[0].first_reported is None and found[0].sources == ("r1.md",)
    assert dt.date.min not in (found[0].date_start, found[0].date_end)


def test_an_event_told_of_a_province_is_counted_unless_its_people_may_be_in_a_finer_row() -> None:
    dead = claim("a", n=9, place=LATAKIA)
    hurt = claim("b", n=20, place=LATAKIA, unit="injured")
    (row,) = rows([dead, hurt])
    assert (row.row_kind, row.counted) == ("incident", True)
    assert (row.figures["killed"].best, row.figures["injured"].best) == (9, 20)
    assert killed(rows([dead, hurt, claim("c", n=4, place=MUKHTARIYAH)])) == 4


def test_different_figures_over_one_area_are_of_different_events() -> None:
    found = rows([claim("a", n=9, place=LATAKIA), claim("b", n=3, start=50, place=LATAKIA)])
    assert [r.row_kind for r in found] == ["incident"] * 2
    assert killed(found) == 9


def test_people_who_fled_over_an_area_are_a_total() -> None:
    (row,) = rows([claim("a", n=5000, place=LATAKIA, unit="displaced", event_type="Displacement")])
    assert (row.row_kind, row.counted) == ("total", False)
