"""CSV by RFC 4180 in UTF-8, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import pandas as pd

from incidents.exchange.records import records
from incidents.query import RECORD_COLUMNS

LIST_SEPARATOR = "; "
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so would be run as a formula by a spreadsheet; an apostrophe before it prevents that."""


def to_csv(rows: pd.DataFrame) -> bytes:
    """Exactly these rows with a head line; lists joined by "; ", nothing where nothing is stated."""
    return write_csv(RECORD_COLUMNS, (record.values() for record in records(rows)))


def write_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A head line and rows of cells, none of which a spreadsheet would run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = LIST_SEPARATOR.join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
