"""Figures of one incident: side by side, added up only where people cannot be the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from incidents.model import Claim, Figure
from tests.linking import say
from tests.linking.say import COAST, PAPERS, Paper, claim, march, rows


def of(*claims: Claim, papers: tuple[Paper, ...] = (Paper("r1"),), unit: str = "killed") -> Figure:
    (row,) = rows(claims, papers)
    return row.figures[unit]


@given(say.claims())
def test_low_best_and_high_are_in_order_and_come_from_the_claims(claims: list[Claim]) -> None:
    for row in rows(claims, PAPERS):
        for figure in row.figures.values():
            told = [n for n in (figure.low, figure.best, figure.high) if n is not None]
            assert told == sorted(told)
            assert (figure.best is None) == (figure.low is None)


def test_people_of_different_categories_in_one_report_add_up() -> None:
    listed = [
        claim("a", n=6, start=0, end=12, category="security_forces", victim=("soldiers",)),
        claim("b", n=4, start=14, end=28, category="civilians", victim=("civilians",)),
        claim("c", n=1, start=33, end=49, category="security_forces", victim=("police officer",)),
    ]
    (row,) = rows(listed)
    assert row.figures["killed"] == Figure(low=11, best=11, high=11)
    assert row.figures["security_forces_killed"].best == 7 and row.figures["civilians_killed"].best == 4
    assert not row.figures_conflict


def test_the_same_people_told_twice_do_not_add_up() -> None:
    assert of(claim("a", n=6), claim("b", n=6, start=200, end=210)).best == 6
    assert of(claim("a", n=6, category="civilians"), claim("b", n=2, category="women")).best == 6
    two_papers = (Paper("r1"), Paper("r2", "Evening"))
    apart = [claim("a", n=6, category="civilians"), claim("b", "r2", n=4, category="fighters")]
    assert of(*apart, papers=two_papers) == Figure(low=4, best=6, high=6)


def test_a_part_of_a_wider_count_is_a_figure_of_its_own_where_its_teller_tells_of_fewer() -> None:
    wide = claim("w", n=1479, place=COAST, role="total", cumulative=True, date_start=march(6))
    part = claim("p", n=60, role="part", part_of="w", start=50, end=51)
    one = claim("o", n=1, start=90, end=91, victim=("a driver",))
    told = {row.row_kind: row for row in rows([wide, part, one], (Paper("r1"),))}
    assert told["incident"].figures["killed"].low == 60
    more = claim("m", n=70, start=120, end=121)
    told = {row.row_kind: row for row in rows([wide, part, one, more], (Paper("r1"),))}
    assert told["incident"].figures["killed"].low == 70


def test_no_category_is_told_of_more_people_than_everyone() -> None:
    papers = [Paper("r1"), Paper("r2", "Evening")]
    claims = [claim("a", low=24, count_basis="at_least"), claim("b", "r2", n=38, category="civilians")]
    (row,) = rows(claims, papers)
    assert (row.figures["killed"].low, row.figures["civilians_killed"].low) == (24, 24)
    assert row.figures["civilians_killed"].high == 38


def test_people_told_one_by_one_are_as_many_as_are_told_apart() -> None:
    her = {"n": 1, "category": "women", "victim": ("a nurse", "the victim")}
    him = {"n": 1, "category": "men", "victim": ("a driver",)}
    another = {"n": 1, "category": "men", "victim": ("another driver",), "claimed_by": ("police",)}
    told = [claim("a", **her), claim("b", start=100, end=110, **her), claim("c", start=200, end=210, **him)]
    assert of(*told).best == 2
    assert of(*told, claim("d", start=300, end=310, **another)) == Figure(low=3, best=3, high=3)
    assert of(*told, claim("d", n=2, start=400, end=410)) == Figure(low=2, best=2, high=2)
    assert of(*told, claim("d", n=2, start=400, end=410, category="security_forces")).best == 4


def test_that_nobody_was_killed_stands_beside_the_figure_of_another_root() -> None:
    none, three = claim("a", n=0, claimed_by=("the army",)), claim("b", n=3)
    assert of(none, three) == Figure(low=0, best=3, high=3)
    assert of(claim("a", n=0), three) == Figure(low=3, best=3, high=3)


def test_up_to_says_nothing_of_how_few_beside_another_figure() -> None:
    most = claim("a", low=0, high=19, count_basis="up_to")
    assert of(most, claim("b", n=17)) == Figure(low=17, best=17, high=19)
    assert of(most, claim("b", n=0)).low == 0


def test_attackers_killed_by_others_are_not_added_to_their_victims() -> None:
    victims = claim("a", n=4, category="civilians")
    attackers = claim("b", n=3, category="fighters", perpetrator=("troops",), start=50, end=60)
    (row,) = rows([victims, attackers])
    assert row.figures["killed"] == Figure(low=4, best=4, high=4)
    assert row.figures["fighters_killed"].best == 3
    assert of(attackers).best == 3
    one_hand = [claim("a", n=4, category="civilians", perpetrator=("troops",)), attackers]
    assert of(*one_hand).best == 7
    battle = [claim("a", n=4, category="security_forces", event_type="Battles"),
              claim("b", n=3, category="fighters", perpetrator=("troops",), event_type="Battles")]  # fmt: skip
    assert of(*battle).best == 7


def test_everyone_and_its_categories_do_not_add_up() -> None:
    assert (
        of(claim("a", n=12), claim("b", n=8, category="civilians"), claim("c", n=4, category="fighters")).high
        == 12
    )


def test_parts_give_their_category_but_add_nothing() -> None:
    (row,) = rows([claim("a", n=12), claim("b", n=8, role="part", part_of="a", category="civilians")])
    assert row.figures["killed"] == Figure(low=12, best=12, high=12)
    assert row.figures["civilians_killed"].best == 8


def test_the_wounded_who_died_are_more_than_the_dead_told_before_them() -> None:
    hurt = claim("b", n=7, unit="injured", start=20, end=30)
    died = claim("c", n=1, role="part", part_of="b", start=200, end=210)
    (row,) = rows([claim("a", n=3), hurt, died, claim("d", n=3, start=300, end=310)])
    assert row.figures["killed"] == Figure(low=3, best=4, high=4)
    (row,) = rows([claim("a", n=3), hurt, died])
    assert row.figures["killed"].low == 4 and row.figures["injured"].low == 7
    (row,) = rows([hurt, died])
    assert row.figures["killed"].low == 1


def test_a_man_is_not_among_women_but_a_child_may_be_among_civilians() -> None:
    women = claim("a", n=2, category="women", victim=("women",))
    man = claim("b", n=1, category="men", victim=("man",), start=10, end=20)
    child = claim("c", n=1, category="children", victim=("child",), start=30, end=40)
    assert of(women, man, child).low == 4
    assert of(claim("d", n=4, category="civilians"), child).low == 4


def test_best_is_the_latest_exact_figure_and_repeating_an_old_one_changes_nothing() -> None:
    papers = (Paper("r1", "A", march(8)), Paper("r2", "B", march(9)), Paper("r3", "C", march(10)))
    first, later = claim("a", "r1", n=10), claim("b", "r2", n=7)
    assert of(first, later, papers=papers) == Figure(low=7, best=7, high=10)
    assert of(first, later, claim("c", "r3", n=10), papers=papers).best == 7
    assert of(first, later, claim("c", "r3", n=10, claimed_by=("Reuters",)), papers=papers).best == 10


def test_a_minimum_told_later_that_starts_above_every_exact_figure_is_the_best() -> None:
    papers = (Paper("r1", "A", march(8)), Paper("r2", "B", march(9)), Paper("r3", "C", march(10)))
    exact, more = claim("a", "r2", n=60), {"low": 100, "claimed_by": ("Amnesty",)}
    assert of(exact, claim("b", "r3", **more), papers=papers) == Figure(low=60, best=100, high=None)
    assert of(exact, claim("b", "r3", **more | {"low": 50}), papers=papers).best == 60
    assert of(exact, claim("b", "r1", **more), papers=papers).best == 60
    told_first = [claim("b", "r1", **more), claim("c", "r3", **more)]
    assert of(exact, *told_first, papers=papers).best == 60


def test_what_was_documented_on_one_day_takes_no_place_of_an_earlier_larger_figure() -> None:
    papers = (Paper("r1", "A", march(8)), Paper("r2", "B", march(12)))
    known: dict[str, object] = {"role": "total", "cumulative": True, "place": COAST, "date_start": march(6)}
    overall = claim("t", "r2", n=1383, date_end=march(12), **known)
    batch = claim("u", "r2", n=158, date_end=march(12), **known)
    part = claim("b", "r2", n=34, role="part", part_of="u", date_start=None, date_end=march(12))
    earlier = claim("a", n=60)

    def killed_in_town(*claims: Claim) -> Figure:
        (row,) = (r for r in rows(claims, papers) if r.row_kind == "incident")
        assert "b" in row.claim_ids
        return row.figures["killed"]

    assert killed_in_town(earlier, part, batch, overall) == Figure(low=60, best=60, high=60)
    assert killed_in_town(earlier, part, batch) == Figure(low=34, best=34, high=60)
    assert killed_in_town(part, batch, overall) == Figure(low=34, best=34, high=34)
    smaller = [replace(earlier, low=20, high=20), part, batch, overall]
    assert killed_in_town(*smaller) == Figure(low=20, best=34, high=34)
    another_root = [replace(earlier, claimed_by=("Reuters",)), part, batch, overall]
    assert killed_in_town(*another_root) == Figure(low=34, best=34, high=60)
    forces = [
        replace(earlier, category="security_forces"),
        replace(part, category="civilians"),
        batch,
        overall,
    ]
    assert killed_in_town(*forces).low == 34
    of_friday = replace(batch, date_start=march(7), date_end=march(7))
    assert killed_in_town(earlier, part, of_friday, overall).best == 34


def test_open_figures_have_no_high() -> None:
    more = claim("a", low=400, count_basis="at_least")
    assert of(more) == Figure(low=400, best=400, high=None)
    assert of(more, claim("b", n=311)) == Figure(low=311, best=311, high=None)
    assert of(more, claim("b", n=500)) == Figure(low=400, best=500, high=500)
    assert of(claim("a", low=0, high=5, count_basis="up_to")) == Figure(low=0, best=0, high=5)


def test_a_corrected_figure_is_kept_as_a_claim_but_not_counted() -> None:
    (row,) = rows([claim("a", n=20), claim("b", n=12, role="correction", replaces="a")])
    assert row.figures["killed"] == Figure(low=12, best=12, high=12)
    assert row.claim_ids == ("a", "b") and not row.figures_conflict


def test_conflict_is_told_only_where_figures_do_not_agree() -> None:
    def conflict(*claims: Claim) -> bool:
        return rows(claims)[0].figures_conflict

    assert conflict(claim("a", n=38), claim("b", n=40))
    assert conflict(claim("a", n=38), claim("b", low=40))
    assert conflict(claim("a", n=5, category="civilians"), claim("b", n=6, category="women"))
    assert not conflict(claim("a", n=38), claim("b", low=36))
    assert not conflict(claim("a", n=38), claim("b", low=24, count_basis="vague_word"))
    assert not conflict(claim("a", n=60, category="civilians"), claim("b", n=10, category="women"))
    assert not conflict(claim("a", n=38), claim("b", n=3, unit="injured"))
