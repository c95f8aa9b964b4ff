"""The measures by which linking is held against a reading, on cases small enough to work out by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linking import reading

TEXT = "one two three four five six seven eight nine"
PAGES = {f"{day}.md": reading.Page(TEXT, dt.date(2025, 3, day)) for day in (7, 8, 9)}
labels = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)


def line(name: str, kind: str, *members: tuple[int, str], includes: Any = (), conflict: bool = False) -> Any:
    told = [{"report": f"{day}.md", "evidence": quote} for day, quote in members]
    return {
        "event_id": name,
        "kind": kind,
        "members": told,
        "includes": list(includes),
        "figures_conflict": conflict,
    }


TOWN = line("town", "event", (7, "one"), (8, "one"), conflict=True)
COUNT = line("count", "series", (7, "two"), (8, "two"), (9, "two"), includes=["town"])
ALL = line("all", "total", (8, "three"), includes=["count"])
FORCES = line("forces", "total", (8, "four"))
OTHER = line("other", "total", (9, "five"), includes=["town"])
READ = [TOWN, COUNT, ALL, FORCES, OTHER]


def said(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """A faultless answer in the order of days, with changes to the claims of some passages, given as `day_word`."""
    claims = sorted(reading.faultless(READ, PAGES), key=lambda c: c["doc_id"])
    return [c | changes.get(f"on_{c['doc_id'][0]}_{TEXT[c['start'] : c['end']]}", {}) for c in claims]


def groups(claims: list[dict[str, Any]]) -> list[reading.Group]:
    return reading.groups_of(READ, PAGES, claims)


@given(labels)
def test_a_grouping_agrees_with_itself_whatever_its_names(pairs: list[tuple[int, int]]) -> None:
    mine = [a for a, _ in pairs]
    assert reading.b_cubed(mine, [f"group {a}" for a in mine]) == pytest.approx((1, 1, 1))


@given(labels)
def test_precision_is_the_recall_of_the_other_way_round(pairs: list[tuple[int, int]]) -> None:
    mine, other = [a for a, _ in pairs], [b for _, b in pairs]
    there, back = reading.b_cubed(mine, other), reading.b_cubed(other, mine)
    assert there[:2] == pytest.approx((back[1], back[0]))
    assert min(there[:2]) <= there[2] + 1e-9 and there[2] <= max(there[:2]) + 1e-9


@given(labels)
def test_items_alone_are_precise_and_items_in_one_group_are_all_found(pairs: list[tuple[int, int]]) -> None:
    mine = [a for a, _ in pairs]
    apart, together = reading.b_cubed(mine, range(len(mine))), reading.b_cubed(mine, ["all"] * len(mine))
    assert apart[:2] == pytest.approx((1, len(set(mine)) / len(mine)))
    assert together[1] == 1


@pytest.mark.parametrize(
    ("wanted", "other", "precision", "recall"),
    [("aab", "111", 5 / 9, 1), ("aab", "122", 2 / 3, 2 / 3), ("aabb", "1234", 1, 1 / 2), ("ab", "12", 1, 1)],
)
def test_b_cubed_by_hand(
    wanted: list[Hashable], other: list[Hashable], precision: float, recall: float
) -> None:
    assert reading.b_cubed(wanted, other)[:2] == pytest.approx((precision, recall))


def test_a_passage_has_the_claim_that_shares_most_with_it() -> None:
    wide = {"doc_id": "7.md", "start": 0, "end": 9, "incident_id": "wide"}
    near = {"doc_id": "7.md", "start": 4, "end": 8, "incident_id": "near"}
    elsewhere = {"doc_id": "8.md", "start": 0, "end": 44, "incident_id": "elsewhere"}
    event = line("e", "event", (7, "two three"))
    for claims in ([near, wide, elsewhere], [elsewhere, wide, near]):
        (found,) = reading.groups_of([event], PAGES, claims)
        assert found.members[0].said("incident_id") == "wide"


def test_a_passage_that_no_claim_tells_is_alone_and_named() -> None:
    claims = [c for c in said() if not (c["doc_id"] == "8.md" and c["start"] == 0)]
    told = groups(claims)
    assert [(name, m.report, m.quote) for name, m in reading.untold(told)] == [("town", "8.md", "one")]
    assert reading.b_cubed(*reading.incidents(told))[:2] == pytest.approx((1, 1 / 2))
    assert reading.torn_conflicts(told) == ["town"]


def test_a_faultless_answer_has_no_fault() -> None:
    told = groups(said())
    assert reading.b_cubed(*reading.incidents(told)) == (1, 1, 1)
    assert reading.broken_series(told, said()) == reading.mixed_series(told) == {}
    assert reading.untold(told) == reading.counted_twice(told) == reading.torn_conflicts(told) == []


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (said(on_8_two={"series_id": "another"}), "these series"),
        (said(on_8_two={"series_id": None}), "these series"),
        ([c for c in said() if c["doc_id"] != "9.md"], "these series"),
        (said()[::-1], "order of their days"),
        (said(on_7_two={"incident_id": "town"}), "something else"),
    ],
)
def test_a_series_is_whole_in_order_and_by_itself(claims: list[dict[str, Any]], why: str) -> None:
    faults = reading.broken_series(groups(claims), claims)
    assert list(faults) == ["count"] and why in faults["count"]


def test_two_counts_in_one_series_are_mixed() -> None:
    told = groups(said(on_8_four={"series_id": "count"}, on_9_five={"series_id": "its own"}))
    assert reading.mixed_series(told) == {"count": {"count", "forces"}}


COUNTED, NOT = {"counted": True}, {"counted": False}


@pytest.mark.parametrize(
    ("claims", "wrong"),
    [
        (said(on_9_two=COUNTED), ["count"]),  # the town is counted, and is in the count
        (said(on_8_three=COUNTED), ["all"]),  # it is in the total through the count
        (said(on_8_four=COUNTED), []),  # other people
        (said(on_7_one=NOT, on_9_two=COUNTED), []),  # the count alone, once
        (said(on_7_one=NOT, on_8_two=COUNTED, on_9_two=COUNTED), ["count"]),  # two values of it
        (said(on_7_one=NOT, on_9_two=COUNTED, on_8_three=COUNTED), ["all"]),
        (said(on_7_one=NOT, on_8_three=COUNTED, on_9_five=COUNTED), ["other"]),  # two totals over one town
    ],
)
def test_nobody_is_counted_twice(claims: list[dict[str, Any]], wrong: list[str]) -> None:
    assert [name for name, _ in reading.counted_twice(groups(claims))] == wrong


def test_figures_that_differ_are_torn_where_one_is_in_another_incident() -> None:
    assert reading.torn_conflicts(groups(said(on_8_one={"incident_id": "elsewhere"}))) == ["town"]
