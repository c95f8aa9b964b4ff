"""The answer of `incidents parse`: one document's toponyms, claims and incidents as the contract has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from incidents.linking import incident_rows, link
from incidents.model import POINT_PRECISIONS, UNITS, Claim, Extraction, Incident, Place, Report, Toponym
from incidents.parsing.reasons import rules

Record = dict[str, Any]


def answer(report: Report, extraction: Extraction, *, explain: bool = False) -> Record:
    """What the parser found in one report, in the keys and order of the contract.

    explain: each claim also says `because`: by field, the rule that decided it and the words it went by.
    """
    index = {claim.claim_id: n for n, claim in enumerate(extraction.claims)}
    return {
        "doc_id": report.doc_id,
        "toponyms": [toponym_record(t) for t in extraction.toponyms],
        "claims": [
            claim_record(c, index) | (_because(c, report, extraction) if explain else {})
            for c in extraction.claims
        ],
        "incidents": [incident_record(i) for i in _incidents(report, extraction.claims)],
    }


def _because(claim: Claim, report: Report, extraction: Extraction) -> Record:
    """Why each field of a claim is what it is."""
    told = {
        reason.field: {
            "rule": reason.rule,
            "says": rules()[reason.rule].what,
            "words": [{"start": a, "end": b, "text": report.text[a:b]} for a, b in reason.spans],
        }
        for reason in extraction.reasons.get(claim.claim_id, ())
    }
    return {"because": told}


def _incidents(report: Report, claims: Sequence[Claim]) -> list[Incident]:
    clusters = link(claims, [report])
    ids = [str(n) for n in range(len(clusters))]
    return _happenings(incident_rows(clusters, claims, ids, [report]))


def _happenings(rows: list[Incident]) -> list[Incident]:
    """The rows that are events; in a report that tells of none, its totals."""
    return [row for row in rows if row.row_kind == "incident"] or rows


def _point(place: Place | None) -> tuple[float | None, float | None]:
    """(lat, lon) of a place, in degrees; none for an area."""
    if place is None or place.geo_precision not in POINT_PRECISIONS:
        return None, None
    return place.lat, place.lon


def _day(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


def _id(place: Place | None) -> str | None:
    return place.place_id if place else None


def toponym_record(toponym: Toponym) -> Record:
    """A place name; an area has its label point here, since a name stands for a place and not for an event."""
    place = toponym.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "surface": toponym.surface,
        "name": place.name if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "kind": toponym.kind,
        "country": place.country if place else None,
        "gazetteer_id": _id(place),
        "confidence": toponym.confidence,
        "reason": toponym.reason,
    }


def _where(place: Place | None, as_written: str | None, places: Sequence[Place] = ()) -> Record:
    """The keys that tell where; several places without a common area, or one nobody knows, keep the text's words."""
    lat, lon = _point(place)
    told = (place,) if place else places
    return {
        "place": place.name if place else as_written,
        "admin1": _shared(p.admin1 for p in told),
        "country": _shared(p.country for p in told),
        "lat": lat,
        "lon": lon,
        "geo_precision": place.geo_precision if place else None,
    }


def _shared(values: Iterable[str | None]) -> str | None:
    """What all say alike."""
    told = set(values)
    return told.pop() if len(told) == 1 else None


def place_record(place: Place) -> Record:
    """One of several places of a figure."""
    lat, lon = _point(place)
    return {"place": place.name, "lat": lat, "lon": lon, "geo_precision": place.geo_precision}


def claim_record(claim: Claim, index: dict[str, int]) -> Record:
    """A claim; part_of and replaces are the indexes of claims in the same list."""
    return {
        "start": claim.start,
        "end": claim.end,
        "evidence": claim.quote,
        "event_type": claim.event_type,
        "sub_event_type": claim.sub_event_type,
        "status": claim.status,
        "role": claim.role,
        "part_of": index.get(claim.part_of or ""),
        "replaces": index.get(claim.replaces or ""),
        "background": claim.background,
        **_where(claim.place, claim.place_as_written, claim.places),
        "place_as_written": claim.place_as_written,
        "places": [place_record(p) for p in claim.places],
        "date_start": _day(claim.date_start),
        "date_end": _day(claim.date_end),
        "date_precision": claim.date_precision,
        "unit": claim.unit,
        "low": claim.low,
        "high": claim.high,
        "count_basis": claim.count_basis,
        "category": claim.category,
        "cumulative": claim.cumulative,
        "since": _day(claim.since),
        "perpetrator": list(claim.perpetrator),
        "victim": list(claim.victim),
        "claimed_by": list(claim.claimed_by),
        "via": list(claim.via),
        "confidence": claim.confidence,
    }


def incident_record(incident: Incident) -> Record:
    """An incident of one document."""
    figures = {
        f"{unit}_{end}": getattr(figure, end)
        for unit in UNITS
        if (figure := incident.figures.get(unit))
        for end in ("low", "high")
    }
    return {
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "row_kind": incident.row_kind,
        **_where(incident.place, incident.place_as_written, incident.places),
        "date_start": _day(incident.date_start),
        "date_end": _day(incident.date_end),
        "perpetrators": list(incident.perpetrators),
        "sources": list(incident.sources),
        "killed_low": None,
        "killed_high": None,
        "injured_low": None,
        "injured_high": None,
    } | figures
