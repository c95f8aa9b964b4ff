"""When figures of one row do not agree, and which of them RULE takes as the best."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import tell
from incidents.linking.conflict import Said
from incidents.linking.figures import RULE, deciding, figure, tallies
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import PAPERS, SOHR, claim, rows

ROOTS = [(SOHR,), ("Reuters",), ("local sources",), ()]


def conflict(*claims: Claim) -> bool:
    (row,) = rows(claims, PAPERS)
    return row.figures_conflict


@st.composite
def agreeing(draw: st.DrawFn) -> list[Claim]:
    """Claims of one event, all of them true where the same number of people was killed."""
    dead = draw(st.integers(4, 60))
    forms = st.sampled_from(
        [
            {"low": dead, "high": dead},
            {"low": dead - 1, "high": None, "count_basis": "at_least"},
            {"low": 0, "high": dead + 3, "count_basis": "up_to"},
            {"low": dead - 3, "high": dead, "count_basis": "range"},
            {"low": 2, "high": None, "count_basis": "vague_word"},
        ]
    )
    made = []
    for n in range(draw(st.integers(1, 6))):
        report = draw(st.sampled_from(["r1", "r2", "r3"]))
        said = {"claimed_by": draw(st.sampled_from(ROOTS)), "start": 10 * n, "end": 10 * n + 5}
        made.append(claim(f"c{n}", report, **said, **draw(forms)))
    return made


@given(agreeing())
def test_figures_that_can_all_be_true_are_no_conflict(claims: list[Claim]) -> None:
    assert not conflict(*claims)


@given(agreeing(), st.integers(1, 3), st.sampled_from(["women", "fighters", None]))
def test_nobody_disagrees_by_telling_of_some_of_them(
    claims: list[Claim], some: int, category: str | None
) -> None:
    part = claim("part", "r1", n=some, role="part", part_of="c0", category=category, start=200, end=210)
    another = replace(part, claim_id="part2", start=220, end=230, low=some + 1, high=some + 1)
    claims = [replace(c, report_id="r1") for c in claims]
    assert not conflict(*claims, part)
    assert not conflict(*claims, part, another)


@given(agreeing())
def test_a_figure_that_cannot_be_true_beside_another_is_a_conflict(claims: list[Claim]) -> None:
    firm = [c.low for c in claims if c.count_basis != "vague_word" and c.low]
    more = claim("more", "r2", n=5 * max(firm, default=0) + 70, claimed_by=("Amnesty International",))
    assert conflict(*claims, claim("less", "r2", n=max(firm, default=64)), more)


def test_the_attackers_that_others_killed_are_none_of_the_victims() -> None:
    dead = claim("a", n=20, perpetrator=("gunmen",))
    others = claim("b", n=30, category="fighters", perpetrator=("police",), start=50, end=60)
    assert not conflict(dead, others)
    assert conflict(dead, claim("c", "r2", n=25), others)


def test_two_parts_of_one_figure_are_different_people() -> None:
    whole = claim("a", n=20)
    parts = [
        claim(f"p{n}", n=n, role="part", part_of="a", category="women", start=30 * n, end=30 * n + 5)
        for n in (2, 3)
    ]
    assert not conflict(whole, *parts)
    elsewhere = (
        claim("b", "r2", n=20),
        replace(parts[1], claim_id="q", report_id="r2", part_of="b", low=9, high=9),
    )
    assert conflict(whole, parts[0], *elsewhere)  # two women, says one; nine, says the other


# --- the rule ---


def said(root: str, day: int, low: int | None, high: int | None = None) -> Said:
    return Said(root, f"{root}{day}", dt.date(2025, 3, day), "unspecified", low, high)


def test_the_rule_is_kept_as_it_is_written() -> None:
    assert "latest exact figure" in RULE["best"] and "greatest minimum" in RULE["best"]
    early, late, again = said("A", 8, 30, 30), said("B", 9, 25, 25), said("A", 10, 30, 30)
    assert figure([early, late, again]).best == 25 and deciding([early, late, again]) == [late]
    same_day = said("C", 9, 27, 27)
    assert deciding([early, late, same_day]) == [same_day]
    open_ones = [said("A", 8, 20), said("B", 9, 15)]
    assert figure(open_ones).best == 20 and deciding(open_ones) == [open_ones[0]]
    assert "smallest figure" in RULE["low"] and figure([early, late]).low == 25
    assert "largest figure" in RULE["high"] and figure([early, late]).high == 30


@given(say.claims())
def test_what_decides_tells_the_best_figure_and_differing_is_what_conflict_means(claims: list[Claim]) -> None:
    by_id = {t.claim.claim_id: t for t in tell(claims, PAPERS)}
    for row in rows(claims, PAPERS):
        found = list(tallies([by_id[i] for i in row.claim_ids]))
        for tally in found:
            assert tally.differing <= set(tally.said) and len(tally.differing) != 1
            if tally.figure:
                assert {s.low for s in deciding(tally.people)} == ({tally.figure.best} - {None})


def test_a_correction_ends_the_conflict() -> None:
    assert not conflict(claim("a", n=20), claim("b", n=12, role="correction", replaces="a"))
