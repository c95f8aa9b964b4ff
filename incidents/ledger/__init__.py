"""The ledger: reports, readings, reviewers' decisions and event names in SQL; append-only, the truth.

Everything else (generations, indexes, pages) can be made again from it.  SQLite in the data folder by default,
PostgreSQL by address; `schema` is the only file that knows which.
"""

from __future__ import annotations

from incidents.ledger.attaching import Lost, Seen
from incidents.ledger.changes import CLAIM_FIELDS, REPORT_FIELDS, place_by_hand
from incidents.ledger.checks import Problem
from incidents.ledger.grading import Definitions, Grade, definitions
from incidents.ledger.naming import assign_names
from incidents.ledger.review import ByHand, Reviewed
from incidents.ledger.rows import StoredReport
from incidents.ledger.store import Ledger

__all__ = [
    "CLAIM_FIELDS",
    "REPORT_FIELDS",
    "ByHand",
    "Definitions",
    "Grade",
    "Ledger",
    "Lost",
    "Problem",
    "Reviewed",
    "Seen",
    "StoredReport",
    "assign_names",
    "definitions",
    "place_by_hand",
]
