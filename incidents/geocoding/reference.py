"""The hand-made and derived place tables of data/reference, read into records; nothing is read at import."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from incidents.errors import GazetteerError
from incidents.model import GeoPrecision, Place

_NEEDS = {
    "overlay.csv": "id name variants arabic kind lat lon country admin1 admin2 context",
    "divisions.csv": "id country level name variants arabic admin1 lat lon geonames_codes",
    "regions.csv": "id name arabic country admin1s lat lon aliases context_aliases",
    "countries.csv": "iso2 iso3 name name_ar variants lat lon",
    "country_words.csv": "iso2 names demonyms arabic demonyms_ar",
    "admin1.csv": "id iso2 code name variants lat lon population",
    "admin2.csv": "id iso2 code name variants lat lon population",
    "world_regions.csv": "id name country aliases arabic lat lon",
    "abbreviations.csv": "iso2 code dotted postal",
    "demonyms.csv": "place_id name demonyms",
}
TABLES = tuple(_NEEDS)

OVERLAY_KINDS: dict[str, tuple[str, GeoPrecision, int]] = {
    "city": ("settlement", "settlement", 5000),
    "town": ("settlement", "settlement", 2000),
    "village": ("settlement", "settlement", 1000),
    "neighbourhood": ("settlement", "settlement", 1000),
    "island": ("settlement", "settlement", 500),
    "cape": ("feature", "settlement", 2000),
}
"""Kind in overlay.csv -> (kind of Place, precision, uncertainty in metres: about the size of such a place)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One place on its way into the index.

    names: other names it goes by.  bound: names that count only in a text about its country.
    demonyms: words for its people and things.  needs_context: the bare name is not enough to place it, because
    it is shared with other "places", with "people" and things, or "both".
    codes: GeoNames' admin1 codes, for a first-level division.  short: abbreviations (see `short_key`).
    """

    place: Place
    names: tuple[str, ...] = ()
    bound: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    needs_context: str = ""
    population: int = 0
    codes: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


def reference_dir() -> Path:
    """The folder data/reference of this installation.

    Raises GazetteerError when it is missing.
    """
    here = Path(__file__).resolve()
    for folder in (here.parents[2] / "data" / "reference", here.parents[1] / "reference"):
        if (folder / "overlay.csv").is_file():
            return folder
    raise GazetteerError(
        "The folder data/reference is missing: install the project again, or run it from its checkout."
    )


def fingerprint(folder: Path) -> str:
    """SHA-256 over the tables: it changes when any of them does."""
    digest = hashlib.sha256()
    for table in TABLES:
        digest.update(table.encode() + b"\0" + (folder / table).read_bytes() + b"\0")
    return digest.hexdigest()


def entries(folder: Path) -> Iterator[Entry]:
    """All places of the reference tables, countries first."""
    demonyms = {row["place_id"]: _list(row["demonyms"]) for row in _rows(folder, "demonyms.csv")}
    for read in (_countries, _own_divisions, _admin1, _admin2, _regions, _world_regions, own_towns):
        for entry in read(folder):
            more = demonyms.get(entry.place.place_id)
            yield replace(entry, demonyms=(*entry.demonyms, *more)) if more else entry


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    path = folder / table
    if not path.is_file():
        raise GazetteerError(f"{table} is missing in data/reference: restore it from the project.")
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _NEEDS[table].split():
            raise GazetteerError(f"{table}: the columns must be {_NEEDS[table]}.")
        for row in reader:
            if None in row or None in row.values():
                raise GazetteerError(
                    f"{table}, line {reader.line_num}: it has another number of cells than the heading."
                )
            yield row


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _countries(folder: Path) -> Iterator[Entry]:
    words = {row["iso2"]: row for row in _rows(folder, "country_words.csv")}
    for row in _rows(folder, "countries.csv"):
        more = words.get(row["iso2"], {})
        arabic = (*_list(row["name_ar"]), *_list(more.get("arabic", "")))
        yield Entry(
            Place(
                place_id=f"country:{row['iso2']}",
                name=row["name"],
                name_ar=arabic[0] if arabic else None,
                kind="country",
                geo_precision="country",
                lat=_number(row["lat"]),
                lon=_number(row["lon"]),
                country=row["iso2"],
            ),
            names=(*_list(row["variants"]), *_list(more.get("names", "")), *arabic),
            demonyms=(*_list(more.get("demonyms", "")), *_list(more.get("demonyms_ar", ""))),
        )


def _own_divisions(folder: Path) -> Iterator[Entry]:
    for row in _rows(folder, "divisions.csv"):
        first = row["level"] == "1"
        arabic = _list(row["arabic"])
        yield Entry(
            Place(
                place_id=f"overlay:{row['id']}",
                name=row["name"] if first else f"{row['name']} district",
                name_ar=arabic[0] if first else f"منطقة {arabic[0]}",
                kind="admin",
                geo_precision="governorate" if first else "district",
                lat=_number(row["lat"]),
                lon=_number(row["lon"]),
                country=row["country"],
                admin1=row["admin1"],
                admin2=None if first else row["name"],
            ),
            names=(row["name"], *_list(row["variants"]), *arabic),
            codes=_list(row["geonames_codes"]),
        )


def _admin1(folder: Path) -> Iterator[Entry]:
    short = {
        (row["iso2"], row["code"]): (*_list(row["dotted"]), *_list(row["postal"]))
        for row in _rows(folder, "abbreviations.csv")
    }
    for row in _rows(folder, "admin1.csv"):
        entry = _division(row, "governorate", row["name"])
        yield replace(
            entry,
            codes=(row["code"],),
            short=short.get((row["iso2"], row["code"]), ()),
        )


def _admin2(folder: Path) -> Iterator[Entry]:
    first = {(row["iso2"], row["code"]): row["name"] for row in _rows(folder, "admin1.csv")}
    for row in _rows(folder, "admin2.csv"):
        yield _division(row, "district", first.get((row["iso2"], row["code"])))


def _division(row: dict[str, str], precision: GeoPrecision, admin1: str | None) -> Entry:
    place = Place(
        place_id=f"geonames:{row['id']}",
        name=row["name"],
        kind="admin",
        geo_precision=precision,
        lat=_number(row["lat"]),
        lon=_number(row["lon"]),
        country=row["iso2"],
        admin1=admin1,
        admin2=row["name"] if precision == "district" else None,
    )
    return Entry(place, names=_list(row["variants"]), population=int(row["population"]))


def _regions(folder: Path) -> Iterator[Entry]:
    for row in _rows(folder, "regions.csv"):
        yield Entry(
            Place(
                place_id=f"overlay:{row['id']}",
                name=row["name"],
                name_ar=row["arabic"] or None,
                kind="region",
                geo_precision="region",
                lat=_number(row["lat"]),
                lon=_number(row["lon"]),
                country=row["country"] or None,
                parts=_list(row["admin1s"]),
            ),
            names=_list(row["aliases"]),
            bound=_list(row["context_aliases"]),
        )


def _world_regions(folder: Path) -> Iterator[Entry]:
    for row in _rows(folder, "world_regions.csv"):
        arabic = _list(row["arabic"])
        yield Entry(
            Place(
                place_id=row["id"],
                name=row["name"],
                name_ar=arabic[0] if arabic else None,
                kind="region",
                geo_precision="region",
                lat=_number(row["lat"]),
                lon=_number(row["lon"]),
                country=row["country"] or None,
            ),
            names=(*_list(row["aliases"]), *arabic),
        )


def own_towns(folder: Path) -> Iterator[Entry]:
    """The places of overlay.csv."""
    for row in _rows(folder, "overlay.csv"):
        if row["kind"] not in OVERLAY_KINDS:
            raise GazetteerError(f"overlay.csv: {row['id']} has the unknown kind “{row['kind']}”.")
        if row["context"] not in ("", "places", "people", "both"):
            raise GazetteerError(f"overlay.csv: {row['id']}: context must be empty, places, people or both.")
        kind, precision, uncertainty_m = OVERLAY_KINDS[row["kind"]]
        arabic = _list(row["arabic"])
        yield Entry(
            Place(
                place_id=f"overlay:{row['id']}",
                name=row["name"],
                name_ar=arabic[0] if arabic else None,
                kind=kind,
                geo_precision=precision,
                lat=_number(row["lat"]),
                lon=_number(row["lon"]),
                uncertainty_m=uncertainty_m if row["lat"] else None,
                country=row["country"],
                admin1=row["admin1"] or None,
                admin2=row["admin2"] or None,
            ),
            names=(*_list(row["variants"]), *arabic),
            needs_context=row["context"],
        )
