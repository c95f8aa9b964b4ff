"""A dump by country code, from a server on this machine; whatever goes wrong is one sentence and changes nothing."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from incidents.errors import GazetteerError
from incidents.geocoding.packs import add_packs, fetch_dump, installed
from tests.geocoding.packs.made import contents, data_folder, geonames_row, opened, quiet, read
from tests.local_server import running


def zipped(name: str, *rows: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "about")
        archive.writestr(name, "\n".join(rows) + "\n")
    return held.getvalue()


DUMP = zipped("SY.txt", *(geonames_row(n, f"Zorvenna {n}", 35 + n / 1000, 36.003) for n in range(70, 80)))
NAMES = zipped("SY.txt", "1\t71\tar\tزورفينا\t\t\t\t")


@dataclass(slots=True)
class Dumps:
    """Answers of the test: path -> (status, bytes, length told); a length of -1 is never answered."""

    address: str
    answers: dict[str, tuple[int, bytes, int]]
    asked: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server() -> Iterator[Dumps]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            dumps.asked.append(self.path)
            status, body, length = dumps.answers.get(self.path, (404, b"", 0))
            if length < 0:
                dumps.over.wait(20)
                return
            self.send_response(status)
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)

    with running(Handler) as address:
        dumps = Dumps(
            f"{address}/",
            {
                "/SY.zip": (200, DUMP, len(DUMP)),
                "/alternatenames/SY.zip": (200, NAMES, len(NAMES)),
            },
        )
        yield dumps
        dumps.over.set()


def fetch(server: Dumps, folder: Path, code: str = "sy") -> Path:
    return fetch_dump(code, folder, quiet, base_url=server.address, timeout_seconds=(1.0, 0.5))


def test_a_dump_and_its_names_are_fetched_and_added(server: Dumps, tmp_path: Path) -> None:
    dump = fetch(server, tmp_path)
    assert server.asked == ["/SY.zip", "/alternatenames/SY.zip"]
    data = data_folder(tmp_path / "data")
    add_packs(data, [read(dump)], quiet)
    place = opened(data).named("زورفينا")[0].place
    assert (place.place_id, place.name) == ("geonames:71", "Zorvenna 71")


def test_without_the_second_file_the_dump_alone_does(server: Dumps, tmp_path: Path) -> None:
    del server.answers["/alternatenames/SY.zip"]
    assert len(read(fetch(server, tmp_path)).places) == 10


def test_an_unknown_country_is_told(server: Dumps, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="There is no dump of “ZZ”"):
        fetch(server, tmp_path, "zz")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((500, b"", 0), "answers with error 500"),
        ((200, DUMP[:100], len(DUMP)), "came only in part"),
        ((200, b"", -1), "does not answer in time"),
    ],
)
def test_trouble_on_the_way_is_one_sentence(
    server: Dumps, tmp_path: Path, answer: tuple[int, bytes, int], why: str
) -> None:
    server.answers["/SY.zip"] = answer
    with pytest.raises(GazetteerError, match=why) as caught:
        fetch(server, tmp_path)
    assert "\n" not in str(caught.value)


def test_a_dump_that_was_cut_short_changes_nothing(server: Dumps, tmp_path: Path) -> None:
    data = data_folder(tmp_path / "data")
    before = contents(data)
    for bad in (DUMP[: len(DUMP) // 2], DUMP[:-1][:40] + b"\0" * 40 + DUMP[80:], b"<html>Not here</html>"):
        server.answers["/SY.zip"] = (200, bad, len(bad))
        with pytest.raises(GazetteerError):
            add_packs(data, [read(fetch(server, tmp_path))], quiet)
    assert (contents(data), installed(data)) == (before, [])


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(GazetteerError, match="cannot be reached"):
        fetch_dump("SY", tmp_path, quiet, base_url=f"http://127.0.0.1:{port}", timeout_seconds=(1.0, 1.0))
