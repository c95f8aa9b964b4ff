"""Strategies that make what one root tells of its total: parts by group, place and day, single incidents, later
reports, other roots; and the numbers they were made from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from incidents.model import Category, Claim, Place
from tests.linking.say import BANIYAS, COAST, LATAKIA, MUKHTARIYAH, SOHR, Paper, area, claim, march, town

TARTUS = area("Tartus", "governorate", admin1="Tartus")
TARTUS_CITY = town("Tartus city", "Tartus")
PLACES: dict[str, tuple[Place, ...]] = {
    "Tartus": (BANIYAS, TARTUS_CITY),
    "Latakia": (MUKHTARIYAH, town("Jableh")),
}
AREAS = {"Tartus": TARTUS, "Latakia": LATAKIA}
GROUPS: tuple[Category, ...] = ("civilians", "security_forces", "fighters")
DAYS = (6, 7, 8)
TOTAL = {"place": COAST, "role": "total", "cumulative": True}


@dataclass(frozen=True)
class World:
    """What happened, cell by cell, and what was told of it.

    killed: by (group, place_id, day of March).  claims and papers: what a root told, all on one day.
    """

    killed: dict[tuple[Category, str, int], int]
    claims: list[Claim]
    papers: list[Paper]

    @property
    def total(self) -> int:
        return sum(self.killed.values())

    def of(self, found: Claim) -> int:
        """How many a claim counts, by the cells it covers."""
        inside = {
            p.place_id for name, towns in PLACES.items() for p in towns if _covers(found.place, name, p)
        }
        group, first, last = found.category, found.date_start, found.date_end
        assert first and last
        return sum(
            n
            for (who, where, day), n in self.killed.items()
            if where in inside and first.day <= day <= last.day and group in (None, who)
        )


def _covers(place: Place | None, admin1: str, inner: Place) -> bool:
    return place in (COAST, inner, AREAS[admin1])


def window(first: int, last: int) -> dict[str, dt.date]:
    return {"date_start": march(first), "date_end": march(last)}


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A root that tells the truth of what happened: its total, and any of the ways in which it breaks down."""
    cells = [(g, p.place_id, d) for g in GROUPS for towns in PLACES.values() for p in towns for d in DAYS]
    killed = {cell: draw(st.integers(0, 9)) for cell in draw(st.sets(st.sampled_from(cells), min_size=1))}
    world = World(killed, [], [Paper("r1", "Daily", march(8))])
    whole = window(DAYS[0], DAYS[-1])
    wide = [claim("total", **TOTAL, **whole)]
    wide += [claim(f"by-{g}", category=g, **TOTAL, **whole) for g in GROUPS]
    wide += [claim(f"in-{name}", **{**TOTAL, "place": place}, **whole) for name, place in AREAS.items()]
    wide += [claim(f"on-{day}", **TOTAL, **window(day, day)) for day in DAYS]
    wide += [
        claim(f"from-{a}-to-{b}", **TOTAL, **window(a, b)) for a, b in ((6, 7), (7, 8))
    ]  # neither in the other
    fine = [
        claim(f"{p.name}-{day}-{g or 'all'}", place=p, category=g, **window(day, day))
        for towns in PLACES.values() for p in towns for day in DAYS for g in (None, *GROUPS)
    ]  # fmt: skip
    told = [wide[0], *draw(st.lists(st.sampled_from(wide[1:]), unique=True, max_size=8)),
            *draw(st.lists(st.sampled_from(fine), unique=True, max_size=8))]  # fmt: skip
    figures = [
        replace(c, low=world.of(c), high=world.of(c), start=n * 10, end=n * 10 + 9)
        for n, c in enumerate(told)
    ]
    said = draw(st.sets(st.integers(1, len(figures))))
    figures = [replace(c, role="part", part_of="total") if n in said else c for n, c in enumerate(figures)]
    return replace(world, claims=[c for c in figures if c.low or c.claim_id == "total"])


def others(claims: list[Claim], outlet: str = "Evening") -> tuple[list[Claim], Paper]:
    """Another root that tells the same things with other numbers, in a report of its own."""
    paper = Paper(f"r-{outlet}", outlet, march(8))
    told = [
        replace(c, claim_id=f"{outlet}-{c.claim_id}", report_id=paper.report_id, claimed_by=("Reuters",),
                low=(c.low or 0) + 7, high=(c.high or 0) + 7, part_of=c.part_of and f"{outlet}-{c.part_of}")
        for c in claims
    ]  # fmt: skip
    return told, paper


__all__ = ["AREAS", "SOHR", "World", "others", "worlds"]
