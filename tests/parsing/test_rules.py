"""The rules that people read are those by which claims are made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from incidents.languages import available, load
from incidents.model import Report
from incidents.parsing import parse
from incidents.parsing.reasons import rules
from incidents.reading import read_path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def read(text: str, published: dt.date | None, language: str, places):
    report = Report(
        report_id="r",
        doc_id="d",
        content=b"",
        text=text,
        media_type="",
        origin="",
        publisher="A paper",
        published=published,
        language=language,
    )
    return parse(report, places)


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, e, id=f"{rule.name}-{n}")
        for rule in rules().values()
        for n, e in enumerate(rule.examples)
    ],
)
def test_a_rule_decides_its_example(rule, example, places):
    found = read(example.text, example.published, example.language, places)
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


def test_a_rule_goes_by_word_lists_that_every_language_has():
    for rule in rules().values():
        for name in rule.lists:
            for code in available():
                language = load(code)
                groups = {group for entries in language.table.by_first.values() for _, group, _ in entries}
                families = groups | {group.partition(".")[0] for group in groups}
                assert name in families or name.partition(".")[2] in language.words, (
                    f"{code} has no {name}, {rule.name}"
                )
