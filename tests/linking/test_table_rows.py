"""A row of an imported table is one event; two rows of one table are two, whatever else they have in common."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import Linked, link_all
from incidents.model import Claim, Tie
from tests.linking import say
from tests.linking.say import BANIYAS, PAPERS, Paper, claim, march

TABLE, NEWS, LATER = Paper("t", "Monitor", march(20)), Paper("r1"), Paper("r2", "Weekly", march(9))


def row(claim_id: str, number: int, report: str = "t", **fields: object) -> Claim:
    """A claim that a table states in its row of that number."""
    span = {"start": 10 * number, "end": 10 * number + 9}
    return claim(claim_id, report, extractor_version="table 1", **span, **fields)


def events(*claims: Claim) -> list[tuple[str, ...]]:
    return [c.claim_ids for c in link_all(claims, [TABLE, NEWS, LATER]).clusters]


def rows_of(linked: Linked, claims: list[Claim]) -> list[Counter[str]]:
    """For each incident, how many rows it has of each table."""
    by_id = {c.claim_id: c for c in claims}
    found = []
    for cluster in linked.clusters:
        if cluster.kind == "incident":
            own = [c for i in cluster.claim_ids if (c := by_id[i]).extractor_version]
            found.append(Counter(report for report, _, _ in {(c.report_id, c.start, c.end) for c in own}))
    return found


@st.composite
def tables(draw: st.DrawFn) -> list[Claim]:
    """Claims of which those of some reports are the rows of tables, several of them of one row."""
    of = draw(st.sets(st.sampled_from([p.report_id for p in PAPERS]), min_size=1))
    made = []
    for c in draw(say.claims(14)):
        number = draw(st.integers(0, 4))
        row_ = replace(c, extractor_version="table 1", start=number * 10, end=number * 10 + 9)
        made.append(row_ if c.report_id in of and draw(st.sampled_from([True, True, False])) else c)
    return made


@given(tables())
def test_no_incident_has_two_rows_of_one_table_and_no_row_is_in_two(claims: list[Claim]) -> None:
    linked = link_all(claims, PAPERS)
    assert all(n == 1 for counts in rows_of(linked, claims) for n in counts.values())
    homes: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for n, cluster in enumerate(linked.clusters):
        for c in claims:
            if c.claim_id in cluster.claim_ids and c.extractor_version and cluster.kind == "incident":
                homes[c.report_id, c.start, c.end].add(n)
    assert all(len(home) == 1 for home in homes.values())


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_reports_does_not_matter(claims: list[Claim], random: Random) -> None:
    shuffled, papers = list(claims), list(PAPERS)
    random.shuffle(shuffled)
    random.shuffle(papers)
    assert link_all(shuffled, papers) == link_all(claims, PAPERS)


def test_rows_of_one_town_and_day_are_two_and_the_figures_of_a_row_are_one() -> None:
    hurt = {"n": 2, "unit": "injured", "event_type": "Battles"}
    assert events(row("a", 1, n=3), row("b", 2, n=3), row("c", 1, **hurt)) == [("a", "c"), ("b",)]


def test_a_report_is_told_with_the_row_of_its_figure_whoever_came_first() -> None:
    for published in (NEWS, Paper("r1", published=march(30))):
        claims = [row("a", 1, n=3), row("b", 2, n=9), claim("c", n=9)]
        found = link_all(claims, [TABLE, published])
        assert [c.claim_ids for c in found.clusters] == [("a",), ("b", "c")]
        assert [{found.links[0].one, found.links[0].other}] == [{"b", "c"}]


def test_a_row_of_other_days_brings_no_report_to_it() -> None:
    first = row("a", 1, date_start=march(1), date_end=march(7), n=3)
    second = row("b", 2, date_start=march(7), date_end=march(12), n=4)
    late = claim("c", date_start=march(11), date_end=march(11), unit=None, count_basis="none")
    assert events(first, second, late) == [("a",), ("b", "c")]


def test_a_report_of_a_raid_and_its_clash_brings_their_rows_not_together() -> None:
    raid, clash = claim("c", n=3), claim("d", n=3, event_type="Battles", part_of="c", role="part")
    assert events(row("a", 1, n=3), raid, clash) == [("a", "c", "d")]
    assert events(row("b", 2, n=3, event_type="Battles"), raid, clash) == [("b", "c", "d")]
    both = events(row("a", 1, n=3), row("b", 2, n=3, event_type="Battles"), raid, clash)
    assert len(both) == 2 and not any({"a", "b"} <= set(ids) for ids in both)


def test_words_bring_two_rows_together_neither_by_themselves_nor_over_a_report() -> None:
    names = ("rojas-rivas", "lynwood")
    told = [
        row("a", 1, words=names, place=BANIYAS, date_start=march(6)),
        row("b", 2, words=names, place=None, place_as_written="Karto"),
        claim("c", words=names, place=BANIYAS),
        claim("d", "r2", words=names, place=None, place_as_written="Karto"),
    ]
    linked = link_all(told, [TABLE, NEWS, LATER])
    assert all(n == 1 for counts in rows_of(linked, told) for n in counts.values())
    assert not any({"a", "b"} <= {p.one, p.other} for p in linked.proposals)


def test_a_reviewer_may_put_two_rows_together() -> None:
    tie = Tie("together", frozenset("a"), frozenset("b"))
    (cluster,) = link_all([row("a", 1, n=3), row("b", 2, n=3)], [TABLE], [tie]).clusters
    assert cluster.claim_ids == ("a", "b") and cluster.kind == "incident"


def test_a_long_table_of_one_town_and_day_makes_an_event_of_each_row() -> None:
    claims = [row(f"{n:05}", n, n=n % 7) for n in range(3000)]
    assert len(events(*claims)) == 3000
