"""Outlines of areas: governorates of Syria, countries, and regions as the union of their governorates, or as drawn.

Districts, and governorates of other countries, have an outline where a country pack brings it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import shapely

from incidents.geocoding.reference import reference_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.geocoding.index import Gazetteer
    from incidents.model import Place

ATTRIBUTION = "Coast: GSHHG. Borders: Natural Earth. Place names: GeoNames (CC BY 4.0)."
"""What a map that shows the base map must say."""


def area_geometry(place: Place) -> shapely.MultiPolygon | None:
    """The outline of a place in WGS 84 (longitude, latitude), exteriors counter-clockwise.

    None for a place that is a point, and for an area whose outline is not known.
    """
    if place.geo_precision == "region":
        shapes = [_areas().get(_governorate_key(place.country, name)) for name in place.parts]
        known = [s for s in shapes if s is not None]
        whole = _joined(tuple(known)) if known and len(known) == len(shapes) else None
        drawn = _drawn().get(place.place_id)
        return _ccw(whole.intersection(drawn)) if whole and drawn else whole
    if place.geo_precision == "governorate":
        return _areas().get(_governorate_key(place.country, place.admin1))
    if place.geo_precision == "country":
        return _areas().get(f"country:{place.country}")
    return None


def areas_of(gazetteer: Gazetteer) -> Callable[[Place], shapely.MultiPolygon | None]:
    """`area_geometry` that also knows the outlines which the packs of a gazetteer bring."""

    def known(place: Place) -> shapely.MultiPolygon | None:
        shape = area_geometry(place)
        if shape is None and place.kind == "admin":
            packed = gazetteer.outline(place.place_id)
            shape = _parts(shapely.from_wkb(packed)) if packed else None
        return shape

    return known


def _governorate_key(country: str | None, admin1: str | None) -> str:
    return f"{country}/{admin1}"


@lru_cache(maxsize=64)
def _joined(shapes: tuple[shapely.MultiPolygon, ...]) -> shapely.MultiPolygon:
    return _ccw(shapely.union_all(shapes))


def _ccw(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.orient_polygons(_parts(shape), exterior_cw=False)


def _parts(shape: shapely.Geometry) -> shapely.MultiPolygon:
    return shapely.MultiPolygon([p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon)])


@lru_cache(maxsize=1)
def _areas() -> dict[str, shapely.MultiPolygon]:
    """All outlines by "country:XX" or "XX/governorate"."""
    out = {}
    for about, shape in _read("areas.geojson"):
        key = about["place_id"]
        if key.startswith("overlay:"):
            key = _governorate_key("SY", about["name"])
        out[key] = shape
    return out


@lru_cache(maxsize=1)
def _drawn() -> dict[str, shapely.MultiPolygon]:
    """Outlines of regions that are less than the governorates they lie in, drawn by hand, by place id."""
    return {about["place_id"]: shape for about, shape in _read("region_areas.geojson")}


def _read(file: str) -> Iterator[tuple[dict[str, str], shapely.MultiPolygon]]:
    text = (reference_dir() / file).read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        yield feature["properties"], _parts(shapely.from_geojson(json.dumps(feature["geometry"])))
