"""A country dump of GeoNames (19 columns parted by tabs), with the names of a separate alternate-names file.

Columns and feature codes: the read-me of the dumps.  Which features become places: `features.toml`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from incidents.geocoding.packs.files import Source, degrees
from incidents.geocoding.packs.record import CITY_M, TOWN_M, VILLAGE_M, Found, PackPlace
from incidents.model import GeoPrecision

ATTRIBUTION = "GeoNames (geonames.org), CC BY 4.0"
COLUMNS = 19
_NOT_NAMES = frozenset("link post iata icao faac tcid unlc wkdt phon piny abbr fr_1793".split())
"""What the alternate-names file holds in place of a language where the text is no name to be read."""


@dataclass(frozen=True)
class _Feature:
    kind: str
    precision: GeoPrecision
    size_m: int


@cache
def _features() -> dict[str, _Feature]:
    """Feature codes, or their first letters where one stands for all of them -> what they become."""
    text = (Path(__file__).parent / "features.toml").read_text(encoding="utf-8")
    return {
        code: _Feature(group["kind"], group["precision"], group["size_m"])
        for group in tomllib.loads(text)["group"]
        for code in group["codes"].split()
    }


def is_dump(lines: list[str]) -> bool:
    """Does a file that begins with these lines look like a country dump?"""
    return any(
        len(cells) == COLUMNS and cells[0].isdecimal() for cells in (line.split("\t") for line in lines)
    )


def alternates_beside(path: Path) -> Path | None:
    """The alternate-names file that lies beside a dump as GeoNames has them: alternatenames/SY.zip for SY.zip."""
    for suffix in (".zip", ".txt"):
        other = path.parent / "alternatenames" / f"{path.stem}{suffix}"
        if other.is_file():
            return other
    return None


def read_dump(source: Source, alternates: Source | None) -> Iterator[Found]:
    """The places of a dump; None for a feature that is left out."""
    more = _alternates(alternates) if alternates else {}
    seen: dict[str, int] = {}
    for line, cells in source.tabbed():
        if len(cells) != COLUMNS:
            raise source.wrong(f"it has {len(cells)} columns where a GeoNames dump has {COLUMNS}.", line)
        if not cells[0].isdecimal() or not cells[1].strip():
            raise source.wrong("the row has no GeoNames id and name.", line)
        if cells[0] in seen:
            raise source.wrong(f"the id {cells[0]} stands in line {seen[cells[0]]} as well.", line)
        seen[cells[0]] = line
        yield f"line {line}", _place(source, cells, line, more.get(cells[0], ()))


def _place(source: Source, cells: list[str], line: int, more: tuple[str, ...]) -> PackPlace | None:
    key, name, ascii_name, alternate, lat, lon, feature_class, code, country = cells[:9]
    point = degrees(source, lat, lon, "", line)
    iso = source.iso2(country, "", line)
    if not cells[14].isdecimal():
        raise source.wrong(f"the population “{cells[14]:.20}” is not a number.", line)
    population = int(cells[14])
    feature = _features().get(f"{feature_class}.{code}") or _features().get(feature_class)
    if feature is None or feature.kind == "none" or point is None:
        return None
    names = (ascii_name, *alternate.split(","), *more)
    size = feature.size_m
    if feature.kind == "settlement":
        size = CITY_M if population >= 100_000 else TOWN_M if population >= 5000 else max(size, VILLAGE_M)
    first, second = cells[10], cells[11]
    own = tuple(n for n in (name, *names) if n) if feature.kind == "admin" else ()
    return PackPlace(
        ids=(f"geonames:{key}",),
        name=name.strip(),
        names=tuple(dict.fromkeys(n.strip() for n in names if n.strip() and n.strip() != name)),
        kind=feature.kind,
        geo_precision=feature.precision,
        lat=point[0],
        lon=point[1],
        size_m=size,
        population=population if feature.kind == "settlement" else 0,
        country=iso,
        admin1=((f"#{first}",) if first and first != "00" else ())
        + (own if feature.precision == "governorate" else ()),
        admin2=((f"#{second}",) if second else ()) + (own if feature.precision == "district" else ()),
    )


def _alternates(source: Source) -> dict[str, tuple[str, ...]]:
    """Names by GeoNames id, without those that are old, slang, codes or links."""
    out: dict[str, list[str]] = defaultdict(list)
    for line, cells in source.tabbed():
        if len(cells) < 4 or not cells[0].isdecimal() or not cells[1].isdecimal():
            raise source.wrong("it is not a line of a GeoNames alternate-names file.", line)
        flags = [*cells[4:8], "", "", "", ""]
        colloquial, historic = flags[2] == "1", flags[3] == "1"
        if cells[2] not in _NOT_NAMES and cells[3].strip() and not colloquial and not historic:
            out[cells[1]].append(cells[3].strip())
    return {key: tuple(names) for key, names in out.items()}
