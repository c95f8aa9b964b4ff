"""One gazetteer index for all tests, built once and kept in the machine's folder for passing things."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from incidents.geocoding import Gazetteer, open_gazetteer
from incidents.parsing.places.opening import open_place_finder
from incidents.parsing.places.toponyms import PlaceFinder

DATA_DIR = Path(tempfile.gettempdir()) / "incidents-test-gazetteer"


@cache
def gazetteer() -> Gazetteer:
    """The index of the reference data as it is now."""
    return open_gazetteer(DATA_DIR)


@cache
def finder() -> PlaceFinder:
    """A place finder over that index."""
    return open_place_finder(DATA_DIR)
