"""Place names to places: a gazetteer index built once, candidates, disambiguation, geopy geocoders, areas.

`open_gazetteer` is the rim; `resolve` and `names` are pure.
"""

from incidents.geocoding.areas import ATTRIBUTION, area_geometry, areas_of
from incidents.geocoding.chain import ChainGeocoder
from incidents.geocoding.geocoder import OfflineGeocoder
from incidents.geocoding.index import Candidate, Gazetteer
from incidents.geocoding.lines import explain_name, find_place, geocode_lines
from incidents.geocoding.network import NetworkDeniedError
from incidents.geocoding.online import OnlineGeocoder, online_geocoders
from incidents.geocoding.opening import open_areas, open_gazetteer
from incidents.geocoding.reference import reference_dir
from incidents.geocoding.resolve import Asked, Context, Resolution, choose, context_of
from incidents.geocoding.services import ServiceSettings, read_services

__all__ = [
    "ATTRIBUTION",
    "Asked",
    "Candidate",
    "ChainGeocoder",
    "Context",
    "Gazetteer",
    "NetworkDeniedError",
    "OfflineGeocoder",
    "OnlineGeocoder",
    "Resolution",
    "ServiceSettings",
    "area_geometry",
    "areas_of",
    "choose",
    "context_of",
    "explain_name",
    "find_place",
    "geocode_lines",
    "online_geocoders",
    "open_areas",
    "open_gazetteer",
    "read_services",
    "reference_dir",
]
