"""How fast made claims are linked, stored and asked for."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from pathlib import Path

from incidents.ledger import Ledger
from incidents.linking import incident_rows, link
from incidents.model import Claim, Extraction, Place, Report
from incidents.query import Filters, Store
from tests.benchmarks.shared import best_of_three

START = dt.date(2025, 3, 1)


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
