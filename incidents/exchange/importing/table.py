"""A sheet → a table: which row names the columns, what stands above it, and each row as one line of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from incidents.errors import ExchangeError
from incidents.exchange.importing.cells import Value, text_of
from incidents.exchange.importing.sheets import Row, Sheet
from incidents.exchange.importing.words import field_of

_SEARCHED = 40
"""Rows among which the names of the columns are looked for."""


@dataclass(frozen=True)
class Table:
    """A sheet with names for its columns, each name once.

    head: the row that names them.  before: rows above it.  rows: those below, without a row of HXL tags.
    """

    sheet: Sheet
    head: Row
    headers: tuple[str, ...]
    before: tuple[Row, ...]
    rows: tuple[Row, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """The place of each column by its name, from 0."""
        return {name: i for i, name in enumerate(self.headers)}

    def column(self, name: str) -> Iterable[Value]:
        """The cells of a column that are not empty, from the top."""
        at = self.index[name]
        return (value for row in self.rows if (value := row.at(at)) is not None)

    def line(self, row: Row) -> str:
        """A row as it stands in the text: its number, then "column: value" of every cell with something in it."""
        told = [
            f"{self.headers[i] if i < len(self.headers) else letters(i)}: {text_of(value)}"
            for i, value in enumerate(row.cells)
            if text_of(value)
        ]
        return f"[{row.number}] {'; '.join(told)}"

    def text(self) -> tuple[str, dict[int, tuple[int, int]]]:
        """The text of the report, a line a row, and where the line of each row of the table stands in it."""
        lines = [
            f"[{row.number}] {'; '.join(text_of(c) for c in row.cells if text_of(c))}" for row in self.before
        ]
        lines.append(f"[{self.head.number}] {'; '.join(self.headers)}")
        at = sum(len(line) + 1 for line in lines)
        spans = {}
        for row in self.rows:
            line = self.line(row)
            spans[row.number] = (at, at + len(line))
            lines.append(line)
            at += len(line) + 1
        return "\n".join(lines), spans


def content_of(line: str) -> str:
    """A line of a table's text without the row's number, by which the same row is known again in another file."""
    return line.partition("] ")[2]


class HeadRowError(ExchangeError):
    """The row that names the columns is not found, or is not one.

    sheet: what was read.  wanted: the row that was asked for; None where nobody said one.
    """

    def __init__(self, sheet: Sheet, wanted: int | None, message: str) -> None:
        self.sheet = sheet
        self.wanted = wanted
        super().__init__(message)


def as_table(sheet: Sheet, header_row: int | None = None) -> Table:
    """The sheet as a table; header_row: the number of the row that names the columns, else the one that looks so.

    Raises HeadRowError where no row does, or no row follows.
    """
    at = _head(sheet, header_row)
    head, below = sheet.rows[at], list(sheet.rows[at + 1 :])
    if below and all(text_of(cell).startswith("#") for cell in below[0].cells if text_of(cell)):
        below = below[1:]  # tags of the Humanitarian Exchange Language
    if not below:
        raise HeadRowError(
            sheet,
            head.number,
            f"No row follows the names of the columns (row {head.number}): there is nothing to import.",
        )
    width = max((i + 1 for row in below for i, cell in enumerate(row.cells) if text_of(cell)), default=0)
    named = [text_of(cell) for cell in head.cells]
    width = max(len(named), width if any(named) and not _is_overfull(named, below) else 0)
    return Table(sheet, head, _once(named, width), sheet.rows[:at], tuple(below))


def _is_overfull(named: list[str], below: list[Row]) -> bool:
    """Do but a few rows have more cells than there are columns, as text does that holds the delimiter?"""
    wider = sum(any(text_of(cell) for cell in row.cells[len(named) :]) for row in below)
    return wider * 2 < len(below)


def _head(sheet: Sheet, wanted: int | None) -> int:
    if wanted is not None:
        found = next((i for i, row in enumerate(sheet.rows) if row.number == wanted), None)
        if found is None:
            raise HeadRowError(
                sheet, wanted, f"Row {wanted} is empty or not there: say which row names the columns."
            )
        return found
    known = [_known(row) for row in sheet.rows[:_SEARCHED]]
    if max(known) >= 2:
        return known.index(max(known))
    names = [i for i, row in enumerate(sheet.rows[:_SEARCHED]) if _names(row)]
    if not names:
        raise HeadRowError(
            sheet, None, "No row looks like names of columns: say which one is (--header-row N)."
        )
    return names[0]


def _known(row: Row) -> int:
    """How many fields the cells of a row name."""
    return len({found[0] for cell in row.cells if isinstance(cell, str) and (found := field_of(cell))})


def _names(row: Row) -> bool:
    """Are there several cells, and all of them words?"""
    told = [cell for cell in row.cells if text_of(cell)]
    return len(told) > 1 and all(isinstance(cell, str) and any(c.isalpha() for c in cell) for cell in told)


def _once(names: list[str], width: int) -> tuple[str, ...]:
    """Names for so many columns, no two the same; one without a name has the letters that a spreadsheet shows."""
    out: list[str] = []
    for i in range(width):
        name = (names[i] if i < len(names) else "") or f"column {letters(i)}"
        number = 1
        while (name if number == 1 else f"{name} ({number})") in out:
            number += 1
        out.append(name if number == 1 else f"{name} ({number})")
    return tuple(out)


def letters(index: int) -> str:
    """A column's name in a spreadsheet, of its index from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
