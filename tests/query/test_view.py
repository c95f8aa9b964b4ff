"""What the page shows under its filters: rows, sums, timeline, totals, sources."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.errors import QueryError
from incidents.exchange import to_csv
from incidents.model import Claim
from incidents.query import FIGURE_COLUMNS, RECORD_COLUMNS, Filters, Store
from tests.linking import say
from tests.linking.say import BANIYAS, COAST, LATAKIA, MUKHTARIYAH, PAPERS, SOHR, Paper, area, claim, march
from tests.query.house import memory_store

SYRIA = area("Syria", "country")
NO_FIGURE: dict[str, Any] = {"unit": None, "count_basis": "none"}
TOTAL: dict[str, Any] = {"place": COAST, "cumulative": True, "role": "total", "category": "civilians"}


@pytest.fixture(scope="module")
def store() -> Store:
    papers = [
        Paper("r1", "Daily", march(8)),
        Paper("r2", "Evening", march(9)),
        Paper("r3", "Weekly", march(10)),
        Paper("r4", None, march(10)),
    ]
    claims = [
        claim("baniyas", "r1", n=60),
        claim("baniyas-again", "r2", n=62, claimed_by=("Reuters",)),
        claim("village", "r2", place=MUKHTARIYAH, n=38, category="civilians"),
        claim("three-days", "r1", place=MUKHTARIYAH, event_type="Battles", low=5, count_basis="at_least",
              unit="injured", date_start=march(6), date_end=march(9)),
        claim("clashes", "r1", place=LATAKIA, event_type="Battles", date_start=march(6), date_end=march(6),
              **NO_FIGURE),
        claim("lost", "r4", place=None, place_as_written="Karto", n=3, date_start=march(20), date_end=march(20)),
        claim("country", "r3", place=SYRIA, date_start=march(2), date_end=march(2), **NO_FIGURE),
        claim("s1", "r1", n=311, since=march(6), date_start=march(6), **TOTAL),
        claim("s2", "r2", n=340, date_start=None, date_end=march(9), **TOTAL),
        claim("s3", "r3", n=532, since=march(6), date_start=march(6), **TOTAL),
        claim("s4", "r4", n=532, since=march(6), date_start=march(6), **TOTAL),
    ]  # fmt: skip
    return memory_store(claims, papers)


def locations(frame: Any) -> list[str]:
    return sorted(frame["location"])


def test_the_table_holds_what_may_be_added_and_others_the_rest(store: Store) -> None:
    view = store.view()
    assert list(view.rows.columns) == [*RECORD_COLUMNS, "geometry", "overlaps"]
    assert locations(view.table) == [
        "Al-Mukhtariyah",
        "Al-Mukhtariyah",
        "Baniyas",
        "Karto",
        "Latakia",
        "Syria",
    ]
    assert set(view.others["row_kind"]) == {"series_value"} and len(view.others) == 3
    starts = list(view.table["date_start"])
    assert starts == sorted(starts)
    sums = view.sums
    assert (sums["killed_low"], sums["killed_best"], sums["killed_high"]) == (
        60 + 38 + 3,
        62 + 38 + 3,
        62 + 38 + 3,
    )
    assert (sums["incidents"], sums["placed"], sums["not_placed"]) == (6, 4, 2)
    assert sums["injured_low"] == 5 and sums["injured_open"] == 1 and sums["killed_open"] == 0


def test_points_only_where_a_settlement_is_known(store: Store) -> None:
    rows = store.view().rows.set_index("location")
    assert rows.loc["Baniyas", "geometry"].coords[0] == (35.949, 35.182)
    assert (rows.loc["Baniyas", "latitude"], rows.loc["Baniyas", "longitude"]) == (35.182, 35.949)
    assert rows.loc["Baniyas", "location_ar"] == "بانياس" and rows.loc["Baniyas", "iso3"] == "SYR"
    assert rows.loc["Latakia", "geometry"].geom_type == "Polygon"
    assert rows["latitude"].isna()["Latakia"] and rows["geometry"].isna()["Syria"]
    missing = store.view().not_placed
    assert locations(missing) == ["Karto", "Syria"] and missing["in_table"].all()


def test_several_places_are_named_but_never_drawn_as_the_first() -> None:
    both = claim("a", n=50, places=(BANIYAS, MUKHTARIYAH))
    view = memory_store([both], [Paper("r1")]).view()
    (row,) = view.table.to_dict("records")
    assert row["location"] == "Baniyas; Al-Mukhtariyah" and row["geometry"] is None
    assert view.sums["not_placed"] == 1


def test_a_date_range_keeps_what_overlaps_and_leaves_it_out_of_the_sums(store: Store) -> None:
    view = store.view(Filters(date_start=march(7), date_end=march(8)))
    assert locations(view.table) == ["Al-Mukhtariyah", "Baniyas"]
    partly = view.others[view.others["overlaps"] & (view.others["row_kind"] == "incident")]
    assert locations(partly) == ["Al-Mukhtariyah"]
    assert view.sums["killed_best"] == 100 and view.sums["injured_low"] == 0
    assert locations(view.windows) == ["Al-Mukhtariyah"] and view.windows["overlaps"].all()


def test_a_source_chooses_claims_and_rows_are_made_anew(store: Store) -> None:
    every = store.view().rows.set_index("event_id")
    view = store.view(Filters(sources=frozenset({"Daily"})))
    row = view.table.set_index("location").loc["Baniyas"]
    assert (row["killed_low"], row["killed_best"], row["killed_high"]) == (60, 60, 60)
    assert row["sources"] == ["Daily"] and row["roots"] == [SOHR] and row["number_of_independent_roots"] == 1
    assert every.loc[row["event_id"], "killed_high"] == 62 and every.loc[row["event_id"], "figures_conflict"]
    assert "Karto" not in locations(view.rows)
    assert list(view.series["low"]) == [311] and list(view.sources["outlet"]) == ["Daily"]


def test_types_precisions_and_a_selection_choose_rows(store: Store) -> None:
    assert locations(store.view(Filters(event_types=frozenset({"Battles"}))).rows) == [
        "Al-Mukhtariyah",
        "Latakia",
    ]
    assert locations(store.view(Filters(geo_precisions=frozenset({"not_placed"}))).rows) == ["Karto", "Syria"]
    chosen = frozenset({"governorate", "not_placed"})
    assert locations(store.view(Filters(geo_precisions=chosen)).rows) == ["Karto", "Latakia", "Syria"]
    event_id = store.view().table.set_index("location").loc["Karto", "event_id"]
    one = Filters(event_ids=frozenset({event_id}), event_types=frozenset({"Battles"}))
    assert locations(store.view(one).rows) == []
    assert locations(store.view(one.without("event_types")).rows) == ["Karto"]
    with pytest.raises(QueryError, match="no filter 'colour'"):
        one.without("colour")


def test_the_timeline_holds_only_what_is_known_to_the_day(store: Store) -> None:
    days = store.view().timeline
    assert [(d.day, t, n) for d, t, n in zip(days["day"], days["event_type"], days["incidents"], strict=True)] == [
        (2, say.KILLING, 1), (6, "Battles", 1), (7, say.KILLING, 2), (20, say.KILLING, 1),
    ]  # fmt: skip
    assert days["killed_best"].sum() == store.view().sums["killed_best"]
    assert locations(store.view().windows) == ["Al-Mukhtariyah"]


def test_a_running_count_is_told_value_by_value(store: Store) -> None:
    series = store.view().series
    assert list(series["low"]) == [311, 340, 532] and list(series["n_outlets"]) == [1, 1, 2]
    assert set(series["root"]) == {SOHR} and set(series["scope"]) == {"Syrian coast"}
    assert set(series["since"]) == {march(6)} and list(series["as_of"]) == [march(8), march(9), march(10)]
    assert series["series_id"].nunique() == 1


def test_sources_tell_outlets_and_the_roots_they_draw_on(store: Store) -> None:
    sources = store.view().sources.set_index("outlet")
    assert set(sources.index) == {"Daily", "Evening", "Weekly", "r4.md"}
    assert (
        sources.loc["Evening", "roots"] == ["Reuters", SOHR]
        and sources.loc["Evening", "independent_roots"] == 2
    )
    assert sources.loc["Daily", "incidents"] == 3 and sources.loc["Daily", "claims"] == 4


def test_what_filters_can_choose_from(store: Store) -> None:
    assert store.facets["outlets"] == ["Daily", "Evening", "Weekly", "r4.md"]
    assert store.facets["event_types"] == ["Battles", say.KILLING]
    assert store.facets["geo_precisions"] == ["settlement", "governorate", "region", "country", "not_placed"]
    assert store.bounds == (march(2), march(20)) and store.has_rows


def test_nothing_to_show() -> None:
    empty = memory_store([], [])
    view = empty.view()
    assert not empty.has_rows and view.sums["incidents"] == view.sums["killed_best"] == 0
    for frame in (view.rows, view.table, view.others, view.timeline, view.windows, view.series, view.sources):
        assert frame.empty and len(frame.columns)
    assert empty.facets == {"outlets": [], "event_types": [], "geo_precisions": []}
    assert empty.bounds[0] <= empty.bounds[1]


def test_a_rejected_claim_gives_no_figure_but_stays_with_its_event() -> None:
    claims = [claim("a", n=60), claim("b", n=600), claim("c", place=MUKHTARIYAH, n=9)]
    store = memory_store(claims, [Paper("r1")], frozenset({"b", "c"}))
    (row,) = store.view().rows.to_dict("records")
    assert row["killed_high"] == 60 and row["claim_ids"] == ["a"]
    told = store.claims(row["event_id"]).set_index("claim_id")
    assert told["verification"].to_dict() == {"a": "unreviewed", "b": "rejected"}
    assert store.view().sources.set_index("outlet").loc["Daily", "claims"] == 1


# --- under every filter ---

few = settings(deadline=None, max_examples=40)  # each example is a whole store

DAYS = st.one_of(st.none(), st.integers(1, 14).map(march))


def some(values: list[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


FILTERS = st.builds(
    Filters, date_start=DAYS, date_end=DAYS, sources=some(["Daily", "Evening", "Weekly", "r4.md", "nobody"]),
    event_types=some([say.KILLING, "Battles"]), geo_precisions=some(["settlement", "region", "not_placed"]),
)  # fmt: skip


@few
@given(say.claims(), FILTERS)
def test_sums_are_the_sums_of_the_download_under_every_filter(claims: list[Claim], filters: Filters) -> None:
    view = memory_store(claims, PAPERS).view(filters)
    download = list(csv.DictReader(io.StringIO(to_csv(view.table).decode(), newline="")))
    assert view.sums["incidents"] == len(download)
    for column in FIGURE_COLUMNS:
        assert view.sums[column] == sum(int(line[column]) for line in download if line[column])
    assert all(line["counted"] == "true" and line["row_kind"] == "incident" for line in download)
    assert len(view.table) + len(view.others) == len(view.rows)
    for line in download:
        if filters.date_start:
            assert line["date_start"] >= filters.date_start.isoformat()
        if filters.date_end:
            assert line["date_end"] <= filters.date_end.isoformat()
    assert view.timeline["incidents"].sum() <= len(download)


@few
@given(say.claims())
def test_choosing_every_source_is_choosing_none(claims: list[Claim]) -> None:
    store = memory_store(claims, PAPERS)
    chosen = store.view(Filters(sources=frozenset(store.facets["outlets"])))
    assert chosen.rows.drop(columns="geometry").equals(store.view().rows.drop(columns="geometry"))
    assert chosen.sums == store.view().sums


def test_a_value_told_without_a_place_is_of_where_its_count_is() -> None:
    total: dict[str, Any] = {"role": "total", "cumulative": True, "category": "civilians"}
    since = {**total, "place": COAST, "since": march(6), "date_start": march(6)}
    claims = [
        claim("a", "r1", n=311, date_end=march(8), **since),
        claim("b", "r2", n=500, place=None, date_start=None, date_end=march(20), **total),
    ]
    store = memory_store(claims, [Paper("r1", "Daily", march(8)), Paper("r2", "Weekly", march(20))])
    assert store.view().series["scope"].tolist() == ["Syrian coast", "Syrian coast"]
    (account,) = store.accounts()
    assert account.total is not None and account.total.entry.count.low == 500
    assert [place.name for place in account.total.entry.places] == ["Syrian coast"]
