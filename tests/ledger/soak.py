"""Reviewers killed in the middle of their work, again and again: what was acknowledged is there, and all is proven.

`make soak` runs it 200 times; a test runs it a few times.  Workers are forked from a process that has everything
imported, so that the time goes into work and not into starting.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from incidents import pipeline
from incidents.errors import DecisionError, IncidentsError
from incidents.ledger import Ledger, place_by_hand
from incidents.model import Claim, Decision, DecisionKind, Place, Report
from incidents.query.generation import generation
from tests.ledger.records import BANIYAS, EVENT, make_claim, make_extraction, make_report

MOST_REPORTS = 12
WORKERS = 2
LONGEST_SECONDS = 0.8
"""A worker lives at most so long after it has said that it works."""


def no_areas(place: Place) -> None:
    """Outlines do not matter here."""


@dataclass
class Outcome:
    """What all rounds came to."""

    kills: int = 0
    decisions: int = 0
    reports: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)


# --- a worker ---


class Worker:
    """Reviews and relinks until it is killed; tells of each thing done after it was stored."""

    def __init__(self, data_dir: Path, tell: int, seed: int) -> None:
        self._data_dir, self._tell, self._random = data_dir, tell, random.Random(seed)
        self._ledger = Ledger.open(data_dir)

    def run(self) -> None:
        self._say("works")
        while True:
            try:
                self._random.choices((self._decide, self._report, self._reread, self._purge), (40, 4, 4, 1))[
                    0
                ]()
            except DecisionError:  # somebody else was faster
                self._say("refused")
            if self._random.random() < 0.25:
                generation(self._data_dir, self._ledger, no_areas)

    def _say(self, *words: str) -> None:
        os.write(self._tell, f"{' '.join(words)}\n".encode())

    def _report(self) -> None:
        if len(self._ledger.reports()) < MOST_REPORTS:
            report = make_report(f"In Baniyas 60 were killed and 9 were hurt ({uuid.uuid4()}).")
            self._ledger.add_report(report, make_extraction(report, *claims_of(report)))
            self._say("report", report.report_id)

    def _reread(self) -> None:
        report = self._ledger.report(self._random.choice(self._ledger.reports()).report_id)
        version = self._random.choice("123")
        self._ledger.add_extraction(make_extraction(report, *claims_of(report, version), version=version))

    def _purge(self) -> None:
        there = self._ledger.reports()
        if len(there) > MOST_REPORTS // 2:
            report_id = self._random.choice(there).report_id
            try:
                pipeline.purge(self._data_dir, report_id, by="Reviewer", reason="danger")
            except IncidentsError:
                return  # swept later: another worker reads
            self._say("purged", report_id)

    def _decide(self) -> None:
        reviewed, events = self._ledger.reviewed(), self._ledger.event_names()
        claim = self._random.choice(list(reviewed.claims.values()))
        standing = [d for d in self._ledger.decisions_in_force() if d.kind != "purge"]
        made = self._random.choice(
            [
                *(self._about(kind, claim) for kind in ("accept", "dispute", "reject")),
                self._about("correct", claim, {"low": self._random.randint(1, 99), "high": None}),
                self._about("correct", claim, {"place": place_by_hand("Mill", 35.2, 35.9)}),
                self._about("grade", claim, {"credibility": self._random.randint(1, 6)}),
                _decision("grade", "A paper", {"reliability": self._random.choice("ABCDEF")}),
                _decision("add", "", {"event_type": EVENT, "unit": "killed", "low": 2, "place": BANIYAS}),
                *self._about_events(events),
                *([_decision("undo", self._random.choice(standing).decision_id)] * 2 if standing else []),
            ]
        )
        self._ledger.decide(made)
        self._say("decision", made.decision_id)

    def _about(self, kind: DecisionKind, claim: Claim, after: Mapping[str, Any] | None = None) -> Decision:
        return replace(_decision(kind, claim.claim_id, after), report_id=claim.report_id)

    def _about_events(self, events: Mapping[str, frozenset[str]]) -> list[Decision]:
        if len(events) < 2:
            return []
        one, other = self._random.sample(sorted(events), 2)
        seen = {event: sorted(events[event]) for event in (one, other)}
        part = self._random.choice(seen[one])
        return [
            replace(_decision("merge", one, {"events": [other]}), before={"events": seen}),
            replace(_decision("split", one, {"claims": [part]}), before={"events": {one: seen[one]}}),
        ]


def _decision(kind: DecisionKind, target: str, after: Mapping[str, Any] | None = None) -> Decision:
    return Decision(
        decision_id=uuid.uuid4().hex,
        at=dt.datetime.now(dt.UTC),
        by="Reviewer",
        reason="soak",
        kind=kind,
        target=target,
        after=dict(after or {}),
    )


def claims_of(report: Report, version: str = "1") -> list[Claim]:
    """Two claims; their ids, and the words of one, hang on the version of the reading."""
    own, known = report.report_id[:8], {"place": BANIYAS, "date_start": dt.date(2025, 3, 7)}
    words = "60 were killed" if version == "1" else "In Baniyas 60 were killed"
    return [
        make_claim(report, words, f"{own}-killed-{version}", low=60, **known),
        make_claim(report, "9 were hurt", f"{own}-hurt", low=9, unit="injured", **known),
    ]


def _work(data_dir: Path, tell: int, seed: int) -> None:
    Worker(data_dir, tell, seed).run()


# --- the one who kills and counts ---


def soak(data_dir: Path, kills: int, seed: int) -> Outcome:
    """Kill `kills` workers, `WORKERS` of which work at once, and look at the ledger after each."""
    chance, outcome = random.Random(seed), Outcome()
    with Ledger.open(data_dir) as ledger:
        for n in range(3):
            report = make_report(f"In Baniyas 60 were killed and 9 were hurt, says paper {n}.")
            ledger.add_report(report, make_extraction(report, *claims_of(report)))
    told: dict[str, set[str]] = {"decision": set(), "report": set(), "purged": set()}
    while outcome.kills < kills and not outcome.problems:
        workers = [_start(data_dir, chance.randrange(10**9)) for _ in range(WORKERS)]
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        for process, _ in workers:
            os.kill(process.pid or 0, signal.SIGKILL)
        for process, pipe in workers:
            process.join()
            outcome.kills += process.exitcode == -signal.SIGKILL
            if process.exitcode != -signal.SIGKILL:
                outcome.problems.append(f"a worker ended by itself ({process.exitcode})")
            with os.fdopen(pipe, encoding="utf-8") as heard:
                for line in heard:
                    what, _, which = line.strip().partition(" ")
                    outcome.refused += what == "refused"
                    told.get(what, set()).add(which)
        outcome.problems += _look(data_dir, told)
    outcome.decisions, outcome.reports = len(told["decision"]), len(told["report"])
    with Ledger.open(data_dir) as ledger:  # what was half written of the tables is in nobody's way
        made = generation(data_dir, ledger, no_areas)
        if made.claims.num_rows != len(ledger.claims(include_rejected=True)):
            outcome.problems.append("the tables made last lack claims")
        outcome.problems += [str(problem) for problem in ledger.verify()]
    return outcome


def _start(data_dir: Path, seed: int) -> tuple[Any, int]:
    hear, tell = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=_work, args=(data_dir, tell, seed))
    process.start()
    os.close(tell)
    first = b""
    while not first.endswith(b"\n"):
        piece = os.read(hear, 1)
        if not piece:
            break
        first += piece
    return process, hear


def _look(data_dir: Path, told: Mapping[str, set[str]]) -> list[str]:
    """What is missing or not proven now."""
    with Ledger.open(data_dir) as ledger:
        there = [decision.decision_id for decision in ledger.decisions()]
        found = [str(problem) for problem in ledger.verify()]
        found += [f"decision {lost} is gone" for lost in told["decision"] - set(there)]
        found += [f"report {lost} is gone" for lost in told["report"] if not ledger.has_report(lost)]
        found += [f"{lost} is not purged" for lost in told["purged"] - ledger.purged().keys()]
        ledger.reviewed()
    return found + (["a decision is there twice"] if len(set(there)) < len(there) else [])


def main() -> int:
    """Run it and tell."""
    parser = argparse.ArgumentParser(description="kill reviewers and look at the ledger")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    args = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = soak(Path(folder), args.kills, args.seed)
    last = "Something was lost." if outcome.problems else "Nothing was lost, and verify was clean every time."
    lines = (
        f"{outcome.kills} kills (seed {args.seed}) in {time.monotonic() - started:.0f} s",
        f"{outcome.decisions} decisions and {outcome.reports} reports acknowledged, {outcome.refused} refused",
        *outcome.problems,
        last,
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return bool(outcome.problems)


if __name__ == "__main__":
    sys.exit(main())
