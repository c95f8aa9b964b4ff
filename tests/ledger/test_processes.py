"""Several processes use one ledger at once, and one that is killed leaves nothing half-written."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from incidents.ledger import Ledger
from tests.ledger.records import make_claim, make_extraction, make_report
from tests.ledger.reviewers import at_once
from tests.ledger.soak import soak

WRITER = """
import sys
from pathlib import Path
from incidents.ledger import Ledger
from tests.ledger.reviewers import at_once
from tests.ledger.soak import soak
from tests.ledger.records import make_claim, make_decision, make_extraction, make_report

data_dir, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
ledger = Ledger.open(data_dir)
for number in range(count):
    report = make_report(f"{name}: 12 dead in report {number}", doc_id=f"{name}-{number}")
    claim = make_claim(report, "12 dead", f"{name}-{number}", low=12)
    assert ledger.add_report(report, make_extraction(report, claim))
    ledger.decide(make_decision("accept", report, claim.claim_id))
    ledger.name_clusters([frozenset([claim.claim_id])])
    print(claim.claim_id, flush=True)
"""
ROOT = Path(__file__).resolve().parents[2]


def start_writer(data_dir: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data_dir), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_processes_that_start_and_write_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    writers = [start_writer(tmp_path, name, 15) for name in ("a", "b", "c")]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors
    ledger = Ledger.open(tmp_path)
    assert len(ledger.reports()) == len(ledger.claims()) == len(ledger.decisions()) == 45
    assert set(ledger.verification().values()) == {"accepted"}
    assert ledger.verify() == []


@pytest.mark.parametrize("acknowledged", [1, 4, 9])
def test_what_was_acknowledged_before_a_kill_is_there_and_nothing_is_half_there(
    tmp_path: Path, acknowledged: int
) -> None:
    writer = start_writer(tmp_path, "a", 10_000)
    assert writer.stdout is not None
    seen = [writer.stdout.readline().strip() for _ in range(acknowledged)]
    writer.send_signal(signal.SIGKILL)
    seen += writer.communicate(timeout=60)[0].split()
    ledger = Ledger.open(tmp_path)
    there = [claim.claim_id for claim in ledger.claims()]
    assert there[: len(seen)] == seen
    assert len(ledger.reports()) == len(there) <= len(seen) + 1
    assert ledger.verify() == []
    report = make_report("written after the kill: 3 dead")
    assert ledger.add_report(report, make_extraction(report, make_claim(report, "3 dead", "new", low=3)))


def test_a_reader_sees_what_another_process_adds(tmp_path: Path) -> None:
    reader = Ledger.open(tmp_path)
    before = reader.revision
    assert start_writer(tmp_path, "a", 2).communicate(timeout=60)[1] == ""
    assert reader.revision != before
    assert len(reader.claims()) == 2


def test_two_reviewers_who_merge_at_once_merge_once_and_the_second_is_told(tmp_path: Path) -> None:
    assert sorted(at_once(tmp_path)) == ["done", "refused"]


def test_reviewers_killed_at_random_points_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    outcome = soak(tmp_path, kills=10, seed=7)
    assert outcome.problems == []
    assert outcome.kills >= 10
