"""The rim: where the index lies, and building it when it is missing or out of date."""

from __future__ import annotations

from pathlib import Path

from incidents.errors import GazetteerError
from incidents.geocoding.build import Progress, build, index_fingerprint
from incidents.geocoding.index import Gazetteer
from incidents.geocoding.reference import reference_dir


def open_gazetteer(data_dir: Path, progress: Progress | None = None) -> Gazetteer:
    """The gazetteer of a data folder; its index is built first when missing or made from other data."""
    path, folder = data_dir / "gazetteer" / "index.sqlite", reference_dir()
    try:
        gazetteer = Gazetteer(path)
        if gazetteer.fingerprint == index_fingerprint(folder):
            return gazetteer
        gazetteer.close()
    except GazetteerError:
        pass
    build(path, folder, progress)
    return Gazetteer(path)
