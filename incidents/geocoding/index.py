"""The gazetteer index, opened read-only: names to candidate places."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from incidents.errors import GazetteerError
from incidents.geocoding.build import ARABIC_SCRIPT, SKELETON
from incidents.geocoding.names import fold, is_arabic, loose, skeleton, without_article
from incidents.model import Place

Match = Literal["name", "variant", "bound", "demonym", "loose"]
_MATCHES: tuple[Match, ...] = ("name", "variant", "bound", "demonym")
_MOST = 60
"""Candidates kept for one name: the most populous; a name borne by more places than that needs context anyway."""

_OWN = frozenset(("overlay", "country", "naturalearth"))
"""Gazetteers of data/reference, whose candidates are few and always kept."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for.

    match: by which kind of name it was met; "loose" is another transliteration and never enough on its own.
    needs_context: the bare name is shared with other "places", with "people" and things, or "both"; else empty.
    population: 0 where unknown.
    """

    place: Place
    match: Match
    population: int = 0
    needs_context: str = ""


class Gazetteer:
    """Read-only access to an index made by `incidents.geocoding.build`; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the index at `path`.  Raises GazetteerError when there is none, or it is not one."""
        if not path.is_file():
            raise GazetteerError(
                f"There is no gazetteer index at {path}: run any ingest command to build it."
            )
        self.path = path
        self._lock = threading.Lock()
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            (self.fingerprint,) = self._db.execute(
                "SELECT value FROM meta WHERE key = 'fingerprint'"
            ).fetchone()
        except (sqlite3.DatabaseError, TypeError) as error:
            raise GazetteerError(
                f"{path} is not a gazetteer index: delete it, and it is built again."
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def lookup(self, keys: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Candidates by folded name (see `names.fold`), the most populous first; names without any are left out.

        In Arabic-speaking countries a name is also met where only the text has the article ("Al-Sanawbar").
        """
        asked = {key for key in keys if key}
        found = self._lookup(asked)
        bare = {key: without_article(key) for key in asked if key not in found and not is_arabic(key)}
        more = self._lookup({key for name, key in bare.items() if key != name})
        for key, short in bare.items():
            group = [c for c in more.get(short, ()) if c.place.country in ARABIC_SCRIPT]
            if group:
                found[key] = group
        return {key: _ordered(group) for key, group in found.items()}

    def _lookup(self, keys: set[str]) -> dict[str, list[Candidate]]:
        sql = (
            "SELECT n.key, n.role, p.* FROM name n JOIN place p ON p.id = n.place "
            "WHERE n.key IN (SELECT value FROM json_each(?))"
        )
        found: dict[str, list[Candidate]] = {}
        for key, role, *row in self._query(sql, [json.dumps(sorted(keys))]):
            found.setdefault(key, []).append(_candidate(row, _MATCHES[role]))
        return found

    def named(self, name: str) -> tuple[Candidate, ...]:
        """Candidates of one name as written."""
        return self.lookup([fold(name)]).get(fold(name), ())

    def similar(self, name: str, *, by_consonants: bool = True) -> tuple[Candidate, ...]:
        """Places whose name may be another transliteration of `name`; for use with context only.

        by_consonants: where no loose spelling agrees, those that share the consonants.
        """
        sql = "SELECT p.* FROM loose l JOIN place p ON p.id = l.place WHERE l.key = ?"
        for key in (loose(name), SKELETON + (skeleton(name) if by_consonants else "")):
            rows = self._query(sql, [key]) if key not in ("", SKELETON) else []
            if rows:
                return _ordered([_candidate(row, "loose") for row in rows])
        return ()

    def place(self, place_id: str) -> Place | None:
        """The place of an id, its own or that of any source it was merged from; None where the index has none."""
        rows = self._query("SELECT p.* FROM place p WHERE p.ref = ?", [place_id])
        if not rows and self.has_packs:
            sql = "SELECT p.* FROM source s JOIN place p ON p.id = s.place WHERE s.ref = ?"
            rows = self._query(sql, [place_id])
        return _candidate(rows[0], "name").place if rows else None

    def ids(self, place_id: str) -> tuple[str, ...]:
        """All ids of a place: its own and those of the sources that packs brought, in no order of worth."""
        own = self.place(place_id)
        if own is None:
            return ()
        sql = "SELECT s.ref FROM place p JOIN source s ON s.place = p.id WHERE p.ref = ? ORDER BY s.ref"
        rows = self._query(sql, [own.place_id]) if self.has_packs else []
        return tuple(dict.fromkeys((own.place_id, *(ref for (ref,) in rows))))

    def outline(self, place_id: str) -> bytes | None:
        """The outline that a pack gives a place, as WKB in WGS 84 (longitude, latitude); None where none does."""
        sql = "SELECT o.shape FROM place p JOIN outline o ON o.place = p.id WHERE p.ref = ?"
        rows = self._query(sql, [place_id]) if self.has_packs else []
        return rows[0][0] if rows else None

    @cached_property
    def has_packs(self) -> bool:
        """Were country packs merged into this index?"""
        return bool(self._query("SELECT 1 FROM sqlite_master WHERE name = 'source'", []))

    @cached_property
    def region_heads(self) -> frozenset[str]:
        """First words of the names of regions, folded: what a phrase such as "coastal towns" may begin with."""
        sql = "SELECT n.key FROM name n JOIN place p ON p.id = n.place WHERE p.kind = 'region'"
        return frozenset(key.split()[0] for (key,) in self._query(sql, []))

    def _query(self, sql: str, values: list[Any]) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


def _candidate(row: Any, match: Match) -> Candidate:
    (_, ref, name, name_ar, kind, precision, lat, lon, uncertainty_m, country, admin1, admin2, parts) = row[
        :13
    ]
    place = Place(
        place_id=ref,
        name=name,
        name_ar=name_ar,
        kind=kind,
        geo_precision=precision,
        lat=lat,
        lon=lon,
        uncertainty_m=uncertainty_m,
        country=country,
        admin1=admin1,
        admin2=admin2,
        parts=tuple(parts.split(";")) if parts else (),
    )
    return Candidate(place, match, population=row[13], needs_context=row[14])


def _ordered(group: list[Candidate]) -> tuple[Candidate, ...]:
    own = [c for c in group if c.place.gazetteer in _OWN]
    rest = [c for c in group if c.place.gazetteer not in _OWN]
    rest.sort(key=lambda c: (-c.population, c.place.place_id))
    return (*sorted(own, key=lambda c: (-c.population, c.place.place_id)), *rest[:_MOST])
