"""Place names to places: a gazetteer index built once, candidates, disambiguation, geopy geocoders, areas.

`open_gazetteer` is the rim; `resolve` and `names` are pure.
"""

from incidents.geocoding.areas import ATTRIBUTION, area_geometry
from incidents.geocoding.chain import CachedGeocoder, ChainGeocoder, nominatim
from incidents.geocoding.geocoder import OfflineGeocoder
from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.lines import explain_name, find_place, geocode_lines
from incidents.geocoding.opening import open_gazetteer
from incidents.geocoding.reference import reference_dir
from incidents.geocoding.resolve import Asked, Context, Resolution, choose, context_of

__all__ = [
    "ATTRIBUTION",
    "Asked",
    "CachedGeocoder",
    "Candidate",
    "ChainGeocoder",
    "Context",
    "Gazetteer",
    "OfflineGeocoder",
    "Resolution",
    "area_geometry",
    "choose",
    "context_of",
    "explain_name",
    "find_place",
    "geocode_lines",
    "nominatim",
    "open_gazetteer",
    "reference_dir",
]
