"""Rows and claims → Arrow tables, with the geometry that may be drawn."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import shapely
from shapely.geometry.base import BaseGeometry

from incidents.geocoding import reference_dir
from incidents.linking import Cluster, Reported, Told, tell
from incidents.linking.figures import FIGURE_NAMES
from incidents.model import POINT_PRECISIONS, Claim, Figure, Incident, Place, Verification
from incidents.query.known import NOT_BEFORE_TODAY, Basis, Known
from incidents.query.schema import CLAIMS, INCIDENTS

Areas = Callable[[Place], BaseGeometry | None]
"""The outline of an area in [longitude, latitude]; None where none is known."""


def incidents_table(rows: Iterable[Incident], areas: Areas) -> pa.Table:
    """The rows in the columns of INCIDENTS."""
    outline = cache(lambda place: _wkb(areas(place)))
    return pa.Table.from_pylist([_incident(row, outline) for row in rows], schema=INCIDENTS)


def _incident(row: Incident, outline: Callable[[Place], bytes | None]) -> dict[str, Any]:
    figures = {
        f"{name}_{end}": getattr(row.figures.get(name, Figure()), end)
        for name in FIGURE_NAMES
        for end in ("low", "best", "high")
    }
    same = (
        "event_id", "row_kind", "counted", "event_type", "sub_event_type", "date_start", "date_end", "date_precision",
        "perpetrators", "victims", "figures_conflict", "cumulative", "contained_in", "sources", "roots",
        "verification_status", "report_ids", "claim_ids", "first_reported", "last_updated",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in same},
        **_where(row, outline),
        **figures,
        "number_of_sources": len(row.sources),
        "number_of_independent_roots": len(row.roots),
        "redaction": None,
    }


def _where(row: Incident, outline: Callable[[Place], bytes | None]) -> dict[str, Any]:
    """The place of a row: a point only where one place is known to a settlement or better."""
    if len(row.places) > 1 and (row.place is None or row.place in row.places):
        return _several(row.places)
    place = row.place or next(iter(row.places), None)
    if place is None:
        return {"location": row.place_as_written}
    point = _point(place)
    gazetteer, _, gazetteer_id = place.place_id.partition(":")
    return {
        "location": place.name,
        "location_ar": place.name_ar,
        "admin1": place.admin1,
        "admin2": place.admin2,
        **_country(place.country),
        "latitude": point.y if point else None,
        "longitude": point.x if point else None,
        "label_latitude": place.lat,
        "label_longitude": place.lon,
        "geo_precision": place.geo_precision,
        "uncertainty_m": place.uncertainty_m,
        "gazetteer": gazetteer,
        "gazetteer_id": gazetteer_id,
        "geometry": shapely.to_wkb(point) if point else _area(place, outline),
    }


def _point(place: Place) -> shapely.Point | None:
    if place.geo_precision not in POINT_PRECISIONS or place.lat is None or place.lon is None:
        return None
    return shapely.Point(place.lon, place.lat)


def _area(place: Place, outline: Callable[[Place], bytes | None]) -> bytes | None:
    return None if place.geo_precision in POINT_PRECISIONS else outline(place)


def _several(places: Sequence[Place]) -> dict[str, Any]:
    """Several places told as one: named, but not drawn as if they were the first of them."""

    def common(field: str) -> str | None:
        values = {getattr(place, field) for place in places}
        return values.pop() if len(values) == 1 else None

    arabic = [place.name_ar for place in places]
    return {
        "location": "; ".join(place.name for place in places),
        "location_ar": "؛ ".join(name for name in arabic if name) if all(arabic) else None,
        "admin1": common("admin1"),
        "admin2": common("admin2"),
        **_country(common("country")),
        "geo_precision": "region",
    }


def _wkb(geometry: BaseGeometry | None) -> bytes | None:
    return None if geometry is None or geometry.is_empty else shapely.to_wkb(geometry)


def _country(iso2: str | None) -> dict[str, str | None]:
    known = _countries().get(iso2 or "")
    return {"country": known["name"], "iso3": known["iso3"]} if known else {"country": iso2, "iso3": None}


@cache
def _countries() -> dict[str, dict[str, str]]:
    with (reference_dir() / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {line["iso2"]: line for line in csv.DictReader(file)}


# --- claims ---


def claims_table(
    claims: Iterable[Claim],
    reports: Sequence[Reported],
    clusters: Sequence[Cluster],
    event_ids: Sequence[str],
    verification: Mapping[str, Verification],
    strays: Mapping[str, str],
) -> pa.Table:
    """All claims in the columns of CLAIMS, by day of publication and then as they stand in the report.

    strays: rejected claim → the event beside which it is still shown.
    """
    home = {i: (c, event) for c, event in zip(clusters, event_ids, strict=True) for i in c.claim_ids}
    names = {report.report_id: report.doc_id for report in reports}
    told = sorted(
        tell(claims, reports),
        key=lambda t: (t.as_of, names.get(t.claim.report_id, ""), t.claim.start, t.claim.end),
    )
    records = [
        _claim(t)
        | _links(t, *home.get(t.claim.claim_id, (None, strays.get(t.claim.claim_id))))
        | {
            "verification": verification.get(t.claim.claim_id, "unreviewed"),
            "doc_id": names.get(t.claim.report_id),
        }
        for t in told
    ]
    return pa.Table.from_pylist(records, schema=CLAIMS)


def _claim(t: Told) -> dict[str, Any]:
    claim, place = t.claim, t.claim.place
    derived = {
        "quote_sha256": hashlib.sha256(claim.quote.encode()).hexdigest(),
        "place": place.name if place else None,
        "places": [p.name for p in claim.places],
        "admin1": place.admin1 if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place and place.geo_precision in POINT_PRECISIONS else None,
        "lon": place.lon if place and place.geo_precision in POINT_PRECISIONS else None,
        "geo_precision": place.geo_precision if place else None,
        "gazetteer_id": place.place_id if place else None,
    }
    same = (name for name in CLAIMS.names if name not in derived and hasattr(claim, name))
    return {name: getattr(claim, name) for name in same} | derived


def _links(t: Told, cluster: Cluster | None, event_id: str | None) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "row_kind": cluster.kind if cluster else None,
        "series_id": cluster.series_id if cluster else None,
        "outlet": t.outlet,
        "root": t.root,
        "published": t.published,
    }


# --- as of a day ---


def same_rows(incidents: pa.Table, basis: Basis, known: Known) -> pa.Table:
    """Today's rows that were known by a day just so, with what may be added up by that day."""
    ids: list[str] = incidents.column("event_id").to_pylist()
    table = incidents.filter(pa.array([i in known.same for i in ids], pa.bool_()))
    same = [i for i in ids if i in known.same]
    held = [known.holders.get(i) for i in same]
    columns: dict[str, Sequence[Any]] = {
        "counted": [i in known.holders and holder is None for i, holder in zip(same, held, strict=True)],
        "contained_in": [holder or basis.rows[i].contained_in for i, holder in zip(same, held, strict=True)],
    }
    return _with_columns(table, columns)


def _with_columns(table: pa.Table, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    for name, values in columns.items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type))
    return table


def known_claims(claims: pa.Table, basis: Basis, known: Known, day: dt.date) -> pa.Table:
    """The claims known by a day with the rows they were in; a rejected one beside today's, where that was there."""
    linked = known.linked
    home = {
        i: (c, event) for c, event in zip(linked.clusters, linked.event_ids, strict=True) for i in c.claim_ids
    }
    events = frozenset(linked.event_ids)
    reports = claims.column("report_id").to_pylist()
    first = [basis.known_from.get(report, NOT_BEFORE_TODAY) <= day for report in reports]
    table = claims.filter(pa.array(first, pa.bool_()))
    ids, today = table.column("claim_id").to_pylist(), table.column("event_id").to_pylist()
    found = [
        home.get(i, (None, event if event in events else None)) for i, event in zip(ids, today, strict=True)
    ]
    columns: dict[str, Sequence[Any]] = {
        "event_id": [event for _, event in found],
        "row_kind": [cluster.kind if cluster else None for cluster, _ in found],
        "series_id": [cluster.series_id if cluster else None for cluster, _ in found],
    }
    return _with_columns(table, columns)
