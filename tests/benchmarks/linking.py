"""How linking grows: seconds and peak memory at 10,000 to a million made claims, each size in a process of its own.

"Added" is the time until the clusters are right again after one report more: the median, and all but the worst.
Peak memory is that of the whole process, with the claims and reports that linking is given; "before" is what it held
when these had been made.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

from incidents.ledger import Ledger
from incidents.linking import Linker, incident_rows
from incidents.model import Claim, Decision, Extraction, Report
from incidents.query import Filters, Store
from incidents.query.collecting import uncollected
from tests.benchmarks.made import MadeReport, made
from tests.benchmarks.shared import table
from tests.benchmarks.speed import peak_mib

T = TypeVar("T")
SIZES = (10_000, 30_000, 100_000, 300_000)
MILLION = 1_000_000
ADDED = 40
"""So many reports are taken out and added again, one by one."""
AS_OF_CLAIMS = 100_000
SHARES = (0.1, 0.5, 0.9)
"""Days by which so much of all reports was published."""


def growth(*, million: bool = False) -> None:
    """Linking and rows, by the number of claims; 1.00 for the growth is linear."""
    sizes = (*SIZES, MILLION) if million else SIZES
    context = multiprocessing.get_context("spawn")
    measured = []
    for size in sizes:
        with context.Pool(1) as pool:
            measured.append(pool.apply(_measure, (size,)))
    rows = []
    for at, (size, now) in enumerate(zip(sizes, measured, strict=True)):
        grown = [
            (now.linking / before.linking) / (size / small)
            for small, before in zip(sizes[:at], measured[:at], strict=True)
        ]
        added = sorted(1000 * seconds for seconds in now.added)
        rows.append(
            [
                f"{size:,} claims", f"{now.linking:.1f}", f"{now.rows:.1f}", f"{grown[0]:.2f}" if grown else "",
                f"{grown[-1]:.2f}" if grown else "", f"{now.before:,.0f}", f"{now.peak:,.0f}",
                f"{statistics.median(added):.0f}", f"{added[-2]:.0f}",
            ]
        )  # fmt: skip
    heads = ["", "link s", "rows s", "x linear", "x step", "before", "peak MiB", "added ms", "worst ms"]
    table(
        "linking: asked are 120 s and 4,096 MiB at a million, growth within 1.30 of linear, a report added in 200 ms",
        heads,
        rows,
    )


class _Measured(NamedTuple):
    """Seconds of linking, of making rows and of each report added, and MiB before linking and at its peak."""

    linking: float
    rows: float
    before: float
    peak: float
    added: list[float]


def _measure(size: int) -> _Measured:
    """Of this process, whatever else is running."""
    reports, claims = made(size)
    before, began = peak_mib(), time.process_time()
    with uncollected():
        linker = Linker(claims, reports)
        clusters = linker.clusters()
        linked, peak = time.process_time(), peak_mib()
        incident_rows(clusters, claims, [str(n) for n in range(len(clusters))], reports)
        making = time.process_time() - linked
        by_report: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            by_report[claim.report_id].append(claim)
        added = []
        for report in random.Random(size).sample(reports, ADDED):
            linker.change([report.report_id])
            at = time.process_time()
            linker.change(claims=by_report[report.report_id], reports=[report])
            added.append(time.process_time() - at)
    return _Measured(linked - began, making, before, peak, added)


def as_of(size: int = AS_OF_CLAIMS) -> None:
    """A store of made claims asked as of a day for the first time, and again; two days compared; a change."""
    reports, claims = made(size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Ledger.open(folder) as ledger:
            _fill(ledger, reports, claims)
            lines = [["first open", f"{_timed(lambda: Store.open(folder))[1]:.2f}"]]
            store, opened = _timed(lambda: Store.open(folder))
            lines.append(["open again", f"{opened:.2f}"])
            published = sorted(report.published for report in reports)
            days = [published[int(share * len(published))] for share in SHARES]
            lines.append(["all claims made ready, once a revision", f"{_timed(store.make_ready)[1]:.2f}"])
            lines += [[f"as of {day}, for the first time", f"{_asked(store, day):.2f}"] for day in days]
            lines.append([f"as of {days[0]}, again", f"{_asked(store, days[0]):.2f}"])
            for one, other in pairwise(days):
                changes, seconds = _timed(lambda one=one, other=other: store.difference(one, other))
                lines.append([f"{one} compared with {other}: {len(changes):,} changes", f"{seconds:.2f}"])
            lines += _added(ledger, folder, reports[-1], claims)
    table(f"as of a day, {size:,} made claims (asked are 2 s)", ["", "seconds"], lines, first=56)


def _added(ledger: Ledger, folder: Path, last: MadeReport, claims: list[Claim]) -> list[list[str]]:
    """One report more, and one decision, until the pages would show it."""
    own = [
        replace(c, claim_id=f"{c.claim_id[:-1]}x", part_of=None)
        for c in claims
        if c.report_id == last.report_id
    ]
    report = replace(last, report_id="f" * 64, doc_id="one more")
    _fill(ledger, [report], [replace(c, report_id=report.report_id) for c in own])
    _, report_seconds = _timed(lambda: Store.open(folder).view(Filters()).sums)
    decision = Decision(
        decision_id="bench", at=dt.datetime.now(dt.UTC), by="bench", reason="bench", kind="reject",
        target=claims[0].claim_id, report_id=claims[0].report_id,
    )  # fmt: skip
    ledger.decide(decision)
    _, decision_seconds = _timed(lambda: Store.open(folder).view(Filters()).sums)
    return [["one report more", f"{report_seconds:.2f}"], ["one decision", f"{decision_seconds:.2f}"]]


def _asked(store: Store, day: dt.date) -> float:
    """Seconds until the rows, sums and totals of a day are there."""
    began = time.perf_counter()
    view = store.view(Filters(as_of=day))
    _ = view.sums, view.series
    return time.perf_counter() - began


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def _fill(ledger: Ledger, reports: list[MadeReport], claims: list[Claim]) -> None:
    by_report: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_report[claim.report_id].append(claim)
    for report in reports:
        whole = Report(
            report_id=report.report_id, doc_id=report.doc_id, content=report.text.encode(), text=report.text,
            media_type="text/plain", origin="bench", publisher=report.publisher, published=report.published,
            title=report.title, language=report.language,
        )  # fmt: skip
        found = tuple(by_report[report.report_id])
        ledger.add_report(
            whole, Extraction(report_id=report.report_id, extractor_version="made", claims=found)
        )
