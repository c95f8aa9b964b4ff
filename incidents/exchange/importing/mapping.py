"""Which column holds what: guessed from names and values, changed by a person, kept as a small JSON file by name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from incidents.errors import ExchangeError
from incidents.exchange.importing.cells import NOT_COMPUTED, CellError, Value, in_western_digits, text_of
from incidents.exchange.importing.days import ORDERS, Order, Told, days
from incidents.exchange.importing.quantities import quantity
from incidents.exchange.importing.table import Table
from incidents.exchange.importing.words import (
    category_of,
    code_of,
    field_of,
    fields,
    figures,
    key,
    kind_of,
    says_nothing,
    unit_of,
    words,
)

FOLDER = "mappings"
_SAMPLE = 200
"""Cells of a column by which it is judged whether it can hold what its name says."""
_DATES = ("date", "date_start", "date_end", "since")
_DEGREES = re.compile(r"([+-]?\d{1,3})(?:[.,](\d+))? ?°? ?([NSEW]?)", re.IGNORECASE)
_MEASURED = (*_DATES, "latitude", "longitude", "number")
_NAME = re.compile(r"[\w][\w .-]{0,60}")


@dataclass(frozen=True)
class Mapping:
    """How a table is read.

    columns: field → name of the column.  constants: field → what holds for all rows, where no column says it.
    dates: the order in dates such as 03/04/2025, where a person said it.  headers: of the table it was made for.
    """

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    dates: Order | None = None
    sheet: str | None = None
    header_row: int | None = None
    headers: tuple[str, ...] = ()

    def fits(self, headers: Sequence[str]) -> bool:
        """Was it made for a table with these columns?"""
        return bool(self.headers) and list(map(key, self.headers)) == list(map(key, headers))


def guess(table: Table) -> Mapping:
    """The fields that the names of columns tell, of which the values fit; and a column of nothing but dates."""
    best: dict[str, tuple[int, str]] = {}
    for header in table.headers:
        found = field_of(header)
        if found and _can_hold(table, header, found[0]):
            best[found[0]] = min(best.get(found[0], (99, "")), (found[1], header), key=lambda b: b[0])
    columns = {name: header for name in fields() if name in best for header in (best[name][1],)}
    if "date" in columns and "date_start" in columns:
        del columns["date"]  # the first day of several, told again
    if not columns.keys() & set(_DATES[:3]):
        free = [h for h in table.headers if h not in columns.values() and _are_dates(table, h)]
        columns |= {"date": free[0]} if len(free) == 1 else {}
    return Mapping(columns=columns, headers=table.headers)


def _can_hold(table: Table, header: str, name: str) -> bool:
    """Can cells be read as what the field holds: half of them where it has codes, else any, so that none gets lost?"""
    cells = [c for c in islice(table.column(header), _SAMPLE) if text_of(c) and not says_nothing(text_of(c))]
    readable = sum(cell == NOT_COMPUTED or _readable(cell, name) for cell in cells)
    return not cells or (
        readable > 0 if name in _MEASURED or name in figures() else 2 * readable >= len(cells)
    )


def _readable(cell: Value, name: str) -> bool:
    text = text_of(cell)
    try:
        if name in _DATES:
            return days(cell, Told("dmy")) is not None
        if name in ("latitude", "longitude"):
            return degrees(cell) is not None
        if name in _MEASURED or name in figures():
            return quantity(cell) is not None
    except CellError:
        return name in _DATES and bool(
            re.fullmatch(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}.*", in_western_digits(text))
        )
    if name in ("event_type", "sub_event_type"):
        return kind_of(text) is not None
    if name in words()["codes"]:
        return code_of(name, text) is not None
    if name == "cumulative":
        return code_of("yes", text) is not None
    if name in ("unit", "category"):
        return (unit_of(text) if name == "unit" else category_of(text)) is not None
    return True


def _are_dates(table: Table, header: str) -> bool:
    cells = list(islice(table.column(header), _SAMPLE))
    numbers = sum(isinstance(cell, int | float) for cell in cells)
    return bool(cells) and not numbers and all(_readable(cell, "date") for cell in cells)


def degrees(value: Value) -> float | None:
    """Degrees of latitude or longitude, also with a decimal comma or a letter for the side; None for an empty cell.

    >>> degrees("35,18"), degrees("35.95 E"), degrees("٣٥٫١٨"), degrees("70.5 W")
    (35.18, 35.95, 35.18, -70.5)
    """
    if value is None or (isinstance(value, str) and says_nothing(value)):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    match = _DEGREES.fullmatch(in_western_digits(text_of(value)))
    if match is None:
        raise CellError(f"“{text_of(value)}” is not in degrees, such as 35.18")
    number = float(f"{match[1]}.{match[2] or 0}")
    return -number if match[3].upper() in ("S", "W") and match[3] else number


def fitted(mapping: Mapping, table: Table) -> Mapping:
    """A mapping kept for another table, with those of its columns that this one has."""
    there = {key(header): header for header in table.headers}
    columns = {name: there[key(h)] for name, h in mapping.columns.items() if key(h) in there}
    return replace(mapping, columns=columns, headers=table.headers)


def checked(mapping: Mapping, table: Table) -> Mapping:
    """The mapping, if the table has its columns.  Raises ExchangeError for a field or a column that is not there."""
    for name in (*mapping.columns, *mapping.constants):
        if name not in fields():
            raise ExchangeError(f"The mapping names the field “{name}”, and there is none of that name.")
    low = {key(header): header for header in table.headers}
    columns = {}
    for name, header in mapping.columns.items():
        if key(header) not in low:
            told = ", ".join(f"“{h}”" for h in table.headers)
            raise ExchangeError(f"The table has no column “{header}” for {name}; its columns are {told}.")
        columns[name] = header if header in table.headers else low[key(header)]
    if not set(columns) & {*figures(), "number", "event_type", "sub_event_type"}:
        raise ExchangeError(
            "No column is chosen that tells a number of people or a type of event: "
            "say which (--column killed=Dead)."
        )
    return replace(mapping, columns=columns, headers=table.headers)


# --- kept by name ---


def to_json(mapping: Mapping) -> str:
    """The mapping as the JSON of its file."""
    return json.dumps({k: v for k, v in asdict(mapping).items() if v}, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str, name: str) -> Mapping:
    """The mapping of a file.  Raises ExchangeError, with its name, for anything else."""
    try:
        data = json.loads(text)
        columns, constants = (_texts(data.get(part, {})) for part in ("columns", "constants"))
        dates, sheet, row = data.get("dates"), data.get("sheet"), data.get("header_row")
        headers = tuple(map(str, data.get("headers", ())))
        if (
            dates not in (None, *ORDERS)
            or not isinstance(sheet, str | None)
            or not isinstance(row, int | None)
        ):
            raise ValueError("“dates” must be dmy, mdy or ymd, “sheet” a text, “header_row” a number")
    except (ValueError, AttributeError, TypeError) as problem:
        raise ExchangeError(f"The column mapping {name} cannot be read: {problem}.") from problem
    return Mapping(columns, constants, dates, sheet, row, headers)


def _texts(data: Dictionary[str, Any]) -> dict[str, str]:
    if not all(isinstance(value, str) for value in data.values()):
        raise ValueError("a field must have the name of a column as text")
    return dict(data)


def saved(data_dir: Path) -> dict[str, Mapping]:
    """The mappings kept in a data folder, by name; files that are none are passed over."""
    found = {}
    for file in sorted((data_dir / FOLDER).glob("*.json")):
        try:
            found[file.stem] = from_json(file.read_text("utf-8"), file.name)
        except (ExchangeError, OSError, UnicodeError):
            continue
    return found


def save(mapping: Mapping, name: str, data_dir: Path) -> Path:
    """Keep a mapping in the data folder; one of that name is replaced.  Raises ExchangeError for a bad name."""
    if not _NAME.fullmatch(name) or name != name.strip():
        raise ExchangeError(
            f"“{name}” is no name for a mapping: use letters, digits, spaces, dots and hyphens."
        )
    file = data_dir / FOLDER / f"{name}.json"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".draft")
        draft.write_text(to_json(mapping), "utf-8")
        draft.replace(file)
    except OSError as problem:
        raise ExchangeError(f"The mapping cannot be kept in {file.parent}: {problem.strerror}.") from problem
    return file


def load_mapping(file: Path) -> Mapping:
    """The mapping of a file that a person names.  Raises ExchangeError."""
    try:
        return from_json(file.read_text("utf-8"), file.name)
    except (OSError, UnicodeError) as problem:
        raise ExchangeError(f"The column mapping {file} cannot be read: {problem}.") from problem
