"""What is kept between look-ups online: the answers, and when each host may be asked again.

One small SQLite file in the data folder, so that all processes that share the folder share both.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geopy.location import Location
from geopy.point import Point

from incidents.errors import GazetteerError

SECONDS_A_DAY = 86_400.0
LONGEST_QUEUE_SECONDS = 600.0
"""A turn further ahead than this was taken by a clock that has been set back since, and does not count."""
_TABLES = (
    "CREATE TABLE IF NOT EXISTS answer (service TEXT, query TEXT, asked_at REAL, places TEXT, UNIQUE (service, query))",
    "CREATE TABLE IF NOT EXISTS turn (host TEXT PRIMARY KEY, free_at REAL)",
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many days an answer is believed; "not found" usually for fewer, as maps grow."""

    found_days: float
    not_found_days: float


class OnlineMemory:
    """Answers by service and query, and turns by host.  Errors of a service have no place in it."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock

    def recall(self, service: str, query: str, keep: Keeping) -> list[Location] | None:
        """The places answered before, none for "not found"; None: never asked, or too long ago."""
        with self._open() as db:
            row = db.execute(
                "SELECT asked_at, places FROM answer WHERE service = ? AND query = ?", (service, query)
            ).fetchone()
        if row is None:
            return None
        asked_at, places = row[0], [_read(value) for value in json.loads(row[1])]
        days = keep.found_days if places else keep.not_found_days
        return places if self._clock() - asked_at < days * SECONDS_A_DAY else None

    def keep(self, service: str, query: str, places: list[Location], keep: Keeping) -> None:
        """Remember an answer, and forget those of the service that nobody would believe any more."""
        now = self._clock()
        text = json.dumps([_written(place) for place in places], ensure_ascii=False, default=str)
        oldest = now - max(keep.found_days, keep.not_found_days) * SECONDS_A_DAY
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", (service, query, now, text))
            db.execute("DELETE FROM answer WHERE service = ? AND asked_at < ?", (service, oldest))

    def seconds_until_turn(self, host: str, delay_seconds: float) -> float:
        """Take the next turn at `host`, `delay_seconds` after the one before it, and tell how long it is until then."""
        now = self._clock()
        with self._open() as db:
            row = db.execute("SELECT free_at FROM turn WHERE host = ?", (host,)).fetchone()
            free_at = row[0] if row and row[0] - now <= LONGEST_QUEUE_SECONDS + delay_seconds else now
            turn = max(now, free_at)
            db.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (host, turn + delay_seconds))
        return float(turn - now)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction that no other process writes in; raises GazetteerError where the file is unusable."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with contextlib.closing(sqlite3.connect(self._path, timeout=60, isolation_level=None)) as db:
                db.execute("BEGIN IMMEDIATE")
                for table in _TABLES:
                    db.execute(table)
                yield db
                db.execute("COMMIT")
        except sqlite3.DatabaseError as problem:
            raise GazetteerError(
                f"{self._path} cannot be used ({problem}): it only keeps answers of geocoding services, "
                "so delete it where it is damaged."
            ) from problem


def _written(place: Location) -> dict[str, Any]:
    return {"address": place.address, "lat": place.latitude, "lon": place.longitude, "raw": place.raw}


def _read(value: dict[str, Any]) -> Location:
    return Location(value["address"], Point(value["lat"], value["lon"]), value["raw"])
