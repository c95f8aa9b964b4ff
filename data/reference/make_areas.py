"""Makes basemap-world.geojson, basemap-levant.geojson and areas.geojson; run by hand, see README.md.

usage: python make_areas.py SHORE.txt NATURAL_EARTH_DIR QGIS_WORLD_MAP.gpkg

SHORE.txt holds GSHHG's shorelines of the Levant at full resolution, as GMT writes them (README.md has the command).
NATURAL_EARTH_DIR holds, at any depth, Natural Earth's countries (10m and 50m), land boundary lines (10m) and the lines
of the first-level divisions (10m).  QGIS's world map says which division is which.

Coast, borders and governorate lines are put together as lines before any area is made of them, so that
neighbours share their edges, and simplification keeps them shared.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely import Geometry, LineString, MultiLineString, MultiPolygon, Point, Polygon, STRtree, box
from shapely.ops import linemerge, nearest_points, polygonize

HERE = Path(__file__).parent
LEVANT = box(31.5, 31.6, 44.0, 38.5)
DIGITS = 4
"""Decimals of a degree written: about ten metres."""
GRID = 1e-5
"""Degrees, about a metre: lines that come this near to each other meet."""
REACH = 0.08
"""Degrees over which an end of a border line is joined to the coast or the next line; the sources differ a bit."""
ISLAND = 0.05
"""Square degrees below which a ring of shoreline in the sea is an island."""
LEVANT_TOLERANCE, WORLD_TOLERANCE = 0.0012, 0.06
"""Degrees: how far a simplified line may stray."""
NO_CODE = {
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "USNB Guantanamo Bay": "CU",
    "Somaliland": "SO",
}
"""Natural Earth's units without an ISO code -> the country they are drawn with."""
UNDOF = "Quneitra"
"""The United Nations zone on the Golan is drawn with the governorate it lies in."""


def shorelines(path: Path) -> dict[int, list[LineString]]:
    """GSHHG's lines by level: 1 coast, 2 lakes."""
    out: dict[int, list[LineString]] = defaultdict(list)
    for block in path.read_text(encoding="ascii").split(">")[1:]:
        head, *rows = block.strip().splitlines()
        if len(rows) > 1:
            points = [tuple(map(float, row.split())) for row in rows]
            out[int(head.split("Level")[1])].append(LineString(points))
    return out


def land_of(coast: Sequence[LineString], countries: Geometry) -> MultiPolygon:
    """Land inside the Levant's box, islands included."""
    faces = list(polygonize(shapely.union_all([*coast, LEVANT.exterior])))
    kept = [f for f in faces if f.intersection(countries).area > 0.5 * f.area or f.area < ISLAND]
    return shapely.multipolygons(kept)


def join_ends(lines: Sequence[LineString], coast: Geometry) -> list[LineString]:
    """The lines, and short pieces from their loose ends to the coast or to the next line."""
    merged = linemerge(shapely.union_all(lines, grid_size=GRID))
    parts = list(shapely.get_parts(merged))
    tree = STRtree(parts)
    pieces = []
    for number, part in enumerate(parts):
        for end in (Point(part.coords[0]), Point(part.coords[-1])):
            others = [parts[i] for i in tree.query(end.buffer(REACH)) if i != number]
            if any(other.distance(end) < GRID for other in others):
                continue
            target = min((coast, *others), key=end.distance)
            if 0 < end.distance(target) <= REACH:
                near = nearest_points(end, target)[1]
                past = (near.x + 1e-3 * (near.x - end.x), near.y + 1e-3 * (near.y - end.y))
                pieces.append(LineString([end, near, past]))
    return [*parts, *pieces]


def partition(land: Geometry, lines: Iterable[Geometry], units: gpd.GeoDataFrame) -> dict[str, Geometry]:
    """Divide the land along the lines; each piece goes to the unit that covers most of it, or the nearest."""
    faces = list(polygonize(shapely.union_all([land.boundary, *lines], grid_size=GRID)))
    tree = STRtree(units.geometry.values)
    pieces: dict[str, list[Polygon]] = defaultdict(list)
    for face in faces:
        if not land.contains(face.representative_point()):
            continue
        over = [
            (units.geometry.iloc[i].intersection(face).area, units.unit.iloc[i]) for i in tree.query(face)
        ]
        best = max(over, default=(0.0, ""))
        unit = best[1] if best[0] > 0 else units.unit.iloc[tree.nearest(face)]
        pieces[unit].append(face)
    return {unit: shapely.union_all(parts) for unit, parts in pieces.items()}


def simplified(units: dict[str, Geometry], tolerance: float, digits: int) -> dict[str, Geometry]:
    """Simpler outlines, shared edges still shared, exteriors counter-clockwise."""
    names = list(units)
    simple = shapely.coverage_simplify([units[n] for n in names], tolerance)
    out = {}
    for name, shape in zip(names, simple, strict=True):
        rounded = shapely.transform(shape, lambda xy: xy.round(digits))
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(rounded)))
        polygons = [p for p in parts if isinstance(p, Polygon) and not p.is_empty]
        if polygons:
            out[name] = shapely.orient_polygons(shapely.multipolygons(polygons), exterior_cw=False)
    return out


def shared_edges(units: dict[str, Geometry]) -> MultiLineString:
    """The lines between neighbours."""
    edges = []
    for a, b in combinations(units.values(), 2):
        if a.intersects(b):
            edges += [
                g for g in shapely.get_parts(a.boundary.intersection(b.boundary)) if isinstance(g, LineString)
            ]
    merged = linemerge(edges) if edges else MultiLineString()
    return shapely.multilinestrings(shapely.get_parts(merged))


def feature(shape: Geometry, properties: dict[str, Any]) -> dict[str, Any]:
    """One GeoJSON feature: [longitude, latitude] rounded, exteriors counter-clockwise."""
    turned = shapely.orient_polygons(shapely.transform(shape, lambda xy: xy.round(DIGITS)), exterior_cw=False)
    geometry = json.loads(shapely.to_geojson(turned), parse_float=lambda number: round(float(number), DIGITS))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(name: str, features: list[dict[str, Any]]) -> None:
    """Write a FeatureCollection beside this file, a feature a line."""
    rows = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    (HERE / name).write_text(f'{{"type":"FeatureCollection","features":[\n{rows}\n]}}\n', encoding="utf-8")


def find(folder: Path, stem: str) -> Path:
    """The shape file of that name, at any depth."""
    return next(iter(sorted(folder.rglob(f"{stem}.shp"))))


def country_units(path: Path) -> gpd.GeoDataFrame:
    """Natural Earth's countries with their ISO code as `unit`."""
    rows = gpd.read_file(path)
    rows["unit"] = [
        code if code != "-99" else NO_CODE.get(name, "")
        for code, name in zip(rows.ISO_A2_EH, rows.NAME, strict=True)
    ]
    return rows[~rows.unit.isin(("", "AQ"))][["unit", "geometry"]].reset_index(drop=True)


def governorate_units(package: Path) -> gpd.GeoDataFrame:
    """Syria's governorates with our id as `unit`, for telling pieces apart only."""
    with (HERE / "divisions.csv").open(encoding="utf-8", newline="") as file:
        ours = [r for r in csv.DictReader(file) if r["country"] == "SY" and r["level"] == "1"]
    by_code = {"SY" + r["geonames_codes"]: r["id"] for r in ours} | {
        "": next(r["id"] for r in ours if r["name"] == UNDOF)
    }
    rows = gpd.read_file(package, layer="states_provinces")
    rows = rows[rows.iso_a2 == "SY"]
    rows["unit"] = [by_code[code if isinstance(code, str) else ""] for code in rows.fips]
    return rows[["unit", "geometry"]].reset_index(drop=True)


def levant(shore: Path, natural_earth: Path, package: Path) -> tuple[dict[str, Geometry], Geometry]:
    """(countries and Syria's governorates inside the box, lakes); Syria is left to its governorates."""
    lines = shorelines(shore)
    countries = country_units(find(natural_earth, "ne_10m_admin_0_countries"))
    countries = countries[countries.intersects(LEVANT)].reset_index(drop=True)
    land = land_of(lines[1], countries.clip(LEVANT).union_all())
    borders = gpd.read_file(find(natural_earth, "ne_10m_admin_0_boundary_lines_land")).clip(LEVANT)
    syria = countries[countries.unit == "SY"].union_all()
    inner = gpd.read_file(find(natural_earth, "ne_10m_admin_1_states_provinces_lines")).clip(
        syria.buffer(0.02)
    )
    parts = [g for g in shapely.get_parts([*borders.geometry, *inner.geometry]) if isinstance(g, LineString)]
    cuts = join_ends(parts, land.boundary)
    units = partition(land, cuts, countries)
    governorates = partition(units.pop("SY"), cuts, governorate_units(package))
    lakes = [p for p in polygonize(shapely.union_all(lines[2])) if p.area > 1e-4]
    return simplified(units | governorates, LEVANT_TOLERANCE, 4), shapely.multipolygons(lakes)


def names() -> dict[str, tuple[str, str]]:
    """English and Arabic names by ISO code or division id."""
    out = {}
    for table, key, arabic in (("countries.csv", "iso2", "name_ar"), ("divisions.csv", "id", "arabic")):
        with (HERE / table).open(encoding="utf-8", newline="") as file:
            out |= {row[key]: (row["name"], row[arabic].partition(";")[0]) for row in csv.DictReader(file)}
    return out


def main() -> None:
    """Write the three files beside this one."""
    shore, natural_earth, package = map(Path, sys.argv[1:4])
    near, lakes = levant(shore, natural_earth, package)
    governorates = {k: v for k, v in near.items() if k.startswith("sy-")}
    syria = shapely.orient_polygons(shapely.union_all(list(governorates.values())), exterior_cw=False)
    here = {k: v for k, v in near.items() if k not in governorates} | {"SY": syria}
    layers = (
        (shapely.simplify(lakes, LEVANT_TOLERANCE), "water"),
        (shared_edges(here), "border"),
        (shared_edges(governorates), "governorate"),
    )
    write("basemap-levant.geojson", [feature(shape, {"kind": kind}) for shape, kind in layers])

    world = country_units(find(natural_earth, "ne_50m_admin_0_countries")).dissolve("unit").geometry
    far = simplified(dict(world.items()), WORLD_TOLERANCE, 2)
    outside = shapely.union_all(list(far.values())).difference(LEVANT)
    land = shapely.union_all([outside, *near.values()], grid_size=10**-DIGITS)
    borders = shared_edges(far).difference(LEVANT)
    write("basemap-world.geojson", [feature(land, {"kind": "land"}), feature(borders, {"kind": "border"})])

    called = names()
    areas = [("overlay:" + key, called[key], shape) for key, shape in governorates.items()]
    areas += [("country:" + key, called.get(key, (key, "")), far[key]) for key in far if key != "SY"]
    areas.append(("country:SY", called["SY"], syria))
    write(
        "areas.geojson",
        [
            feature(shape, {"place_id": key, "name": name, "name_ar": arabic})
            for key, (name, arabic), shape in sorted(areas, key=lambda area: area[0])
        ],
    )


if __name__ == "__main__":
    main()
