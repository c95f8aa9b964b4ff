"""One file to one pack: which format it is, told by its content, and its places, all of them or an error."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from incidents.errors import GazetteerError
from incidents.geocoding.packs import cod, geonames, table, whosonfirst
from incidents.geocoding.packs.files import Source
from incidents.geocoding.packs.record import Outline, Pack, PackPlace, Progress
from incidents.geocoding.reference import reference_dir

Format = Literal["geonames", "wof", "cod", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)
_ATTRIBUTION: Mapping[Format, str] = {
    "geonames": geonames.ATTRIBUTION,
    "wof": whosonfirst.ATTRIBUTION,
    "cod": cod.ATTRIBUTION,
    "csv": "as its source says",
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a person says about a file to import; what is not said is told by its content.

    name: of the pack.  country: ISO code of rows that do not say theirs.  columns: field -> column of a CSV.
    alternates: a GeoNames alternate-names file.  attribution: who is to be named, and the licence.
    """

    name: str = ""
    format: Format | None = None
    country: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    alternates: Path | None = None
    attribution: str = ""


@dataclass(frozen=True)
class Imported:
    """A pack and what it holds."""

    pack: Pack
    places: tuple[PackPlace, ...]
    outlines: tuple[Outline, ...]


def read_file(path: Path, wanted: Wanted, tell: Progress) -> Imported:
    """Read a file whole.  Raises GazetteerError with line and reason where anything in it is not as it must be."""
    source = Source(path, tell)
    digest = source.sha256()
    name = wanted.name or pack_name(path.name)
    found = wanted.format or recognise(source, wanted.columns)
    places: list[PackPlace] = []
    outlines: list[Outline] = []
    skipped = 0
    codes = _country_codes()
    record: PackPlace | Outline | None
    for record in _records(source, found, wanted, name):
        if record is None:
            skipped += 1
            continue
        country = codes.get(record.country or wanted.country.upper())
        if country is None:
            raise source.wrong(
                f"“{record.country}” is no country code, for example of {record.ids[0]}: give it with --country."
                if record.country
                else "it does not say which country its places are in: give it with --country SY, for example."
            )
        if isinstance(record, PackPlace):
            places.append(replace(record, country=country))
        else:
            outlines.append(replace(record, country=country))
    if not places and not outlines:
        raise source.wrong("there is no place in it that can be put on a map.")
    pack = Pack(
        name=name,
        file=path.name,
        format=found,
        sha256=digest,
        added=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        places=len(places),
        outlines=len(outlines),
        skipped=skipped,
        attribution=wanted.attribution or _ATTRIBUTION[found],
        countries=tuple(sorted({p.country for p in places} | {o.country for o in outlines})),
    )
    return Imported(pack, tuple(places), tuple(outlines))


def pack_name(file: str) -> str:
    """The name of a pack after its file: `Wof SY_places.csv.gz` → `wof-sy-places`."""
    stem = re.sub(r"(\.(csv|tsv|txt|zip|gz|json|geojson))+$", "", file.lower())
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "pack"


def _records(
    source: Source, found: Format, wanted: Wanted, name: str
) -> Iterator[PackPlace | Outline | None]:
    as_json = _is_json(source.head(1000))
    if found == "geonames":
        other = wanted.alternates or geonames.alternates_beside(source.path)
        yield from geonames.read_dump(source, Source(other, source.tell) if other else None)
    elif found == "wof":
        yield from (
            whosonfirst.read_features(source, wanted.country) if as_json else whosonfirst.read_table(source)
        )
    elif found == "cod":
        yield from (cod.read_features if as_json else cod.read_table)(source, wanted.country)
    else:
        yield from table.read_table(source, wanted.columns, wanted.country, name)


def recognise(source: Source, columns: Mapping[str, str]) -> Format:
    """The format of a file by its content.  Raises GazetteerError where it is none that is known."""
    if columns:
        return "csv"
    head = source.head()
    if _is_json(head):
        about = next((about for _, about, _ in source.features()), {})
        if {"wof_id", "wof:id"} & about.keys():
            return "wof"
        if cod.columns_of(about):
            return "cod"
        raise source.wrong("its features have neither Who’s On First ids nor P-codes.")
    lines = head.splitlines()
    if geonames.is_dump(lines[:1]):
        return "geonames"
    first = lines[0] if lines else ""
    heading = [c.strip() for c in next(csv.reader([first], delimiter=max(",;\t", key=first.count)), [])]
    if "wof:id" in heading or {"id", "name", "placetype"} <= set(heading):
        return "wof"
    if cod.columns_of(heading):
        return "cod"
    if {"name", "lat", "lon"} <= table.guessed(heading, {}).keys():
        return "csv"
    raise source.wrong(
        "it is not a GeoNames dump, a Who’s On First export or a list with P-codes; for another table say which "
        "columns hold what: --column name=… --column lat=… --column lon=…"
    )


def _is_json(head: str) -> bool:
    return head.lstrip().startswith("{")


def _country_codes() -> dict[str, str]:
    """ISO alpha-2 and alpha-3 codes -> alpha-2."""
    path = reference_dir() / "countries.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except OSError as error:
        raise GazetteerError("countries.csv is missing in data/reference: restore it.") from error
    return {code: row["iso2"] for row in rows for code in (row["iso2"], row["iso3"])}
