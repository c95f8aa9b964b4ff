"""Names of a text vote together on where it plays, and never for themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.geocoding.votes import Votes
from incidents.model import Place


def town(
    number: int, country: str = "US", admin1: str = "Ohio", lat: float = 40.1, lon: float = -83.1
) -> Place:
    return Place(
        place_id=f"geonames:{number}",
        name=f"Town {number}",
        kind="settlement",
        geo_precision="settlement",
        lat=lat,
        lon=lon,
        country=country,
        admin1=admin1,
    )


def test_a_name_alone_says_nothing_of_itself() -> None:
    votes = Votes()
    votes.add("alpha", [(town(1), 1.0)])
    assert votes.shares(town(1), "alpha") == (0.0, 0.0, 0.0)


def test_the_same_place_by_another_name_is_no_neighbour_of_itself() -> None:
    votes = Votes()
    votes.add("alpha city", [(town(1), 1.0)])
    country, division, near = votes.shares(town(1), "alpha")
    assert country > 0 and (division, near) == (0.0, 0.0)


def test_neighbours_speak_for_country_division_and_spot() -> None:
    votes = Votes()
    votes.add("beta", [(town(2), 1.0)])
    here = votes.shares(town(1), "alpha")
    other_state = votes.shares(town(3, admin1="Texas", lat=31.0, lon=-97.0), "alpha")
    abroad = votes.shares(town(4, country="FR", admin1="Normandie", lat=49.0, lon=0.0), "alpha")
    assert all(x > y for x, y in zip(here[1:], other_state[1:], strict=True)) and here[0] == other_state[0]
    assert abroad == (0.0, 0.0, 0.0)


weights = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 8), st.floats(0.01, 3.0)), min_size=1, max_size=12
)


@given(weights, st.integers(0, 5))
def test_shares_are_shares_and_do_not_depend_on_the_order(
    given_votes: list[tuple[int, int, float]], asked: int
) -> None:
    forward, backward = Votes(), Votes()
    for votes, order in ((forward, given_votes), (backward, given_votes[::-1])):
        for name, number, weight in order:
            votes.add(
                f"name {name}", [(town(number, lat=40.0 + number, admin1=f"State {number % 3}"), weight)]
            )
    here = forward.shares(town(asked, lat=40.0 + asked, admin1=f"State {asked % 3}"), f"name {asked}")
    there = backward.shares(town(asked, lat=40.0 + asked, admin1=f"State {asked % 3}"), f"name {asked}")
    assert all(-1e-6 <= share <= 1 for share in here)
    assert here == pytest.approx(there, abs=1e-6)
