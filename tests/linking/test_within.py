"""Which figures of a row are of people who are in another of its figures."""

from __future__ import annotations

from hypothesis import given

from incidents.linking import RowFigure, tell, within_others
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import PAPERS, SOHR, claim, rows


def figures(*claims: Claim, row: str = "row") -> list[RowFigure]:
    return [
        RowFigure(c.claim_id, row, c.report_id, t.root, c.unit, c.category, c.role, c.part_of, c.low, c.high)
        for t in tell(claims, PAPERS)
        for c in (t.claim,)
    ]


def within(*claims: Claim) -> str:
    return "".join(sorted(within_others(figures(*claims))))


@given(say.claims())
def test_of_each_row_and_unit_some_figure_is_in_no_other(claims: list[Claim]) -> None:
    by_id = {c.claim_id: c for c in claims}
    for row in rows(claims, PAPERS):
        told = figures(*(by_id[i] for i in row.claim_ids))
        inside = within_others(told)
        for unit in {f.unit for f in told if f.unit and f.size}:
            assert any(f.claim_id not in inside for f in told if f.unit == unit and f.size)


def test_a_part_is_in_its_whole_whoever_tells_it_and_in_a_larger_figure_of_its_root() -> None:
    part = {"role": "part", "category": "children"}
    assert within(claim("a", n=4), claim("b", n=1, part_of="a", claimed_by=("police",), **part)) == "b"
    assert within(claim("a", n=4), claim("b", n=1, part_of="x", **part)) == "b"
    assert within(claim("a", n=4), claim("b", n=1, part_of="x", claimed_by=("police",), **part)) == ""
    assert within(claim("a", n=60, category="civilians"), claim("b", "r3", n=34, role="part")) == "b"
    assert within(claim("a", n=60, category="fighters"), claim("b", n=3, **part)) == ""
    hurt = claim("a", n=4, unit="injured")
    assert within(hurt, claim("b", n=1, role="part", part_of="a")) == ""


def test_women_are_in_the_civilians_of_their_report_but_not_in_those_of_another_root() -> None:
    civilians, women = claim("a", n=60, category="civilians"), {"n": 10, "category": "women"}
    assert within(civilians, claim("b", **women)) == "b"
    assert within(civilians, claim("b", **women, claimed_by=("Reuters",))) == ""
    assert within(civilians, claim("b", "r3", **women)) == ""
    assert within(claim("a", n=6, claimed_by=(SOHR,)), claim("b", n=6)) == ""
