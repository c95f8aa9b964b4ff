"""The rules that people read are those by which claims are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.languages.schema import tables
from incidents.parsing import parse
from incidents.parsing.reasons import rules
from incidents.reading import read_path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, e, id=f"{rule.name}-{n}")
        for rule in rules().values()
        for n, e in enumerate(rule.examples)
    ],
)
def test_a_rule_decides_its_example(rule, example, explain):
    found = explain(example.text, example.language, example.published)
    told = {reason.rule for reasons in found.reasons.values() for reason in reasons}
    assert rule.name in told


def test_every_reason_names_a_rule_that_people_can_read_and_words_of_the_text(places):
    for path in sorted(SEEDS.glob("*.md")):
        report = next(iter(read_path(path)))
        found = parse(report, places)
        assert set(found.reasons) == {claim.claim_id for claim in found.claims}
        for reason in [reason for told in found.reasons.values() for reason in told]:
            assert reason.rule in rules()
            assert all(report.text[a:b].strip() == report.text[a:b] != "" for a, b in reason.spans)


def test_a_rule_goes_by_word_lists_that_there_are():
    marked = {path.replace("numbers.", "number.") for path in tables()}
    families = {path.rpartition(".")[0] for path in tables()} | set(tables()) | marked
    assert {name for rule in rules().values() for name in rule.lists} <= families
