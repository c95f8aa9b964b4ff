"""Reviewers who work at the same moment, each in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from incidents.ledger import Ledger
from tests.ledger.records import make_claim, make_extraction, make_report

ROOT = Path(__file__).resolve().parents[2]
REPORT = make_report("In Baniyas 60 were killed. In Qadmus 12 were killed.")
SIXTY = make_claim(REPORT, "60 were killed", "sixty", low=60)
TWELVE = make_claim(REPORT, "12 were killed", "twelve", low=12)

MERGER = """
import sys
from dataclasses import replace
from pathlib import Path
from incidents.errors import DecisionError
from incidents.ledger import Ledger
from tests.ledger.records import make_decision
from tests.ledger.reviewers import REPORT

ledger = Ledger.open(Path(sys.argv[1]), sys.argv[2] or None)
seen = {event: sorted(claims) for event, claims in ledger.event_names().items()}
stays, goes = seen
merge = make_decision("merge", REPORT, stays, before={"events": seen}, after={"events": [goes]})
print("ready", flush=True)
sys.stdin.readline()
try:
    ledger.decide(replace(merge, report_id=""))
    print("done")
except DecisionError as problem:
    assert "in the meantime" in str(problem), problem
    print("refused")
"""


def at_once(data_dir: Path, url: str | None = None) -> list[str]:
    """Two reviewers see the same two incidents and merge them at once: what became of each."""
    with Ledger.open(data_dir, url) as ledger:
        ledger.add_report(REPORT, make_extraction(REPORT, SIXTY, TWELVE))
        ledger.name_clusters([frozenset(["sixty"]), frozenset(["twelve"])])
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MERGER, str(data_dir), url or ""],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in started]
    with Ledger.open(data_dir, url) as ledger:
        assert len(ledger.reviewed().ties) == len(ledger.decisions()) == 1
        assert ledger.verify() == []
    return [out.strip() or errors for out, errors in said]
