"""Files the map's frame loads: Leaflet from its package, the base map, and our own script and style.

Streamlit serves the folder of every declared component, so no file is copied and no static folder is
needed.  Addresses are relative to streamlit-folium's frame (`/component/streamlit_folium.st_folium/`)
and so hold under any `server.baseUrlPath`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from streamlit.components.v1 import declare_component
from xstatic.pkg import leaflet

from incidents.geocoding import reference_dir

FOLDERS = {
    "leaflet": Path(leaflet.BASE_DIR),
    "reference": reference_dir(),
    "own": Path(__file__).parent / "assets",
}

ICON = FOLDERS["own"] / "icon.svg"
"""The browser tab's icon: a file, because Streamlit fetches a Material icon for the tab from the network."""


def serve() -> None:
    """Declare the folders to the running server; cheap, to be called on every run."""
    for name, folder in FOLDERS.items():
        declare_component(name, path=str(folder))


def address(folder: str, filename: str) -> str:
    """Where the map's frame finds a file; the query changes with its bytes, so that no browser keeps an old one."""
    version = hashlib.sha256((FOLDERS[folder] / filename).read_bytes()).hexdigest()[:12]
    return f"../{__name__}.{folder}/{filename}?v={version}"
