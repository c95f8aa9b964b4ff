"""Outlines of areas: governorates of Syria, countries, and regions as the union of their governorates, or as drawn.

Districts, and governorates of other countries, have an outline where a country pack brings it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

import shapely
import shapely.affinity

from incidents.geocoding.reference import own_towns, reference_dir

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidents.geocoding.index import Gazetteer
    from incidents.model import Place

ATTRIBUTION = "Coast: GSHHG. Borders: Natural Earth. Place names: GeoNames (CC BY 4.0)."
"""What a map that shows the base map must say."""
METRES_PER_DEGREE = 111_200
"""Of latitude."""


def area_geometry(place: Place) -> shapely.MultiPolygon | None:
    """The outline of a place in WGS 84 (longitude, latitude), exteriors counter-clockwise.

    None for a place that is a point, and for an area whose outline is not known.  The countryside of a town is the
    area named after it without the town.
    """
    return _without_seat(place, _whole(place))


def _whole(place: Place) -> shapely.MultiPolygon | None:
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
        shape = _whole(place)
        if shape is None and place.kind == "admin":
            packed = gazetteer.outline(place.place_id)
            shape = _parts(shapely.from_wkb(packed)) if packed else None
        return _without_seat(place, shape)

    return known


def _without_seat(place: Place, shape: shapely.MultiPolygon | None) -> shapely.MultiPolygon | None:
    seat = (
        _seats().get((place.country, place.admin2 or place.admin1)) if place.part == "countryside" else None
    )
    return _ccw(shape.difference(seat)) if shape and seat else shape


@lru_cache(maxsize=1)
def _seats() -> dict[tuple[str | None, str | None], shapely.Polygon]:
    """The ground of the towns that divisions are named after, as discs, by country and name."""
    towns = (e.place for e in own_towns(reference_dir()))
    return {(t.country, t.name): _disc(t) for t in towns if t.lat is not None}


def _disc(town: Place) -> shapely.Polygon:
    """A town as a disc of its uncertainty around its point."""
    lat, lon, size_m = town.lat or 0.0, town.lon or 0.0, town.uncertainty_m or 0
    disc = shapely.Point(0, 0).buffer(size_m / METRES_PER_DEGREE)
    wide = shapely.affinity.scale(disc, xfact=1 / math.cos(math.radians(lat)), origin=(0, 0))
    return shapely.affinity.translate(wide, lon, lat)


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
