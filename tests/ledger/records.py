"""Small reports, claims and decisions to fill a ledger with."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from incidents.model import Claim, Decision, DecisionKind, Extraction, Place, Report, Toponym

TEXT = "BEIRUT – At least 163 civilians were killed in five massacres on Friday, the Observatory said."
EVENT = "Violence against civilians"
BANIYAS = Place(
    place_id="overlay:baniyas",
    name="Baniyas",
    name_ar="بانياس",
    kind="settlement",
    geo_precision="settlement",
    lat=35.182,
    lon=35.949,
    admin1="Tartus",
)


def make_report(text: str = TEXT, **fields: Any) -> Report:
    """A plain-text report."""
    content = text.encode()
    known: dict[str, Any] = {
        "doc_id": "a.txt",
        "media_type": "text/plain",
        "origin": "a.txt",
        "language": "en",
    }
    report_id = hashlib.sha256(content).hexdigest()
    return Report(**{**known, "report_id": report_id, "content": content, "text": text, **fields})


def make_claim(report: Report, quote: str, claim_id: str = "c1", **fields: Any) -> Claim:
    """A claim quoting `quote` where it first stands in the report."""
    start = report.text.index(quote)
    known: dict[str, Any] = {"event_type": EVENT, "unit": "killed", "low": 163, "count_basis": "at_least"}
    return Claim(
        claim_id=claim_id,
        report_id=report.report_id,
        start=start,
        end=start + len(quote),
        quote=quote,
        **{**known, **fields},
    )


def make_extraction(report: Report, *claims: Claim, version: str = "1") -> Extraction:
    """A reading with these claims and one place name."""
    beirut = Toponym(start=0, end=6, surface=report.text[:6], kind="settlement")
    return Extraction(
        report_id=report.report_id, extractor_version=version, toponyms=(beirut,), claims=tuple(claims)
    )


def make_decision(kind: DecisionKind, report: Report, target: str | None = None, **fields: Any) -> Decision:
    """A decision by a reviewer; `target` is the report itself unless given."""
    known: dict[str, Any] = {"by": "Reviewer", "reason": "read it again", "at": dt.datetime.now(dt.UTC)}
    return Decision(
        decision_id=uuid.uuid4().hex,
        kind=kind,
        target=target or report.report_id,
        report_id=report.report_id,
        **{**known, **fields},
    )
