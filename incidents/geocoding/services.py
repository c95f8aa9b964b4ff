"""The file in which a person names geocoding services: read, checked, and made into geopy geocoders.

[nominatim]                                   # the name that --online takes
service = "nominatim"                         # geopy's name of the service; else the table's own name
user_agent = "who asks, and how to reach you"
timeout_seconds = 10                          # all keys from here on may be left out
min_delay_seconds = 1
keep_days = 90                                # how long an answer is believed,
keep_not_found_days = 7                       # and how long "not found" is
attribution = "what must be said where an answer is shown"
options = { domain = "nominatim.example.org", scheme = "https" }   # of geopy's class
ask = { language = "en" }                     # of its `geocode`
secrets = { api_key = "NAME_OF_A_VARIABLE" }  # the environment variable that holds a key, never the key
"""

from __future__ import annotations

import inspect
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from geopy.exc import ConfigurationError, GeocoderNotFound
from geopy.geocoders import get_geocoder_for_service
from geopy.geocoders.base import Geocoder

from incidents.errors import GazetteerError

FILE_NAME = "geocoders.toml"
_NUMBERS = ("timeout_seconds", "min_delay_seconds", "keep_days", "keep_not_found_days")
_TEXTS = ("service", "user_agent", "attribution")
_TABLES = ("options", "ask", "secrets")
_SECRET = re.compile(r"key|token|secret|passw|app_code|auth_id", re.IGNORECASE)
_OURS = frozenset(("self", "adapter_factory", "ssl_context", "timeout", "user_agent"))
_ASKED = frozenset(("self", "query", "exactly_one", "timeout"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """One service of the file.

    service: geopy's name of it.  options: of geopy's class.  ask: of its `geocode`.  secrets: option → the name of
    the environment variable that holds it.  keep_days, keep_not_found_days: how long an answer is believed.
    """

    name: str
    service: str
    user_agent: str
    attribution: str
    timeout_seconds: float = 10.0
    min_delay_seconds: float = 1.0
    keep_days: float = 90.0
    keep_not_found_days: float = 7.0
    options: Mapping[str, Any] = field(default_factory=dict)
    ask: Mapping[str, Any] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


def read_services(path: Path) -> dict[str, ServiceSettings]:
    """The services of a file by name.

    Raises GazetteerError, naming the table and the key, for a file that is missing or says what it must not.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise GazetteerError(
            f"There is no {path}: write one with a table [nominatim] and in it the line "
            'user_agent = "who asks, and how to reach you"; the README shows what else it may say.'
        ) from problem
    except (OSError, ValueError) as problem:
        raise GazetteerError(f"{path} cannot be read as TOML: {problem}") from problem
    out = {}
    for name, table in tables.items():
        try:
            out[name] = _settings(name, table)
        except ValueError as problem:
            raise GazetteerError(f"{path}, [{name}]: {problem}") from problem
    return out


def make_geocoder(
    settings: ServiceSettings,
    adapter_factory: Callable[..., Any],
    environment: Mapping[str, str] = os.environ,
) -> Geocoder:
    """geopy's geocoder of a service, with its keys from the environment.

    Raises GazetteerError when a variable is not set or geopy refuses the options.
    """
    secrets = {}
    for option, variable in settings.secrets.items():
        if not environment.get(variable):
            raise GazetteerError(
                f"{settings.name} needs {option}: put it into the environment variable {variable}."
            )
        secrets[option] = environment[variable]
    try:
        return get_geocoder_for_service(settings.service)(
            timeout=settings.timeout_seconds,
            user_agent=settings.user_agent,
            adapter_factory=adapter_factory,
            **settings.options,
            **secrets,
        )
    except (ConfigurationError, TypeError, ValueError, AttributeError) as problem:
        raise GazetteerError(f"{settings.name} cannot be used as it is described: {problem}") from problem


def least_delay_seconds(host: str) -> float:
    """What a host's usage policy asks for at least between two requests; 0 where none is known."""
    return float(_known()["least_delay_seconds"].get(host.lower(), 0.0))


@cache
def _known() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("services.toml").read_text(encoding="utf-8"))


def _settings(name: str, table: Any) -> ServiceSettings:
    if not isinstance(table, dict):
        raise ValueError("a service is a table.")
    for key, value in table.items():
        _check_kind(key, value)
    service = table.get("service", name)
    try:
        made_by = get_geocoder_for_service(service)
    except GeocoderNotFound as problem:
        raise ValueError(
            f"geopy knows no service {service!r}; its names are in geopy's documentation."
        ) from problem
    _check_names("options", table, made_by.__init__, _OURS)
    _check_names("secrets", table, made_by.__init__, _OURS)
    _check_names("ask", table, made_by.geocode, _ASKED)
    if shown := [key for key in table.get("options", {}) if _SECRET.search(key)]:
        raise ValueError(
            f"{shown[0]} must not stand in a file: put it into an environment variable and name that in "
            f'secrets = {{ {shown[0]} = "NAME_OF_THE_VARIABLE" }}.'
        )
    if not table.get("user_agent", "").strip():
        raise ValueError("services want to know who asks: give a user_agent with a way to reach you.")
    attribution = table.get("attribution") or _known()["attribution"].get(
        service.lower(), f"Answer of {name}"
    )
    return ServiceSettings(**(table | {"name": name, "service": service, "attribution": attribution}))


def _check_kind(key: str, value: Any) -> None:
    if key in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100_000:
            raise ValueError(f"{key} must be a number from 0 on.")
    elif key in _TEXTS:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{key} must be a text.")
    elif key in _TABLES:
        if not isinstance(value, dict):
            raise ValueError(f"{key} must be a table, as in {key} = {{ name = … }}.")
        if key == "secrets" and not all(isinstance(variable, str) for variable in value.values()):
            raise ValueError("secrets must name environment variables.")
    else:
        raise ValueError(f"{key} is not known; known are {', '.join((*_TEXTS, *_NUMBERS, *_TABLES))}.")


def _check_names(
    table: str, given: Mapping[str, Any], call: Callable[..., Any], ours: frozenset[str]
) -> None:
    """Are all names in a table parameters of geopy's?"""
    known = set(inspect.signature(call).parameters) - ours
    for key in given.get(table, {}):
        if key not in known:
            raise ValueError(f"{table}: {key} is not known; known are {', '.join(sorted(known))}.")
