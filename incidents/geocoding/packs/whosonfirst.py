"""Who's On First: a CSV export of places, or GeoJSON of places and outlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import shapely

from incidents.geocoding.packs.files import Source, degrees
from incidents.geocoding.packs.record import TOWN_M, VILLAGE_M, Found, Outline, PackPlace
from incidents.geocoding.packs.shapes import first_point, outline_of
from incidents.model import GeoPrecision

ATTRIBUTION = "Who’s On First (whosonfirst.org/docs/licenses); rows from GeoNames: GeoNames, CC BY 4.0"

_KINDS: dict[str, tuple[str, GeoPrecision]] = {
    "locality": ("settlement", "settlement"),
    "localadmin": ("settlement", "settlement"),
    "borough": ("settlement", "settlement"),
    "neighbourhood": ("settlement", "settlement"),
    "macrohood": ("settlement", "settlement"),
    "microhood": ("settlement", "settlement"),
    "campus": ("facility", "exact"),
    "venue": ("facility", "exact"),
    "county": ("admin", "district"),
    "region": ("admin", "governorate"),
}
"""Placetype -> (kind of Place, precision); other placetypes (country, timezone …) are left out."""
_LEVELS: dict[str, Literal["governorate", "district"]] = {"region": "governorate", "county": "district"}


def read_table(source: Source) -> Iterator[Found]:
    """The places of a CSV export; None for a row that is left out."""
    rows: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in source.rows():
        key = row.get("id") or row.get("wof:id") or ""
        if not key.lstrip("-").isdecimal():
            raise source.wrong("the row has no Who’s On First id.", line)
        if key in rows:
            raise source.wrong(f"the id {key} stands in line {rows[key][0]} as well.", line)
        rows[key] = line, row
    by_id = {key: row for key, (_, row) in rows.items()}
    for key, (line, row) in rows.items():
        yield f"line {line}", _place(source, key, row, line, by_id)


def _place(
    source: Source, key: str, row: dict[str, str], line: int, by_id: dict[str, dict[str, str]]
) -> PackPlace | None:
    kind = _KINDS.get(row.get("placetype", ""))
    point = degrees(
        source,
        row.get("lat") or row.get("geom_latitude"),
        row.get("lon") or row.get("geom_longitude"),
        "",
        line,
    )
    if not row.get("name"):
        raise source.wrong("the place has no name.", line)
    if kind is None or point is None:
        return None
    lineage = list(_lineage(key, by_id))
    admin1 = next((_names(r) for r in lineage if r.get("placetype") == "region"), ())
    admin2 = next((_names(r) for r in lineage if r.get("placetype") == "county"), ())
    return PackPlace(
        ids=_ids(key, row.get("gn", ""), row.get("qs", "")),
        name=row["name"],
        names=_names(row)[1:],
        kind=kind[0],
        geo_precision=kind[1],
        lat=point[0],
        lon=point[1],
        country=source.iso2(row.get("country") or row.get("wof_country") or row.get("iso"), "", line),
        admin1=admin1,
        admin2=admin2,
    )


def _lineage(key: str, by_id: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    """The row and what it lies in, from below; a circle ends it."""
    seen: set[str] = set()
    while key in by_id and key not in seen:
        seen.add(key)
        yield by_id[key]
        key = by_id[key].get("parent") or by_id[key].get("parent_id") or ""


def _names(row: dict[str, str]) -> tuple[str, ...]:
    spelled = (row["name"], *row.get("names", "").split("|"), *row.get("ar", "").split("|"))
    return tuple(dict.fromkeys(n.strip() for n in spelled if n.strip()))


def _ids(key: str, geonames: str, wikidata: str) -> tuple[str, ...]:
    more = (f"geonames:{geonames}" if geonames else "", f"wikidata:{wikidata}" if wikidata else "")
    return (f"wof:{key}", *(m for m in more if m))


def read_features(source: Source) -> Iterator[Found]:
    """The places (points) and outlines (polygons) of a GeoJSON export; None for what is left out."""
    for number, about, geometry in source.features():
        key = about.get("wof_id", about.get("wof:id"))
        placetype = about.get("placetype", about.get("wof:placetype"))
        if not isinstance(key, int) or not isinstance(placetype, str):
            raise source.wrong(f"feature {number} has no Who’s On First id and placetype.")
        names = _feature_names(about)
        iso = str(about.get("wof:country") or about.get("iso:country") or "")
        if not names:
            raise source.wrong(f"feature {number} has no name.")
        where, shape = f"feature {number}", (geometry or {}).get("type")
        if shape in ("Polygon", "MultiPolygon"):
            yield where, _outline(source, number, geometry, placetype, key, names, iso)
        else:
            yield where, _feature_place(source, number, about, geometry, placetype, key, names, iso)


def _outline(
    source: Source, number: int, geometry: Any, placetype: str, key: int, names: tuple[str, ...], country: str
) -> Outline | None:
    shape = outline_of(source, geometry, f"feature {number}")
    level = _LEVELS.get(placetype)
    if level is None:
        return None
    return Outline(
        ids=(f"wof:{key}",),
        names=names,
        level=level,
        country=source.iso2(country, f"feature {number}: ", None),
        shape=shapely.to_wkb(shape),
    )


def _feature_place(
    source: Source,
    number: int,
    about: dict[str, Any],
    geometry: Any,
    placetype: str,
    key: int,
    names: tuple[str, ...],
    country: str,
) -> PackPlace | None:
    kind = _KINDS.get(placetype)
    lat, lon = first_point(geometry)
    lat, lon = about.get("geom:latitude", lat), about.get("geom:longitude", lon)
    point = degrees(source, lat, lon, f"feature {number}: ", None)
    if kind is None or point is None:
        return None
    other = about.get("wof:concordances")
    other = other if isinstance(other, dict) else {}
    population = about.get("wof:population")
    return PackPlace(
        ids=_ids(str(key), str(other.get("gn:id", "")), str(other.get("wd:id", ""))),
        name=names[0],
        names=names[1:],
        kind=kind[0],
        geo_precision=kind[1],
        lat=point[0],
        lon=point[1],
        size_m=TOWN_M if isinstance(population, int) and population >= 10_000 else VILLAGE_M,
        population=population if isinstance(population, int) and population > 0 else 0,
        country=source.iso2(country, f"feature {number}: ", None),
    )


def _feature_names(about: dict[str, Any]) -> tuple[str, ...]:
    spelled: list[Any] = [about.get("name") or about.get("wof:name"), about.get("name_ar")]
    spelled += (n for key, value in about.items() if key.startswith("name:") for n in _listed(value))
    return tuple(dict.fromkeys(str(n).strip() for n in spelled if n and str(n).strip()))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
