"""A sheet of an XLSX workbook: stored values of formulas, merged cells, and limits before anything else."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any, NamedTuple

from incidents.errors import ExchangeError
from incidents.exchange.importing.cells import NOT_COMPUTED, Value
from incidents.exchange.importing.days import EPOCH
from incidents.exchange.importing.sheets import (
    MOST_COLUMNS,
    MOST_ROWS,
    XLSX_TYPE,
    Row,
    Sheet,
    SheetChoiceError,
    filled,
    too_large,
)

MOST_BYTES = 64 * 2**20
"""Of one part of the workbook when unpacked; a sheet of a million rows that only look empty has more."""
_FILLED = re.compile(rb'<(?:\w+:)?c(?:\s(?:[^>]*?\s)?r="([A-Z]{1,3})\d+"[^>]*|\s[^>]*)?(?<!/)>(?!</)')
"""The column of a cell with something in it; empty for one that does not say where it is, and so stands next."""
_TALL = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_DAMAGED = "This is no workbook, or a damaged one: open it in a spreadsheet program and save it as .xlsx."


class _Part(NamedTuple):
    name: str
    hidden: bool
    path: str


def read_workbook(data: bytes, wanted: str | None = None) -> Sheet:
    """The sheet of that name, hidden or not; without a name the only one that is shown and not empty.

    Raises ExchangeError, whatever the library makes of the bytes.
    """
    try:
        return _read(data, wanted)
    except ExchangeError:
        raise
    except Exception as problem:  # untrusted bytes: the library fails on them in every way there is
        raise ExchangeError(_DAMAGED) from problem


def _read(data: bytes, wanted: str | None) -> Sheet:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive)
        part = _chosen(archive, parts, wanted)
        raw = _unpacked(archive, part.path)
        for info in archive.infolist():
            if not info.filename.startswith("xl/worksheets/") and info.file_size > MOST_BYTES:
                raise too_large(f"more than {MOST_BYTES // 2**20} MB of text")
    values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    wide = _width(raw)
    cells = _cells(values[part.name], wide)
    if b"<f" in raw:
        formulas = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        written = _cells(formulas[part.name], wide)
        cells = {n: _with_formulas(cells.get(n, Row(n, ())), written[n]) for n in sorted(written)}
    shown = tuple(p.name for p in parts if not p.hidden)
    epoch = values.epoch.date() if isinstance(values.epoch, dt.datetime) else EPOCH
    return Sheet(XLSX_TYPE, filled(_merged(cells, raw)), part.name, shown, epoch)


def _parts(archive: zipfile.ZipFile) -> list[_Part]:
    from openpyxl.reader.workbook import WorkbookParser

    parser = WorkbookParser(archive, "xl/workbook.xml")
    parser.parse()
    return [
        _Part(sheet.name, sheet.state != "visible", relation.target)
        for sheet, relation in parser.find_sheets()
        if "worksheet" in relation.Type
    ]


def _chosen(archive: zipfile.ZipFile, parts: list[_Part], wanted: str | None) -> _Part:
    if wanted:
        found = [p for p in parts if p.name == wanted]
    else:
        found = [p for p in parts if not p.hidden]
        if len(found) > 1:  # a new workbook may come with empty sheets
            found = [p for p in found if b"<c " in _head(archive, p.path)]
    if len(found) != 1:
        raise SheetChoiceError(tuple(p.name for p in (found or parts)), wanted)
    return found[0]


def _head(archive: zipfile.ZipFile, path: str) -> bytes:
    with archive.open(path) as file:
        return file.read(2**16)


def _unpacked(archive: zipfile.ZipFile, path: str) -> bytes:
    if archive.getinfo(path).file_size > MOST_BYTES:
        raise too_large(f"more than {MOST_BYTES // 2**20} MB, most of it perhaps rows that only look empty")
    with archive.open(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large(f"more than {MOST_BYTES // 2**20} MB")
    return data


def _width(raw: bytes) -> int:
    """The last column with a cell that is not empty; a spreadsheet may also list thousands that are."""
    from openpyxl.utils import column_index_from_string

    letters = set(_FILLED.findall(raw))
    width = max((column_index_from_string(found.decode()) for found in letters if found), default=1)
    if width > MOST_COLUMNS:
        raise too_large(f"more than {MOST_COLUMNS} columns")
    return MOST_COLUMNS + 1 if b"" in letters else width


def _cells(sheet: Any, width: int) -> dict[int, Row]:
    """The rows that hold anything, by number; width: columns to be read."""
    rows: dict[int, Row] = {}
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    for number, values in enumerate(sheet.iter_rows(max_col=width, values_only=True), 1):
        cells = list(values)
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells:
            rows[number] = Row(number, tuple(None if value == "" else value for value in cells))
        if len(rows) > MOST_ROWS:
            raise too_large(f"more than {MOST_ROWS:,} rows")
    return rows


def _with_formulas(row: Row, written: Row) -> Row:
    """The row, with its formulas marked whose value the file does not hold."""
    size = max(len(row.cells), len(written.cells))
    return Row(row.number, tuple(_value(row.at(i), written.at(i)) for i in range(size)))


def _value(value: Value, written: Any) -> Value:
    is_formula = not isinstance(
        written, str | int | float | dt.datetime | dt.date | dt.time | dt.timedelta | None
    )
    return NOT_COMPUTED if value is None and (is_formula or str(written or "").startswith("=")) else value


def _merged(by_number: dict[int, Row], raw: bytes) -> list[Row]:
    """The rows, with what stands in a cell that is merged over several of them in each."""
    for first, last, column in _tall(raw):
        if last - first > MOST_ROWS or first not in by_number:
            continue
        value = by_number[first].at(column)
        for number in range(first, last + 1):
            row = by_number.get(number)
            if row is None or value is None:
                continue
            cells = [row.at(i) for i in range(max(len(row.cells), column + 1))]
            cells[column] = value
            by_number[number] = Row(number, tuple(cells), (*row.merged, (column, first, last)))
    return list(by_number.values())


def _tall(raw: bytes) -> Iterable[tuple[int, int, int]]:
    """(first row, last row, column from 0) of the merged cells of a sheet that are over several rows."""
    from openpyxl.utils import range_boundaries

    for match in _TALL.finditer(raw):
        left, top, _, bottom = range_boundaries(match[1].decode())
        if left is not None and top is not None and bottom is not None and bottom > top:
            yield top, bottom, left - 1
