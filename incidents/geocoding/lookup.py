"""Reads the gazetteer index for the geocoding of lists: plain rows, many thousand names a second."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from incidents.geocoding.build import ARABIC_SCRIPT, DEMONYM
from incidents.geocoding.names import is_arabic, loose, without_article
from incidents.geocoding.spelling import apart, consonants, sound
from incidents.model import GeoPrecision, Place

MAPPED_BYTES = 1 << 28
"""So much of the index is read through the system's own cache of files: twice as fast, and no memory of ours."""
CACHED_KIB = 16_384
"""Pages of the index that are kept ready: a fifth of the time of a look-up."""
_BEARING = "SELECT n.role, p.* FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? AND n.role <> ?"
_BEARING_IN = f"{_BEARING} AND p.country = ?"
_SHORTLIST = 40
"""Spellings of a division that are compared closely with a name."""
_COMMON = 12
"""A word in so many names of a division ("Kafr", "San", "Qala") tells little about which of them is meant."""


class Row(NamedTuple):
    """The role of the name by which a place was met (see `build`), and the place, in the order of the index's columns.

    lat, lon: degrees, None where no point is known.  population: 0 where unknown.
    """

    role: int
    number: int
    ref: str
    name: str
    name_ar: str | None
    kind: str
    precision: GeoPrecision
    lat: float | None
    lon: float | None
    uncertainty_m: int | None
    country: str | None
    admin1: str | None
    admin2: str | None
    parts: str
    population: int
    needs_context: str

    def place(self) -> Place:
        """The same as a Place."""
        return Place(
            place_id=self.ref,
            name=self.name,
            name_ar=self.name_ar,
            kind=self.kind,
            geo_precision=self.precision,
            lat=self.lat,
            lon=self.lon,
            uncertainty_m=self.uncertainty_m,
            country=self.country,
            admin1=self.admin1,
            admin2=self.admin2,
            parts=tuple(self.parts.split(";")) if self.parts else (),
        )


@dataclass(frozen=True, slots=True)
class Near:
    """A place whose name sounds like the one asked for: the distance of the sounds (see `spelling.apart`)."""

    row: Row
    distance: float


class PlaceRows:
    """Read-only access to an index; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._db.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
        self._db.execute(f"PRAGMA cache_size=-{CACHED_KIB}")
        self._lock = threading.Lock()
        self.division_names = lru_cache(maxsize=48)(self._division_names)
        self.divisions = lru_cache(maxsize=256)(self._divisions)

    def named(self, key: str, country: str | None) -> list[Row]:
        """Places that bear a folded name, in a country or, with None, anywhere; never by a word for its people.

        In Arabic-speaking countries a name is also met where only the query has the article.
        """
        found = self._bearing(key, country)
        if not found and not is_arabic(key) and (bare := without_article(key)) != key:
            found = [r for r in self._bearing(bare, country) if r.country in ARABIC_SCRIPT]
        return found

    def _bearing(self, key: str, country: str | None) -> list[Row]:
        if country is None:
            return self._places(_BEARING, (key, DEMONYM))
        return self._places(_BEARING_IN, (key, DEMONYM, country))

    def respelled(self, key: str, country: str) -> list[Row]:
        """Places of a country whose name may be another transliteration of a folded name."""
        sql = "SELECT 0, p.* FROM place p WHERE p.country = ? AND p.id IN (SELECT place FROM loose WHERE key = ?)"
        return self._places(sql, [country, loose(key)]) if loose(key) else []

    def _divisions(self, country: str) -> DivisionNames:
        """Names of the first- and second-level divisions of a country."""
        sql = "SELECT 0, p.* FROM place p WHERE p.country = ? AND p.kind = 'admin'"
        return self._spelled(self._places(sql, [country]))

    def _division_names(self, country: str, admin1: str) -> DivisionNames:
        """Names of the settlements of a first-level division."""
        sql = "SELECT 0, p.* FROM place p WHERE p.country = ? AND p.admin1 = ? AND p.kind <> 'admin'"
        return self._spelled(self._places(sql, [country, admin1]))

    def _spelled(self, rows: Sequence[Row]) -> DivisionNames:
        by_number = {row.number: row for row in rows}
        sql = "SELECT key, place FROM name WHERE role <> ? AND place IN (SELECT value FROM json_each(?))"
        names = self._rows(sql, [DEMONYM, json.dumps(sorted(by_number))])
        return DivisionNames((key, by_number[place]) for key, place in names)

    def settled(self, country: str, admin1: str, lat: float, lon: float, degrees: float) -> bool:
        """Has a division a settlement in the box of `degrees` around (latitude, longitude)?"""
        sql = (
            "SELECT 1 FROM place WHERE country = ? AND admin1 = ? AND kind = 'settlement' "
            "AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? LIMIT 1"
        )
        box = [lat - degrees, lat + degrees, lon - degrees, lon + degrees]
        return bool(self._rows(sql, [country, admin1, *box]))

    def _places(self, sql: str, values: Sequence[Any]) -> list[Row]:
        with self._lock:
            return [Row(*row) for row in self._db.execute(sql, values)]

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


class DivisionNames:
    """All names of the places of one division, to be searched by what they sound like."""

    def __init__(self, names: Iterable[tuple[str, Row]]) -> None:
        self._rows: dict[str, list[tuple[frozenset[str], Row]]] = {}
        common: Counter[str] = Counter()
        for key, row in names:
            heard = sound(key)
            self._rows.setdefault(heard.text, []).append((heard.marks, row))
            common.update(set(heard.text.split()))
        self._common = frozenset(word for word, times in common.items() if times >= _COMMON)
        self._texts = list(self._rows)
        self._consonants = [consonants(text) for text in self._texts]
        self.places = {row.number: row for group in self._rows.values() for _, row in group}

    def like(self, key: str, limit: float) -> list[Near]:
        """Places that sound like a folded name, each once, nearest first; the distance is under `limit`."""
        heard = sound(key)
        best: dict[int, Near] = {}
        for text in self._shortlist(heard.text):
            distance = apart(*self._telling(heard.text, text), limit)
            for marks, row in self._rows[text] if distance < limit else ():
                far = (
                    distance
                    + 0.6 * len(heard.marks ^ marks)
                    + 0.9 * bool(heard.marks - marks and marks - heard.marks)
                )
                if far < min(limit, best[row.number].distance if row.number in best else limit):
                    best[row.number] = Near(row, far)
        return sorted(best.values(), key=lambda near: (near.distance, near.row.ref))

    def _shortlist(self, text: str) -> Iterator[str]:
        skeleton = consonants(text)
        found = [
            process.extract(
                asked, among, scorer=Levenshtein.normalized_similarity, limit=_SHORTLIST, score_cutoff=0.5
            )
            for asked, among in ((text, self._texts), (skeleton, self._consonants))
        ]
        return iter(dict.fromkeys(self._texts[at] for group in found for _, _, at in group))

    def _telling(self, one: str, other: str) -> tuple[str, str]:
        """Both without the common words that they share, if anything is left of them."""
        shared = self._common & set(one.split()) & set(other.split())
        if not shared:
            return one, other
        bare = [" ".join(w for w in text.split() if w not in shared) for text in (one, other)]
        return (bare[0], bare[1]) if all(bare) else (one, other)
