"""The file that names geocoding services: what is read from it, and what is refused and why."""

from __future__ import annotations

import contextlib
import inspect
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from geopy.geocoders import SERVICE_TO_GEOCODER
from hypothesis import given
from hypothesis import strategies as st

from incidents.errors import GazetteerError
from incidents.geocoding import online_geocoders, read_services
from incidents.geocoding.network import deny_network
from incidents.geocoding.services import make_geocoder


def read(folder: Path, text: str) -> Any:
    path = folder / "geocoders.toml"
    path.write_text(text, encoding="utf-8")
    return read_services(path)


def test_a_name_and_who_asks_are_enough(tmp_path: Path) -> None:
    found = read(tmp_path, '[nominatim]\nuser_agent = "us"\n[photon]\nuser_agent = "us"')
    assert [(s.name, s.service, s.min_delay_seconds) for s in found.values()] == [
        ("nominatim", "nominatim", 1.0),
        ("photon", "photon", 1.0),
    ]
    assert all("OpenStreetMap" in s.attribution for s in found.values())


def test_what_a_service_needs_reaches_geopy_and_its_key_comes_from_the_environment(tmp_path: Path) -> None:
    (settings,) = read(
        tmp_path,
        """[house]
        service = "pelias"
        user_agent = "us"
        timeout_seconds = 3
        options = { domain = "pelias.example.org", scheme = "http" }
        secrets = { api_key = "OUR_KEY" }
        ask = { language = "ar" }
        """,
    ).values()
    made = make_geocoder(settings, deny_network, {"OUR_KEY": "k"})
    assert type(made).__name__ == "Pelias"
    assert (made.domain, made.scheme, made.timeout, made.api_key) == ("pelias.example.org", "http", 3, "k")
    assert made.headers["User-Agent"] == "us"
    with pytest.raises(GazetteerError, match="environment variable OUR_KEY"):
        make_geocoder(settings, deny_network, {})


@pytest.mark.filterwarnings("ignore:IGNFrance:DeprecationWarning")
@pytest.mark.parametrize("service", sorted(SERVICE_TO_GEOCODER))
def test_every_service_of_geopy_can_be_described(service: str, tmp_path: Path) -> None:
    needs = {
        "ignfrance": "",
        "azure": "subscription_key",
        "baidu": "api_key",
        "pelias": "",
        "geonames": "",
        "liveaddress": "auth_id auth_token",
        "here": "apikey",
        "herev7": "apikey",
    }
    known = inspect.signature(SERVICE_TO_GEOCODER[service].__init__).parameters
    keys = needs.get(service, "api_key" if "api_key" in known else "").split()
    options = {"geonames": 'username = "us"', "pelias": 'domain = "pelias.example.org"'}.get(service, "")
    secrets = ", ".join(f'{key} = "A_KEY"' for key in keys)
    text = (
        f'[x]\nservice = "{service}"\nuser_agent = "us"\noptions = {{ {options} }}\nsecrets = {{ {secrets} }}'
    )
    (settings,) = read(tmp_path, text).values()
    assert type(make_geocoder(settings, deny_network, {"A_KEY": "k"})) is SERVICE_TO_GEOCODER[service]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[nominatim", "TOML"),
        ("nominatim = 1", "a service is a table"),
        ("[nominatim]", "who asks"),
        ('[nominatim]\nuser_agent = " "', "user_agent"),
        ('[atlas]\nuser_agent = "us"', "geopy knows no service 'atlas'"),
        ('[nominatim]\nuser_agent = "us"\ntimeout = 3', "timeout is not known; known are"),
        ('[nominatim]\nuser_agent = "us"\ntimeout_seconds = "3"', "must be a number"),
        ('[nominatim]\nuser_agent = "us"\nkeep_days = -1', "must be a number"),
        ('[nominatim]\nuser_agent = "us"\noptions = { town = "x" }', "options: town is not known"),
        (
            '[nominatim]\nuser_agent = "us"\noptions = { adapter_factory = "x" }',
            "adapter_factory is not known",
        ),
        ('[nominatim]\nuser_agent = "us"\nask = { query = "x" }', "ask: query is not known"),
        ('[pelias]\nuser_agent = "us"\noptions = { api_key = "abc" }', "api_key must not stand in a file"),
        ('[pelias]\nuser_agent = "us"\nsecrets = { api_key = 7 }', "name environment variables"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=says) as told:
        read(tmp_path, text)
    assert "geocoders.toml" in str(told.value)


@given(
    st.dictionaries(st.sampled_from("service user_agent options ask secrets keep_days".split()), st.text())
)
def test_whatever_a_table_says_it_is_read_or_refused_in_a_sentence(table: dict[str, str]) -> None:
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in table.items())
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(GazetteerError):
        (settings,) = read(Path(folder), f"[nominatim]\n{lines}").values()
        assert settings.user_agent.strip() and settings.service.lower() in SERVICE_TO_GEOCODER


def test_a_service_must_be_in_the_file_and_the_file_there(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"write one with a table \[nominatim\]"):
        online_geocoders(["nominatim"], tmp_path)
    read(tmp_path, '[mine]\nservice = "photon"\nuser_agent = "us"')
    with pytest.raises(GazetteerError, match="describes no service 'nominatim', only mine"):
        online_geocoders(["nominatim"], tmp_path)
    assert [g.name for g in online_geocoders(["mine"], tmp_path)] == ["mine"]
