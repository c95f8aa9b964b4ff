"""What the map draws: circles for points only, areas for areas, and nothing that the headline does not add up."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from incidents.dashboard import map_data, map_view
from tests.dashboard.rows import BANIYAS, LATAKIA, make_frame, make_row

COUNTS = st.none() | st.integers(0, 2000)


def test_rows_at_one_place_are_one_circle_with_their_sum():
    rows = make_frame(
        make_row("e1", killed_low=3, killed_best=4, killed_high=5),
        make_row("e2", killed_low=2, killed_best=2, killed_high=2),
        make_row("e3"),
    )
    (place,) = map_data.places(rows, "killed", frozenset({"e2"}))
    assert place["value"] == 6
    assert place["ids"] == ["e1", "e2", "e3"]
    assert place["selected"]
    assert place["detail"] == "3 incidents · 5 to 7 killed · 1 without a number of killed"
    assert map_data.places(rows, "incidents", frozenset())[0]["value"] == 3


def test_figures_that_are_not_added_give_no_size_but_stay_in_sight():
    rows = make_frame(
        make_row("e1", row_kind="total", counted=False, killed_low=60, killed_best=60, killed_high=60),
        make_row("e2", overlaps=True, killed_low=9, killed_best=9, killed_high=9),
    )
    (place,) = map_data.places(rows, "killed", frozenset())
    assert place["value"] == 0
    assert place["detail"] == "2 figures that are not added"


@given(st.lists(st.tuples(COUNTS, st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_circles_add_up_to_the_rows_that_may_be_added(told):
    rows = [
        make_row(f"e{n}", BANIYAS if point else LATAKIA, killed_best=best, counted=counted, overlaps=overlaps)
        for n, (best, counted, overlaps, point) in enumerate(told)
    ]
    drawn = map_data.layer(make_frame(*rows), "killed")
    expected = sum(best or 0 for best, counted, overlaps, point in told if counted and not overlaps and point)
    assert sum(place["value"] for place in drawn["places"]) == expected
    ids = [event_id for item in (*drawn["places"], *drawn["areas"]) for event_id in item["ids"]]
    assert sorted(ids) == sorted(row["event_id"] for row in rows)


def test_an_area_is_never_a_circle():
    drawn = map_data.layer(make_frame(make_row("e1", LATAKIA, killed_best=30)), "killed")
    assert drawn["places"] == []
    (area,) = drawn["areas"]
    assert area["badge"] == "1 incident"
    assert area["geometry"]["type"] == "Polygon"
    assert area["label"] == [35.57, 36.02]


def test_what_is_not_placed_says_why():
    nowhere = dict.fromkeys(BANIYAS)
    several = nowhere | {"location": "Baniyas; Jableh", "geo_precision": "region"}
    known = nowhere | {"location": "Al-Haissa", "geo_precision": "settlement", "gazetteer": "overlay"}
    reasons = [
        map_data.why_not_placed(make_row("e1", place))
        for place in (nowhere, nowhere | {"location": "Tuwaymah"}, several, known)
    ]
    assert len(set(reasons)) == 4


@given(st.text())
def test_json_in_a_script_can_neither_end_it_nor_lose_a_letter(name):
    written = map_view.script_json({"name": name})
    assert json.loads(written) == {"name": name}
    assert not set("<>&\u2028\u2029") & set(written)
