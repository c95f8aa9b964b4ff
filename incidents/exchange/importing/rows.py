"""A row of a table → claims: one for each number of people in it, or one that something happened."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import Any, cast

from incidents.exchange.importing.cells import CellError, text_of
from incidents.exchange.importing.days import Days, Told, days, order_of, precision_of, widened
from incidents.exchange.importing.mapping import Mapping, degrees
from incidents.exchange.importing.places import Found, PlaceReader, Where
from incidents.exchange.importing.row_cells import RowCells, RowError
from incidents.exchange.importing.row_figures import Counted, figures_of
from incidents.exchange.importing.sheets import Row
from incidents.exchange.importing.table import Table
from incidents.exchange.importing.words import category_of, is_sum, kind_of, kind_told
from incidents.languages import EventKind
from incidents.model import TABLE, Category, Claim, DatePrecision, GeoPrecision, Role, Status

VERSION = f"{TABLE} 1"
"""`extractor_version` of claims read from a table: the importer and its version."""
CONFIDENCE = 0.9
"""Of a claim that a table states in so many cells."""
_DATES = ("date", "date_start", "date_end", "since")


@dataclass(frozen=True, slots=True)
class _About:
    """What a row says beside its numbers."""

    where: Found
    when: Days | None
    until: dt.date | None
    since: dt.date | None
    kind: EventKind | None
    category: Category | None
    status: Status
    role: Role
    cumulative: bool
    perpetrator: tuple[str, ...]
    victim: tuple[str, ...]
    claimed_by: tuple[str, ...]
    via: tuple[str, ...]


class RowReader:
    """Reads the rows of one table by one mapping."""

    def __init__(self, table: Table, mapping: Mapping, places: PlaceReader, publisher: str) -> None:
        self._mapping = mapping
        self._table = table
        self._places = places
        self._publisher = publisher
        dated = [mapping.columns[name] for name in _DATES if name in mapping.columns]
        values = (value for column in dict.fromkeys(dated) for value in table.column(column))
        self.order: Told = order_of(values, mapping.dates)._replace(epoch=table.sheet.epoch)

    def read(self, row: Row, report_id: str, line: str, start: int) -> list[Claim]:
        """The claims of a row; line: its words in the report's text, from offset `start`.  Raises RowError."""
        cells = RowCells(row, self._table, self._mapping)
        _check_shape(cells)
        about = self._about(cells)
        counted = figures_of(cells, about.category)
        if not counted and about.kind is None:
            raise RowError("the row tells neither a number of people nor a type of event")
        items: list[Counted | None] = [*counted] or [None]
        made: list[Claim] = []
        for item in items:
            key = f"{report_id}|{start}|{start + len(line)}|{item.figure.field if item else 'event'}"
            whole = next(
                (c.claim_id for c in made if item and item.part and c.unit == item.figure.unit), None
            )
            made.append(
                replace(
                    _claim(about, item, whole),
                    claim_id=hashlib.sha256(key.encode()).hexdigest()[:24],
                    report_id=report_id,
                    start=start,
                    end=start + len(line),
                    quote=line,
                )
            )
        return made

    def _about(self, cells: RowCells) -> _About:
        when, until = self._when(cells)
        since = self._days(cells, "since")
        cumulative = cells.code("cumulative", "yes", "answer of yes or no") == "yes"
        return _About(
            where=self._where(cells),
            when=when,
            until=until,
            since=since.first if since else None,
            kind=_kind(cells),
            category=_category(cells),
            status=cast(Status, cells.code("status") or "reported"),
            role=cast(Role, cells.code("row_kind") or "new"),
            cumulative=cumulative or since is not None,
            perpetrator=cells.names("perpetrator"),
            victim=cells.names("victim"),
            claimed_by=cells.names("source") or (self._publisher,),
            via=cells.names("via"),
        )

    def _days(self, cells: RowCells, name: str) -> Days | None:
        return cells.read(name, lambda value: days(value, self.order))

    def _when(self, cells: RowCells) -> tuple[Days | None, dt.date | None]:
        """The days of a row, or (None, the day by which it was)."""
        first, last = (
            self._days(cells, "date_start") or self._days(cells, "date"),
            self._days(cells, "date_end"),
        )
        codes = (cells.code(name) for name in ("date_precision", "time_precision", "date_prec"))
        precision = next(filter(None, codes), None)
        if first is None:
            return None, last.last if last else None
        told = first
        if last is not None:
            if first.first > last.last:
                raise cells.wrong("date_end", f"the first day {first.first} is after the last, {last.last}")
            told = (
                Days(first.first, last.last, precision_of(first.first, last.last)) if first != last else first
            )
        try:
            return (widened(told, cast(DatePrecision, precision)) if precision else told), None
        except CellError as problem:
            raise cells.wrong("date", str(problem)) from problem

    def _where(self, cells: RowCells) -> Found:
        book, number = cells.text("gazetteer"), cells.text("gazetteer_id")
        where = Where(
            name=cells.text("place"),
            admin1=cells.text("admin1"),
            admin2=cells.text("admin2"),
            country=cells.text("country"),
            lat=cells.read("latitude", degrees),
            lon=cells.read("longitude", degrees),
            precision=cast("GeoPrecision | None", cells.code("geo_precision") or cells.code("where_prec")),
            known=f"{book}:{number}" if book and number else "",
        )
        try:
            return self._places.find(where)
        except CellError as problem:
            raise cells.wrong("country" if where.lat is None else "latitude", str(problem)) from problem


def _check_shape(cells: RowCells) -> None:
    """Raises RowError for a row of too many cells, and for one that adds up others."""
    size = len(cells.table.headers)
    told = [text_of(cell) for cell in cells.row.cells]
    if any(told[size:]):
        raise RowError(
            f"the row has more cells than there are columns ({size}): a text may hold the delimiter"
        )
    first = next(filter(None, told), "")
    named = [text_of(cells.cell(name)[1]) for name in ("place", "date", "admin1", "event_type")]
    if any(map(is_sum, (first, *named))) and not cells.text("row_kind"):
        raise RowError("the row adds up others: its people would be counted twice", value=first)


def _kind(cells: RowCells) -> EventKind | None:
    kinds: list[EventKind] = []
    for name in ("event_type", "sub_event_type"):
        if text := cells.text(name):
            kind = kind_of(text)
            if kind is None:
                why = f"the event type “{text}” is not known here: use one of ACLED’s, such as Attack or Battles"
                raise cells.wrong(name, why)
            kinds.append(kind)
    if len({kind.type for kind in kinds}) > 1:
        raise RowError(f"“{kinds[1].sub or kinds[1].type}” is no kind of “{kinds[0].type}”")
    return next((kind for kind in reversed(kinds) if kind.sub), kinds[0] if kinds else None)


def _category(cells: RowCells) -> Category | None:
    text = cells.text("category")
    category = category_of(text) if text else None
    if text and category is None:
        raise cells.wrong("category", f"“{text}” is no category of people known here")
    return category


def _claim(about: _About, counted: Counted | None, whole: str | None) -> Claim:
    """The claim of a figure; whole: the claim that its people are part of.  Its id and words are still to come."""
    figure = counted.figure if counted else None
    number = counted.quantity if counted else None
    kind = about.kind or (kind_told(figure.unit, figure.category) if figure else EventKind("", ""))
    known: dict[str, Any] = {}
    if figure and number:
        known = {"unit": figure.unit, "category": figure.category or "unspecified"}
        known |= {"low": number.low, "high": number.high, "count_basis": number.basis}
    when = about.when
    return Claim(
        claim_id="",
        report_id="",
        start=0,
        end=0,
        quote="",
        event_type=kind.type,
        sub_event_type=kind.sub or None,
        status=about.status,
        role="part" if whole else about.role,
        part_of=whole,
        place=about.where.place,
        place_as_written=about.where.written,
        places=about.where.places,
        date_start=when.first if when else None,
        date_end=when.last if when else about.until,
        date_precision=when.precision if when else None,
        cumulative=about.cumulative,
        since=about.since,
        perpetrator=about.perpetrator,
        victim=about.victim,
        claimed_by=about.claimed_by,
        via=about.via,
        confidence=CONFIDENCE,
        extractor_version=VERSION,
        **known,
    )
