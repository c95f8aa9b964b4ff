"""`make bench`: how fast each room is, with a peer in the same run where there is one.

Everything is made here or lies in seeds/; nothing is asserted, the tables are for reading.  Times are the
best of three on this machine; memory is the process's peak resident set.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from incidents.ledger import Ledger
from incidents.linking import incident_rows, link
from incidents.model import Claim, Extraction, Place, Report
from incidents.parsing import parse
from incidents.parsing.opening import open_place_finder
from incidents.parsing.recogniser import SpacyRecogniser
from incidents.query import Filters, Store
from incidents.reading import ReadOptions, read_path

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
START = dt.date(2025, 3, 1)


def best_of_three(work: Callable[[], object]) -> float:
    """Seconds of the fastest of three runs."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def seeds() -> list[Report]:
    """The seed reports in English."""
    found = [r for r in read_path(SEEDS, options=ReadOptions()) if isinstance(r, Report)]
    return [r for r in found if r.language == "en"]


def parsing(data_dir: Path) -> None:
    """Reports a second, beside spaCy's name recognition alone."""
    reports = seeds()
    finder = open_place_finder(data_dir)
    recogniser = SpacyRecogniser()
    recogniser.find("Warm up in Damascus.")
    alone = best_of_three(lambda: [recogniser.find(r.text) for r in reports])
    whole = best_of_three(lambda: [parse(r, finder) for r in reports])
    words = sum(len(r.text.split()) for r in reports)
    print(f"\nparse, {len(reports)} English seeds of {words // len(reports)} words")
    print(f"  spaCy names alone {len(reports) / alone:8.1f} reports/s")
    print(f"  whole parse       {len(reports) / whole:8.1f} reports/s   {alone / whole:.2f} x spaCy alone")


def long_texts(data_dir: Path) -> None:
    """Seconds for texts of doubling length: time must not grow faster than the text."""
    finder = open_place_finder(data_dir)
    prose = (
        "At least 12 civilians were killed in Baniyas on Friday, the monitor said, and 5 hurt near Jableh; "
    )
    texts = {"prose": prose, "figures": "1 ", "one word": "a", "triggers": "killed of "}
    print("\nadversarial texts, seconds by characters")
    sizes = (31_250, 62_500, 125_000, 250_000)
    print("  " + " " * 10 + "".join(f"{n:>10,}" for n in sizes))
    for name, piece in texts.items():
        row = []
        for size in sizes:
            report = Report(
                report_id="x",
                doc_id="x",
                content=b"",
                text=(piece * (size // len(piece) + 1))[:size],
                media_type="text/plain",
                origin="bench",
                published=START,
                language="en",
            )
            began = time.perf_counter()
            parse(report, finder)
            row.append(time.perf_counter() - began)
        print(f"  {name:10}" + "".join(f"{seconds:10.2f}" for seconds in row))


def made_claims(count: int) -> tuple[list[Report], list[Claim]]:
    """Claims of one figure each over 400 places and 60 days, five to a report."""
    reports, claims = [], []
    for number in range(count // 5):
        published = START + dt.timedelta(days=number % 60)
        report_id = f"{number:064x}"
        reports.append(
            Report(
                report_id=report_id,
                doc_id=f"made-{number}",
                content=report_id.encode(),
                text="x" * 100,
                media_type="text/plain",
                origin="bench",
                publisher=f"Outlet {number % 40}",
                published=published,
                language="en",
            )
        )
        for part in range(5):
            spot = (number * 7 + part * 13) % 400
            place = Place(
                place_id=f"bench:{spot}",
                name=f"Place {spot}",
                kind="settlement",
                geo_precision="settlement",
                lat=34.5 + spot / 400,
                lon=36 + spot % 20 / 20,
                country="SY",
                admin1="Latakia",
            )
            claims.append(
                Claim(
                    claim_id=f"{number:08x}{part:02x}",
                    report_id=report_id,
                    start=part,
                    end=part + 5,
                    quote="xxxxx",
                    event_type="Violence against civilians",
                    sub_event_type="Attack",
                    place=place,
                    place_as_written=place.name,
                    date_start=published,
                    date_end=published,
                    date_precision="day",
                    unit="killed",
                    low=1 + spot % 9,
                    high=1 + spot % 9,
                    count_basis="exact",
                    category="civilians",
                    claimed_by=(f"Monitor {number % 3}",),
                )
            )
    return reports, claims


def linking_and_views(count: int) -> None:
    """Linking, opening and asking a workspace of `count` made claims."""
    reports, claims = made_claims(count)
    print(f"\n{count:,} made claims")
    clusters = link(claims, reports)
    print(f"  link              {best_of_three(lambda: link(claims, reports)):8.2f} s")
    ids = [str(n) for n in range(len(clusters))]
    print(
        f"  rows              {best_of_three(lambda: incident_rows(clusters, claims, ids, reports)):8.2f} s"
    )
    by_report: dict[str, list[Claim]] = {}
    for claim in claims:
        by_report.setdefault(claim.report_id, []).append(claim)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger.open(Path(folder))
        began = time.perf_counter()
        for report in reports:
            found = tuple(by_report[report.report_id])
            ledger.add_report(
                report, Extraction(report_id=report.report_id, extractor_version="bench", claims=found)
            )
        print(f"  into the ledger   {time.perf_counter() - began:8.2f} s")
        ledger.close()
        began = time.perf_counter()
        store = Store.open(Path(folder))
        print(f"  first open        {time.perf_counter() - began:8.2f} s")
        began = time.perf_counter()
        store = Store.open(Path(folder))
        print(f"  open again        {time.perf_counter() - began:8.2f} s")
        for name, filters in (
            ("everything", Filters()),
            ("two weeks", Filters(date_start=START, date_end=START + dt.timedelta(days=13))),
            ("one source", Filters(sources=frozenset(("Outlet 3",)))),
        ):
            began = time.perf_counter()
            view = store.view(filters)
            rows = len(view.table)
            _ = view.timeline, view.sources, view.sums
            print(f"  view, {name:12}{time.perf_counter() - began:8.2f} s   {rows:,} rows")


def main() -> None:
    """Print every table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--claims", type=int, default=20_000)
    options.add_argument("--data", type=Path, help="a folder with a gazetteer index; else one is built")
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = args.data or Path(folder)
        parsing(data_dir)
        long_texts(data_dir)
    linking_and_views(args.claims)
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
