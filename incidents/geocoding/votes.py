"""What the names of a text say together of where it plays: each gives its places' country, division and spot a vote.

A name whose places are still open shares its vote among them, by how likely each is; a name never votes for itself.
So "Springfield" next to "Chicago" and "Peoria" speaks for Illinois before it is settled itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.model import Place

CELL_DEGREES = 0.5
"""Width of the squares in which places count as near each other: about 50 km, an hour on the road."""
DOUBT = 0.6
"""Votes that speak for no place at all, so that a single name does not decide everything."""

Division = tuple[str, str]
"""Country and name of a first-level division."""
Cell = tuple[int, int]
Shares = tuple[float, float, float]


@dataclass(slots=True)
class Votes:
    """Votes of the names of a text, and of each name alone (by its key)."""

    total: float = 0.0
    countries: dict[str, float] = field(default_factory=dict)
    divisions: dict[Division, float] = field(default_factory=dict)
    cells: dict[Cell, float] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)
    own: dict[str, Votes] = field(default_factory=dict)

    def add(self, key: str, shares: Iterable[tuple[Place, float]]) -> None:
        """Let a name vote: (place, weight) for each place that it may stand for."""
        own = self.own.get(key)
        if own is None:
            own = self.own[key] = Votes()
        for place, weight in shares:
            for votes in (self, own):
                votes.count(place, weight)

    def count(self, place: Place, weight: float) -> None:
        """One place's vote."""
        self.total += weight
        self.places[place.place_id] = self.places.get(place.place_id, 0.0) + weight
        country = place.country
        if country:
            self.countries[country] = self.countries.get(country, 0.0) + weight
            if place.admin1:
                division = (country, place.admin1)
                self.divisions[division] = self.divisions.get(division, 0.0) + weight
        cell = cell_of(place) if place.geo_precision in ("settlement", "exact", "district") else None
        if cell:
            self.cells[cell] = self.cells.get(cell, 0.0) + weight

    def shares(self, place: Place, key: str) -> Shares:
        """(share of the place's country, share of its division, votes near it), 0 to 1.

        Neither the name's own votes count nor those for the very same place by another name: a text that says "Mexico
        City" means something else by "Mexico".
        """
        own = self.own.get(key, _NONE)
        rest = self.total - own.total + DOUBT
        country = place.country or ""
        division = (country, place.admin1 or "")
        same = self.places.get(place.place_id, 0.0) - own.places.get(place.place_id, 0.0)
        in_country = self.countries.get(country, 0.0) - own.countries.get(country, 0.0)
        in_division = self.divisions.get(division, 0.0) - own.divisions.get(division, 0.0) - same
        near = -same
        cell = cell_of(place)
        if cell:
            lat, lon = cell
            for here in _around(lat, lon):
                votes = self.cells.get(here)
                if votes:
                    near += votes - own.cells.get(here, 0.0)
        nearby = 1 - math.exp(-near) if near > 1e-9 else 0.0
        return in_country / rest, max(in_division, 0.0) / rest, nearby

    def elsewhere(self, place: Place, key: str) -> bool:
        """Do the other names speak for countries, and none of them for the place's?"""
        own = self.own.get(key, _NONE)
        others = {c: v - own.countries.get(c, 0.0) for c, v in self.countries.items()}
        return others.get(place.country or "", 0.0) < 1e-9 < max(others.values(), default=0.0)


_NONE = Votes()


def cell_of(place: Place) -> Cell | None:
    """The square that a place lies in; None without a point."""
    if place.lat is None or place.lon is None:
        return None
    return math.floor(place.lat / CELL_DEGREES), math.floor(place.lon / CELL_DEGREES)


def _around(lat: int, lon: int) -> tuple[Cell, ...]:
    return (
        (lat, lon),
        (lat - 1, lon),
        (lat + 1, lon),
        (lat, lon - 1),
        (lat, lon + 1),
        (lat - 1, lon - 1),
        (lat - 1, lon + 1),
        (lat + 1, lon - 1),
        (lat + 1, lon + 1),
    )
