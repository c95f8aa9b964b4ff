"""Importing tables made elsewhere: rows of a monitor's own CSV or XLSX become claims, each with its row as evidence.

The file is a report whose text has a line a row; `words.toml` knows what columns and cells may be called.
"""

from __future__ import annotations

from incidents.exchange.importing.landing import Landed, land
from incidents.exchange.importing.mapping import Mapping, fitted, load_mapping, save, saved
from incidents.exchange.importing.places import PlaceReader
from incidents.exchange.importing.report import About, BadRow, Imported, mapping_for, open_table, read_table
from incidents.exchange.importing.sheets import MEDIA_TYPES, SheetChoiceError
from incidents.exchange.importing.table import HeadRowError, Table

__all__ = [
    "MEDIA_TYPES",
    "About",
    "BadRow",
    "HeadRowError",
    "Imported",
    "Landed",
    "Mapping",
    "PlaceReader",
    "SheetChoiceError",
    "Table",
    "fitted",
    "land",
    "load_mapping",
    "mapping_for",
    "open_table",
    "read_table",
    "save",
    "saved",
]
