"""What a decision changes: the fields of a claim or of a report's metadata, checked; and claims added by hand."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import fields, replace

from incidents.errors import DecisionError
from incidents.ledger.codec import canonical, field_from_json, from_json
from incidents.model import REVIEWER, Claim, Decision, Place, Report

REPORT_FIELDS = ("published", "publisher", "title", "url", "language")
"""What a decision of kind "report" may supply or correct."""

EVIDENCE_FIELDS = frozenset(("claim_id", "report_id", "start", "end", "quote", "extractor_version"))
CLAIM_FIELDS = frozenset(f.name for f in fields(Claim)) - EVIDENCE_FIELDS
"""What a decision of kind "correct" may change: everything but which words the claim is about."""

BY_HAND = "by hand"
"""`extractor_version` of a claim that a reviewer added."""


def corrected(claim: Claim, after: Mapping[str, object]) -> Claim:
    """`claim` with the fields in `after` (JSON-able); it keeps its id, span and quote.

    Raises DecisionError for a field that cannot be corrected, a value of the wrong type, or a contradiction.
    """
    if unknown := sorted(after.keys() - CLAIM_FIELDS):
        raise DecisionError(f"a correction cannot change {', '.join(unknown)}")
    if not after:
        return claim
    try:
        changes = {name: field_from_json(Claim, name, value) for name, value in after.items()}
    except ValueError as problem:
        raise DecisionError(f"the corrected value does not fit: {problem}") from problem
    return _checked(replace(claim, **changes))


def added_claim(decision: Decision) -> Claim:
    """The claim that a decision of kind "add" makes of the words it marks, or of none.  Raises DecisionError."""
    marked = {
        "report_id": decision.report_id,
        "start": decision.start,
        "end": decision.end,
        "quote": decision.quote,
    }
    data = {"extractor_version": BY_HAND, "confidence": 1.0, **decision.after, **marked}
    data.setdefault("claim_id", hashlib.sha256(f"added {decision.decision_id}".encode()).hexdigest())
    try:
        return _checked(from_json(Claim, data))
    except DecisionError:
        raise
    except ValueError as problem:
        raise DecisionError(f"the added claim is not complete: {problem}") from problem


def _checked(claim: Claim) -> Claim:
    if any(number is not None and number < 0 for number in (claim.low, claim.high)):
        raise DecisionError("a number of people cannot be below zero")
    if claim.low is not None and claim.high is not None and claim.low > claim.high:
        raise DecisionError(f"the lowest number ({claim.low}) is above the highest ({claim.high})")
    if claim.has_figure and claim.unit is None:
        raise DecisionError("a number of people needs a unit: killed, injured, …")
    if claim.date_start and claim.date_end and claim.date_start > claim.date_end:
        raise DecisionError(f"the first day ({claim.date_start}) is after the last ({claim.date_end})")
    if not claim.event_type:
        raise DecisionError("a claim needs an event type")
    for place in (*claim.places, *((claim.place,) if claim.place else ())):
        _check_place(place)
    return claim


def _check_place(place: Place) -> None:
    if place.lat is None and place.lon is None and place.gazetteer != REVIEWER:
        return
    if place.lat is None or place.lon is None or not (abs(place.lat) <= 90 and abs(place.lon) <= 180):
        raise DecisionError(f"{place.lat}, {place.lon} is no latitude and longitude in degrees")


def place_by_hand(
    name: str, lat: float, lon: float, *, like: Place | None = None, exact: bool = False
) -> Place:
    """A place that a reviewer sets at (latitude, longitude) in degrees; the same point is the same place.

    like: the place moved, which the divisions it lies in are taken from.  exact: the very spot, not just the
    village.  Raises DecisionError for a place without a name or off the globe.
    """
    if not name.strip():
        raise DecisionError("a place needs a name")
    if not (math.isfinite(lat) and math.isfinite(lon)):
        raise DecisionError(f"{lat}, {lon} is no latitude and longitude in degrees")
    point = {"name": name.strip(), "lat": round(lat, 5), "lon": round(lon, 5), "exact": exact}
    place = Place(
        place_id=f"{REVIEWER}:{hashlib.sha256(canonical(point).encode()).hexdigest()[:12]}",
        name=name.strip(),
        name_ar=like.name_ar if like and like.name == name.strip() else None,
        kind="settlement",
        geo_precision="exact" if exact else "settlement",
        lat=round(lat, 5),
        lon=round(lon, 5),
        country=like.country if like else None,
        admin1=like.admin1 if like else None,
        admin2=like.admin2 if like else None,
    )
    _check_place(place)
    return place


def with_metadata(after: Mapping[str, object]) -> dict[str, object]:
    """The Report fields that a decision of kind "report" sets, as Python values.  Raises DecisionError."""
    if unknown := sorted(after.keys() - set(REPORT_FIELDS)):
        raise DecisionError(f"a report's {', '.join(unknown)} cannot be changed")
    try:
        return {name: field_from_json(Report, name, value) for name, value in after.items()}
    except ValueError as problem:
        raise DecisionError(f"the report's metadata do not fit: {problem}") from problem
