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


def _windows(*told: tuple[int | None, int, str, int | None]) -> pd.DataFrame:
    """(first day or None, last day, place, killed), days counted from the first one shown."""
    return pd.DataFrame(
        [
            {
                "event_id": f"e{n}", "location": place, "killed_low": killed, "killed_high": killed,
                "date_start": None if start is None else FIRST + dt.timedelta(days=start),
                "date_end": FIRST + dt.timedelta(days=end),
            }
            for n, (start, end, place, killed) in enumerate(told)
        ]
    )  # fmt: skip


@given(WINDOWS)
def test_windows_have_a_lane_each_and_stay_inside(told):
    rows = timeline_rows.window_rows(
        _windows(*((start, start + length, "Baniyas", None) for start, length in told)), SPAN
    )
    low, high = timeline_rows.edges(SPAN)
    assert all((rows["start"] >= low) & (rows["end"] <= high) & (rows["start"] < rows["end"]))
    assert rows["lane"].is_unique
    touching = [start for start, length in told if start <= 29 and start + length >= 0]
    assert rows["incidents"].sum() == len(touching)


def test_incidents_of_the_same_days_are_one_stretch_the_deadliest_first():
    windows = _windows((5, 6, "Latakia", None), (5, 6, "Baniyas", 12), (5, 6, "Tartus", None), (7, 9, "Rusafa", 60),
                       (5, 6, "Baniyas", 3))  # fmt: skip
    rows = timeline_rows.window_rows(windows, SPAN)
    assert list(rows["label"]) == ["Rusafa", "Baniyas, Latakia and 2 more"]
    assert list(rows["incidents"]) == [1, 4]
    assert rows["people"][1] == "Baniyas (12), Baniyas (3), Latakia, Tartus"
    assert list(rows["when"]) == ["8 March 2025 to 10 March 2025", "6 March 2025 to 7 March 2025"]


def test_an_incident_known_only_until_a_day_is_not_drawn_as_of_that_day():
    rows = timeline_rows.window_rows(_windows((None, 7, "Tuwaym", 31), (7, 8, "Baniyas", 60)), SPAN)
    low, _ = timeline_rows.edges(SPAN)
    assert list(rows["is_open"]) == [False, True]
    assert (rows["start"][1], rows["when"][1]) == (low, "until 8 March 2025")


def test_windows_that_are_not_drawn_are_told():
    windows = _windows(*((day, day + 2, f"Town {day}", 100 - day) for day in range(20)))
    series = pd.DataFrame(columns="root unit category scope as_of low high event_id series_id".split())
    spec = charts.timeline(
        _timeline({}), windows, series, measure="killed", span=SPAN, chosen=None, colours={}
    ).to_json()
    assert "Known only to several days (8 more are in the table)" in spec
    assert "Town 11" in spec and "Town 12" not in spec


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
