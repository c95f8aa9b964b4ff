"""Outlines from GeoJSON."""

from __future__ import annotations

import json
from typing import Any

import shapely

from incidents.geocoding.packs.files import Source


def first_point(geometry: Any) -> tuple[Any, Any]:
    """(latitude, longitude) of a Point, or of the first of a MultiPoint, as they are written; none where none is."""
    cells = geometry.get("coordinates") if isinstance(geometry, dict) else None
    while isinstance(cells, list) and cells and isinstance(cells[0], list):
        cells = cells[0]
    return (cells[1], cells[0]) if isinstance(cells, list) and len(cells) >= 2 else (None, None)


def outline_of(source: Source, geometry: Any, where: str) -> shapely.MultiPolygon:
    """A valid MultiPolygon, its exteriors counter-clockwise; raises GazetteerError for what is none on Earth."""
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, ValueError) as error:
        raise source.wrong(f"{where}: its outline cannot be read.") from error
    parts = [p for p in shapely.get_parts(shapely.make_valid(shape)) if isinstance(p, shapely.Polygon)]
    whole = shapely.orient_polygons(shapely.MultiPolygon(parts), exterior_cw=False)
    west, south, east, north = whole.bounds
    if whole.is_empty or not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise source.wrong(
            f"{where}: its outline does not lie on Earth in degrees of longitude and latitude."
        )
    return whole
