"""What a pack holds: places and outlines as their source tells them, in one shape for all sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Literal

from incidents.model import GeoPrecision

Progress = Callable[[str, float], None]
"""Told what is being done and the share that is done, 0 to 1."""

CITY_M, TOWN_M, VILLAGE_M = 5000, 2000, 1000
"""About how far the houses of a place of that size lie from its point, in metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPlace:
    """One place of one source.

    ids: "<gazetteer>:<id>"; the source's own id first, then those of other gazetteers that it names.
    names: other names.  size_m: about how far it reaches from its point, in metres.
    admin1, admin2: names of the divisions it lies in, or their GeoNames codes as "#14", as the source spells them,
    the best known first; for a division its own.
    """

    ids: tuple[str, ...]
    name: str
    names: tuple[str, ...] = ()
    kind: str = "settlement"
    geo_precision: GeoPrecision = "settlement"
    lat: float | None = None
    lon: float | None = None
    size_m: int = VILLAGE_M
    population: int = 0
    country: str
    admin1: tuple[str, ...] = ()
    admin2: tuple[str, ...] = ()

    @property
    def gazetteer(self) -> str:
        """The gazetteer it comes from."""
        return self.ids[0].partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The outline of a division: WKB in WGS 84 (longitude, latitude).

    names: its own.  admin1: names of the governorate that a district lies in, where its source tells them.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    level: Literal["governorate", "district"]
    country: str
    shape: bytes
    admin1: tuple[str, ...] = ()


Found = tuple[str, PackPlace | Outline | None]
"""What a row or feature gives, and where it stands: "line 7", "feature 3"; None for what is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One imported file.

    name: by which it is listed and removed.  sha256: of the file; content: of what was read from it.  added: ISO
    date and time.  places, outlines, skipped: how many were taken, and rows that were left out.
    attribution: the licence, and who is to be named where its places are shown.
    """

    name: str
    file: str
    format: str
    sha256: str
    content: str
    added: str
    places: int
    outlines: int
    skipped: int
    attribution: str
    countries: tuple[str, ...]


def as_json(record: PackPlace | Outline | Pack) -> dict[str, Any]:
    """The record as JSON has it."""
    values = {f.name: getattr(record, f.name) for f in fields(record)}
    return values | {"shape": values["shape"].hex()} if "shape" in values else values


def from_json(values: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record that `as_json` wrote."""
    out = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return out | {"shape": bytes.fromhex(str(out["shape"]))} if "shape" in out else out
