"""What is added up: nobody in a counted row can be in another counted row."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import example, given

from incidents.linking.extent import same_ground, window
from incidents.model import UNITS, Claim, Incident
from tests.linking import say
from tests.linking.say import (
    BANIYAS,
    COAST,
    LATAKIA,
    MUKHTARIYAH,
    PAPERS,
    Paper,
    area,
    claim,
    march,
    rows,
    town,
)


def sums(found: list[Incident]) -> dict[str, int]:
    return {
        unit: sum(row.figures[unit].best or 0 for row in found if row.counted and unit in row.figures)
        for unit in UNITS
    }


def told(row: Incident) -> set[str]:
    return {u for u in UNITS if (f := row.figures.get(u)) and (f.low, f.high) != (None, None)}


def same_time(a: Incident, b: Incident) -> bool:
    (a_start, a_end), (b_start, b_end) = window(a), window(b)
    return a_start <= b_end and b_start <= a_end


@given(say.claims())
def test_no_two_counted_rows_can_hold_the_same_people(claims: list[Claim]) -> None:
    counted = [row for row in rows(claims, PAPERS) if row.counted]
    assert all(row.row_kind == "incident" for row in counted)
    for a, b in itertools.combinations(counted, 2):
        assert not (told(a) & told(b) and same_time(a, b) and same_ground(a, b)), (a, b)


@given(say.claims())
def test_what_is_not_counted_names_what_it_may_be_in(claims: list[Claim]) -> None:
    by_id = {row.event_id: row for row in rows(claims, PAPERS)}
    for row in by_id.values():
        if row.row_kind == "incident" and not row.counted:
            assert row.contained_in and by_id[row.contained_in].counted


@given(say.claims())
@example([claim("a", low=40, category="men"), claim("b", n=0, category="civilians")])
def test_another_outlet_that_repeats_everything_raises_no_sum(claims: list[Claim]) -> None:
    named = [replace(c, claimed_by=c.claimed_by if c.claimed_by and c.claimed_by[0] != "local sources" else ("SOHR",))
             for c in claims]  # fmt: skip
    echo = [
        replace(c, claim_id=f"{c.claim_id}+", report_id=f"{c.report_id}+",
                part_of=c.part_of and f"{c.part_of}+", replaces=c.replaces and f"{c.replaces}+")
        for c in named
    ]  # fmt: skip
    papers = [replace(p, report_id=f"{p.report_id}+", publisher="Echo") for p in PAPERS]
    once, twice = sums(rows(named, PAPERS)), sums(rows([*named, *echo], [*PAPERS, *papers]))
    assert all(twice[unit] <= once[unit] for unit in UNITS)


def test_the_massacres_of_a_friday_are_not_added_to_what_happened_in_one_village() -> None:
    friday = claim("a", place=COAST, n=163, category="civilians", cumulative=True, role="total")
    village = claim("b", place=MUKHTARIYAH, n=38)
    found = {r.claim_ids[0]: r for r in rows([friday, village])}
    assert found["b"].counted and not found["a"].counted
    assert say.killed(list(found.values())) == 38


def test_a_figure_without_a_place_may_be_anywhere() -> None:
    nowhere = claim("a", place=None, place_as_written="Karto", n=5)
    found = {r.claim_ids[0]: r for r in rows([nowhere, claim("b", n=60)])}
    assert not found["a"].counted and found["a"].contained_in == "b"
    other_day = replace(nowhere, date_start=march(20), date_end=march(20))
    assert say.killed(rows([other_day, claim("b", n=60)])) == 65


def test_several_places_told_as_one_are_not_added_to_one_of_them() -> None:
    several = claim("a", n=50, places=(BANIYAS, MUKHTARIYAH))
    found = {r.claim_ids[0]: r for r in rows([several, claim("b", n=20)])}
    assert found["b"].counted and found["a"].contained_in == "b"
    assert say.killed(rows([several, claim("b", n=20, place=town("Hama", "Hama"))])) == 70
    (alone,) = rows([replace(several, place=LATAKIA, date_start=None)])
    assert alone.figures["killed"].best == 50
    found = {
        r.claim_ids[0]: r for r in rows([replace(several, place=LATAKIA, date_start=None), claim("b", n=20)])
    }
    assert found["a"].contained_in == "b" and not found["a"].counted


def test_two_kinds_of_event_at_one_place_and_day_do_not_add_the_same_unit() -> None:
    battle = claim("b", n=9, event_type="Battles")
    assert say.killed(rows([claim("a", n=60), battle])) == 60
    hurt = replace(battle, unit="injured")
    assert [r.counted for r in rows([claim("a", n=60), hurt])] == [True, True]


def test_a_part_of_an_event_elsewhere_is_not_added_to_it() -> None:
    whole = claim("a", n=10, place=town("Jableh"), date_start=march(6), date_end=march(6))
    part = claim("b", n=4, role="part", part_of="a")
    found = {r.claim_ids[0]: r for r in rows([whole, part])}
    assert found["a"].counted and not found["b"].counted and found["b"].contained_in == "a"


def test_a_town_told_as_a_part_of_two_counts_is_added_to_neither() -> None:
    papers = [Paper("r1"), Paper("r2", "Evening")]
    counts = [
        claim("a", n=10, place=say.LATAKIA),
        claim("b", "r2", n=12, place=area("Hama", "governorate", admin1="Hama")),
    ]
    town_ = [claim("c", n=3, role="part", part_of="a"), claim("d", "r2", n=3, role="part", part_of="b")]
    found = {r.claim_ids: r.counted for r in rows([*counts, *town_], papers)}
    assert found == {("a",): False, ("b",): False, ("c", "d"): True}


def test_rows_without_figures_are_counted_once() -> None:
    none = {"unit": None, "count_basis": "none"}
    papers = [Paper("r1"), Paper("r2", "Evening")]
    same = [claim("a", place=None, **none), claim("b", "r2", place=None, **none)]
    assert sorted(r.counted for r in rows(same, papers)) == [False, True]
    country = area("Syria", "country")
    assert all(r.counted for r in rows([claim("a", **none), claim("b", place=country, **none)]))
