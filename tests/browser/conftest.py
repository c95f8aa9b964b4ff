"""A real browser on the real app: seeds ingested into a folder of its own, every request to another host refused."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from incidents import pipeline

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60


def _executable(playwright):
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return installed or (own if Path(own).is_file() else None)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = _executable(playwright)
        if path is None:
            reason = "no Chromium or Chrome is installed: `make browser` installs one"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@contextlib.contextmanager
def running_app(data_dir: Path, log: Path) -> Iterator[str]:
    """The app on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    options = ["--server.headless", "true", "--server.fileWatcherType", "none"]
    environment = os.environ | {"INCIDENTS_DATA": str(data_dir)}
    with log.open("w") as output:
        process = subprocess.Popen(
            command + options, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/_stcore/health", process, log)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if urllib.request.urlopen(url, timeout=2).status == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A data folder with the seeds, as `make run` fills it."""
    folder = tmp_path_factory.mktemp("seeded")
    result = pipeline.ingest([ROOT / "seeds"], folder)
    assert not result.problems
    return folder


@pytest.fixture(scope="session")
def app(seeded, tmp_path_factory):
    """The app on the seeds, for tests that only look."""
    with running_app(seeded, tmp_path_factory.mktemp("log") / "app.log") as address:
        yield address


@pytest.fixture
def own_data(seeded, tmp_path):
    """A copy of the seeded folder, for a test that changes it."""
    return shutil.copytree(seeded, tmp_path / "data")


@pytest.fixture
def own_app(own_data, tmp_path):
    """The app on that copy."""
    with running_app(own_data, tmp_path / "app.log") as address:
        yield address


@pytest.fixture
def make_page(browser):
    """Pages that may reach 127.0.0.1 only; at the end, no other host was asked for and no script failed."""
    asked: list[str] = []
    failed: list[str] = []
    contexts = []

    def make(width: int = 1440, height: int = 1000, timezone: str = "Asia/Damascus"):
        context = browser.new_context(viewport={"width": width, "height": height}, timezone_id=timezone)
        context.set_default_timeout(30_000)
        contexts.append(context)

        def only_here(route):
            if urlsplit(route.request.url).hostname == "127.0.0.1":
                route.continue_()
            else:
                asked.append(route.request.url)
                route.abort()

        context.route("**/*", only_here)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert asked == []
    assert failed == []
