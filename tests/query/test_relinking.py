"""What is linked again after a change is what is linked for the first time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.linking import Linked, Linker
from incidents.model import Claim
from incidents.query.generation import derive
from incidents.query.relinking import Relinker
from tests.benchmarks.made import made
from tests.linking import say
from tests.linking.say import PAPERS
from tests.query.house import MemoryLedger, areas

some = settings(deadline=None, max_examples=40)
CLAIM_IDS = st.sampled_from([f"c{n}" for n in range(10)])


@some
@given(say.claims(), st.lists(st.frozensets(CLAIM_IDS, max_size=3), min_size=1, max_size=4))
def test_tables_after_any_rejections_are_those_of_a_fresh_start(
    claims: list[Claim], rejections: list[frozenset[str]]
) -> None:
    kept = Relinker()
    for rejected in rejections:
        ledger = MemoryLedger(PAPERS, claims, rejected)
        again, fresh = (derive(ledger, "1", areas, linking) for linking in (kept, Relinker()))  # type: ignore[arg-type]
        assert again.incidents.equals(fresh.incidents)
        assert again.claims.equals(fresh.claims)
        assert again.links.equals(fresh.links)


def test_a_report_with_another_day_or_outlet_is_linked_again() -> None:
    reports, claims = made(400)
    kept = Relinker()
    kept.linked(claims, reports, [])
    for n in range(0, len(reports), 40):
        reports[n] = replace(reports[n], published=reports[0].published, publisher="Another")
        fresh = Linker(claims, reports)
        assert kept.linked(claims, reports, []) == Linked(fresh.clusters(), fresh.links(), fresh.proposals())
