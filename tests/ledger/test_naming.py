"""Event names survive relinking."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger import assign_names
from incidents.ledger.naming import renamings


def clusters_of(*groups: str) -> list[frozenset[str]]:
    return [frozenset(group) for group in groups]


@st.composite
def partitions(draw: st.DrawFn) -> list[frozenset[str]]:
    homes = draw(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 3), min_size=1))
    groups = {home: frozenset(c for c, h in homes.items() if h == home) for home in homes.values()}
    return list(groups.values())


def remembered(clusters: list[frozenset[str]], names: list[str]) -> dict[str, frozenset[str]]:
    return dict(zip(names, clusters, strict=True))


@given(partitions(), partitions(), st.randoms())
def test_names_are_unique_stable_and_independent_of_order(first, second, random) -> None:  # type: ignore[no-untyped-def]
    previous = remembered(first, assign_names(first, {}))
    assert assign_names(first, previous) == list(previous)
    names = assign_names(second, previous)
    assert len(set(names)) == len(second)
    shuffled = random.sample(second, len(second))
    assert remembered(shuffled, assign_names(shuffled, previous)) == remembered(second, names)
    assert assign_names(second, remembered(second, names)) == names


def test_the_same_claims_have_the_same_name_in_every_ledger() -> None:
    assert assign_names(clusters_of("ab", "c"), {}) == assign_names(clusters_of("c", "ab"), {})[::-1]


def test_a_growing_event_keeps_its_name() -> None:
    (name,) = assign_names(clusters_of("bc"), {})
    assert assign_names(clusters_of("abcdefg"), {name: frozenset("bc")}) == [name]


def test_the_larger_part_of_a_split_keeps_the_name_even_without_the_claim_it_was_made_from() -> None:
    (name,) = assign_names(clusters_of("abc"), {})
    part, rest = assign_names(clusters_of("a", "bc"), {name: frozenset("abc")})
    assert rest == name
    assert part != name


def test_a_merge_takes_the_name_of_the_larger_and_both_are_recorded() -> None:
    small, large = assign_names(clusters_of("a", "bc"), {})
    previous = {small: frozenset("a"), large: frozenset("bc")}
    merged = clusters_of("abc")
    assert assign_names(merged, previous) == [large]
    kept, gone = renamings(merged, [large], previous)
    assert (kept.event_id, kept.came_from) == (large, (small,))
    assert (gone.event_id, gone.claim_ids) == (small, frozenset())


def test_an_event_whose_claims_are_away_for_a_while_has_its_name_again() -> None:
    previous = {"named-by-hand": frozenset("ab")}
    assert renamings([], [], previous) == []
    assert assign_names(clusters_of("ab"), previous) == ["named-by-hand"]


def test_a_merger_keeps_the_name_that_was_to_stay_and_its_undoing_gives_both_names_back() -> None:
    apart = clusters_of("ab", "cd")
    first, second = assign_names(apart, {})
    for staying in (first, second):
        (name,) = assign_names(clusters_of("abcd"), remembered(apart, [first, second]), {staying})
        assert name == staying
        assert assign_names(apart, {name: frozenset("abcd")}) == [first, second]
