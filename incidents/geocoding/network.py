"""How geopy's geocoders reach the network: not at all, or politely once a person has switched it on.

geopy hands every request of every geocoder to an adapter, by default `RequestsAdapter` where requests is installed.
The adapters here stand in its place, so that no geocoder has a way around them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter, RequestsAdapter
from geopy.exc import (
    GeocoderParseError,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)

from incidents.errors import IncidentsError
from incidents.geocoding.online_memory import OnlineMemory
from incidents.geocoding.services import least_delay_seconds

Tell = Callable[[str], None]
"""Told in one sentence which host is about to be asked, and what it learns."""


class NetworkDeniedError(IncidentsError, GeocoderServiceError):  # type: ignore[misc]
    """A geocoder wanted to ask a service while nobody had switched that on."""


class DenyingAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Opens no connection: every request is a NetworkDeniedError."""

    def get_json(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> Any:
        """Refuse."""
        raise NetworkDeniedError(
            f"Asking {_host(url)} is off, as it would learn which places you look up and your network address: "
            "it is asked only where a person switches it on."
        )

    get_text = get_json


def deny_network(*, proxies: Any, ssl_context: Any) -> DenyingAdapter:
    """A geopy `adapter_factory` for geocoders that must not ask anybody."""
    return DenyingAdapter(proxies=proxies, ssl_context=ssl_context)


class PoliteAdapter(RequestsAdapter):  # type: ignore[misc]
    """Asks one host at a time and in turn, tells whom, and follows no redirect to anybody else.

    geopy's own adapter quietly repeats a request that fails, passing over every limit, and puts the whole address,
    keys and all, into its messages; this one does neither.
    """

    def __init__(
        self,
        *,
        proxies: Any,
        ssl_context: Any,
        memory: OnlineMemory,
        min_delay_seconds: float,
        tell: Tell,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context, max_retries=0)
        self.session.max_redirects = 0
        self._memory = memory
        self._min_delay_seconds = min_delay_seconds
        self._tell = tell
        self._sleep = sleep
        self._told: set[str] = set()

    def get_json(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> Any:
        """The answer as JSON; an empty one that is no list is no answer."""
        answer = self._ask(super().get_json, url, timeout, headers)
        if not answer and not isinstance(answer, list):
            raise GeocoderParseError(f"{_host(url)} answered with nothing.")
        return answer

    def get_text(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> str:
        """The answer as text."""
        return str(self._ask(super().get_text, url, timeout, headers))

    def _ask(self, get: Callable[..., Any], url: str, timeout: float | None, headers: dict[str, str]) -> Any:
        host = _host(url)
        if host not in self._told:
            self._told.add(host)
            self._tell(
                f"Asking {host}, which learns the names of places looked up and this machine's network address."
            )
        delay = max(self._min_delay_seconds, least_delay_seconds(host))
        if wait := self._memory.seconds_until_turn(host, delay):
            self._sleep(wait)
        try:
            return get(url, timeout=timeout, headers=headers)
        except AdapterHTTPError as error:
            message = f"{host} answered with status {error.status_code}."
            raise AdapterHTTPError(
                message, status_code=error.status_code, headers=error.headers, text=None
            ) from None
        except GeocoderTimedOut:
            raise GeocoderTimedOut(f"{host} did not answer within {timeout} seconds.") from None
        except GeocoderUnavailable:
            raise GeocoderUnavailable(f"{host} cannot be reached.") from None
        except GeocoderParseError:
            raise GeocoderParseError(f"{host} answered with something that is not JSON.") from None
        except GeocoderServiceError:
            raise GeocoderServiceError(f"{host} could not be asked, or sent us elsewhere.") from None


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]
