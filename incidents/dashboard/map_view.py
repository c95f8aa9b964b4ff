"""The map: a base that never changes, and one layer of incidents that does.

streamlit-folium mounts the map again whenever the base's script changes, and decides that by a hash
that ignores much of it; so everything that depends on the data goes into the layer, and a click reports
itself (`assets/map.js`) instead of through the objects streamlit-folium returns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template
from streamlit_folium import st_folium

from incidents.dashboard import assets
from incidents.dashboard.base_names import base_names
from incidents.dashboard.words import palette, say

HEIGHT = 520
BASE_LAYERS = ("basemap-world.geojson", "basemap-levant.geojson")
CENTRE_LAT_LON = (35.2, 36.2)


class _Call(MacroElement):
    """Calls one function of `assets/map.js` with the parent and a value that is safe inside a script."""

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.call(this._parent.get_name()) }};{% endmacro %}"
    )

    def __init__(self, name: str, function: str, value: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name
        self.function = function
        self.value = script_json(value)

    def call(self, parent: str) -> str:
        target = parent if self.function == "base" else f"map_div, {parent}"
        return f"incidentsMap.{self.function}({target}, {self.value})"


def script_json(value: Any) -> str:
    """JSON that cannot end a script element or a line of it, whatever the names in it contain."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def base_map() -> folium.Map:
    """The empty map: land, borders and names, from local files only."""
    made = folium.Map(CENTRE_LAT_LON, zoom_start=8, tiles=None, prefer_canvas=True, control_scale=True)
    made.default_js = [
        ("leaflet", assets.address("leaflet", "leaflet.js")),
        ("map", assets.address("own", "map.js")),
    ]
    made.default_css = [
        ("leaflet", assets.address("leaflet", "leaflet.css")),
        ("map", assets.address("own", "map.css")),
    ]
    options = {
        "layers": [assets.address("reference", name) for name in BASE_LAYERS],
        "names": base_names(),
        "colours": palette()["map"],
        "strings": {"base_failed": say("map.base_failed")},
        "attribution": say("map.attribution"),
    }
    made.add_child(_Call("IncidentsBase", "base", options))
    return made


def draw(layer: Mapping[str, Any], *, key: str, on_click: Callable[[], None]) -> None:
    """Draw the map; after a click `st.session_state[key]` holds {"event_ids": [...], "seq": n}."""
    group = folium.FeatureGroup("incidents")
    group.add_child(_Call("IncidentsLayer", "layer", layer))
    st_folium(
        base_map(),
        key=key,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=group,
        on_change=on_click,
    )
