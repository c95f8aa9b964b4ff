"""A frame of rows → plain records, the same for every table format."""

from __future__ import annotations

from typing import Any

import pandas as pd

from incidents.query import RECORD_COLUMNS, plain


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """The record's columns of each row: None, text, whole or decimal numbers, days as "YYYY-MM-DD", lists."""
    columns = {name: [plain(value) for value in rows[name]] for name in RECORD_COLUMNS}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
