"""Short ways to say claims, reports and places in tests, and strategies that make many of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from incidents.linking import incident_rows, link
from incidents.model import Claim, Incident, Place

SOHR = "Syrian Observatory for Human Rights"
KILLING = "Violence against civilians"


@dataclass(frozen=True)
class Paper:
    """A report, as far as linking asks."""

    report_id: str
    publisher: str | None = "Daily"
    published: dt.date | None = dt.date(2025, 3, 8)

    @property
    def doc_id(self) -> str:
        return f"{self.report_id}.md"


def march(day: int) -> dt.date:
    return dt.date(2025, 3, day)


def town(name: str, admin1: str = "Latakia", **fields: Any) -> Place:
    known: dict[str, Any] = {"lat": 35.5, "lon": 35.9, "country": "SY", "admin1": admin1}
    return Place(
        place_id=f"t:{name}", name=name, kind="settlement", geo_precision="settlement", **{**known, **fields}
    )


def area(name: str, precision: Any, **fields: Any) -> Place:
    known: dict[str, Any] = {"country": "SY", "kind": "admin"}
    return Place(place_id=f"a:{name}", name=name, geo_precision=precision, **{**known, **fields})


BANIYAS = town("Baniyas", "Tartus", lat=35.182, lon=35.949, name_ar="بانياس")
MUKHTARIYAH = town("Al-Mukhtariyah")
COAST = area("Syrian coast", "region", kind="region", parts=("Latakia", "Tartus"))
LATAKIA = area("Latakia", "governorate", admin1="Latakia")


def claim(claim_id: str, report: str = "r1", **fields: Any) -> Claim:
    """An exact count of people killed in Baniyas on 7 March, unless said otherwise; `n` is the figure."""
    known: dict[str, Any] = {
        "start": 0, "end": 1, "quote": "q", "event_type": KILLING, "place": BANIYAS, "date_start": march(7),
        "date_end": march(7), "unit": "killed", "count_basis": "exact", "claimed_by": (SOHR,),
    }  # fmt: skip
    n = fields.pop("n", None)
    if n is not None:
        known |= {"low": n, "high": n}
    return Claim(claim_id=claim_id, report_id=report, **{**known, **fields})


def rows(claims: Sequence[Claim], papers: Sequence[Paper] = (Paper("r1"),)) -> list[Incident]:
    """Claims linked and made into rows; a row's event id is its smallest claim id."""
    clusters = link(claims, papers)
    return incident_rows(clusters, claims, [c.claim_ids[0] for c in clusters], papers)


def killed(rows_: Sequence[Incident]) -> int:
    """What a page would show as killed: the best figures of the counted rows, added up."""
    return sum(r.figures["killed"].best or 0 for r in rows_ if r.counted and "killed" in r.figures)


# --- strategies ---

PLACES: list[Place | None] = [
    None, BANIYAS, MUKHTARIYAH, LATAKIA, COAST, town("Tuwaymah", "Hama"),
    area("Baniyas district", "district", admin1="Tartus", admin2="Baniyas"), area("Syria", "country"),
    town("port", "Tartus", lat=35.183, lon=35.95), replace(town("square", "Tartus"), geo_precision="exact"),
]  # fmt: skip
WORDS = (
    "rivas",
    "1417",
    "~grocery",
    "~shot",
    "hour:dark",
    "hour:morning",
    "target:market",
    f"place:{BANIYAS.place_id}",
)
PAPERS = [
    Paper("r1", "Daily", march(8)),
    Paper("r2", "Evening", march(8)),
    Paper("r3", "Weekly", march(12)),
    Paper("r4", None, None),
]


@st.composite
def claims(draw: st.DrawFn, most: int = 10) -> list[Claim]:
    """Claims of a few days, places and sources, so that many of them meet."""
    made: list[Claim] = []
    for n in range(draw(st.integers(0, most))):
        made.append(draw(_claim(f"c{n}", [c.claim_id for c in made])))
    return made


@st.composite
def _claim(draw: st.DrawFn, claim_id: str, earlier: list[str]) -> Claim:
    end = march(draw(st.integers(1, 12)))
    start = draw(st.one_of(st.none(), st.integers(0, 20).map(lambda back: end - dt.timedelta(days=back))))
    low = draw(st.one_of(st.none(), st.integers(0, 40)))
    high = draw(st.one_of(st.none(), st.just(low), st.integers(low or 0, 60)))
    place = draw(st.sampled_from(PLACES))
    role = draw(st.sampled_from(["new", "new", "new", "total", "part", "correction", "comparison"]))
    link_to = st.one_of(st.none(), st.sampled_from(earlier)) if earlier else st.none()
    return claim(
        claim_id,
        draw(st.sampled_from([p.report_id for p in PAPERS])),
        start=draw(st.integers(0, 300)),
        end=301,
        event_type=draw(st.sampled_from([KILLING, KILLING, "Battles"])),
        status=draw(st.sampled_from(["reported", "reported", "reported", "denied"])),
        role=role,
        part_of=draw(link_to) if role == "part" else None,
        replaces=draw(link_to) if role == "correction" else None,
        background=draw(st.sampled_from([False, False, False, True])),
        place=place,
        place_as_written=draw(st.sampled_from([None, "Karto"])) if place is None else None,
        places=draw(st.sampled_from([(), (), (BANIYAS, MUKHTARIYAH)])) if place == BANIYAS else (),
        date_start=start,
        date_end=end if start else draw(st.sampled_from([end, None])),
        unit=draw(st.sampled_from(["killed", "killed", "injured", None])),
        low=low,
        high=high,
        category=draw(st.sampled_from([None, "civilians", "security_forces", "women", "men"])),
        cumulative=draw(st.booleans()),
        victim=draw(st.sampled_from([(), ("soldiers",), ("police",)])),
        claimed_by=draw(st.sampled_from([(), (SOHR,), ("SOHR",), ("Reuters",), ("local sources",)])),
        perpetrator=draw(st.sampled_from([(), (), ("army",), ("gunmen",)])),
        words=tuple(sorted(draw(st.sets(st.sampled_from(WORDS), max_size=4)))),
    )
