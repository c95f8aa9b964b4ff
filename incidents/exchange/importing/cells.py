"""What a cell of a table holds, and the error of one that cannot be read."""

from __future__ import annotations

import datetime as dt
import re

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
"""As a spreadsheet stores it; None for an empty cell."""

NOT_COMPUTED = "\ufffdformula"
"""Stands for a formula whose value the file does not hold; no file has such a cell."""
_ERRORS = ("#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_FORMULAS = ("'=", "'+", "'-", "'@", "'\t", "'\r")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫", "01234567890123456789,.")


class CellError(ValueError):
    """A cell that cannot be read; the message says why, without the name of its column."""


def text_of(value: Value) -> str:
    """The cell as one line of text, as a reader of the table sees it; a day without a time as YYYY-MM-DD."""
    if value is None:
        return ""
    if value == NOT_COMPUTED:
        return "(formula without a value)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = " ".join(str(value).split())
    return text[1:] if text.startswith(_FORMULAS) else text


def checked(value: Value) -> Value:
    """The cell, if it holds a value.  Raises CellError for a formula without one."""
    if value == NOT_COMPUTED:
        raise CellError(
            "holds a formula without a stored value: open the file in a spreadsheet program and save it"
        )
    if isinstance(value, str) and value.strip() in _ERRORS:
        raise CellError(f"holds the error {value.strip()} of a formula")
    return value


def in_western_digits(text: str) -> str:
    """The text with Arabic and Persian digits as 0 to 9, and plain spaces.

    >>> in_western_digits("١٬٢٣٤")
    '1,234'
    """
    return re.sub(r"[\s\u00a0\u202f\u2009]+", " ", text.translate(_DIGITS)).strip()
