"""The cells of one row, by the fields that a mapping gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from incidents.exchange.importing.cells import CellError, Value, checked, text_of
from incidents.exchange.importing.mapping import Mapping
from incidents.exchange.importing.sheets import Row
from incidents.exchange.importing.table import Table
from incidents.exchange.importing.words import code_of, says_nothing

_LIST = re.compile(r"\s*[;؛|]\s*")
T = TypeVar("T")


class RowError(ValueError):
    """A row that is not taken in.  column, value: the cell at fault, "" where it is the row as a whole."""

    def __init__(self, reason: str, column: str = "", value: str = "") -> None:
        super().__init__(f"{column}: {reason}" if column else reason)
        self.reason, self.column, self.value = reason, column, value


@dataclass(frozen=True, slots=True)
class RowCells:
    """A row of a table, read by a mapping.  Every method raises RowError for a cell that it cannot read."""

    row: Row
    table: Table
    mapping: Mapping

    def cell(self, name: str) -> tuple[str, Value]:
        """The column of a field and its cell, or what holds for all rows."""
        column = self.mapping.columns.get(name, "")
        value = self.row.at(self.table.index[column]) if column else None
        if value is None and name in self.mapping.constants:
            return "", self.mapping.constants[name]
        return column, value

    def read(self, name: str, read: Callable[[Value], T]) -> T:
        """What `read` makes of the cell."""
        column, value = self.cell(name)
        try:
            return read(checked(value))
        except CellError as problem:
            raise RowError(str(problem), column, text_of(value)) from problem

    def text(self, name: str) -> str:
        """The words of the cell; "" where it says nothing."""
        text = self.read(name, text_of)
        return "" if says_nothing(text) else text

    def names(self, name: str) -> tuple[str, ...]:
        """The names in the cell, parted by semicolons or bars."""
        return tuple(dict.fromkeys(part for part in _LIST.split(self.text(name)) if part))

    def code(self, name: str, codes: str = "", what: str = "") -> str | None:
        """The code of the words in the cell; None for an empty one."""
        text = self.text(name)
        code = code_of(codes or name, text) if text else None
        if text and code is None:
            raise self.wrong(name, f"“{text}” is no {what or name.replace('_', ' ')} known here")
        return code

    def wrong(self, name: str, why: str) -> RowError:
        """The error of a cell."""
        column, value = self.cell(name)
        return RowError(why, column, text_of(value))
