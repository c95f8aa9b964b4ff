"""A ledger in memory, a real one filled with claims, and outlines for areas."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import shapely

from incidents.ledger import Ledger, Reviewed, assign_names
from incidents.model import Claim, Extraction, Place, Report
from incidents.query import Store
from incidents.query.generation import derive
from incidents.query.relinking import Relinker
from tests.linking.say import Paper


def areas(place: Place) -> shapely.Polygon | None:
    """A clockwise square for a governorate or region, nothing for a country."""
    if place.geo_precision == "country":
        return None
    return shapely.Polygon([(35.5, 35.0), (35.5, 36.0), (36.5, 36.0), (36.5, 35.0)])


@dataclass
class MemoryLedger:
    """What the query layer asks of a ledger."""

    papers: Sequence[Paper]
    all_claims: Sequence[Claim]
    rejected: frozenset[str] = frozenset()
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    revision: str = "1"

    def reviewed(self) -> Reviewed:
        made = Reviewed()
        for claim in self.all_claims:
            made.put(claim, "rejected" if claim.claim_id in self.rejected else "unreviewed")
        return made

    def reports(self) -> Sequence[Paper]:
        return self.papers

    def name_clusters(self, clusters: Sequence[frozenset[str]], revision: str) -> list[str]:
        return assign_names(clusters, self.names)


def memory_store(
    claims: Sequence[Claim], papers: Sequence[Paper], rejected: frozenset[str] = frozenset()
) -> Store:
    """A store over these claims; nothing is written."""
    ledger = MemoryLedger(papers, claims, rejected)
    return Store(ledger, derive(ledger, "1", areas, Relinker()), areas)  # type: ignore[arg-type]


TEXT = "The monitor counted the dead of the town on Friday."


def fill(data_dir: Path, claims: Sequence[Claim], papers: Sequence[Paper]) -> Ledger:
    """A real ledger that holds these claims; report ids become hashes of the texts."""
    ledger = Ledger.open(data_dir)
    for paper in papers:
        text = f"{TEXT} {paper.report_id}"
        report_id = hashlib.sha256(text.encode()).hexdigest()
        report = Report(
            report_id=report_id, doc_id=paper.doc_id, content=text.encode(), text=text, media_type="text/plain",
            origin="test", publisher=paper.publisher, published=paper.published,
        )  # fmt: skip
        own = [
            replace(c, report_id=report_id, start=0, end=11, quote=text[:11])
            for c in claims
            if c.report_id == paper.report_id
        ]
        ledger.add_report(report, Extraction(report_id=report_id, extractor_version="1", claims=tuple(own)))
    return ledger


def day(n: int) -> dt.date:
    return dt.date(2025, 3, n)
