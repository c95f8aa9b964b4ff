"""The rim of parsing: opens what it is handed, the gazetteer and the recogniser."""

from __future__ import annotations

from pathlib import Path

from incidents.geocoding import open_gazetteer
from incidents.geocoding.build import Progress
from incidents.parsing.places.recogniser import SpacyRecogniser
from incidents.parsing.places.toponyms import PlaceFinder


def open_place_finder(data_dir: Path, progress: Progress | None = None) -> PlaceFinder:
    """The place finder of a data folder; the gazetteer index is built first when missing or out of date.

    progress: told what is being done and the share done, 0 to 1, while the index is built.
    """
    return PlaceFinder(open_gazetteer(data_dir, progress), SpacyRecogniser())
