"""One file to one pack: which format it is, told by its content, and its places, all of them or an error."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from incidents.geocoding.packs import cod, geonames, table, whosonfirst
from incidents.geocoding.packs.files import Source
from incidents.geocoding.packs.record import Outline, Pack, PackPlace, Progress, as_json

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
    source = Source(path, tell, wanted.country)
    digest = source.sha256()
    name = wanted.name or pack_name(path.name)
    found = wanted.format or recognise(source, wanted.columns)
    places: list[PackPlace] = []
    outlines: list[Outline] = []
    skipped = 0
    for record in _records(source, found, wanted, name):
        if record is None:
            skipped += 1
        elif isinstance(record, PackPlace):
            places.append(record)
        else:
            outlines.append(record)
    if not places and not outlines:
        raise source.wrong("there is no place in it that can be put on a map.")
    content = hashlib.sha256()
    records: tuple[PackPlace | Outline, ...] = (*places, *outlines)
    for one in records:
        content.update(json.dumps(as_json(one), ensure_ascii=False).encode() + b"\n")
    pack = Pack(
        name=name,
        file=path.name,
        format=found,
        sha256=digest,
        content=content.hexdigest(),
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
        yield from geonames.read_dump(source, Source(other, tell=source.tell) if other else None)
    elif found == "wof":
        yield from (whosonfirst.read_features(source) if as_json else whosonfirst.read_table(source))
    elif found == "cod":
        yield from (cod.read_features if as_json else cod.read_table)(source)
    else:
        yield from table.read_table(source, wanted.columns, name)


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
    if geonames.is_dump(lines[:5]):
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
