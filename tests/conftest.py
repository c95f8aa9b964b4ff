"""What every test has: no network beyond this machine, no time limits, a browser where one is needed."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# Speed is measured in tests/benchmarks; where a build is decided, the same examples are tried each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture(autouse=True)
def _this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to any other machine, so that a test that needs one fails at once and says so."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise AssertionError(f"a test wanted to connect to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def place_index(request: pytest.FixtureRequest) -> Path:
    """A gazetteer index, built once and kept between runs; symlink it as `gazetteer` into a data folder."""
    from incidents.geocoding import open_gazetteer

    kept = request.config.cache.mkdir("incidents")  # type: ignore[union-attr]
    open_gazetteer(kept).close()
    return kept / "gazetteer"


@pytest.fixture(scope="session")
def seeds_dir(tmp_path_factory: pytest.TempPathFactory, place_index: Path) -> Path:
    """A data folder with the twenty seed reports, read once; tests may add to it nothing but the same again."""
    from incidents.pipeline import ingest
    from incidents.reading import ReadOptions

    folder = tmp_path_factory.mktemp("seeds")
    (folder / "gazetteer").symlink_to(place_index)
    result = ingest([str(Path(__file__).resolve().parents[1] / "seeds")], folder, ReadOptions(), None)
    assert (len(result.added), list(result.problems)) == (20, [])
    return folder


@pytest.fixture(scope="session")
def browser_path() -> str | None:
    """The program of an installed Chromium or Chrome; None: use Playwright's own.

    Without either the test is skipped, but where CI=true it fails: there the browser tests must run.
    """
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return None
    message = "no Chromium or Chrome is installed: run `make test`, which installs one"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
