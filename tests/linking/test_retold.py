"""A report that tells an event again without its place means one that it told, and never another's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import link
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import BANIYAS, LATAKIA, MUKHTARIYAH, PAPERS, Paper, area, claim, march, rows


def homes(claims: list[Claim], papers: list[Paper] | None = None) -> dict[str, int]:
    """Claim id → the row it is in."""
    return {i: n for n, c in enumerate(link(claims, papers or PAPERS)) for i in c.claim_ids}


def told(claim_id: str, start: int, **fields: object) -> Claim:
    """A telling without a figure."""
    return claim(claim_id, start=start, unit=None, count_basis="none", **fields)


def test_a_telling_without_a_place_joins_the_event_before_it() -> None:
    home = homes(
        [
            told("a", 0, place=MUKHTARIYAH, date_start=march(6), date_end=march(6)),
            told("b", 10, place=BANIYAS),
            told("c", 20, place=None, date_start=None, date_end=march(8)),
        ]
    )
    assert home["c"] == home["b"] != home["a"]


def test_a_telling_before_any_place_is_named_joins_the_event_behind_it() -> None:
    home = homes([claim("a", n=4, start=0, place=None), told("b", 10, place=BANIYAS)])
    assert home["a"] == home["b"]


def test_another_type_another_day_or_another_figure_is_another_event() -> None:
    for other in (
        told("b", 10, place=None, event_type="Battles"),
        told("b", 10, place=None, date_start=march(2), date_end=march(2)),
        claim("b", n=9, start=10, place=None),
        claim("b", n=9, start=10, place=None, category="men"),
    ):
        home = homes([claim("a", n=4, start=0), other])
        assert home["a"] != home["b"], other


def test_what_one_report_leaves_open_joins_no_events_of_others() -> None:
    papers = [Paper("one"), Paper("two", "Weekly")]
    home = homes(
        [
            told("a", 0, report="one", place=BANIYAS),
            told("b", 10, report="one", place=None),
            told("c", 0, report="two", place=MUKHTARIYAH),
            told("d", 10, report="two", place=None),
        ],
        papers,
    )
    assert home["a"] == home["b"] and home["c"] == home["d"] and home["a"] != home["c"]


@given(say.claims(), st.integers(0, 40))
def test_a_telling_without_place_and_figure_adds_nobody(claims: list[Claim], start: int) -> None:
    """Rare words are left out: how much of its report an event is, is evidence for links by words."""
    claims = [replace(c, words=()) for c in claims]
    again = told("zz", start, place=None, date_start=None, date_end=march(8))
    before, after = (
        sum(r.counted for r in rows(cs, PAPERS) if r.figures) for cs in (claims, [*claims, again])
    )
    assert after <= before


def test_a_telling_without_a_figure_moves_no_figure_to_the_event_of_another_day() -> None:
    raid = told("a", 0, place=BANIYAS, date_start=march(2), date_end=march(2))
    dead = claim("b", n=4, start=10, place=None, date_start=None, date_end=march(1))
    for start in (5, 20):
        home = homes([raid, dead, told("c", start, place=None, date_start=None, date_end=march(8))])
        assert home["a"] != home["b"]


def test_a_figure_is_not_of_what_says_neither_where_nor_how_many() -> None:
    vague = [
        told(i, 0, place=None, date_start=None, date_end=day) for i, day in (("a", None), ("d", march(8)))
    ]
    dead = claim("b", n=4, start=10, place=None, date_start=dt.date(2025, 2, 14), date_end=march(1))
    wide = claim("c", n=4, start=20, place=LATAKIA, date_start=None, date_end=march(1))
    home = homes([*vague, dead, wide])
    assert home["b"] == home["c"]


def test_a_telling_of_the_area_is_the_event_inside_it() -> None:
    wide = claim("b", n=4, start=10, place=LATAKIA, victim=("four shepherds",))
    near = claim("a", n=4, start=0, place=MUKHTARIYAH, victim=("four men",))
    (row,) = rows([near, wide])
    assert row.place == MUKHTARIYAH
    assert (row.figures["killed"].low, row.figures["killed"].high) == (4, 4)


def test_a_telling_of_the_area_is_not_an_event_outside_it_nor_one_of_other_figures() -> None:
    for other in (claim("b", n=4, start=10, place=BANIYAS), claim("b", n=7, start=10, place=MUKHTARIYAH)):
        home = homes([claim("a", n=4, start=0, place=LATAKIA), other])
        assert home["a"] != home["b"]


def test_an_area_does_not_join_the_events_that_two_reports_tell_in_it() -> None:
    papers = [Paper("one"), Paper("two", "Weekly")]
    home = homes(
        [
            claim("a", "one", n=4, start=0, place=MUKHTARIYAH),
            claim("b", "one", n=4, start=10, place=LATAKIA),
            claim("c", "two", n=4, start=0, place=say.town("Jableh")),
            claim("d", "two", n=4, start=10, place=LATAKIA),
        ],
        papers,
    )
    assert home["a"] == home["b"] != home["c"] == home["d"]


BOMBING = "Explosions/Remote violence"


def test_an_attack_without_a_figure_is_the_bombing_told_before_at_its_place_and_day() -> None:
    bombing = claim("a", n=4, start=0, event_type=BOMBING, sub_event_type="Grenade")
    assert len(rows([bombing, told("b", 10, sub_event_type="Attack")])) == 1
    for other in (
        told("b", 10, sub_event_type="Sexual violence"),
        told("b", 10, sub_event_type="Attack", date_start=march(2), date_end=march(2)),
        told("b", 10, sub_event_type="Attack", place=MUKHTARIYAH),
        claim("b", n=1, start=10, sub_event_type="Attack"),
    ):
        assert len(rows([bombing, other])) == 2, other


def test_a_row_of_two_types_has_the_sub_type_of_its_type() -> None:
    bombing = claim("a", n=4, start=0, event_type=BOMBING, sub_event_type="Grenade")
    (row,) = rows([bombing, claim("b", n=4, start=10, sub_event_type="Attack")])
    assert (row.event_type, row.sub_event_type) == (BOMBING, "Grenade")


def test_an_attack_somewhere_in_the_country_is_the_one_event_told_at_a_town() -> None:
    syria = area("Syria", "country")
    assert len(rows([claim("a", n=4, start=0), told("b", 10, place=syria)])) == 1
    two = [claim("a", n=4, start=0), claim("c", n=9, start=5, place=MUKHTARIYAH)]
    assert len(rows([*two, told("b", 10, place=syria)])) == 3


def test_a_person_dies_once_whatever_words_tell_of_it() -> None:
    names = ("a reporter", "the Dutch reporter")
    death = claim("a", n=1, start=0, victim=names)
    assert len(rows([death, claim("b", n=1, start=10, victim=names, event_type="Battles")])) == 1
    assert (
        len(rows([death, claim("b", n=1, start=10, victim=names, place=area("Latakia", "governorate"))])) == 1
    )
    for other in (
        claim("b", n=1, start=10, victim=("a driver", "the driver"), event_type="Battles"),
        claim("b", n=1, start=10, victim=names, place=MUKHTARIYAH),
        claim("b", n=1, start=10, victim=names, unit="arrested", event_type="Battles"),
    ):
        assert len(rows([death, other])) == 2, other


def test_an_attack_in_the_country_is_the_one_event_that_a_town_tells_twice() -> None:
    town = [claim("a", n=9, start=0), claim("b", n=9, start=5, event_type=BOMBING, sub_event_type="Grenade")]
    syria = told("c", 10, place=area("Syria", "country"), sub_event_type="Attack")
    assert len(rows([*town, syria])) == 1
