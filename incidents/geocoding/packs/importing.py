"""One file to one pack: which format it is, told by its content, and its places, all of them or an error."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from incidents.geocoding.packs import cod, geonames, table, whosonfirst
from incidents.geocoding.packs.files import Source
from incidents.geocoding.packs.homeland import Row, at_home
from incidents.geocoding.packs.record import Found, Outline, Pack, PackPlace, Progress, as_json
from incidents.geocoding.packs.spelling import clean

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
    """A pack and what it holds.  notes: sentences about rows that had to be left out, for whoever gave the file."""

    pack: Pack
    places: tuple[PackPlace, ...]
    outlines: tuple[Outline, ...]
    notes: tuple[str, ...] = ()


def read_file(path: Path, wanted: Wanted, tell: Progress) -> Imported:
    """Read a file whole.  Raises GazetteerError with line and reason where anything in it is not as it must be."""
    source = Source(path, tell, wanted.country)
    digest = source.sha256()
    head = source.head()
    if not head or "\0" in head:
        why = "it is no text, or UTF-16 that does not say so: save the file as UTF-8."
        raise source.wrong(why if head else "the file is empty.")
    name = wanted.name or pack_name(path.name)
    found = wanted.format or recognise(source, wanted.columns)
    rows, skipped, notes = _taken(source, _records(source, found, wanted, name))
    places = tuple(r for r in rows if isinstance(r, PackPlace))
    outlines = tuple(r for r in rows if isinstance(r, Outline))
    if not rows:
        raise source.wrong("there is no place in it that can be put on a map.")
    content = hashlib.sha256()
    ordered: tuple[PackPlace | Outline, ...] = (*places, *outlines)
    for one in ordered:
        try:
            content.update(json.dumps(as_json(one), ensure_ascii=False).encode() + b"\n")
        except UnicodeEncodeError as error:
            raise source.wrong(f"the id {one.ids[0]!a:.40} holds half a character.") from error
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
    return Imported(pack, places, outlines, notes)


def _taken(source: Source, found: Iterable[Found]) -> tuple[list[PackPlace | Outline], int, tuple[str, ...]]:
    """What is taken of a file, how many rows are not, and what to tell of those that should have been."""
    rows: list[Row] = []
    nameless: list[str] = []
    number = 0
    for where, record in found:
        number += 1
        named = record and _cleaned(record)
        if named:
            rows.append((where, named))
        elif record:
            nameless.append(where)
    kept, notes = at_home(source, rows)
    if nameless:
        many = "1 row is" if len(nameless) == 1 else f"{len(nameless)} rows are"
        told = ", ".join(nameless[:5]) + (", …" if len(nameless) > 5 else ".")
        notes = (f"{source.name}: {many} left out whose name has no letter: {told}", *notes)
    return [record for _, record in kept], number - len(kept), notes


def _cleaned(record: PackPlace | Outline) -> PackPlace | Outline | None:
    """The record with its names as they are to be shown; None where none is left."""
    if isinstance(record, Outline):
        names = _names(record.names)
        return replace(record, names=names, admin1=_names(record.admin1)) if names else None
    names = _names((record.name, *record.names))
    if not names:
        return None
    admin1, admin2 = _divisions(record.admin1), _divisions(record.admin2)
    return replace(record, name=names[0], names=names[1:], admin1=admin1, admin2=admin2)


def _names(written: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in map(clean, written) if n))


def _divisions(written: Iterable[str]) -> tuple[str, ...]:
    """Names, and codes such as "#14" as they are."""
    return tuple(n for w in written if (n := w if w.startswith("#") else clean(w)))


def pack_name(file: str) -> str:
    """The name of a pack after its file: `Wof SY_places.csv.gz` → `wof-sy-places`."""
    stem = re.sub(r"(\.(csv|tsv|txt|zip|gz|json|geojson))+$", "", file.lower())
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "pack"


def _records(source: Source, found: Format, wanted: Wanted, name: str) -> Iterator[Found]:
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
