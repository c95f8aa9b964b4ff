"""The bytes of a CSV or XLSX file → rows with the numbers that a spreadsheet shows."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import dataclass

from incidents.errors import ExchangeError, ReportError
from incidents.exchange.importing.cells import Value, text_of
from incidents.exchange.importing.days import EPOCH
from incidents.reading.encodings import decode

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = frozenset((CSV_TYPE, XLSX_TYPE))
MOST_ROWS = 100_000
MOST_COLUMNS = 500
_DELIMITERS = ",;\t|"
_LOOKED_AT = 100
"""Lines by which the delimiter is told."""
_OLD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the spreadsheet.

    merged: column → the rows, first and last, of a merged cell that this row shares with others.
    """

    number: int
    cells: tuple[Value, ...]
    merged: tuple[tuple[int, int, int], ...] = ()

    def at(self, column: int) -> Value:
        """The cell of a column; None behind the last."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a sheet that are not empty.

    name: None for CSV.  others: the sheets that could have been chosen, this one too.  epoch: the day from which
    days are counted.
    """

    media_type: str
    rows: tuple[Row, ...]
    name: str | None = None
    others: tuple[str, ...] = ()
    epoch: dt.date = EPOCH


class SheetChoiceError(ExchangeError):
    """A workbook has several sheets, and nobody said which; `names` are theirs."""

    def __init__(self, names: tuple[str, ...], wanted: str | None) -> None:
        self.names = names
        told = ", ".join(f"“{name}”" for name in names)
        what = f"There is no sheet “{wanted}”" if wanted else "The workbook has several sheets"
        super().__init__(f"{what}: choose one (--sheet) of {told}.")


def read_sheet(data: bytes, wanted: str | None = None) -> Sheet:
    """The rows of a CSV or XLSX file, told apart by their bytes; wanted: the sheet of a workbook.

    Raises ExchangeError for what is neither, too large or damaged; SheetChoiceError where a sheet must be chosen.
    """
    if data.startswith(b"PK\x03\x04"):
        from incidents.exchange.importing.workbook import read_workbook

        return read_workbook(data, wanted)
    if data.startswith(_OLD):
        raise ExchangeError(
            "This is a spreadsheet of an old Office version (.xls) or one with a password: open it, save it as .xlsx "
            "without a password and import that."
        )
    return _read_csv(data)


def filled(rows: list[Row]) -> tuple[Row, ...]:
    """The rows that are not empty.  Raises ExchangeError for none, and for too many rows or columns."""
    kept = tuple(row for row in rows if any(text_of(cell) for cell in row.cells))
    if not kept:
        raise ExchangeError("There is nothing in the table: check that the file was saved completely.")
    if len(kept) > MOST_ROWS:
        raise too_large(f"more than {MOST_ROWS:,} rows")
    if max(len(row.cells) for row in kept) > MOST_COLUMNS:
        raise too_large(f"more than {MOST_COLUMNS} columns")
    return kept


def too_large(what: str) -> ExchangeError:
    """The table is larger than is read."""
    return ExchangeError(
        f"The table has {what}: split it, or save the rows that matter as a file of their own."
    )


def _read_csv(data: bytes) -> Sheet:
    try:
        text = decode(data)
    except ReportError as problem:
        raise ExchangeError(
            "This is neither a CSV file nor an XLSX workbook: save the table as one of them."
        ) from problem
    if "\0" in text or not text.strip():
        raise ExchangeError("There is no table in this file: check that it was saved completely.")
    first, _, rest = text.partition("\n")
    delimiter = None
    if first.lower().startswith("sep=") and len(first) == 5:  # for spreadsheets, which do not show this line
        delimiter, text = first[4], rest
    return Sheet(CSV_TYPE, filled(_records(text, delimiter or _delimiter(text))))


def _records(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            if number > 20 * MOST_ROWS:
                raise too_large(f"more than {MOST_ROWS:,} rows")
            while cells and not cells[-1].strip():
                cells.pop()
            rows.append(Row(number, tuple(cell or None for cell in cells)))
    except csv.Error as problem:
        raise ExchangeError(
            f"Row {len(rows) + 1}, or one after it, has a quotation mark that does not close: correct it ({problem})."
        ) from problem
    return [row for row in rows if row.cells]


def _delimiter(text: str) -> str:
    """The one that parts most rows into the same number of columns; of several the one that gives most."""
    lines = text.splitlines(keepends=True)[:_LOOKED_AT]

    def even(delimiter: str) -> tuple[int, int]:
        try:
            sizes = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0, 0
        size, rows = max(sizes.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return rows, size

    return max(_DELIMITERS, key=even)
