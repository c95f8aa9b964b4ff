"""Rows filed by unit, ground and month: those that may share people with another are found without a look at all.

Only what was filed earlier is looked for, and rows come from the finest place outwards (`extent.fineness`).  So a row
of an exact spot meets only rows of that spot, and a settlement's only those of the settlement and of spots near it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from incidents.linking.extent import NEAR_DEGREES, extent, places, same_ground, window
from incidents.model import POINT_PRECISIONS, Incident, Place

LONG_DAYS = 366
"""Windows longer than this are not filed by month."""
CELLS_A_DEGREE = 20

Month = tuple[int, int]
Ground = tuple[Hashable, ...]
_EVERYWHERE: Ground = ("everywhere",)


@dataclass(frozen=True, slots=True)
class Filed:
    """A row, the units it gives figures of, the days it can be of, and the files it is in and those it is sought in."""

    row: Incident
    units: frozenset[str]
    start: dt.date
    end: dt.date
    own: frozenset[Ground]
    met: frozenset[Ground]


def filed(row: Incident, units: frozenset[str]) -> Filed:
    """A row as it is filed and sought."""
    if not units:
        return Filed(row, units, *window(row), frozenset(), frozenset())
    own = frozenset((_EVERYWHERE, *(g for place in places(row) for g in _grounds(place))))
    return Filed(row, units, *window(row), own, frozenset(_met(row)))


class Files:
    """The rows filed so far."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, Ground], dict[Month | None, list[Filed]]] = defaultdict(dict)
        self._grounds: set[Ground] = set()

    def add(self, row: Filed) -> None:
        """File a row."""
        self._grounds |= row.own
        months = _months(row.start, row.end)
        for unit in row.units:
            for ground in row.own:
                here = self._files[unit, ground]
                for month in months:
                    here.setdefault(month, []).append(row)

    def sharing(self, row: Filed, among: Callable[[str], bool] | None = None) -> Iterator[Incident]:
        """Rows of the same ground, of its days and with one of its units, the one filed first among them.

        among: which event ids are looked for; all unless given.
        """
        if self._grounds.isdisjoint(row.met):
            return
        for unit in row.units:
            for ground in row.met:
                here = self._files.get((unit, ground))
                for filed_there in _in_days(here, row.start, row.end) if here else ():
                    found = (o.row for o in filed_there if _share(o, row))
                    first = next((r for r in found if among is None or among(r.event_id)), None)
                    if first:
                        yield first


def _share(one: Filed, other: Filed) -> bool:
    return one.start <= other.end and other.start <= one.end and same_ground(one.row, other.row)


def _in_days(filed: dict[Month | None, list[Filed]], start: dt.date, end: dt.date) -> Iterator[list[Filed]]:
    """The lists in which every row is that has a day from `start` to `end`."""
    months = _months(start, end)
    if months == [None]:
        first, last = (start.year, start.month), (end.year, end.month)
        yield from (entries for month, entries in filed.items() if month is None or first <= month <= last)
        return
    for month in (*months, None):
        if month in filed:
            yield filed[month]


def _months(start: dt.date, end: dt.date) -> list[Month | None]:
    """The months that the days touch, as (year, month); [None] for a window that is long or open."""
    if (end - start).days > LONG_DAYS:
        return [None]
    months: list[Month | None] = []
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        months.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return months


# --- grounds ---


def _grounds(place: Place) -> Iterator[Ground]:
    """What a row of this place is filed under."""
    yield ("place", place.place_id)
    known = extent(place)
    yield ("country", known.country)
    for admin1 in known.admin1 or (None,):
        yield ("admin1", known.country, admin1)
    if place.geo_precision in POINT_PRECISIONS:
        yield (place.geo_precision,)
        yield (place.geo_precision, _cell(place.lat, place.lon))


def _met(row: Incident) -> Iterator[Ground]:
    """What every row is filed under that came before this one and may be of the same ground."""
    here = places(row)
    if not here:
        yield _EVERYWHERE
    for place in here:
        yield ("place", place.place_id)
        if len(here) == 1 and place.geo_precision == "exact":
            continue
        if place.geo_precision in POINT_PRECISIONS:
            yield from _points_near(place)
        if len(here) > 1 or place.geo_precision not in POINT_PRECISIONS:
            yield from _compatible(place)


def _compatible(place: Place) -> Iterator[Ground]:
    """The files of what does not lie in another country or governorate; a name not known may be any."""
    known = extent(place)
    if known.country is None:
        yield _EVERYWHERE
        return
    for country in (known.country, None):
        if known.admin1 is None:
            yield ("country", country)
        else:
            yield from (("admin1", country, admin1) for admin1 in (*known.admin1, None))


def _points_near(place: Place) -> Iterator[Ground]:
    """The files of exact spots near a settlement, or of settlements near a spot."""
    other = "exact" if place.geo_precision == "settlement" else "settlement"
    if place.lat is None or place.lon is None:
        yield (other,)
        return
    yield (other, None)
    reach = NEAR_DEGREES / max(math.cos(math.radians(min(90, abs(place.lat) + NEAR_DEGREES))), 1e-9)
    columns = range(_grid(place.lon - min(reach, 180)), _grid(place.lon + min(reach, 180)) + 1)
    for line in range(_grid(place.lat - NEAR_DEGREES), _grid(place.lat + NEAR_DEGREES) + 1):
        yield from ((other, (line, column % (360 * CELLS_A_DEGREE))) for column in columns)


def _cell(lat: float | None, lon: float | None) -> tuple[int, int] | None:
    """The cell of a grid over the globe; None where the point is not known."""
    if lat is None or lon is None:
        return None
    return _grid(lat), _grid(lon) % (360 * CELLS_A_DEGREE)


def _grid(degrees: float) -> int:
    return math.floor(degrees * CELLS_A_DEGREE)
