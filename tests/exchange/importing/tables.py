"""Short ways to make tables and to read them; places come from a small book instead of the gazetteer."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl

from incidents.exchange.importing import About, Imported, Mapping, mapping_for, open_table, read_table
from incidents.exchange.importing.places import Found, Where
from incidents.model import Claim, Place
from tests.linking.say import BANIYAS, LATAKIA, MUKHTARIYAH

BOOK = {"baniyas": BANIYAS, "latakia": LATAKIA, "al-mukhtariyah": MUKHTARIYAH}


class SmallBook:
    """In place of `PlaceReader`: known towns, any point, and nothing else."""

    def find(self, where: Where) -> Found:
        if where.lat is not None and where.lon is not None:
            place = Place(
                place_id=f"table:{where.lat},{where.lon}", name=where.name or "point", kind="settlement",
                geo_precision=where.precision or "settlement", lat=where.lat, lon=where.lon, country="SY",
            )  # fmt: skip
            return Found(place, (), where.name)
        return Found(BOOK.get(where.name.lower()), (), where.name or None)


def as_csv(rows: Sequence[Sequence[Any]], delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[Any]], *merged: str, **others: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with a sheet "Data" of these rows, and further sheets by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    for name, own in others.items():
        other = book.create_sheet(name)
        for row in own:
            other.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes, mapping: Mapping | None = None, *, sheet: str | None = None, **about: Any) -> Imported:
    """The table read with a guessed mapping, as the file "casualties.csv"."""
    table = open_table(data, sheet)
    known: dict[str, Any] = {"name": "casualties.csv", "publisher": "Coast Monitor", **about}
    return read_table(data, table, mapping or mapping_for(table), SmallBook(), About(**known))  # type: ignore[arg-type]


def claims(data: bytes, mapping: Mapping | None = None) -> list[Claim]:
    """All claims of a table whose rows are all good."""
    imported = read(data, mapping)
    assert imported.bad == ()
    return list(imported.extraction.claims)


def problems(imported: Imported) -> dict[int, str]:
    return {bad.number: str(bad) for bad in imported.bad}


def day(number: int, month: int = 3) -> dt.date:
    return dt.date(2025, month, number)
