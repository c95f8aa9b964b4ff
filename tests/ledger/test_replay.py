"""Whatever reviewers decide and undo, in any order, the claims are those of the decisions in force."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.errors import DecisionError
from incidents.ledger import Ledger
from incidents.ledger.review import in_force, review
from incidents.model import Decision
from tests.ledger.records import make_claim, make_decision, make_extraction, make_report

REPORT = make_report("In Baniyas 60 were killed. In Qadmus 12 were killed. In Jableh 7 were killed.")
CLAIMS = [make_claim(REPORT, f"{n} were killed", name, low=n) for name, n in (("a", 60), ("b", 12), ("c", 7))]
NAMES = ("a", "b", "c")

claim_steps = st.tuples(
    st.sampled_from(("accept", "dispute", "reject", "correct")), st.sampled_from(NAMES), st.integers(1, 3)
)
undo_steps = st.tuples(st.just("undo"), st.integers(0, 12), st.none())
tie_steps = st.tuples(st.sampled_from(("merge", "split")), st.sampled_from(NAMES), st.sampled_from(NAMES))
readings = st.tuples(st.just("read"), st.sets(st.sampled_from(NAMES)), st.none())
steps = st.lists(st.one_of(claim_steps, undo_steps, undo_steps, tie_steps, readings), max_size=9)


def of(step: tuple, ledger: Ledger) -> Decision | None:
    """The decision that a step stands for, if there is something for it to be about."""
    kind, which, other = step
    if kind == "undo":
        made = ledger.decisions()
        if not made:
            return None
        return replace(make_decision("undo", REPORT, made[which % len(made)].decision_id), report_id="")
    if kind in ("merge", "split"):
        home = {claim: event for event, claims in ledger.event_names().items() for claim in claims}
        after = {"claims": [which]} if kind == "split" else {"events": [home[other]]}
        return replace(make_decision(kind, REPORT, home[which], after=after), report_id="")
    return make_decision(kind, REPORT, which, after={"low": other} if kind == "correct" else {})


@given(steps)
@settings(max_examples=60, deadline=None)
def test_the_claims_are_those_of_the_decisions_in_force_and_an_undo_loses_nothing_else(
    made: list[tuple],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder)) as ledger:
        ledger.add_report(REPORT, make_extraction(REPORT, *CLAIMS))
        ledger.name_clusters([frozenset("a"), frozenset("bc")])
        there = CLAIMS
        for step in made:
            if step[0] == "read":
                there = [claim for claim in CLAIMS if claim.claim_id in step[1]]
                ledger.add_extraction(make_extraction(REPORT, *there, version=str(len(ledger.decisions()))))
                continue
            decision = of(step, ledger)
            before = ledger.reviewed()
            if decision is None:
                continue
            try:
                ledger.decide(decision)
            except DecisionError:
                assert ledger.reviewed() == before
                continue
            now = ledger.reviewed()
            assert {d.decision_id for d in now.lost} - {d.decision_id for d in before.lost} <= undone(ledger)
            assert now == review(there, in_force(ledger.decisions()))
            if decision.kind == "undo":
                ledger.decide(replace(make_decision("undo", REPORT, decision.decision_id), report_id=""))
                assert ledger.reviewed() == before
                ledger.decide(
                    replace(make_decision("undo", REPORT, ledger.decisions()[-1].decision_id), report_id="")
                )
                assert ledger.reviewed() == now
        assert ledger.verify() == []


def undone(ledger: Ledger) -> set[str]:
    """What the last decision, an undo of an undo, brought back: it may have lost its claim meanwhile."""
    by_id = {d.decision_id: d for d in ledger.decisions()}
    last = ledger.decisions()[-1]
    while last.kind == "undo":
        last = by_id[last.target]
    return {last.decision_id}
