"""The store: both tables of one revision of the ledger, in memory, and the views of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, get_args

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from incidents.ledger import Ledger
from incidents.linking import Cluster, Reported, incident_rows, outlet_of, with_parents
from incidents.linking.accounts import Account, Window, accounts, has_place
from incidents.linking.told import is_area
from incidents.model import Claim, GeoPrecision, Report, Verification
from incidents.query.filters import EVERYTHING, NOT_PLACED, Filters, conditions, overlaps
from incidents.query.generation import Generation, generation
from incidents.query.schema import frame
from incidents.query.sources import Sources
from incidents.query.tables import Areas, incidents_table
from incidents.query.view import View

NO_DAYS = (dt.date(1970, 1, 1), dt.date(1970, 1, 1))
"""Bounds where no row has a day."""


class Store:
    """Everything the pages and exports ask, for one revision of the ledger; open a new one when that has changed."""

    def __init__(self, ledger: Ledger, made: Generation, areas: Areas) -> None:
        self._ledger = ledger
        self._areas = areas
        self._claims = made.claims
        self._links = made.links
        self.revision = made.revision
        self._database = duckdb.connect(":memory:")
        for name, table in (("claims", made.claims), ("incidents", made.incidents)):
            self._database.from_arrow(table).create(name)

    @classmethod
    def open(cls, data_dir: Path, *, areas: Areas | None = None) -> Store:
        """Open the ledger in `data_dir`, and make its tables anew where the stored ones are not of its revision.

        areas: outlines of areas, by default those of the gazetteer.  Raises LedgerError and QueryError.
        """
        if areas is None:
            from incidents.geocoding import open_areas

            areas = open_areas(data_dir)
        ledger = Ledger.open(data_dir)
        return cls(ledger, generation(data_dir, ledger, areas), areas)

    # --- views ---

    def view(self, filters: Filters = EVERYTHING) -> View:
        """The tables under these filters."""
        with self._database.cursor() as cursor:
            base = "incidents"
            if filters.sources:
                cursor.register("chosen", self._from_sources(filters.sources))
                base = "chosen"
            partly, partly_values = overlaps(filters)
            where, values = conditions(filters)
            question = (  # its pieces are ours; what a reader chose goes as parameters
                f'SELECT *, ({partly}) AS "overlaps" FROM {base} WHERE {where} '  # noqa: S608
                "ORDER BY date_start NULLS LAST, location, date_end, event_id"
            )
            rows = cursor.sql(question, params=partly_values + values).to_arrow_table()
        return View(self._database, rows, filters)

    def _from_sources(self, sources: frozenset[str]) -> pa.Table:
        """The rows, made anew from the claims of these outlets alone."""
        basis = self._basis
        claims = [c for c in basis.claims if basis.outlets[c.report_id] in sources]
        rows = incident_rows(basis.clusters, claims, basis.event_ids, basis.reports, basis.verification)
        return incidents_table(rows, self._areas)

    def accounts(self, filters: Filters = EVERYTHING, as_of: dt.date | None = None) -> list[Account]:
        """What each root's totals are made of, from the claims told by a day (None: by the last one).

        Dates choose figures that lie wholly inside; those partly inside are told in `partly`.  The other choices
        of rows choose the claims in them.
        """
        basis = self._basis
        claims = [
            c for c in basis.claims if not filters.sources or basis.outlets[c.report_id] in filters.sources
        ]
        by_row = filters.without("date_start", "date_end", "sources")
        if by_row != EVERYTHING:
            chosen = set(self.view(filters.without("date_start", "date_end")).rows["event_id"])
            homes = {i: e for c, e in zip(basis.clusters, basis.event_ids, strict=True) for i in c.claim_ids}
            claims = [c for c in claims if homes.get(c.claim_id) in chosen]
        return accounts(
            basis.clusters,
            claims,
            basis.event_ids,
            basis.reports,
            as_of=as_of or dt.date.max,
            window=Window(filters.date_start, filters.date_end),
            drawn=cache(
                lambda place: has_place(place) and (not is_area(place) or self._areas(place) is not None)
            ),
        )

    @cached_property
    def _basis(self) -> _Basis:
        """Claims from the ledger and clusters from the table: read once, when a source is first chosen."""
        reviewed = self._ledger.reviewed()
        reports: list[Reported] = [*self._ledger.reports(), *reviewed.by_hand]
        clusters: dict[str, Cluster] = {}
        columns = self._claims.select(["event_id", "row_kind", "series_id", "claim_id"]).to_pylist()
        for line in columns:
            if line["row_kind"]:
                ids = clusters[line["event_id"]].claim_ids if line["event_id"] in clusters else ()
                clusters[line["event_id"]] = Cluster(
                    line["row_kind"], (*ids, line["claim_id"]), line["series_id"]
                )
        claims = [c for i, c in reviewed.claims.items() if reviewed.verification[i] != "rejected"]
        return _Basis(
            claims=claims,
            clusters=with_parents(list(clusters.values()), claims),
            event_ids=list(clusters),
            reports=reports,
            outlets={report.report_id: outlet_of(report) for report in reports},
            verification=reviewed.verification,
        )

    # --- what there is ---

    @property
    def has_rows(self) -> bool:
        """Is there anything to show?"""
        return bool(self._one("SELECT count(*) FROM incidents")[0])

    @cached_property
    def facets(self) -> Mapping[str, list[str]]:
        """What filters can choose from: "outlets", "event_types", "geo_precisions"."""
        types = self._one("SELECT list_sort(list(DISTINCT event_type)) FROM incidents")[0]
        there = set(self._one("SELECT list(DISTINCT geo_precision) FROM incidents")[0] or ())
        precisions = [p for p in get_args(GeoPrecision) if p in there]
        if self._one("SELECT count(*) FROM incidents WHERE geometry IS NULL")[0]:
            precisions.append(NOT_PLACED)
        by_hand = self._one("SELECT list(DISTINCT outlet) FROM claims WHERE doc_id IS NULL")[0] or ()
        outlets = sorted({*(outlet_of(report) for report in self._ledger.reports()), *by_hand})
        return {"outlets": outlets, "event_types": types or [], "geo_precisions": precisions}

    @cached_property
    def bounds(self) -> tuple[dt.date, dt.date]:
        """First and last day of any row."""
        first, last = self._one(
            "SELECT least(min(date_start), min(date_end)), greatest(max(date_start), max(date_end)) FROM incidents"
        )
        return (first, last) if first and last else NO_DAYS

    def report(self, report_id: str) -> Report:
        """One report with its text.  Raises LedgerError."""
        return self._ledger.report(report_id)

    def claims(self, event_id: str | None = None) -> pd.DataFrame:
        """The claims of a row, those a reviewer rejected too; without an id, every claim; by day and report."""
        table = self._claims
        return frame(
            table if event_id is None else table.filter(pc.equal(table.column("event_id"), event_id))
        )

    def links(self, event_id: str) -> pd.DataFrame:
        """Why the claims of an incident are one: a line for each link between what two reports tell (LINKS)."""
        here = pc.equal(self._links.column("event_id"), event_id)
        one = pc.equal(self._links.column("event_id"), self._links.column("other_event_id"))
        return frame(self._links.filter(pc.and_(here, one)))

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """Incidents that may be one, the likeliest first (LINKS): for a person to say."""
        one = pc.equal(self._links.column("event_id"), self._links.column("other_event_id"))
        return frame(self._links.filter(pc.invert(one)))

    @cached_property
    def sources(self) -> Sources:
        """Outlets, roots and the ways between them."""
        return Sources(self._database, map(outlet_of, self._ledger.reports()))

    def documents(self) -> list[tuple[str, str]]:
        """(report_id, doc_id) of every report, in the order received."""
        return [(report.report_id, report.doc_id) for report in self._ledger.reports()]

    def _one(self, question: str) -> tuple[Any, ...]:
        with self._database.cursor() as cursor:
            return cursor.execute(question).fetchone() or ()


@dataclass(frozen=True)
class _Basis:
    """What rows are made of."""

    claims: list[Claim]
    clusters: list[Cluster]
    event_ids: list[str]
    reports: Sequence[Reported]
    outlets: dict[str, str]
    verification: dict[str, Verification]
