"""What figures of one report tell of each other: parts that add up, and who is counted."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking.breakdown import counted_people, of_some_only, with_parts
from incidents.model import Claim
from tests.linking import say
from tests.linking.say import COAST, LATAKIA, area, claim, march

NAMES = ("Latakia", "Tartus", "Hama", "Homs", "Idlib")
numbers = st.lists(st.integers(1, 500), min_size=3, max_size=5)


def provinces(figures: list[int]) -> list[Claim]:
    """Figures of one province after the other."""
    return [
        claim(
            f"p{i}", n=n, place=area(NAMES[i], "governorate", admin1=NAMES[i]), start=10 * i, end=10 * i + 5
        )
        for i, n in enumerate(figures)
    ]


def overall(n: int, **fields: object) -> Claim:
    known: dict[str, object] = {"place": COAST, "role": "total", "cumulative": True, "start": 100, "end": 105}
    return claim("all", n=n, **{**known, **fields})


@given(say.claims())
def test_only_what_adds_up_to_a_total_is_made_a_part_of_it(claims: list[Claim]) -> None:
    found = with_parts(claims)
    by_id = {c.claim_id: c for c in claims}
    parts = defaultdict(list)
    for before, after in zip(claims, found, strict=True):
        if before != after:
            assert (before.role, after.role) != ("part", "part") and after.cumulative
            parts[after.part_of].append(after)
    for whole, told in parts.items():
        one = by_id[whole or ""]
        assert one.low == one.high == sum(c.low or 0 for c in told)
        assert {(c.report_id, c.unit, c.claimed_by) for c in told} == {
            (one.report_id, one.unit, one.claimed_by)
        }


@given(numbers, st.integers(-3, 3))
def test_provinces_are_parts_just_when_they_add_up(figures: list[int], more: int) -> None:
    found = with_parts([*provinces(figures), overall(sum(figures) + more)])
    parts = [c.part_of for c in found if c.role == "part"]
    assert parts == (["all"] * len(figures) if not more else [])


def test_towns_several_roots_and_other_days_do_not_add_up_to_a_total() -> None:
    three = provinces([49, 25, 84])
    for others in (
        [claim(c.claim_id, n=c.low, start=c.start, place=say.BANIYAS) for c in three],
        [claim(c.claim_id, n=c.low, start=c.start, place=c.place, claimed_by=(c.claim_id,)) for c in three],
        [claim(c.claim_id, n=c.low, start=c.start, place=c.place, date_start=march(1)) for c in three],
        [claim(c.claim_id, n=c.low, start=c.start, place=c.place, unit="injured") for c in three],
    ):
        assert not any(c.role == "part" for c in with_parts([*others, overall(158)]))


def test_a_category_left_open_is_that_of_the_whole() -> None:
    claims = [overall(60, category="civilians"), claim("b", n=20, role="part", part_of="all"),
              claim("c", n=5, role="part", part_of="b"), claim("d", n=3, role="part", part_of="b", unit="injured"),
              claim("e", n=2, role="part", part_of="b", category="women")]  # fmt: skip
    found = counted_people(claims)
    assert [found[i] for i in ("all", "b", "c", "d", "e")] == [
        "civilians",
        "civilians",
        "civilians",
        "unspecified",
        "women",
    ]


def test_an_armed_side_is_told_from_both() -> None:
    both = overall(213, category="fighters", role="part", part_of="whole")
    forces = claim("b", n=93, category="security_forces", role="part", part_of="whole", place=COAST)
    gunmen = claim("c", n=120, category="fighters", role="part", part_of="whole", place=COAST)
    assert counted_people([both, forces, gunmen])["all"] == "both sides"
    assert counted_people([both, forces, gunmen])["c"] == "fighters"
    assert counted_people([both, forces])["all"] == "fighters"


@given(say.claims())
def test_circles_of_parts_end(claims: list[Claim]) -> None:
    if len(claims) > 1:
        whole = {a.claim_id: b.claim_id for a, b in zip(claims, [*claims[1:], claims[0]], strict=True)}
        circle = [claim(c.claim_id, n=c.low, role="part", part_of=whole[c.claim_id]) for c in claims]
        assert set(counted_people(circle)) == set(whole) and of_some_only(circle) == set()


def test_a_figure_is_of_some_only_where_its_whole_stands_beside_a_larger_count_of_the_same() -> None:
    days = {"date_start": march(6), "date_end": march(12)}
    larger, batch = (
        overall(1383, **days),
        claim("u", n=158, place=COAST, role="total", cumulative=True, **days),
    )
    part = claim("p", n=34, role="part", part_of="u")
    assert of_some_only([larger, batch, part]) == {"p"}
    assert of_some_only([batch, part]) == set()
    for other in (
        {"place": LATAKIA},
        {"date_start": march(7)},
        {"category": "civilians"},
        {"claimed_by": ("UN",)},
    ):
        assert of_some_only([overall(1383, **{**days, **other}), batch, part]) == set()
    assert of_some_only([larger, batch, claim("p", n=34, role="part", part_of="all")]) == set()
