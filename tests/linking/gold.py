"""The gold claims of the twelve digests as claims and reports, as a faultless parser would hand them on."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incidents.model import Claim, Place
from incidents.reading import read_bytes

SHARED = Path(__file__).resolve().parents[2] / "../shared"

EVENT_TYPES = {
    "killing of civilians": "Violence against civilians",
    "clash": "Battles",
    "abduction": "Violence against civilians",
    "looting-burning": "Strategic developments",
    "displacement": "Displacement",
}
CATEGORIES = {"security personnel": "security_forces", "total": "unspecified"}
UNITS = {"people displaced": "displaced", "people abducted or missing": "missing"}
PARTS = {  # evidence of a part → evidence of its total
    "213 fighters of the two camps": "its total since the clashes started stands at 524",
    "93 personnel of the Interior and Defence ministries": "213 fighters of the two camps",
    "and 120 gunmen": "213 fighters of the two camps",
    "Ninety women are on the list": "has confirmed 1,426 deaths by name in the coastal events of March, most of "
    "them civilians",
    "Massaoudieh, on the border, has taken in 8,092": "20,496 Syrians displaced to the Akkar region since the "
    "beginning of March",
}


@dataclass(frozen=True)
class Digest:
    """What linking needs to know of a report."""

    report_id: str
    doc_id: str
    publisher: str
    published: dt.date
    text: str


def digests() -> list[Digest]:
    """All twenty."""
    found = []
    for path in sorted((SHARED / "reports").glob("[0-9]*.md")):
        report = read_bytes(path.read_bytes(), path.name)
        found.append(Digest(path.stem, path.name, str(report.publisher), report.published, report.text))  # type: ignore[arg-type]
    return found


def claims(reports: list[Digest]) -> list[Claim]:
    """The gold claims of these reports."""
    by_name = {r.doc_id: r for r in reports}
    lines = (SHARED / "reports/gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [c for line in lines for c in _claims(json.loads(line), by_name)]


def _claims(gold: dict[str, Any], by_name: dict[str, Digest]) -> list[Claim]:
    report = by_name[gold["report"]]
    made = {}
    for n, c in enumerate(gold["claims"]):
        made[c["evidence"], n] = _claim(c, report, f"{report.report_id}-{n:02}")
    ids = {evidence: claim.claim_id for (evidence, _), claim in made.items()}
    return [
        Claim(**{f: getattr(claim, f) for f in Claim.__dataclass_fields__} | _part(evidence, ids))
        for (evidence, _), claim in made.items()
    ]


def _part(evidence: str, ids: dict[str, str]) -> dict[str, Any]:
    return {"role": "part", "part_of": ids[PARTS[evidence]]} if evidence in PARTS else {}


def _claim(c: dict[str, Any], report: Digest, claim_id: str) -> Claim:
    start = report.text.index(c["evidence"])
    counted = c.get("count_low") is not None
    low, high = (c["count_low"], c["count_high"]) if counted else (c["deaths_low"], c["deaths_high"])
    if c.get("casualties_together"):
        low = high = None
    basis = "none" if low is None else "exact" if low == high else "at_least"
    by = c["claimed_by"]
    return Claim(
        claim_id=claim_id,
        report_id=report.report_id,
        start=start,
        end=start + len(c["evidence"]),
        quote=c["evidence"],
        event_type=EVENT_TYPES[c["event_type"]],
        place=_place(c),
        place_as_written=c["place_as_written"],
        date_start=c["date_start"] and dt.date.fromisoformat(c["date_start"]),
        date_end=dt.date.fromisoformat(c["date_end"]),
        unit=UNITS[c["count_unit"]] if counted else "killed" if low is not None else None,  # type: ignore[arg-type]
        low=low,
        high=high,
        count_basis=basis,
        category=CATEGORIES.get(c["category"], c["category"]),
        cumulative=c["cumulative"],
        claimed_by=tuple(by) if isinstance(by, list) else (by,),
    )


def _place(c: dict[str, Any]) -> Place:
    area = c["geo_precision"] not in ("exact", "settlement")
    return Place(
        place_id=f"gold:{c['geo_precision']}/{c['place']}",
        name=c["place"],
        kind="region" if area else "settlement",
        geo_precision=c["geo_precision"],
        lat=c["lat"],
        lon=c["lon"],
        country="LB" if c["admin1"] in ("Akkar", "Lebanon") else "SY",
        admin1=c["admin1"],
        parts=("Latakia", "Tartus") if c["place"] == "Syrian coast" else (),
    )
