"""Outlets, roots and the ways between them; and that no grade ever changes a figure."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings

from incidents.ledger import definitions
from incidents.model import Claim
from incidents.query import Store
from tests.ledger.records import make_decision, make_report
from tests.linking import say
from tests.linking.say import PAPERS, SOHR, Paper, claim, march
from tests.query.house import areas, fill, memory_store


@pytest.fixture
def store() -> Store:
    papers = [*PAPERS, Paper("r5", "Quiet Paper", march(9))]
    told = [
        claim("a", "r1", n=38),
        claim("b", "r2", n=38, claimed_by=("SOHR",), via=("AFP", "a radio")),
        claim("c", "r2", n=30, claimed_by=("SANA",)),
        claim("d", "r2", n=30, claimed_by=("Defence Ministry",)),
        claim("e", "r3", n=9, status="denied"),
        claim("f", "r3", n=99, claimed_by=("Reuters",)),
    ]
    return memory_store(told, papers, rejected=frozenset("f"))


def test_every_outlet_is_there_with_its_roots_and_voices(store: Store) -> None:
    outlets = store.sources.outlets.set_index("outlet")
    assert list(outlets.index) == ["Daily", "Evening", "Quiet Paper", "Weekly", "r4.md"]
    assert outlets.loc["Evening", "roots"] == ["Defence Ministry", "SANA", SOHR]
    assert outlets.loc["Evening", "independent_roots"] == 2 and outlets.loc["Evening", "claims"] == 3
    assert outlets.loc["Quiet Paper", "claims"] == 0 and outlets.loc["Quiet Paper", "reports"] == 1
    assert outlets.loc["Weekly", "claims"] == 1 and outlets.loc["Weekly", "incidents"] == 0  # it denies one


def test_every_root_tells_who_carries_it_and_through_whom(store: Store) -> None:
    roots = store.sources.roots.set_index("root")
    assert set(roots.index) == {SOHR, "SANA", "Defence Ministry"}  # what was rejected is no source
    assert roots.loc[SOHR, "outlets"] == ["Daily", "Evening", "Weekly"]
    assert roots.loc[SOHR, "relays"] == ["AFP", "a radio"]
    assert (roots.loc[SOHR, "claims"], roots.loc[SOHR, "reports"]) == (3, 3)


@settings(max_examples=15)
@given(say.claims())
def test_the_ways_add_up_to_all_claims(claims: list[Claim]) -> None:
    sources = memory_store(claims, PAPERS).sources
    assert sources.paths["claims"].sum() == sources.roots["claims"].sum() == sources.outlets["claims"].sum()
    assert sources.outlets["claims"].sum() == len(claims)


def test_no_grade_changes_a_figure(tmp_path: Path) -> None:
    papers = PAPERS[:2]
    told = [
        claim("a", "r1", n=38),
        claim("b", "r2", n=60, claimed_by=("Reuters",)),
        claim("c", "r2", unit="injured", n=4),
    ]
    ledger = fill(tmp_path, told, papers)
    before = Store.open(tmp_path, areas=areas).view()
    assert before.rows["figures_conflict"].any()
    report = make_report()
    known = definitions()
    for name in (SOHR, "Reuters", "Daily", "Evening"):
        for reliability, credibility in zip(known.reliability, known.credibility, strict=True):
            grade = make_decision(
                "grade", report, name, after={"reliability": reliability, "credibility": credibility}
            )
            ledger.decide(dataclasses.replace(grade, report_id=""))
        after = Store.open(tmp_path, areas=areas).view()
        pd.testing.assert_frame_equal(after.rows, before.rows)
        assert after.sums == before.sums
    for made in ledger.claims():
        ledger.decide(
            dataclasses.replace(
                make_decision("grade", report, made.claim_id, after={"credibility": 6}),
                report_id=made.report_id,
            )
        )
    pd.testing.assert_frame_equal(Store.open(tmp_path, areas=areas).view().rows, before.rows)
    assert ledger.reviewed().source_grades[SOHR] == ("F", 6) and len(ledger.reviewed().claim_grades) == 3
