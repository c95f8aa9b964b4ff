"""GeoJSON by RFC 7946: [longitude, latitude] in WGS 84, exteriors counter-clockwise, null where not placed."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import shapely
from shapely.geometry import MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from incidents.exchange.records import records
from incidents.query import GEOMETRY

DECIMALS = 5
"""About a metre: finer than any place in a report is known."""


def to_geojson(rows: pd.DataFrame) -> bytes:
    """A FeatureCollection of exactly these rows, UTF-8.  The event id is the feature's id and a property too."""
    features = [
        {"type": "Feature", "id": record["event_id"], "geometry": geometry(shape), "properties": record}
        for record, shape in zip(records(rows), rows[GEOMETRY], strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode()


def geometry(shape: BaseGeometry | None) -> dict[str, Any] | None:
    """A shape as a GeoJSON geometry, rounded; None where there is no shape."""
    if shape is None or shape.is_empty:
        return None
    told = mapping(_counter_clockwise(shape))
    return {"type": told["type"], "coordinates": _rounded(told["coordinates"])}


def _counter_clockwise(shape: BaseGeometry) -> BaseGeometry:
    if isinstance(shape, Polygon):
        return orient(_valid(shape))
    if isinstance(shape, MultiPolygon):
        return MultiPolygon([orient(part) for part in _polygons(_valid(shape))])
    return shape


def _valid(shape: Polygon | MultiPolygon) -> Any:
    """The shape on the grid of DECIMALS, so that rounding collapses no ring; as it is where nothing would be left."""
    snapped = shapely.set_precision(shape, 10**-DECIMALS)
    return shape if snapped.is_empty or snapped.geom_type not in ("Polygon", "MultiPolygon") else snapped


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return [part for part in parts if isinstance(part, Polygon)]


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float | int):
        return round(float(coordinates), DECIMALS)
    return [_rounded(item) for item in coordinates]
