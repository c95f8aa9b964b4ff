"""Reports that come, go and change one by one are linked as if all had come at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import Cluster, Linker
from incidents.linking.told import Reported
from incidents.model import Claim, Tie
from tests.benchmarks.made import made
from tests.linking import say
from tests.linking.say import PAPERS

IDS = [p.report_id for p in PAPERS]


def by_report(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for c in claims:
        found[c.report_id].append(c)
    return found


def assert_same(ours: Linker, theirs: Linker) -> None:
    assert ours.clusters() == theirs.clusters()
    assert ours.links() == theirs.links()
    assert ours.proposals() == theirs.proposals()


@st.composite
def ties(draw: st.DrawFn) -> list[Tie]:
    ids = st.frozensets(st.sampled_from([f"c{n}" for n in range(8)]), min_size=1, max_size=2)
    kinds = st.sampled_from(["together", "apart"])
    made = draw(st.lists(st.tuples(kinds, ids, ids), max_size=2))
    return [Tie(kind, one, other - one) for kind, one, other in made if other - one]  # type: ignore[arg-type]


@given(
    say.claims(),
    st.lists(st.tuples(st.sampled_from(IDS), st.frozensets(st.integers(0, 9)), ties()), max_size=6),
)
def test_any_changes_lead_to_what_is_there_in_the_end(
    claims: list[Claim], steps: list[tuple[str, frozenset[int], list[Tie]]]
) -> None:
    told = by_report(claims)
    linker, there, known = Linker([]), dict[str, list[Claim]](), list[Tie]()
    clusters: set[Cluster] = set()
    for report_id, left_out, known in [*steps, *((r, frozenset[int](), []) for r in IDS)]:
        there[report_id] = [c for n, c in enumerate(told[report_id]) if n not in left_out]
        changed = linker.change([report_id], there[report_id], PAPERS, known)
        assert clusters.issuperset(changed.gone) and clusters.isdisjoint(changed.come)
        clusters = clusters.difference(changed.gone).union(changed.come)
        whole = Linker([c for own in there.values() for c in own], PAPERS, known)
        assert_same(linker, whole)
        assert clusters == set(whole.clusters())


@given(say.claims(), st.frozensets(st.sampled_from(IDS)), ties())
def test_without_some_reports_it_is_as_if_they_had_not_come(
    claims: list[Claim], gone: frozenset[str], known: list[Tie]
) -> None:
    assert_without(Linker(claims, PAPERS, known), claims, PAPERS, gone, known)


def assert_without(
    linker: Linker,
    claims: Sequence[Claim],
    reports: Sequence[Reported],
    gone: Collection[str],
    known: Sequence[Tie] = (),
) -> None:
    clusters = set(linker.clusters())
    changed = linker.without(gone)
    left = Linker([c for c in claims if c.report_id not in gone], reports, known, linker.lexicon).clusters()
    assert clusters.issuperset(changed.gone)
    assert clusters.difference(changed.gone).union(changed.come) == set(left)


def test_many_made_reports_by_any_day_and_in_any_order() -> None:
    reports, claims = made(3_000)
    told = by_report(claims)
    linker = Linker(claims, reports)
    for day in sorted({r.published for r in reports})[::12]:
        assert_without(linker, claims, reports, {r.report_id for r in reports if r.published > day})
    Random(3).shuffle(reports)
    few = Linker([c for r in reports[:-40] for c in told[r.report_id]], reports)
    for r in reports[-40:]:
        few.change([], told[r.report_id], [r])
    assert_same(few, linker)
    for r in reports[:40]:
        few.change([r.report_id])
    assert_same(few, Linker([c for r in reports[40:] for c in told[r.report_id]], reports))
