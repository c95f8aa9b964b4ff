"""The rim: where the index lies, and building it when it is missing or out of date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from incidents.errors import GazetteerError
from incidents.geocoding.areas import area_geometry, areas_of
from incidents.geocoding.build import Progress, build, index_fingerprint
from incidents.geocoding.index import Gazetteer
from incidents.geocoding.packs import clear_leftovers, installed, packs_fingerprint, remake_index
from incidents.geocoding.reference import reference_dir

if TYPE_CHECKING:
    import shapely

    from incidents.model import Place


def open_gazetteer(data_dir: Path, progress: Progress | None = None) -> Gazetteer:
    """The gazetteer of a data folder; its index is built first when missing or made from other data or packs."""
    path, folder = data_dir / "gazetteer" / "index.sqlite", reference_dir()
    clear_leftovers(data_dir)
    packs = installed(data_dir)
    try:
        gazetteer = Gazetteer(path)
        if gazetteer.fingerprint == index_fingerprint(folder) + packs_fingerprint(packs):
            return gazetteer
        gazetteer.close()
    except GazetteerError:
        pass
    if packs:
        remake_index(data_dir, progress or (lambda what, share: None))
    else:
        build(path, folder, progress)
    return Gazetteer(path)


def open_areas(data_dir: Path) -> Callable[[Place], shapely.MultiPolygon | None]:
    """Outlines of places (see `area_geometry`), those of the packs of a data folder among them."""
    return areas_of(open_gazetteer(data_dir)) if installed(data_dir) else area_geometry
