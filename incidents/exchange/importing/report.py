"""A whole table → a report whose text has a line a row, the claims of its rows, and the rows that cannot be read."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from incidents.errors import ExchangeError
from incidents.exchange.importing.mapping import Mapping, checked, guess
from incidents.exchange.importing.places import PlaceReader
from incidents.exchange.importing.row_cells import RowError
from incidents.exchange.importing.rows import VERSION, RowReader
from incidents.exchange.importing.sheets import read_sheet
from incidents.exchange.importing.table import Table, as_table, content_of
from incidents.model import Claim, Extraction, Report
from incidents.reading.documents import storable
from incidents.reading.languages import detect_language

LIMIT_BYTES = 25 * 2**20
_LANGUAGE_SAMPLE = 20_000
"""Characters of the text by which its language is told."""
Tell = Callable[[int, int], None]
"""Told how many rows are read, and how many there are."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken in: its number in the spreadsheet, the column and cell at fault, and why."""

    number: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return f"row {self.number}: " + (f"{self.column}: " if self.column else "") + self.reason


@dataclass(frozen=True, slots=True)
class Imported:
    """A table as it would go into the ledger.

    rows: how many it has; good: the numbers of those that gave claims.  bad: the others.
    """

    report: Report
    extraction: Extraction
    rows: int
    good: tuple[int, ...]
    bad: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a person says of a table: who publishes it, when it was published, and where it came from."""

    name: str
    publisher: str = ""
    published: dt.date | None = None
    origin: str = ""
    url: str | None = None


def open_table(data: bytes, sheet: str | None = None, header_row: int | None = None) -> Table:
    """The table in the bytes of a CSV or XLSX file.  Raises ExchangeError."""
    if len(data) > LIMIT_BYTES:
        raise ExchangeError(f"The file has more than {LIMIT_BYTES // 2**20} MB: split it.")
    return as_table(read_sheet(data, sheet), header_row)


def mapping_for(table: Table, kept: Sequence[Mapping] = ()) -> Mapping:
    """The mapping of `kept` that was made for these columns, else a guess."""
    return next((mapping for mapping in kept if mapping.fits(table.headers)), None) or guess(table)


def read_table(
    data: bytes,
    table: Table,
    mapping: Mapping,
    places: PlaceReader,
    about: About,
    tell: Tell | None = None,
    most: int | None = None,
) -> Imported:
    """Read the rows; those that cannot be read are told and the others go on.  most: no more than so many rows.

    The same bytes and mapping always give the same claims.  Raises ExchangeError for a mapping that does not fit.
    """
    mapping = checked(mapping, table)
    publisher = about.publisher.strip() or PurePath(about.name).stem
    text, spans = table.text()
    text = storable(text)
    report = Report(
        report_id=hashlib.sha256(data).hexdigest(),
        doc_id=about.name,
        content=data,
        text=text,
        media_type=table.sheet.media_type,
        origin=about.origin or about.name,
        publisher=publisher,
        title=PurePath(about.name).stem,
        url=about.url,
        published=about.published,
        language=detect_language(text[:_LANGUAGE_SAMPLE]),
    )
    reader = RowReader(table, mapping, places, publisher)
    claims: list[Claim] = []
    good: list[int] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    rows = table.rows[:most]
    for done, row in enumerate(rows, 1):
        start, end = spans[row.number]
        line = text[start:end]
        try:
            _check_new(line, row.number, seen)
            claims += reader.read(row, report.report_id, line, start)
            good.append(row.number)
        except RowError as problem:
            bad.append(BadRow(row.number, problem.column, problem.value, problem.reason))
        if tell and (done % 50 == 0 or done == len(rows)):
            tell(done, len(rows))
    extraction = Extraction(report_id=report.report_id, extractor_version=VERSION, claims=tuple(claims))
    return Imported(report, extraction, len(rows), tuple(good), tuple(bad))


def _check_new(line: str, number: int, seen: dict[str, int]) -> None:
    """Raises RowError for a row that says the same as one above, word for word."""
    first = seen.setdefault(content_of(line), number)
    if first != number:
        raise RowError(f"the row says the same as row {first}, word for word: it is counted once")
