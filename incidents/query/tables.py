"""Rows and claims → Arrow tables, with the geometry that may be drawn."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely
from shapely.geometry.base import BaseGeometry

from incidents.geocoding import reference_dir
from incidents.linking import Cluster, Reported, Told, tell
from incidents.linking.figures import FIGURE_NAMES
from incidents.linking.roots import number_of_independent_roots
from incidents.model import POINT_PRECISIONS, Claim, Figure, Incident, Place, Verification
from incidents.query.known import Known
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
        "number_of_independent_roots": number_of_independent_roots(row.roots),
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
            "doc_id": names.get(t.claim.report_id) or None,
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


def same_rows(incidents: pa.Table, known: Known) -> pa.Table:
    """Today's rows that were known by a day just so, with what may be added up by that day."""
    kept = pc.is_in(incidents.column("event_id"), value_set=pa.array(sorted(known.same), pa.string()))
    table = incidents.filter(kept)
    same: list[str] = table.column("event_id").to_pylist()
    held = [known.holders.get(i) for i in same]
    columns: dict[str, Sequence[Any]] = {
        "counted": [i in known.holders and holder is None for i, holder in zip(same, held, strict=True)],
        "contained_in": [
            holder or known.basis.candidates[i].row.contained_in for i, holder in zip(same, held, strict=True)
        ],
    }
    return _with_columns(table, columns)


def _with_columns(table: pa.Table, columns: Mapping[str, Any]) -> pa.Table:
    """The table with these columns in place of its own, from Arrow or from lists."""
    for name, values in columns.items():
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        column = values if isinstance(values, pa.ChunkedArray) else pa.array(values, field.type)
        table = table.set_column(at, field, column)
    return table


def known_claims(claims: pa.Table, known: Known) -> pa.Table:
    """The claims known by a day with the rows they were in; a rejected one beside today's, where that was there."""
    told = [report for report, first in known.basis.known_from.items() if first <= known.day]
    table = claims.filter(pc.is_in(claims.column("report_id"), value_set=pa.array(told, pa.string())))
    home = [(i, c, e) for c, e in zip(known.clusters, known.event_ids, strict=True) for i in c.claim_ids]
    at = pc.index_in(table.column("claim_id"), value_set=pa.array([i for i, _, _ in home], pa.string()))
    today = table.column("event_id")
    events = pa.array(sorted(known.same.union(known.event_ids)), pa.string())
    still = pc.if_else(pc.is_in(today, value_set=events), today, pa.scalar(None, pa.string()))
    columns = {
        "event_id": ([e for _, _, e in home], still),
        "row_kind": ([c.kind for _, c, _ in home], table.column("row_kind")),
        "series_id": ([c.series_id for _, c, _ in home], table.column("series_id")),
    }
    anew = pc.is_valid(at)
    return _with_columns(
        table,
        {
            name: pc.if_else(anew, pc.take(pa.array(new, pa.string()), at), old)
            for name, (new, old) in columns.items()
        },
    )
