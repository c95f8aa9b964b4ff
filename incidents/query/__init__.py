"""The questions asked of the incidents table: filters, views, sums.

Tables are derived from the ledger, kept as Parquet (`generation`) and asked through DuckDB in memory.  A choice
of sources makes rows anew from the claims that are left.
"""

from __future__ import annotations

from incidents.query.difference import Change, applied, difference
from incidents.query.filters import EVERYTHING, NOT_PLACED, Filters
from incidents.query.known import known_from
from incidents.query.schema import CLAIMS, FIGURE_COLUMNS, GEOMETRY, RECORD, RECORD_COLUMNS, plain
from incidents.query.sources import Sources
from incidents.query.store import Store
from incidents.query.view import View

__all__ = [
    "CLAIMS",
    "EVERYTHING",
    "FIGURE_COLUMNS",
    "GEOMETRY",
    "NOT_PLACED",
    "RECORD",
    "RECORD_COLUMNS",
    "Change",
    "Filters",
    "Sources",
    "Store",
    "View",
    "applied",
    "difference",
    "known_from",
    "plain",
]
