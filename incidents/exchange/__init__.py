"""Exchange: the tables in other people's formats, one file a format, and the records of the parser's contract."""

from __future__ import annotations

from incidents.exchange.claims import claim_lines
from incidents.exchange.export import EXPORTERS, export
from incidents.exchange.geojson import to_geojson
from incidents.exchange.links import link_lines
from incidents.exchange.table import to_csv

__all__ = ["EXPORTERS", "claim_lines", "export", "link_lines", "to_csv", "to_geojson"]
