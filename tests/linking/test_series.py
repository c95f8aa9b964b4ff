"""Which figures over an area are values of one count, and which stand for themselves."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import Any

from hypothesis import given

from incidents.linking import link
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import COAST, LATAKIA, PAPERS, Paper, area, claim, march, rows

DAYS = [Paper(f"r{day}", f"Paper {day}", march(day)) for day in (7, 8, 9, 12)]
TARTUS = area("Tartus", "governorate", admin1="Tartus")
HAMA = area("Hama", "governorate", admin1="Hama")


def since(claim_id: str, day: int, n: int | None = None, **fields: object) -> Claim:
    """A figure of everybody killed over the coast since 6 March, told on a day of March."""
    known: dict[str, object] = {
        "place": COAST, "cumulative": True, "role": "total", "date_start": march(6), "since": march(6),
        "date_end": march(day),
    }  # fmt: skip
    return claim(claim_id, f"r{day}", n=n, **{**known, **fields})


def by_that_day(claim_id: str, day: int, n: int | None = None, **fields: object) -> Claim:
    """The same, told without a first day."""
    return since(claim_id, day, n, **{"date_start": None, "since": None, **fields})


def series(*claims: Claim) -> set[frozenset[str]]:
    """The claim ids of each count."""
    found: dict[str, set[str]] = {}
    for row in rows(claims, DAYS):
        if row.series_id:
            found.setdefault(row.series_id, set()).update(row.claim_ids)
    return {frozenset(ids) for ids in found.values()}


def counts(*ids: str) -> set[frozenset[str]]:
    """("ab", "c"): a and b are one count, c is another."""
    return {frozenset(each) for each in ids}


@given(say.claims())
def test_two_figures_of_a_report_and_day_are_never_values_of_one_count(claims: list[Claim]) -> None:
    by_id = {c.claim_id: c for c in claims}
    told: dict[str, list[Claim]] = {}
    for cluster in link(claims, PAPERS):
        if cluster.series_id:
            told.setdefault(cluster.series_id, []).extend(by_id[i] for i in cluster.claim_ids)
    for members in told.values():
        for a, b in itertools.combinations(members, 2):
            if (a.report_id, a.date_end) == (b.report_id, b.date_end) and a.low == a.high and b.low == b.high:
                assert a.low == b.low or a.claim_id == b.replaces or b.claim_id == a.replaces


@given(say.claims())
def test_a_part_and_its_whole_are_never_values_of_one_count(claims: list[Claim]) -> None:
    home = {i: cluster.series_id for cluster in link(claims, PAPERS) for i in cluster.claim_ids}
    for c in claims:
        series_id, whole = home.get(c.claim_id), home.get(c.part_of or "")
        assert series_id is None or series_id != whole


def test_all_dead_and_those_of_the_fighting_are_two_counts_and_each_goes_on() -> None:
    told = [since("a", 7, low=124), since("b", 7, 72)]
    assert series(*told) == counts("a", "b")
    assert series(*told, since("c", 8, 150), since("d", 8, 90)) == counts("ac", "bd")
    assert series(*told, since("c", 8, 150)) == counts("ac", "b")
    assert series(*told, by_that_day("c", 8, 126)) == counts("ac", "b")


def test_a_bodys_figure_is_that_of_the_one_office_of_it_that_gives_it() -> None:
    def told(name: str, day: int, n: int, by: str, **fields: object) -> Claim:
        return since(name, day, n, claimed_by=(by,), **fields)

    office, body, other = "UN Human Rights Office", "United Nations", "UNICEF"
    first, again = told("a", 8, 111, office), told("b", 9, 111, body, date_start=None, since=None)
    assert series(first, again) == counts("ab")
    assert series(first, told("b", 9, 140, body)) == counts("a", "b")
    assert series(first, told("b", 9, 111, body, unit="injured")) == counts("a", "b")
    assert series(first, told("b", 9, 111, body, place=LATAKIA)) == counts("a", "b")
    assert series(first, again, told("c", 8, 111, other)) == counts("a", "b", "c")
    assert series(first, told("b", 9, 111, say.SOHR)) == counts("a", "b")


def test_a_rounded_figure_is_the_figure_that_it_rounds() -> None:
    assert series(since("a", 8, 311), since("b", 8, low=300)) == counts("ab")
    assert series(since("a", 8, 311), since("b", 8, low=100)) == counts("a", "b")


def test_a_figure_that_its_report_corrects_or_dates_earlier_is_of_the_same_count() -> None:
    corrected = since("b", 8, 340, role="correction", replaces="a")
    assert series(since("a", 8, 311), corrected) == counts("ab")
    earlier = since("a", 8, 311, date_end=march(7))
    assert series(earlier, since("b", 8, 340)) == counts("ab")


def test_a_part_is_no_earlier_value_of_an_overall_count() -> None:
    fighting = since("a", 7, 72)
    part = since("b", 7, 4, role="part", part_of="a", category="civilians")
    assert series(fighting, part, by_that_day("c", 12, low=1500, category="civilians")) == counts(
        "a", "b", "c"
    )
    assert series(fighting, part, since("c", 8, 60, category="civilians")) == counts("a", "b", "c")


def test_parts_are_values_of_one_count_where_their_wholes_are() -> None:
    def told(claim_id: str, day: int, whole: int, part: int) -> list[Claim]:
        force = {"role": "part", "part_of": claim_id, "category": "security_forces"}
        return [since(claim_id, day, whole), since(f"{claim_id}p", day, part, **force)]

    def ids(*claims: list[Claim]) -> set[frozenset[str]]:
        return series(*itertools.chain(*claims))

    one = {frozenset(("a", "b")), frozenset(("ap", "bp"))}
    assert ids(told("a", 7, 124, 36), told("b", 8, 524, 93)) == one
    fewer = {frozenset((i,)) for i in ("a", "ap", "b", "bp")}
    assert ids(told("a", 7, 124, 36), told("b", 8, 80, 40)) == fewer


def test_a_part_told_again_for_itself_is_the_same_figure_only_at_the_time() -> None:
    told = [since("a", 8, 524), since("b", 8, 93, role="part", part_of="a", category="security_forces")]
    again = by_that_day("c", 9, 93, category="security_forces")
    assert series(*told, again) == counts("a", "bc")
    assert series(*told, since("c", 9, 93, category="security_forces")) == counts("a", "bc")
    assert series(*told, by_that_day("c", 9, 110, category="security_forces")) == counts("a", "b", "c")
    assert series(*told, by_that_day("c", 12, 93, category="security_forces")) == counts("a", "b", "c")


def test_some_of_the_people_of_a_count_are_not_that_count_even_if_they_are_all() -> None:
    whole, part = by_that_day("a", 8, 38), by_that_day("b", 8, 38, role="part", part_of="a")
    assert series(whole, part) == counts("a", "b")
    assert series(since("a", 8, 38), since("b", 8, 38, role="part", part_of="a")) == counts("a", "b")


def test_the_dead_of_both_sides_and_those_of_one_are_two_counts() -> None:
    both = since("a", 7, 70, category="fighters")
    forces = since("b", 7, 45, role="part", part_of="a", category="security_forces", claimed_by=("officers",))
    later = since("c", 8, 85, category="fighters")
    assert series(both, later) == counts("ac")
    assert series(both, forces, later) == counts("a", "b", "c")


def test_a_day_told_without_a_category_is_of_the_people_that_its_source_counts() -> None:
    friday = since("a", 8, 163, category="civilians", since=None, date_start=march(7), date_end=march(7))
    again = since("b", 12, 160, since=None, date_start=march(7), date_end=march(7))
    civilians = since("c", 12, 1383, category="civilians")
    assert series(friday, again) == counts("a", "b")
    assert series(friday, again, civilians) == counts("ab", "c")
    assert series(friday, again, civilians, since("d", 12, 2000)) == counts("a", "b", "c", "d")
    soldiers = since("d", 12, 200, category="security_forces")
    assert series(friday, again, civilians, soldiers) == counts("a", "b", "c", "d")


def test_a_figure_quoted_later_without_its_category_is_the_figure_of_that_day() -> None:
    first = since("a", 9, 111, category="civilians")
    assert series(first, by_that_day("b", 12, 111, date_end=march(9))) == counts("ab")
    assert series(first, by_that_day("b", 12, 111)) == counts("a", "b")
    assert series(first, by_that_day("b", 12, 112, date_end=march(9))) == counts("a", "b")
    assert series(first, by_that_day("b", 12, 111, date_end=march(9), claimed_by=("Reuters",))) == counts(
        "a", "b"
    )
    two = [first, since("c", 9, 111, category="fighters")]
    assert series(*two, by_that_day("b", 12, 111, date_end=march(9))) == counts("a", "b", "c")


def test_a_count_up_to_a_day_is_not_the_count_of_that_day() -> None:
    saturday = since("a", 9, 366, since=None, date_start=march(8), date_end=march(8))
    assert series(saturday, by_that_day("b", 8, 340)) == counts("a", "b")
    assert series(saturday, by_that_day("b", 9, 340)) == counts("ab")


def test_provinces_that_add_up_to_a_total_are_its_parts() -> None:
    def province(claim_id: str, n: int, place: object, start: int, **fields: object) -> Claim:
        return claim(claim_id, "r12", n=n, place=place, start=start, end=start + 1, date_start=None,
                     date_end=march(12), **fields)  # fmt: skip

    total = since("a", 12, 158, category="civilians")
    three = [province("b", 49, TARTUS, 10), province("c", 25, LATAKIA, 20), province("d", 84, HAMA, 30)]
    found = {r.claim_ids[0]: r for r in rows([total, *three], DAYS)}
    assert {i: r.row_kind for i, r in found.items()} == {"a": "total", "b": "part", "c": "part", "d": "part"}
    assert {found[i].contained_in for i in "bcd"} == {"a"}
    for other in (
        [total, *three[:2], province("d", 85, HAMA, 30)],
        [total, *three[:2], province("d", 84, TARTUS, 30)],
        [since("a", 12, 158, claimed_by=("Reuters",)), *three],
        [since("a", 9, 158), *three],
        [
            since("a", 12, 158, category="security_forces"),
            *three[:2],
            province("d", 84, HAMA, 30, category="civilians"),
        ],
    ):
        assert not any(r.row_kind == "part" for r in rows(other, DAYS)), other


def test_two_provinces_that_add_up_are_parts_only_of_the_area_that_they_lie_in() -> None:
    def found(second: object) -> list[str]:
        two = [
            claim("b", "r12", n=100, place=TARTUS, start=10),
            claim("c", "r12", n=50, place=second, start=20),
        ]
        return [r.row_kind for r in rows([since("a", 12, 150), *two], DAYS)]

    assert found(LATAKIA) == ["total", "part", "part"]
    assert found(HAMA) == ["total", "incident", "incident"]


def test_an_overall_figure_without_a_place_goes_on_with_the_only_count_that_it_fits() -> None:
    papers = [
        Paper("r1", "Daily", march(8)),
        Paper("r2", "Daily", march(12)),
        Paper("r3", "Evening", march(30)),
    ]
    total: dict[str, Any] = {"role": "total", "cumulative": True, "category": "civilians"}
    coast = {**total, "place": COAST, "since": march(6), "date_start": march(6)}
    claims = [
        claim("a", "r1", n=311, date_end=march(8), **coast),
        claim("b", "r2", n=1383, date_end=march(12), **coast),
        claim(
            "c",
            "r3",
            low=1500,
            place=None,
            date_start=None,
            date_end=march(30),
            count_basis="at_least",
            **total,
        ),
    ]
    assert len({c.series_id for c in link(claims, papers)}) == 1
    elsewhere = {**total, "place": LATAKIA, "since": march(6), "date_start": march(6)}
    two = [*claims, claim("d", "r2", start=50, end=51, n=683, date_end=march(12), **elsewhere)]
    assert len({c.series_id for c in link(two, papers)}) == 3
    late = [*claims[:2], dataclasses.replace(claims[2], report_id="r4", date_end=dt.date(2025, 6, 1))]
    much_later = [*papers, Paper("r4", "Evening", dt.date(2025, 6, 1))]
    assert len({c.series_id for c in link(late, much_later)}) == 2
