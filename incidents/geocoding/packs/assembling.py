"""The index with packs: a copy of the base index, their places merged into it, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from incidents.geocoding.areas import area_geometry
from incidents.geocoding.build import ARABIC_SCRIPT, BOUND, PRIMARY, SKELETON, VARIANT
from incidents.geocoding.names import fold, keys, loose, skeleton
from incidents.geocoding.packs.divisions import Divisions
from incidents.geocoding.packs.importing import Imported
from incidents.geocoding.packs.merged import Merged, merged_places
from incidents.geocoding.packs.merging import Member, spelled
from incidents.geocoding.packs.record import PackPlace, Progress
from incidents.geocoding.reference import Entry, entries

SCHEMA = """
CREATE TABLE source (ref TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE outline (place INTEGER PRIMARY KEY, shape BLOB);
"""
"""source: every id by which a source knows a place.  outline: of areas, as WKB."""


def assemble(
    base: Path, target: Path, folder: Path, packs: Sequence[Imported], fingerprint: str, tell: Progress
) -> None:
    """Write the index of `base` and `packs` to `target`, whole or not at all.

    folder: the reference tables.  fingerprint: what the index is then known by.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        shutil.copyfile(base, part)
        with contextlib.closing(sqlite3.connect(part)) as db:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
            _merge_into(db, folder, packs, tell)
            db.execute("UPDATE meta SET value = ? WHERE key = 'fingerprint'", (fingerprint,))
            db.commit()
        part.chmod(0o644)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    tell("Gazetteer ready", 1.0)


def _merge_into(db: sqlite3.Connection, folder: Path, packs: Sequence[Imported], tell: Progress) -> None:
    tell("Merging places", 0.1)
    countries = {c for p in packs for c in p.pack.countries}
    own = [e for e in entries(folder) if e.place.country in countries]
    divisions = Divisions(own, _governorates(own))
    divisions.draw(o for p in packs for o in p.outlines)
    members = [*_base_members(db, countries), *_pack_members(packs)]
    tell("Merging places", 0.4)
    places = merged_places(members, divisions)
    tell("Merging places", 1.0)
    writer = _Writer(db)
    for number, place in enumerate(places):
        if number % 1000 == 0:
            tell("Writing the index", number / len(places))
        writer.put(place)
    writer.outlines(divisions)


def _governorates(own: Iterable[Entry]) -> Mapping[tuple[str, str], BaseGeometry]:
    out = {}
    for place in (e.place for e in own):
        shape = area_geometry(place) if place.geo_precision == "governorate" else None
        if shape is not None and place.country and place.admin1:
            out[place.country, place.admin1] = shape
    return out


def _base_members(db: sqlite3.Connection, countries: Iterable[str]) -> list[Member]:
    """The settlements, features and divisions of the base index in some countries."""
    wanted = json.dumps(sorted(countries))
    of_these = "country IN (SELECT value FROM json_each(?)) AND kind NOT IN ('country', 'region')"
    names: dict[int, list[str]] = defaultdict(list)
    sql = f"SELECT place, key FROM name JOIN place ON place.id = place WHERE role < {BOUND} AND {of_these}"  # noqa: S608
    for number, key in db.execute(sql, [wanted]):
        names[number].append(key)
    columns = "id, ref, name, name_ar, kind, precision, lat, lon, uncertainty_m, population, country, admin1, admin2"
    out = []
    for row in db.execute(f"SELECT {columns} FROM place WHERE {of_these}", [wanted]):  # noqa: S608
        number, ref, name, name_ar, kind, precision, lat, lon, size, population, *where = row
        place = PackPlace(
            ids=(ref,),
            name=name,
            names=tuple(n for n in (name_ar, *sorted(names[number])) if n),
            kind=kind,
            geo_precision=precision,
            lat=lat,
            lon=lon,
            size_m=size or 0,
            population=population,
            country=where[0],
            admin1=(where[1],) if where[1] else (),
            admin2=(where[2],) if where[2] else (),
        )
        out.append(Member("base", place, spelled((name, *place.names)), base=number))
    return out


def _pack_members(packs: Sequence[Imported]) -> list[Member]:
    return [
        Member(p.pack.name, place, spelled((place.name, *place.names))) for p in packs for place in p.places
    ]


class _Writer:
    """Puts merged places into a copy of the base index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._last = int(db.execute("SELECT max(id) FROM place").fetchone()[0])
        self._numbers: dict[str, int] = dict(db.execute("SELECT ref, id FROM place WHERE kind = 'admin'"))

    def put(self, merged: Merged) -> None:
        """Change the row of a place that the base has, or add one."""
        place = merged.place
        number = merged.base or self._add(merged)
        if merged.base:
            found = (place.lat, place.lon, place.uncertainty_m, place.admin1, place.admin2, place.name_ar)
            self._db.execute(
                "UPDATE place SET lat=?, lon=?, uncertainty_m=?, admin1=?, admin2=?, "
                "name_ar=coalesce(name_ar, ?), population=? WHERE id=?",
                (*found, merged.population, number),
            )
        if place.kind == "admin":
            self._numbers[place.place_id] = number
        self._db.executemany(
            "INSERT OR IGNORE INTO source VALUES (?, ?)", [(ref, number) for ref in merged.refs]
        )
        self._name(merged, number)

    def _add(self, merged: Merged) -> int:
        self._last += 1
        place = merged.place
        row = {
            "id": self._last,
            "ref": self._free(merged),
            "name": place.name,
            "name_ar": place.name_ar,
            "kind": place.kind,
            "precision": place.geo_precision,
            "lat": place.lat,
            "lon": place.lon,
            "uncertainty_m": place.uncertainty_m,
            "country": place.country,
            "admin1": place.admin1,
            "admin2": place.admin2,
            "parts": "",
            "population": merged.population,
            "needs_context": merged.needs_context,
        }
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        self._db.execute(f"INSERT INTO place ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608
        return self._last

    def _free(self, merged: Merged) -> str:
        """The id to know a place by: two rows of a source may name the same id of another gazetteer."""
        sql = "SELECT 1 FROM place WHERE ref = ?"
        wished = (merged.place.place_id, *merged.refs)
        return next(ref for ref in wished if not self._db.execute(sql, (ref,)).fetchone())

    def _name(self, merged: Merged, number: int) -> None:
        arabic_script = merged.place.country in ARABIC_SCRIPT
        likes = {loose(n) for n in merged.own_names} - {""}
        roles: dict[str, int] = {}
        for name in (*merged.names, *merged.own_names):
            # Another transliteration of its own name is its own name, too.
            role = PRIMARY if name in merged.own_names or loose(name) in likes else VARIANT
            for key in keys(name) if arabic_script else (fold(name),):
                if key:
                    roles[key] = min(role, roles.get(key, VARIANT))
        self._db.executemany(
            "INSERT OR IGNORE INTO name VALUES (?, ?, ?)",
            [(key, number, role) for key, role in roles.items()],
        )
        if arabic_script and merged.place.kind != "admin":
            both = (*merged.own_names, *merged.names)
            likely = {loose(n) for n in both} | {SKELETON + skeleton(n) for n in both}
            rows = [(key, number) for key in likely - {"", SKELETON}]
            self._db.executemany("INSERT OR IGNORE INTO loose VALUES (?, ?)", rows)

    def outlines(self, divisions: Divisions) -> None:
        """The outlines of divisions, those of one division joined."""
        shapes: dict[int, list[BaseGeometry]] = defaultdict(list)
        for area in divisions.areas:
            ref = divisions.refs.get((area.country, area.admin1, area.admin2))
            number = self._numbers.get(ref or "")
            if number is not None:
                shapes[number].append(area.shape)
        for number, parts in shapes.items():
            whole = shapely.union_all(parts) if len(parts) > 1 else parts[0]
            self._db.execute("INSERT INTO outline VALUES (?, ?)", (number, shapely.to_wkb(whole)))
