"""How far apart two points are."""

from __future__ import annotations

import math
from typing import Protocol


class HasPoint(Protocol):
    """Anything with a point in degrees of WGS 84, or without one."""

    @property
    def lat(self) -> float | None:
        """Latitude."""

    @property
    def lon(self) -> float | None:
        """Longitude."""


def distance_km(a: HasPoint, b: HasPoint) -> float:
    """Great-circle distance between two points in kilometres; infinite where one has none."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12_742 * math.asin(min(1.0, math.sqrt(half)))
