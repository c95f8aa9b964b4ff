"""Names on the base map, from the hand-made tables of places and divisions."""

from __future__ import annotations

import csv
from functools import lru_cache

from incidents.geocoding import reference_dir

FROM_ZOOM = {"governorate": 7, "city": 8, "town": 10, "village": 11}
"""From which zoom a kind of place is named; kinds not listed are left out."""

Name = tuple[float, float, str, str, int, str]


@lru_cache
def base_names() -> list[Name]:
    """(latitude, longitude, English, Arabic or "", from which zoom, class), the most important first."""
    named = [*_governorates(), *_towns()]
    return sorted(named, key=lambda name: name[4])


def _rows(table: str) -> list[dict[str, str]]:
    with (reference_dir() / table).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["lat"] and row["lon"]]


def _name(row: dict[str, str], kind: str, look: str) -> Name:
    arabic = row["arabic"].partition(";")[0]
    return float(row["lat"]), float(row["lon"]), row["name"], arabic, FROM_ZOOM[kind], look


def _governorates() -> list[Name]:
    return [_name(row, "governorate", "governorate") for row in _rows("divisions.csv") if row["level"] == "1"]


def _towns() -> list[Name]:
    return [_name(row, row["kind"], "town") for row in _rows("overlay.csv") if row["kind"] in FROM_ZOOM]
