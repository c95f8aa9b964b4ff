"""Several geocoders in a row; the one that asks the network is off unless a person switches it on."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from geopy.exc import GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from incidents.errors import GazetteerError

NOMINATIM_DELAY_SECONDS = 1.0
"""Nominatim's usage policy: at most one request a second, over all users of an application."""


class ChainGeocoder:
    """Asks geopy geocoders in order until one has an answer.

    An error of a service is not "not found": a later link may still answer, but when none does, the first error
    is raised.
    """

    def __init__(self, links: Sequence[Geocoder | CachedGeocoder]) -> None:
        self.links = tuple(links)

    def geocode(self, query: str) -> Location | None:
        """The first answer, its `raw` with the key "geocoder" added; None when every link says it knows none.

        Raises geopy.exc.GeocoderServiceError when no link answers and one could not be asked.
        """
        failed: GeocoderServiceError | None = None
        for link in self.links:
            try:
                answer = link.geocode(query)
            except GeocoderServiceError as error:
                failed = failed or error
                continue
            if answer:
                raw = answer.raw if isinstance(answer.raw, dict) else {}
                return Location(answer.address, answer.point, raw | {"geocoder": link.__class__.__name__})
        if failed:
            raise failed
        return None


class CachedGeocoder:
    """Remembers a geocoder's answers on disk, "not found" as well; errors are never kept.

    At most one request in `min_delay_seconds` from this process.
    """

    def __init__(
        self,
        geocode: Callable[[str], Location | None],
        path: Path,
        *,
        min_delay_seconds: float = NOMINATIM_DELAY_SECONDS,
    ) -> None:
        self._ask = RateLimiter(
            geocode, min_delay_seconds=min_delay_seconds, max_retries=0, swallow_exceptions=False
        )
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as db:
            db.execute("CREATE TABLE IF NOT EXISTS answer (query TEXT PRIMARY KEY, value TEXT)")

    def geocode(self, query: str) -> Location | None:
        """The answer of an earlier time, else the geocoder's.  Raises what the geocoder raises."""
        key = " ".join(query.split()).casefold()
        with self._open() as db:
            row = db.execute("SELECT value FROM answer WHERE query = ?", (key,)).fetchone()
        if row:
            return _read(json.loads(row[0]))
        answer = self._ask(query)
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO answer VALUES (?, ?)", (key, json.dumps(_write(answer))))
        return answer

    @contextlib.contextmanager
    def _open(self) -> Any:
        with contextlib.closing(sqlite3.connect(self._path, timeout=30)) as db, db:
            yield db


def nominatim(
    data_dir: Path, *, allow_network: bool = False, user_agent: str = "", **options: Any
) -> CachedGeocoder:
    """Nominatim as a link of a chain, its answers kept under `data_dir`.

    It tells the service every name that is looked up.  allow_network: must be set by a person.  user_agent: who
    asks, as the usage policy wants it.  options: of geopy's Nominatim (domain, scheme, timeout).
    Raises GazetteerError when it is not switched on or nobody is named.
    """
    if not allow_network:
        raise GazetteerError(
            "Nominatim is off, as it tells a public service which places you look up: switch it on to allow that."
        )
    if not user_agent.strip():
        raise GazetteerError("Nominatim wants to know who asks: give a User-Agent with a way to reach you.")
    service = Nominatim(user_agent=user_agent, **options)
    return CachedGeocoder(service.geocode, data_dir / "gazetteer" / "nominatim.sqlite")


def _write(answer: Location | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {"address": answer.address, "lat": answer.latitude, "lon": answer.longitude, "raw": answer.raw}


def _read(value: dict[str, Any] | None) -> Location | None:
    return Location(value["address"], Point(value["lat"], value["lon"]), value["raw"]) if value else None
