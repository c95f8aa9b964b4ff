"""The store: both tables of one revision of the ledger, in memory, and the views of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from threading import Lock
from typing import Any, get_args

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from incidents.ledger import Ledger
from incidents.linking import Cluster, Reported, incident_rows, outlet_of
from incidents.linking.accounts import Account, Window, accounts, has_place
from incidents.linking.told import is_area
from incidents.model import GeoPrecision, Report, RowKind
from incidents.query.collecting import uncollected
from incidents.query.difference import Change, difference
from incidents.query.filters import EVERYTHING, NOT_PLACED, Filters, conditions, overlaps
from incidents.query.generation import Generation, generation
from incidents.query.known import Basis, Known, Linked, known_by, known_from
from incidents.query.schema import RECORD_COLUMNS, frame
from incidents.query.sources import Sources
from incidents.query.tables import Areas, incidents_table, known_claims, same_rows
from incidents.query.view import View

NO_DAYS = (dt.date(1970, 1, 1), dt.date(1970, 1, 1))
"""Bounds where no row has a day."""
DAYS_KEPT = 12
"""So many days that were asked for are kept."""


class Store:
    """Everything the pages and exports ask, for one revision of the ledger; open a new one when that has changed."""

    def __init__(self, ledger: Ledger, made: Generation, areas: Areas) -> None:
        self._ledger = ledger
        self._areas = areas
        self._claims = made.claims
        self._links = made.links
        self.revision = made.revision
        self._database = duckdb.connect(":memory:")
        self._database.from_arrow(made.incidents).create("incidents")
        self._rows = made.incidents
        self._days: OrderedDict[dt.date, _Day] = OrderedDict()
        self._linking = Lock()

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
        day = self._by(filters.as_of) if filters.as_of else None
        with self._database.cursor() as cursor:
            base = "incidents"
            if filters.sources or day:
                table = self._from_sources(filters.sources, day) if filters.sources else day and day.rows
                cursor.register("chosen", table)
                base = "chosen"
            partly, partly_values = overlaps(filters)
            where, values = conditions(filters)
            question = (  # its pieces are ours; what a reader chose goes as parameters
                f'SELECT *, ({partly}) AS "overlaps" FROM {base} WHERE {where} '  # noqa: S608
                "ORDER BY date_start NULLS LAST, location, date_end, event_id"
            )
            rows = cursor.sql(question, params=partly_values + values).to_arrow_table()
        return View(self._database, rows, day.claims if day else self._claims, filters)

    def _from_sources(self, sources: frozenset[str], day: _Day | None) -> pa.Table:
        """The rows, made anew from the claims of these outlets alone."""
        basis = self._basis
        linked = day.known.linked if day else basis.today
        claims = [c for c in linked.claims if basis.outlets.get(c.report_id) in sources]
        rows = incident_rows(linked.clusters, claims, linked.event_ids, basis.reports, basis.verification)
        return incidents_table(rows, self._areas)

    def accounts(self, filters: Filters = EVERYTHING, as_of: dt.date | None = None) -> list[Account]:
        """What each root's totals are made of, from the claims told by a day (None: by the last one).

        Dates choose figures that lie wholly inside; those partly inside are told in `partly`.  The other choices
        of rows choose the claims in them.
        """
        basis = self._basis
        linked = self._by(filters.as_of).known.linked if filters.as_of else basis.today
        claims = [
            c for c in linked.claims if not filters.sources or basis.outlets[c.report_id] in filters.sources
        ]
        by_row = filters.without("date_start", "date_end", "sources", "as_of")
        if by_row != EVERYTHING:
            chosen = set(self.view(filters.without("date_start", "date_end")).rows["event_id"])
            homes = {
                i: e for c, e in zip(linked.clusters, linked.event_ids, strict=True) for i in c.claim_ids
            }
            claims = [c for c in claims if homes.get(c.claim_id) in chosen]
        return accounts(
            linked.clusters,
            claims,
            linked.event_ids,
            basis.reports,
            as_of=as_of or dt.date.max,
            window=Window(filters.date_start, filters.date_end),
            drawn=cache(
                lambda place: has_place(place) and (not is_area(place) or self._areas(place) is not None)
            ),
        )

    @cached_property
    def _basis(self) -> Basis:
        """Claims from the ledger and clusters from the table: read once, when a source or day is first chosen."""
        reviewed = self._ledger.reviewed()
        reports: list[Reported] = [*self._ledger.reports(), *reviewed.by_hand]
        claims = [c for i, c in reviewed.claims.items() if reviewed.verification[i] != "rejected"]
        rows: dict[tuple[str, RowKind, str | None], list[str]] = defaultdict(list)
        for line in self._claims.select(["event_id", "row_kind", "series_id", "claim_id"]).to_pylist():
            if line["row_kind"]:
                rows[line["event_id"], line["row_kind"], line["series_id"]].append(line["claim_id"])
        clusters = [Cluster(kind, tuple(sorted(ids)), series) for (_, kind, series), ids in rows.items()]
        today = Linked(claims, clusters, [event_id for event_id, _, _ in rows])
        return Basis(today, reports, reviewed.verification, tuple(reviewed.ties))

    # --- as of a day ---

    def difference(
        self, earlier: dt.date | None, later: dt.date | None, filters: Filters = EVERYTHING
    ) -> list[Change]:
        """What the later day knew of the rows under the filters that the earlier one did not; None is today."""
        with self._database.cursor() as cursor:
            for name, day in (("before", earlier), ("after", later)):
                cursor.register(name, self.view(replace(filters, as_of=day)).table_of_rows)
            columns = ", ".join(f'"{name}"' for name in RECORD_COLUMNS)
            rows = [
                cursor.sql(
                    f"SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other} "  # noqa: S608
                    "ORDER BY date_start NULLS LAST, location, date_end, event_id"
                )
                .to_arrow_table()
                .to_pylist()
                for one, other in (("before", "after"), ("after", "before"))
            ]
        return difference(rows[0], rows[1], self._corrections)

    def make_ready(self) -> None:
        """Read all claims and make them ready to be asked for as of any day: what else the first such question does."""
        with self._linking, uncollected():
            self._basis.make_ready()

    def reports_by(self, day: dt.date) -> Counter[str]:
        """How many reports were "known" by a day, came "later", or do not say when they were published ("undated")."""
        reports = self._ledger.reports()
        return Counter(
            "known" if known_from(r) <= day else "later" if r.published else "undated" for r in reports
        )

    @cached_property
    def _corrections(self) -> list[str]:
        """The claims that correct another."""
        replaces, role = self._claims.column("replaces"), self._claims.column("role")
        correcting = pc.or_(
            pc.is_valid(replaces), pc.fill_null(pc.equal(role, "correction"), fill_value=False)
        )
        ids: list[str] = self._claims.column("claim_id").filter(correcting).to_pylist()
        return ids

    def _by(self, day: dt.date) -> _Day:
        """What was known by a day; kept for the days asked for last."""
        with self._linking:
            if day not in self._days:
                self._days[day] = self._made(day)
            self._days.move_to_end(day)
            while len(self._days) > DAYS_KEPT:
                self._days.popitem(last=False)
            return self._days[day]

    def _made(self, day: dt.date) -> _Day:
        with uncollected():
            known = known_by(self._basis, day)
            new = incidents_table(known.new, self._areas)
            rows = pa.concat_tables([same_rows(self._rows, known), new])
            return _Day(known, rows, known_claims(self._claims, known))

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
        told = self._claims
        by_hand = told.column("outlet").filter(pc.is_null(told.column("doc_id"))).unique().to_pylist()
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

    def claims(self, event_id: str | None = None, as_of: dt.date | None = None) -> pd.DataFrame:
        """The claims of a row, those a reviewer rejected too; without an id, every claim; by day and report."""
        table = self._by(as_of).claims if as_of else self._claims
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
        return Sources(self._database, self._claims, map(outlet_of, self._ledger.reports()))

    def documents(self) -> list[tuple[str, str]]:
        """(report_id, doc_id) of every report, in the order received."""
        return [(report.report_id, report.doc_id) for report in self._ledger.reports()]

    def _one(self, question: str) -> tuple[Any, ...]:
        with self._database.cursor() as cursor:
            return cursor.execute(question).fetchone() or ()


@dataclass(frozen=True)
class _Day:
    """What was known by a day, and both tables of it."""

    known: Known
    rows: pa.Table
    claims: pa.Table
