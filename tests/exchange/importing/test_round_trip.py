"""What is downloaded as CSV and imported again, with the columns guessed, adds up to the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.exchange import to_csv
from incidents.query import EVERYTHING, FIGURE_COLUMNS, Store
from tests.exchange.importing.tables import read
from tests.linking.say import Paper, claim, town
from tests.query.house import memory_store

BOUNDS = st.tuples(st.integers(1, 500), st.one_of(st.none(), st.integers(0, 500))).map(
    lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@st.composite
def events(draw: st.DrawFn) -> list[Any]:
    """Claims in towns of their own: numbers, ranges and open ends, some with parts and some told by two papers."""
    out: list[Any] = []
    for n in range(draw(st.integers(1, 6))):
        place = town(f"Town {n}", lat=35.0 + n / 10, lon=36.0)
        day = dt.date(2025, 3, draw(st.integers(1, 28)))
        common = {"place": place, "date_start": day, "date_end": day}
        for unit in draw(st.sets(st.sampled_from(["killed", "injured", "displaced"]), min_size=1)):
            low, high = draw(BOUNDS)
            out.append(claim(f"{n}{unit}", unit=unit, low=low, high=high, **common))
            if draw(st.booleans()):
                out.append(claim(f"{n}{unit}2", "r2", unit=unit, n=low, **common))
        if draw(st.booleans()):
            out.append(
                claim(f"{n}c", unit="killed", category="civilians", n=draw(st.integers(1, 9)), **common)
            )
    return out


def sums(store: Store) -> dict[str, int]:
    table = store.view(EVERYTHING).table
    return {name: int(table[name].fillna(0).sum()) for name in FIGURE_COLUMNS}


@settings(max_examples=25)
@given(events())
def test_sums_are_the_same_again(told):
    store = memory_store(told, [Paper("r1"), Paper("r2", "Weekly")])
    imported = read(to_csv(store.view(EVERYTHING).table))
    assert imported.bad == ()
    again = memory_store(imported.extraction.claims, [Paper(imported.report.report_id, "Coast Monitor")])
    assert sums(again) == sums(store)
