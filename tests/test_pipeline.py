"""Reports go from files into the ledger: each once, whole or not at all, whatever else is in the batch."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from incidents import pipeline
from incidents.errors import GazetteerError, ReportError
from incidents.ledger import Ledger
from incidents.model import Extraction, Report
from incidents.reading import Overrides, ReadOptions, ReadProblem
from tests.ledger.records import make_claim, make_decision, make_extraction

ROOT = Path(__file__).resolve().parents[1]
TIMES = {"received_at", "at"}

SLOW_INGEST = """
import sys, time
from pathlib import Path
from incidents import pipeline
from tests.test_pipeline import parse

def slowly(report):
    time.sleep(0.02)
    return parse(report)

pipeline.ingest([Path(sys.argv[1])], Path(sys.argv[2]), parse=slowly)
"""


def parse(report: Report) -> Extraction:
    """Stands in for the parser: the first word of the report is a claim dated by its day of publication."""
    word = report.text.split()[0]
    if word == "Unspeakable":
        raise KeyError(word)
    claim = make_claim(report, word, f"{report.report_id}-{word}", date_end=report.published)
    return make_extraction(report, claim)


def write_reports(folder: Path, count: int) -> list[Path]:
    folder.mkdir(exist_ok=True)
    files = [folder / f"{number:02}.md" for number in range(count)]
    for number, file in enumerate(files):
        head = f"---\npublisher: Paper {number}\npublished: 2025-03-{number % 28 + 1:02}\n---\n"
        file.write_text(f"{head}Report {number}: many were killed in the town, residents said.\n")
    return files


def rows(data_dir: Path) -> dict[str, list[dict[str, Any]]]:
    """Everything in the ledger but the times, with claims under their report instead of a row number."""
    connection = sqlite3.connect(data_dir / "ledger.sqlite")
    connection.row_factory = sqlite3.Row
    queries = {
        "reports": "SELECT * FROM reports ORDER BY number",
        "claims": "SELECT c.*, e.* FROM extractions e LEFT JOIN claims c ON c.extraction = e.number ORDER BY 1, 2",
    }
    dump = {
        name: [{k: row[k] for k in row.keys() if k not in TIMES} for row in connection.execute(query)]  # noqa: SIM118
        for name, query in queries.items()
    }
    connection.close()
    return dump


def test_reports_are_read_parsed_and_kept_with_progress(tmp_path: Path) -> None:
    write_reports(tmp_path / "in", 3)
    told: list[tuple[str, int, int | None]] = []
    result = pipeline.ingest(
        [tmp_path / "in"], tmp_path / "data", progress=lambda *step: told.append(step), parse=parse
    )
    assert (len(result.added), result.already_there, result.problems) == (3, [], [])
    assert told == [("reports", 1, 3), ("reports", 2, 3), ("reports", 3, 3)]
    ledger = Ledger.open(tmp_path / "data")
    assert [report.publisher for report in ledger.reports()] == ["Paper 0", "Paper 1", "Paper 2"]
    assert ledger.claims()[1].date_end == dt.date(2025, 3, 2)
    assert ledger.verify() == []


def test_a_second_run_changes_nothing_and_parses_nothing(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 3)
    first = pipeline.ingest(files, tmp_path / "data", parse=parse)
    before = rows(tmp_path / "data")

    def never(report: Report) -> Extraction:
        raise AssertionError(f"{report.doc_id} was parsed again")

    second = pipeline.ingest([tmp_path / "in"], tmp_path / "data", parse=never)
    assert (second.added, second.already_there, second.problems) == ([], first.added, [])
    assert rows(tmp_path / "data") == before


def test_what_cannot_be_read_or_parsed_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 2)
    (tmp_path / "in" / "00-empty.md").write_bytes(b"")
    (tmp_path / "in" / "00-noise.pdf").write_bytes(b"%PDF-1.7 and then nothing of the kind")
    (tmp_path / "in" / "00-unspeakable.txt").write_text("Unspeakable words that the parser stumbles over.")
    sources = [tmp_path / "in", tmp_path / "gone.txt", "http://127.0.0.1/report"]
    result = pipeline.ingest(sources, tmp_path / "data", parse=parse)
    assert len(result.added) == len(files)
    names = [problem.name for problem in result.problems]
    assert names == [
        "00-empty.md",
        "00-noise.pdf",
        "00-unspeakable.txt",
        "gone.txt",
        "http://127.0.0.1/report",
    ]
    for problem in result.problems:
        assert problem.message
        assert "\n" not in problem.message
    assert len(Ledger.open(tmp_path / "data").reports()) == len(files)


def test_a_gazetteer_that_cannot_be_had_stops_the_batch_with_its_own_words(tmp_path: Path) -> None:
    def without_places(report: Report) -> Extraction:
        raise GazetteerError("the gazetteer is missing")

    with pytest.raises(GazetteerError, match="is missing"):
        pipeline.ingest(write_reports(tmp_path / "in", 2), tmp_path / "data", parse=without_places)


def test_json_lines_are_many_reports_and_options_fill_what_they_leave_open(tmp_path: Path) -> None:
    told = [{"doc_id": "a", "text": "One."}, {"doc_id": "b", "text": "Two.", "published": "2025-03-09"}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, told)) + "\nnot JSON\n")
    options = ReadOptions(overrides=Overrides(publisher="A paper", published=dt.date(2025, 3, 8)))
    result = pipeline.ingest([tmp_path / "in.jsonl"], tmp_path / "data", options, parse=parse)
    assert [problem.name for problem in result.problems] == ["in.jsonl, line 3"]
    reports = Ledger.open(tmp_path / "data").reports()
    assert [(r.doc_id, r.publisher, r.published) for r in reports] == [
        ("a", "A paper", dt.date(2025, 3, 8)),
        ("b", "A paper", dt.date(2025, 3, 9)),
    ]


def test_a_report_is_read_again_when_its_date_was_supplied(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Undated: many were killed on Friday.")
    (report_id,) = pipeline.ingest([tmp_path / "a.txt"], tmp_path / "data", parse=parse).added
    ledger = Ledger.open(tmp_path / "data")
    assert not pipeline.reread(ledger, report_id, parse)
    decision = make_decision("report", ledger.report(report_id), after={"published": "2025-03-08"})
    ledger.decide(decision)
    assert pipeline.reread(ledger, report_id, parse)
    assert ledger.claims()[0].date_end == dt.date(2025, 3, 8)
    with pytest.raises(ReportError, match="please report"):
        pipeline.reread(ledger, report_id, lambda report: parse(replace(report, text="Unspeakable")))


def test_a_half_filled_ledger_holds_no_others_and_a_used_one_does(tmp_path: Path) -> None:
    files = write_reports(tmp_path / "in", 3)
    data_dir = tmp_path / "data"
    with Ledger.open(data_dir) as ledger:
        assert not pipeline.holds_others(ledger, files)
        pipeline.ingest(files[:2], data_dir, parse=parse)
        assert not pipeline.holds_others(ledger, [tmp_path / "in"])
        (tmp_path / "own.txt").write_text("My own report.")
        pipeline.ingest([tmp_path / "own.txt"], data_dir, parse=parse)
        assert pipeline.holds_others(ledger, [tmp_path / "in"])


def test_documents_from_anywhere_can_be_taken_in(tmp_path: Path) -> None:
    problem = ReadProblem("upload.pdf", "This file is broken.")
    with Ledger.open(tmp_path) as ledger:
        result = pipeline.ingest_documents([problem], ledger, lambda: parse)
    assert result.problems == [problem]


def kill_when(process: subprocess.Popen[bytes], data_dir: Path, reports: int) -> None:
    """SIGKILL as soon as so many reports are in the ledger."""
    deadline = time.monotonic() + 300
    while process.poll() is None and time.monotonic() < deadline:
        if (data_dir / "ledger.sqlite").exists():
            with Ledger.open(data_dir) as ledger:
                if len(ledger.reports()) >= reports:
                    break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("reports", [1, 7])
def test_a_killed_ingest_and_a_second_run_end_in_the_same_rows(tmp_path: Path, reports: int) -> None:
    write_reports(tmp_path / "in", 20)
    pipeline.ingest([tmp_path / "in"], tmp_path / "whole", parse=parse)
    command = [sys.executable, "-c", SLOW_INGEST, str(tmp_path / "in"), str(tmp_path / "data")]
    process = subprocess.Popen(command, cwd=ROOT)
    kill_when(process, tmp_path / "data", reports)
    with Ledger.open(tmp_path / "data") as ledger:
        assert reports <= len(ledger.reports()) < 20
        assert ledger.verify() == []
    pipeline.ingest([tmp_path / "in"], tmp_path / "data", parse=parse)
    assert rows(tmp_path / "data") == rows(tmp_path / "whole")


def test_the_command_killed_over_the_seeds_and_run_again_ends_in_the_same_rows(
    tmp_path: Path, place_index: Path
) -> None:
    for name in ("whole", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gazetteer").symlink_to(place_index)
    command = [sys.executable, "-m", "incidents.cli", "ingest", "seeds", "--data"]
    subprocess.run([*command, str(tmp_path / "whole")], cwd=ROOT, check=True)
    process = subprocess.Popen([*command, str(tmp_path / "data")], cwd=ROOT)
    kill_when(process, tmp_path / "data", 5)
    with Ledger.open(tmp_path / "data") as ledger:
        assert 5 <= len(ledger.reports()) < 20
    subprocess.run([*command, str(tmp_path / "data"), "--if-empty"], cwd=ROOT, check=True)
    assert rows(tmp_path / "data") == rows(tmp_path / "whole")
