"""Where the label of an area stands: in the middle of its outline, rather than on the town after which it is named."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import shapely

    from incidents.geocoding.index import Gazetteer
    from incidents.model import Place

_M_PER_DEGREE = 111_195


class Label(NamedTuple):
    """A point (degrees) and how far from it, in metres, a place in the area may lie."""

    lat: float
    lon: float
    uncertainty_m: int


Labels = Callable[["Place"], Label | None]
"""The label of a division; None where its outline is not known."""


def labels_of(gazetteer: Gazetteer) -> Labels:
    """The labels of the divisions whose outlines a gazetteer knows."""

    def label(place: Place) -> Label | None:
        from incidents.geocoding.areas import (
            areas_of,
        )  # shapely takes a while: only where an area is asked for

        shape = areas_of(gazetteer)(place) if place.geo_precision in ("district", "governorate") else None
        return None if shape is None else label_of(shape)

    return label


def label_of(shape: shapely.MultiPolygon) -> Label:
    """The centre of gravity of an outline in WGS 84, or where that lies outside it, a point inside."""
    point = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    west, south, east, north = shape.bounds
    wide = max(east - point.x, point.x - west) * math.cos(math.radians(point.y))
    high = max(north - point.y, point.y - south)
    return Label(round(point.y, 5), round(point.x, 5), round(math.hypot(wide, high) * _M_PER_DEGREE))
