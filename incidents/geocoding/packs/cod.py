"""Lists of places with P-codes, as OCHA's common operational datasets have them: CSV or GeoJSON.

The columns go by many names from year to year and country to country; what they mean is told by their words:
ADM2_EN, ADMIN2_EN, admin2Name_en, ADM2_PCODE, ADMIN2_COD, PCODE, NAME_EN, NAM_EN_REF, LATITUDE, POINT_X …
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import shapely

from incidents.geocoding.names import fold, is_arabic, keys, loose
from incidents.geocoding.packs.files import Source, degrees
from incidents.geocoding.packs.record import CITY_M, TOWN_M, VILLAGE_M, Found, Outline, PackPlace
from incidents.geocoding.packs.shapes import first_point, outline_of
from incidents.geocoding.packs.spelling import with_article
from incidents.model import GeoPrecision

ATTRIBUTION = "OCHA common operational dataset; see its page for the licence (usually CC BY-IGO)"

_CODE = re.compile(r"p?_?code?$", re.IGNORECASE)
_LEVEL = re.compile(r"^(?:adm|admin)_?(?P<level>[0-5])", re.IGNORECASE)
_PRECISIONS: Mapping[int, GeoPrecision] = {
    1: "governorate",
    2: "district",
    4: "settlement",
    5: "settlement",
    9: "settlement",
}
"""Level -> precision; sub-districts (3) are neither places nor an area that a report can be drawn as."""
_NAME = re.compile(r"^(?:name?|nam|featurename|location|popplace|refname)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s-\s|[/_()]")
_ISO = re.compile(r"^[A-Z]{2,3}(?=\d)")


@dataclass(frozen=True)
class Columns:
    """Which columns hold what.  names, codes: level 1–4 -> columns; level 9: the place itself."""

    names: Mapping[int, tuple[str, ...]]
    codes: Mapping[int, str]
    lat: str | None
    lon: str | None
    capital: str | None
    population: str | None

    @property
    def own(self) -> int:
        """The level of the rows: 9 for places, else the lowest division."""
        return max(self.codes)


def columns_of(heading: Iterable[str]) -> Columns | None:
    """What the columns hold; None where there is no P-code."""
    names: dict[int, list[str]] = {}
    codes: dict[int, str] = {}
    single: dict[str, str] = {}
    for column in heading:
        low = column.lower()
        level = _LEVEL.match(column)
        if level and int(level["level"]) > 0:
            number = int(level["level"])
            if _CODE.search(column):
                codes.setdefault(number, column)
            elif not low.endswith(("type", "type_en", "_id", "order")):
                names.setdefault(number, []).append(column)
        elif low in ("pcode", "p_code", "place_pcode", "ppl_pcode", "pcode_ppl"):
            codes[9] = column
        elif low in ("lat", "latitude", "y", "point_y", "lat_dd", "y_lat"):
            single.setdefault("lat", column)
        elif low in ("lon", "long", "lng", "longitude", "x", "point_x", "long_dd", "x_lon"):
            single.setdefault("lon", column)
        elif low.startswith(("capit", "capital")):
            single.setdefault("capital", column)
        elif low in ("population", "pop", "pop_total"):
            single.setdefault("population", column)
        elif _NAME.match(column):
            names.setdefault(9, []).append(column)
    if not codes:
        return None
    named = {level: tuple(sorted(group, key=_english_first)) for level, group in names.items()}
    own = max(codes)
    if own not in named:
        return None
    return Columns(named, codes, *(single.get(n) for n in ("lat", "lon", "capital", "population")))


def _english_first(column: str) -> tuple[bool, bool]:
    low = column.lower()
    return (not low.endswith(("_en", "_eng")), "ref" in low or "alt" in low)


def read_table(source: Source) -> Iterator[Found]:
    """The places of a CSV list; None for a row without a point."""
    columns: Columns | None = None
    seen: dict[str, int] = {}
    for line, row in source.rows():
        columns = columns or columns_of(row)
        if columns is None:
            raise source.wrong("no column holds P-codes.", 1)
        yield f"line {line}", _place(source, columns, row, None, "", line, seen)


def read_features(source: Source) -> Iterator[Found]:
    """The places (points) and outlines (polygons) of a GeoJSON list; None for what is left out."""
    seen: dict[str, int] = {}
    for number, about, geometry in source.features():
        columns = columns_of(about)
        if columns is None:
            raise source.wrong(f"feature {number} has no P-code.")
        where = f"feature {number}"
        if geometry and geometry.get("type") in ("Polygon", "MultiPolygon"):
            yield where, _outline(source, columns, about, geometry, number)
        else:
            yield where, _place(source, columns, about, geometry, f"{where}: ", number, seen)


def _place(
    source: Source,
    columns: Columns,
    row: Mapping[str, Any],
    geometry: Any,
    where: str,
    number: int,
    seen: dict[str, int],
) -> PackPlace | None:
    line = None if where else number
    code = _text(row.get(columns.codes[columns.own]))
    names = _names(row, columns.names[columns.own])
    inside = [n for level, group in columns.names.items() if level < 4 for n in _names(row, group)]
    names = (*names, *(part for n in names for part in parts_of(n, inside)))
    arabic = [n for n in names if is_arabic(n)]
    parted = (with_article(n, a) for n in names if not is_arabic(n) for a in arabic)
    names = tuple(dict.fromkeys((*names, *(n for n in parted if n))))
    if not code or not names:
        raise source.wrong(f"{where}the place has no {'P-code' if not code else 'name'}.", line)
    if code in seen:
        raise source.wrong(f"{where}the P-code {code} stands at {seen[code]} as well.", line)
    seen[code] = number
    lat, lon = _point_cells(row, columns, geometry)
    point = degrees(source, lat, lon, where, line)
    precision = _PRECISIONS.get(columns.own)
    if point is None or precision is None:
        return None
    return PackPlace(
        ids=(f"pcode:{code}",),
        name=names[0],
        names=names[1:],
        kind="settlement" if precision == "settlement" else "admin",
        geo_precision=precision,
        lat=point[0],
        lon=point[1],
        size_m=_size(_text(row.get(columns.capital or ""))),
        population=_people(_text(row.get(columns.population or ""))),
        country=_country(source, row, columns, where, line),
        admin1=_names(row, columns.names.get(1, ())),
        admin2=_names(row, columns.names.get(2, ())),
    )


def _outline(
    source: Source, columns: Columns, row: Mapping[str, Any], geometry: Any, number: int
) -> Outline | None:
    shape = outline_of(source, geometry, f"feature {number}")
    names = _names(row, columns.names[columns.own])
    code = _text(row.get(columns.codes[columns.own]))
    if not code or not names:
        raise source.wrong(f"feature {number}: the division has no {'P-code' if not code else 'name'}.")
    if columns.own not in (1, 2):
        return None
    return Outline(
        ids=(f"pcode:{code}",),
        names=names,
        level="governorate" if columns.own == 1 else "district",
        country=_country(source, row, columns, f"feature {number}: ", None),
        shape=shapely.to_wkb(shape),
        admin1=_names(row, columns.names.get(1, ())),
    )


def _point_cells(row: Mapping[str, Any], columns: Columns, geometry: Any) -> tuple[Any, Any]:
    if columns.lat and columns.lon:
        return row.get(columns.lat), row.get(columns.lon)
    return first_point(geometry)


def _names(row: Mapping[str, Any], columns: Iterable[str]) -> tuple[str, ...]:
    cells = (_text(row.get(column)) for column in columns)
    return tuple(dict.fromkeys(c for c in cells if any(map(str.isalpha, c))))


def parts_of(name: str, inside: Iterable[str]) -> tuple[str, ...]:
    """The names in a name: of `Zorvenna - Qelmisur` both, of `Zorvenna / Safita` or `Zorvenna Safita` the first.

    inside: the names of the divisions it lies in, which a list adds to tell namesakes apart.
    """
    areas = {key for n in inside for key in (*keys(n), loose(n)) if key}
    parts = [part.strip(" -()/_") for part in _BETWEEN.split(name)]
    found = dict.fromkeys(one for part in parts for one in (part, _without_area(part, areas)) if one)
    return tuple(one for one in found if one != name and not areas & {*keys(one), loose(one)})


def _without_area(name: str, areas: set[str]) -> str:
    """A name of several words without the division's at its end, and without the "near" before that."""
    words = name.split()
    for length in (3, 2, 1):
        tail = " ".join(words[-length:])
        if len(words) > length and areas & {*keys(tail), loose(tail)}:
            rest = words[:-length]
            return " ".join(rest[:-1] if len(rest) > 1 and fold(rest[-1]) in ("near", "قرب") else rest)
    return name


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _country(source: Source, row: Mapping[str, Any], columns: Columns, where: str, line: int | None) -> str:
    """The country that the P-code of the first division begins with, in two or three letters."""
    code = _ISO.match(_text(row.get(columns.codes.get(1, columns.codes[columns.own]))).upper())
    return source.iso2(source.country or (code[0] if code else ""), where, line)


def _size(capital: str) -> int:
    """Capital of the country or a governorate, of a district or sub-district, or none."""
    return {"0": CITY_M, "1": CITY_M, "2": TOWN_M, "3": TOWN_M}.get(capital.removesuffix(".0"), VILLAGE_M)


def _people(cell: str) -> int:
    return int(float(cell)) if re.fullmatch(r"\d{1,9}(\.\d+)?", cell) else 0
