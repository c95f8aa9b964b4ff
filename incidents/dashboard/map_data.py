"""Rows of the incidents table → what the map draws: places, areas and their words; pure.

Only rows known to a settlement or better become points; wider ones become areas (DESIGN.md, no false
points).  Rows that are not added up are shown too, but never give a circle its size.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from incidents.dashboard.figures import figure, number, records
from incidents.dashboard.words import palette, say, section
from incidents.model import POINT_PRECISIONS

Measure = Literal["killed", "incidents"]

AREA_SIZES = {"district": 1, "governorate": 2, "region": 3, "country": 4}
COARSE_DEGREES = 0.001
"""Outlines are drawn this coarsely (some 100 m): the map is looked at, the download is exact."""


def place_key(row: Mapping[str, Any]) -> str:
    """What makes two rows lie at the same place on the map."""
    parts = (row["geo_precision"], row["gazetteer"], row["gazetteer_id"], row["latitude"], row["longitude"])
    return "/".join(map(str, parts))


def adds_up(row: Mapping[str, Any]) -> bool:
    """Is the row one of those the headline adds up?"""
    return bool(row["counted"]) and not row["overlaps"]


def words(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line for the tooltip: incidents, people killed, and what is not added."""
    counted = [row for row in rows if adds_up(row)]
    known = [row for row in counted if number(row["killed_best"]) is not None]
    parts = []
    if counted:
        parts.append(say("circles.incidents", n=len(counted)))
    if known:
        parts.append(say("circles.killed", figure=_sum_in_words(known)))
    if known and len(known) < len(counted):
        parts.append(say("circles.no_figure", n=len(counted) - len(known)))
    if len(counted) < len(rows):
        parts.append(say("circles.told", n=len(rows) - len(counted)))
    return " · ".join(parts)


def _sum_in_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows' killed added up; open above as soon as one of them is."""
    highs = [number(row["killed_high"]) for row in rows]
    high = None if None in highs else sum(value for value in highs if value is not None)
    return figure(sum(number(row["killed_low"]) or 0 for row in rows), high)


def value(rows: Sequence[Mapping[str, Any]], measure: Measure) -> int:
    """What a circle's area stands for, over the rows that may be added up."""
    counted = [row for row in rows if adds_up(row)]
    if measure == "incidents":
        return len(counted)
    return sum(number(row["killed_best"]) or 0 for row in counted)


def _group(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in records(frame):
        groups.setdefault(place_key(row), []).append(row)
    return groups


def _name(row: Mapping[str, Any]) -> str:
    arabic = row.get("location_ar")
    return f"{row['location']} · {arabic}" if isinstance(arabic, str) and arabic else str(row["location"])


def places(rows: pd.DataFrame, measure: Measure, chosen: frozenset[str]) -> list[dict[str, Any]]:
    """One entry for each point, in a stable order (its JSON is compared to see whether the map changed)."""
    points = rows[rows["latitude"].notna() & rows["longitude"].notna()]
    return [
        {
            "lat": round(float(group[0]["latitude"]), 5),
            "lon": round(float(group[0]["longitude"]), 5),
            "name": _name(group[0]),
            "detail": words(group),
            "value": value(group, measure),
            "incidents": value(group, "incidents"),
            "ids": [row["event_id"] for row in group],
            "selected": any(row["event_id"] in chosen for row in group),
        }
        for _, group in sorted(_group(points).items())
    ]


def areas(rows: pd.DataFrame, chosen: frozenset[str]) -> list[dict[str, Any]]:
    """One entry for each area that has an outline, with the counts its label shows."""
    wide = rows[rows["latitude"].isna() & rows["geometry"].notna()]
    drawn = []
    for _, group in sorted(_group(wide).items()):
        first = group[0]
        counted = sum(1 for row in group if adds_up(row))
        drawn.append(
            {
                "name": _name(first),
                "detail": words(group),
                "badge": say("circles.incidents", n=counted) if counted else "",
                "incidents": counted,
                "value": counted,
                "size": AREA_SIZES[first["geo_precision"]],
                "geometry": outline(first["geometry"]),
                "label": label_point(first),
                "ids": [row["event_id"] for row in group],
                "selected": any(row["event_id"] in chosen for row in group),
            }
        )
    return drawn


def outline(shape: BaseGeometry) -> Mapping[str, Any]:
    """The area as a light GeoJSON geometry, [longitude, latitude]."""
    light = shapely.set_precision(shape.simplify(COARSE_DEGREES), 0.0001)
    return shapely.geometry.mapping(shape if light.is_empty else light)


def label_point(row: Mapping[str, Any]) -> list[float]:
    """[latitude, longitude] of an area's label: the gazetteer's, else a point inside."""
    if pd.notna(row["label_latitude"]) and pd.notna(row["label_longitude"]):
        return [float(row["label_latitude"]), float(row["label_longitude"])]
    point = row["geometry"].representative_point()
    return [round(point.y, 4), round(point.x, 4)]


def layer(
    rows: pd.DataFrame,
    measure: Measure,
    chosen: frozenset[str] = frozenset(),
    not_placed: int = 0,
) -> dict[str, Any]:
    """Everything the map's script draws; see `assets/map.js`."""
    told = section("circles")
    return {
        "places": places(rows, measure, chosen),
        "areas": areas(rows, chosen),
        "not_placed": not_placed,
        "colours": palette()["map"],
        "strings": {
            "title": told[f"title_{measure}"],
            "hollow": told["hollow"],
            "area": told["area"],
            "not_placed": told["not_placed"],
            "fit": say("map.fit"),
        },
    }


def why_not_placed(row: Mapping[str, Any]) -> str:
    """Why a row is listed beside the map instead of drawn on it."""
    if row["gazetteer"] is None and row["geo_precision"] is not None:
        return say("not_placed.several")
    if row["geo_precision"] is not None:
        return say(
            "not_placed.point_unknown"
            if row["geo_precision"] in POINT_PRECISIONS
            else "not_placed.area_unknown"
        )
    return say("not_placed.unresolved" if row["location"] else "not_placed.no_place")
