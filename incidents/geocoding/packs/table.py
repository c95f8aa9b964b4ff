"""Any CSV with a column mapping: which column is the name, the latitude and so on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from incidents.errors import GazetteerError
from incidents.geocoding.packs.files import Source, degrees
from incidents.geocoding.packs.record import CITY_M, TOWN_M, VILLAGE_M, Found, PackPlace
from incidents.model import GeoPrecision

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "name_en", "place", "location", "title"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "id": ("id", "code", "place_id"),
    "names": ("names", "alternate_names", "aliases", "variants"),
    "arabic": ("arabic", "name_ar", "ar"),
    "admin1": ("admin1", "governorate", "province", "state"),
    "admin2": ("admin2", "district"),
    "country": ("country", "iso2", "country_code"),
    "population": ("population", "pop"),
    "kind": ("kind", "type"),
    "geonames": ("geonames", "geonameid", "geonames_id"),
    "wikidata": ("wikidata", "wikidata_id"),
}
"""What a column may hold -> names of columns that are taken for it unasked."""
_KINDS: Mapping[str, GeoPrecision] = {
    "settlement": "settlement",
    "feature": "settlement",
    "facility": "exact",
}
_SIZES = {"city": CITY_M, "town": TOWN_M, "village": VILLAGE_M}


def mapping_of(options: Mapping[str, str], file: Path | None) -> dict[str, str]:
    """The mapping that a person gave: field -> column, from a TOML file and from options, which win."""
    given: dict[str, object] = {}
    if file:
        try:
            given |= tomllib.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise GazetteerError(f"The column mapping {file.name} cannot be read: {error}.") from error
    given |= options
    for field, column in given.items():
        if field not in FIELDS or not isinstance(column, str):
            raise GazetteerError(
                f"The column mapping names “{field}”, which is not one of {', '.join(FIELDS)}."
            )
    return {field: str(column) for field, column in given.items()}


def guessed(heading: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping filled up with columns that go by a known name."""
    low = {column.lower(): column for column in heading}
    found = {field: low[name] for field, names in FIELDS.items() for name in reversed(names) if name in low}
    return found | dict(mapping)


def read_table(source: Source, mapping: Mapping[str, str], pack: str) -> Iterator[Found]:
    """The places of a CSV file; None for a row without a point."""
    columns: dict[str, str] | None = None
    seen: dict[str, int] = {}
    for line, row in source.rows():
        if columns is None:
            columns = guessed(list(row), mapping)
            missing = [f for f in ("name", "lat", "lon") if f not in columns]
            strange = [c for c in columns.values() if c not in row]
            if missing or strange:
                what = f"no column “{strange[0]}”" if strange else f"no column for “{missing[0]}”"
                raise source.wrong(
                    f"there is {what} among {', '.join(row)}: say which with --column {(missing or ['name'])[0]}=…",
                    1,
                )
        cells = {f: row[c] for f, c in columns.items()}
        yield f"line {line}", _place(source, cells, line, pack, seen)


def _place(
    source: Source, cells: dict[str, str], line: int, pack: str, seen: dict[str, int]
) -> PackPlace | None:
    if not cells["name"]:
        raise source.wrong("the place has no name.", line)
    key = cells.get("id") or f"line-{line}"
    if key in seen:
        raise source.wrong(f"the id {key} stands in line {seen[key]} as well.", line)
    seen[key] = line
    point = degrees(source, cells["lat"], cells["lon"], "", line)
    people = cells.get("population", "").replace(",", "")
    if people and not people.isdecimal():
        raise source.wrong(f"the population “{people:.20}” is not a whole number.", line)
    if point is None:
        return None
    kind = cells.get("kind", "").lower()
    spelled = (*_listed(cells.get("names", "")), *_listed(cells.get("arabic", "")))
    others = [(g, cells.get(g, "")) for g in ("geonames", "wikidata")]
    return PackPlace(
        ids=(f"csv:{pack}/{key}", *(f"{gazetteer}:{value}" for gazetteer, value in others if value)),
        name=cells["name"],
        names=tuple(n for n in dict.fromkeys(spelled) if n != cells["name"]),
        kind=kind if kind in _KINDS else "settlement",
        geo_precision=_KINDS.get(kind, "settlement"),
        lat=point[0],
        lon=point[1],
        size_m=_SIZES.get(kind, VILLAGE_M),
        population=int(people or 0),
        country=source.iso2(cells.get("country"), "", line),
        admin1=_listed(cells.get("admin1", "")),
        admin2=_listed(cells.get("admin2", "")),
    )


def _listed(cell: str) -> tuple[str, ...]:
    """Several names of a cell, parted by a bar or a semicolon."""
    return tuple(n.strip() for n in cell.replace("|", ";").split(";") if n.strip())
