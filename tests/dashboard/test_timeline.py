"""The timeline: days stay days, windows are never spread, nothing is drawn outside the days shown."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from incidents.dashboard import charts, timeline_rows
from incidents.dashboard.state import brushed_days

FIRST = dt.date(2025, 3, 1)
SPAN = (FIRST, FIRST + dt.timedelta(days=29))
OFFSETS = st.integers(0, 200)
WINDOWS = st.lists(st.tuples(st.integers(-20, 60), st.integers(1, 30)), min_size=1, max_size=15)


def _timeline(counts: dict[int, int]) -> pd.DataFrame:
    rows = [
        {
            "day": FIRST + dt.timedelta(days=day),
            "event_type": "Battles",
            "incidents": count,
            "killed_best": 2 * count,
        }
        for day, count in counts.items()
    ]
    return pd.DataFrame(rows, columns=["day", "event_type", "incidents", "killed_best"])


@given(st.dictionaries(OFFSETS, st.integers(1, 50), min_size=1))
def test_the_days_shown_first_hold_most_incidents(counts):
    first, last = timeline_rows.busiest_span(_timeline(counts), SPAN)
    inside = sum(count for day, count in counts.items() if first <= FIRST + dt.timedelta(days=day) <= last)
    assert inside >= 0.9 * sum(counts.values())
    assert (last - first).days >= 13


def test_without_a_day_the_bounds_are_shown():
    assert timeline_rows.busiest_span(_timeline({}), SPAN) == SPAN


def test_bars_of_one_day_stand_on_each_other():
    days = pd.DataFrame(
        {
            "day": [FIRST, FIRST],
            "event_type": ["Battles", "Riots"],
            "incidents": [2, 3],
            "killed_best": [5, None],
        }
    )
    bars = timeline_rows.bar_rows(days, "incidents", SPAN)
    assert list(zip(bars["bottom"], bars["top"], strict=True)) == [(0, 2), (2, 5)]
    assert list(timeline_rows.bar_rows(days, "killed", SPAN)["value"]) == [5, 0]


@given(WINDOWS)
def test_windows_in_one_lane_do_not_overlap_and_stay_inside(told):
    frame = pd.DataFrame(
        [
            {
                "event_id": f"e{n}", "location": "Baniyas", "date_start": FIRST + dt.timedelta(days=start),
                "date_end": FIRST + dt.timedelta(days=start + length), "killed_low": None, "killed_high": None,
            }
            for n, (start, length) in enumerate(told)
        ]
    )  # fmt: skip
    rows = timeline_rows.window_rows(frame, SPAN)
    low, high = timeline_rows.edges(SPAN)
    assert all((rows["start"] >= low) & (rows["end"] <= high))
    for _, lane in rows.groupby("lane"):
        ordered = lane.sort_values("start")
        assert all(ordered["start"].iloc[1:].to_numpy() >= ordered["end"].iloc[:-1].to_numpy())


def test_a_chart_of_nothing_is_still_a_chart():
    windows = pd.DataFrame(
        columns=["event_id", "location", "date_start", "date_end", "killed_low", "killed_high"]
    )
    columns = "root unit category scope since as_of low high event_id n_outlets series_id"
    series = pd.DataFrame(columns=columns.split())
    chart = charts.timeline(
        _timeline({}), windows, series, measure="killed", span=SPAN, chosen=None, colours={}
    )
    assert "brush" in str(chart.to_dict()["params"])


@given(OFFSETS, st.integers(0, 40), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_brush_chooses_the_days_it_touches(day, more, into_first, into_last):
    start = dt.datetime(2025, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)
    end = start + dt.timedelta(days=more)
    interval = [(start.timestamp() + into_first * 86400) * 1000, (end.timestamp() + into_last * 86400) * 1000]
    assert brushed_days(interval) == ((start.date(), end.date()))


def test_a_brush_up_to_midnight_leaves_the_next_day_out():
    start = dt.datetime(2025, 3, 7, tzinfo=dt.UTC).timestamp() * 1000
    assert brushed_days([start, start + 86_400_000]) == (dt.date(2025, 3, 7), dt.date(2025, 3, 7))
