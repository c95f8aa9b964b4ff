"""What several sources tell of one place becomes one place; what only looks alike stays two."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding.distance import distance_km
from incidents.geocoding.packs import PackPlace
from incidents.geocoding.packs.merging import Member, groups, spelled

LAT, LON = 35.0, 36.0
KM = 1 / 111.2
"""A kilometre in degrees of latitude."""


def member(source: str, key: str, name: str, km: float = 0.0, *more: str, **fields: Any) -> Member:
    """A place `km` north of the centre."""
    ids = fields.pop("ids", ())
    place = PackPlace(
        ids=(f"{source}:{key}", *ids),
        name=name,
        names=more,
        lat=LAT + km * KM,
        lon=LON,
        country="SY",
        **fields,
    )
    return Member(source, place, spelled((name, *more)))


def together(*members: Member) -> set[frozenset[str]]:
    return {frozenset(m.place.ids[0] for m in group) for group in groups(members)}


@pytest.mark.parametrize(
    ("one", "two", "km", "same"),
    [
        (("Zorvenna",), ("Az-Zorvenna",), 3.5, True),
        (("Zorvenna",), ("Zorvenna",), 4.5, False),
        (("Zorvennah", "زورفينا"), ("Zorfenna", "زورفينا"), 3.5, True),
        (("Mukhtareyah",), ("Al-Mukhtariya",), 1.5, True),
        (("Mukhtareyah",), ("Al-Mukhtariya",), 2.5, False),
        (("Zorvenna", "زورفينا"), ("Zurfina", "زورفينه"), 0.5, True),
        (("Zorvenna", "زورفينا"), ("Zurfina", "زورفينه"), 1.5, False),
        (("Zorvenna Sharqi", "زورفينا الشرقية"), ("Zorvenna Gharbi", "زورفينا الغربية"), 0.3, False),
        (("Zorvenna Fawqani", "زورفينا فوقاني"), ("Zorvenna Tahtani", "زورفينا تحتاني"), 0.1, False),
        (("Tall Zorvenna", "تل زورفينا"), ("Zorvenna", "زورفينا"), 0.3, True),
        (("Tall Zorvenna", "تل زورفينا"), ("Zorvenna", "زورفينا"), 0.8, False),
        (("Kafrzor", "كفرزور"), ("Kafr Zawr", "كفر زور"), 0.5, True),
        (("Zorvenna",), ("Qelmisur",), 0.0, False),
    ],
)
def test_the_weaker_the_likeness_the_nearer_two_places_must_be(
    one: tuple[str, ...], two: tuple[str, ...], km: float, same: bool
) -> None:
    a, b = member("a", "1", one[0], 0, *one[1:]), member("b", "2", two[0], km, *two[1:])
    assert (len(together(a, b)) == 1) == same


def test_the_same_letters_in_latin_do_not_join_what_differs_in_arabic() -> None:
    a, b = member("a", "1", "Hamra", 0, "حمرا"), member("b", "2", "Khamrah", 1, "خمارة")
    assert len(together(a, b)) == 2


def test_larger_places_may_be_further_apart() -> None:
    for size, same in ((5000, True), (1000, False)):
        a, b = member("a", "1", "Zorvenna", size_m=size), member("b", "2", "Zorvenna", 9, size_m=size)
        assert (len(together(a, b)) == 1) == same


def test_an_id_that_a_source_names_joins_whatever_the_names_are_unless_it_lies_far_away() -> None:
    a = member("a", "1", "Zorvenna")
    assert len(together(a, member("b", "2", "Qelmisur", 8, ids=("a:1",)))) == 1
    assert len(together(a, member("b", "2", "Qelmisur", 80, ids=("a:1",)))) == 2
    assert len(together(a, member("b", "2", "Qelmisur", 8, ids=("a:1",), kind="facility"))) == 2


def test_two_villages_of_one_source_stay_two_and_the_nearer_one_is_met() -> None:
    near, far = member("a", "1", "Zorvenna", 1), member("a", "2", "Zorvenna", 3)
    other = member("b", "3", "Zorvenna", 0)
    assert together(near, far, other) == {frozenset({"a:1", "b:3"}), frozenset({"a:2"})}


def test_what_one_source_has_twice_within_itself_is_one() -> None:
    assert len(together(member("a", "1", "Zorvenna"), member("a", "2", "Az Zorvenna", 0.4))) == 1
    assert len(together(member("a", "1", "Zorvenna"), member("a", "2", "Zorfenna", 0.4))) == 2


def test_a_place_of_no_point_is_never_merged() -> None:
    a = Member("a", PackPlace(ids=("a:1",), name="Zorvenna", country="SY"), spelled(("Zorvenna",)))
    assert len(together(a, member("b", "2", "Zorvenna"))) == 2


NAMES = ["Zorvenna", "Az-Zorvenna", "Zurfina", "Tall Zorvenna", "Qelmisur", "Kelmisur"]
ARABIC = ["زورفينا", "زورفينه", "تل زورفينا", "قلميسور", ""]
MEMBERS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(NAMES),
        st.sampled_from(ARABIC),
        st.floats(0, 12),
        st.sampled_from([1000, 2000, 5000]),
        st.sampled_from(["", "x:1", "x:2"]),
    ),
    max_size=14,
)


def made(rows: list[tuple[str, str, str, float, int, str]]) -> list[Member]:
    return [
        member(
            source, str(n), name, km, *([arabic] if arabic else []), size_m=size, ids=(ref,) if ref else ()
        )
        for n, (source, name, arabic, km, size, ref) in enumerate(rows)
    ]


@given(MEMBERS, st.randoms(use_true_random=False))
def test_the_order_of_the_members_changes_nothing(rows: list[Any], random: Any) -> None:
    members = made(rows)
    shuffled = list(members)
    random.shuffle(shuffled)
    assert together(*members) == together(*shuffled)


@given(MEMBERS)
def test_every_member_is_in_one_group_and_no_group_is_wide(rows: list[Any]) -> None:
    members = made(rows)
    found = groups(members)
    assert sorted(m.place.ids for g in found for m in g) == sorted(m.place.ids for m in members)
    for group in found:
        for a in group:
            for b in group:
                if not set(a.place.ids) & set(b.place.ids):
                    assert distance_km(a.place, b.place) <= max(
                        4.0, 2.4 * min(a.place.size_m, b.place.size_m) / 1000
                    )
                if a is not b and a.source == b.source:
                    assert distance_km(a.place, b.place) <= 4.0 and a.spelled.exact & b.spelled.exact
