"""Groups of claims that nothing joins: linking some reports group by group is linking them all at once."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from incidents.linking import Cluster, independent, lexicon_of, link
from incidents.model import Claim
from tests.benchmarks.made import made
from tests.linking import say
from tests.linking.say import PAPERS


def loose(clusters: list[Cluster]) -> set[Cluster]:
    """Clusters without the place of their whole in a list, which is another in each list."""
    return {dataclasses.replace(c, parent=None) for c in clusters}


@given(say.claims(), st.frozensets(st.sampled_from([p.report_id for p in PAPERS])))
def test_linking_group_by_group_is_linking_all(claims: list[Claim], chosen: frozenset[str]) -> None:
    words = lexicon_of(claims, PAPERS)
    groups = independent(claims, PAPERS, lexicon=words)
    assert len({c.claim_id for group in groups for c in group}) == sum(map(len, groups))
    apart = [
        cluster
        for group in groups
        for cluster in link([c for c in group if c.report_id in chosen], PAPERS, lexicon=words)
    ]
    together = link([c for c in claims if c.report_id in chosen], PAPERS, lexicon=words)
    assert len(apart) == len(together) and loose(apart) == loose(together)


def test_groups_join_what_was_told_by_any_day() -> None:
    reports, claims = made(3_000)
    words = lexicon_of(claims, reports)
    groups = independent(claims, reports, lexicon=words)
    assert len(groups) > 10  # else it would prove nothing
    for day in sorted({r.published for r in reports})[::12]:
        known = {r.report_id for r in reports if r.published <= day}
        apart = [
            cluster
            for group in groups
            for cluster in link([c for c in group if c.report_id in known], reports, lexicon=words)
        ]
        assert loose(apart) == loose(
            link([c for c in claims if c.report_id in known], reports, lexicon=words)
        )
