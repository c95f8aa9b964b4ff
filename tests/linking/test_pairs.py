"""Pairs of passages of invented reports: one event, two, or doubtful, told by the real parser and linked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from incidents.linking import link_all
from incidents.model import Claim, Extraction, Report
from incidents.pipeline import open_parser
from incidents.reading import ReadOptions, read_path

PAIRS = [json.loads(line) for line in Path(__file__).with_name("pairs.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def parse(tmp_path_factory: pytest.TempPathFactory, place_index: Path) -> Callable[[Report], Extraction]:
    folder = tmp_path_factory.mktemp("pairs")
    (folder / "gazetteer").symlink_to(place_index)
    return open_parser(folder)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["why"])
def test_pairs_of_reports_are_one_event_or_two(
    pair: dict[str, Any], parse: Callable[[Report], Extraction], tmp_path: Path
) -> None:
    """Doubtful ones may be proposed, but are not made one without a person."""
    file = tmp_path / "pair.jsonl"
    told = [{"doc_id": str(n), **report} for n, report in enumerate(pair["reports"])]
    file.write_text("".join(json.dumps(t) + "\n" for t in told), encoding="utf-8")
    reports = list(read_path(file, options=ReadOptions()))
    claims = [c for report in reports for c in parse(report).claims]
    linked = link_all(claims, reports)
    home = {i: n for n, cluster in enumerate(linked.clusters) for i in cluster.claim_ids}
    one, other = (_claim_at(reports[n], quote, claims) for n, quote in pair["same"])
    assert (home[one] == home[other]) == (pair["answer"] == "same"), linked


def _claim_at(report: Report, quote: str, claims: list[Claim]) -> str:
    """The claim of the report whose words overlap most with the quote."""
    start = report.text.index(quote)
    end = start + len(quote)
    own = [c for c in claims if c.report_id == report.report_id]
    return max(own, key=lambda c: min(c.end, end) - max(c.start, start)).claim_id
