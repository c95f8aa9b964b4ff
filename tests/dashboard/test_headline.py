"""The headline's sentences: a sum of highest figures never stands where one of them is open."""

from __future__ import annotations

import pytest

from incidents.dashboard.headline import lines

SUMS = {"killed_low": 246, "killed_best": 303, "killed_high": 205, "killed_open": 0, "not_placed": 0}


OPEN = "Highest: open, because"


@pytest.mark.parametrize(
    ("open_tops", "closed", "words"),
    [
        (0, 15, "Highest figures told: 205."),
        (
            1,
            14,
            f"{OPEN} 1 incident is told only as “at least”; the other 14 with a number have 205 at most in all.",
        ),
        (
            2,
            1,
            f"{OPEN} 2 incidents are told only as “at least”; the only other one with a number has 205 at most.",
        ),
        (2, 0, f"{OPEN} 2 incidents are told only as “at least”."),
    ],
)
def test_the_highest_is_open_where_one_of_them_is(open_tops, closed, words):
    low_and_best, highest, _ = lines(SUMS | {"killed_open": open_tops}, closed)
    assert low_and_best == "Lowest figures told: 246. Best: 303."
    assert highest == words
