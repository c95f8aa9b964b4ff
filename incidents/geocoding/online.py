"""A geocoding service as a link of a chain: remembered, retried, and never "not found" because it is down."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from geopy.adapters import AdapterHTTPError, get_retry_after
from geopy.exc import (
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from incidents.errors import GazetteerError, IncidentsError
from incidents.geocoding.network import PoliteAdapter, Tell, deny_network
from incidents.geocoding.online_memory import Keeping, OnlineMemory
from incidents.geocoding.services import FILE_NAME, ServiceSettings, make_geocoder, read_services

ATTEMPTS = 4
FIRST_WAIT_SECONDS = 1.0
"""Before the second attempt; doubled for each further one, and up to a half longer, so that not all come at once."""
LONGEST_WAIT_SECONDS = 60.0
"""A service that asks to be left alone for longer is not waited for."""


class OnlineGeocoder:
    """Asks one service for names of places, once a person has switched it on; answers of before come from disk.

    tell: told which host is asked, before the first request.  clock, sleep and jitter (0 to 1) are there for tests.
    """

    def __init__(
        self,
        settings: ServiceSettings,
        data_dir: Path,
        *,
        allow_network: bool = False,
        tell: Tell = lambda _: None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.name = settings.name
        self._settings = settings
        self._memory = OnlineMemory(data_dir / "gazetteer" / "online.sqlite", clock=clock)
        self._keep = Keeping(settings.keep_days, settings.keep_not_found_days)
        self._allow_network = allow_network
        self._tell, self._sleep, self._jitter = tell, sleep, jitter

    def geocode(self, query: str, exactly_one: bool = True) -> Location | list[Location] | None:
        """The service's first answer, or with exactly_one=False all of them; None when it says it knows none.

        `raw` is the service's own, with "attribution" and "geocoder" added.  Raises GeocoderServiceError:
        NetworkDeniedError while nobody has switched it on, or the error of the last attempt.
        """
        asked = " ".join(query.split())
        if not asked:
            raise GeocoderQueryError("Give the name of a place to look for.")
        places = self._memory.recall(self._key, asked.casefold(), self._keep)
        if places is None:
            places = self._retried(partial(self._ask, asked))
            self._memory.keep(self._key, asked.casefold(), places, self._keep)
        places = [self._signed(place) for place in places]
        return (places[0] if exactly_one else places) if places else None

    def _ask(self, query: str) -> list[Location]:
        try:
            answer = self._geocoder.geocode(query, exactly_one=False, **self._settings.ask)
        except (GeocoderServiceError, IncidentsError):
            raise
        except (KeyError, IndexError, TypeError, ValueError, AttributeError) as problem:
            raise GeocoderParseError(f"{self.name} answered with something unexpected.") from problem
        places = list(answer) if isinstance(answer, list | tuple) else [answer] if answer else []
        if any(place is None or (place.latitude, place.longitude) == (0.0, 0.0) for place in places):
            # geopy puts an answer without a point at 0, 0
            raise GeocoderParseError(f"{self.name} answered with a place that has no point.")
        return places

    def _retried(self, ask: Callable[[], list[Location]]) -> list[Location]:
        for attempt in range(ATTEMPTS):
            try:
                return ask()
            except GeocoderServiceError as error:
                asked_to_wait = _retry_after(error)
                if attempt == ATTEMPTS - 1 or asked_to_wait > LONGEST_WAIT_SECONDS or not _may_pass(error):
                    raise
                wait = max(asked_to_wait, FIRST_WAIT_SECONDS * 2**attempt)
                self._sleep(wait * (1 + self._jitter() / 2))
        raise AssertionError("the last attempt answers or raises")

    @cached_property
    def _geocoder(self) -> Geocoder:
        if not self._allow_network:
            unused = dict.fromkeys(self._settings.secrets.values(), "off")
            return make_geocoder(self._settings, deny_network, unused)
        adapter = partial(
            PoliteAdapter,
            memory=self._memory,
            min_delay_seconds=self._settings.min_delay_seconds,
            tell=self._tell,
            sleep=self._sleep,
        )
        return make_geocoder(self._settings, adapter)

    @cached_property
    def _key(self) -> str:
        """What an answer depends on, without keys or names of persons."""
        s = self._settings
        about = json.dumps([s.service.lower(), dict(s.options), dict(s.ask)], sort_keys=True, default=str)
        return f"{s.service.lower()}:{hashlib.sha256(about.encode()).hexdigest()[:16]}"

    def _signed(self, place: Location) -> Location:
        raw: dict[str, Any] = place.raw if isinstance(place.raw, dict) else {"answer": place.raw}
        signed = raw | {"attribution": self._settings.attribution, "geocoder": self.name}
        return Location(place.address, place.point, signed)


def online_geocoders(
    names: Sequence[str],
    data_dir: Path,
    *,
    file: Path | None = None,
    allow_network: bool = False,
    tell: Tell = lambda _: None,
) -> list[OnlineGeocoder]:
    """The services of these names, in this order, from `file`, else from geocoders.toml in the data folder.

    allow_network: to be set only where a person has asked for it.  Raises GazetteerError for a name that the file
    has not, and for a file that is missing or wrong.
    """
    path = file or data_dir / FILE_NAME
    known = read_services(path)
    for name in names:
        if name not in known:
            raise GazetteerError(
                f"{path} describes no service {name!r}, only {', '.join(known) or 'none at all'}."
            )
    return [OnlineGeocoder(known[n], data_dir, allow_network=allow_network, tell=tell) for n in names]


def _may_pass(error: GeocoderServiceError) -> bool:
    """Is it an error that another attempt may not meet: too many requests, no answer, a fault on their side?"""
    if isinstance(error, GeocoderRateLimited | GeocoderTimedOut | GeocoderUnavailable):
        return True
    cause = error.__cause__
    return isinstance(cause, AdapterHTTPError) and cause.status_code >= 500


def _retry_after(error: GeocoderServiceError) -> float:
    """Seconds that the service asks to be left alone (its Retry-After header), or 0."""
    cause = error.__cause__
    return float(get_retry_after(cause.headers) or 0.0) if isinstance(cause, AdapterHTTPError) else 0.0
