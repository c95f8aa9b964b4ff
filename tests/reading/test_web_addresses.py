"""Reading an address: against a server on this machine, and never against one when that is not allowed."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from incidents.errors import ReportError
from incidents.reading import Overrides, ReadOptions, addresses, read_url
from tests.local_server import running
from tests.reading.made_files import ARABIC, ENGLISH, html_page, pdf_file

LOCAL = ReadOptions(allow_private=True, limit_bytes=100_000, timeout_seconds=1.5)
PUBLIC = "93.184.215.14"


class Handler(BaseHTTPRequestHandler):
    """Answers by path; remembers the Host headers it saw."""

    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        path, _, argument = self.path.partition("?")
        getattr(self, path.strip("/"))(argument)

    def answer(self, body: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page(self, _: str) -> None:
        self.answer(html_page('<meta name="date" content="2025-03-08">'))

    def nameless(self, _: str) -> None:
        self.answer(f"<html><body><article><p>{ENGLISH} {ENGLISH}</p></article></body></html>".encode())

    def pdf(self, _: str) -> None:
        self.answer(pdf_file(ENGLISH), "text/html")

    def plain(self, _: str) -> None:
        self.answer(ARABIC.encode("windows-1256", "ignore"), "text/plain; charset=windows-1256")

    def api(self, _: str) -> None:
        self.answer(b'{"status": "ok"}', "application/json")

    def packed(self, _: str) -> None:
        self.answer(gzip.compress(b"a" * 50_000_000), "text/plain", Content_Encoding="gzip")

    def honest(self, _: str) -> None:
        self.answer(b"", Content_Length="99000000")

    def endless(self, _: str) -> None:
        while True:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + b"word " * 20_000)

    def to(self, target: str) -> None:
        self.answer(b"x" * 200_000, status=302, Location=target)

    def loop(self, _: str) -> None:
        self.to("/loop")

    def status(self, code: str) -> None:
        self.answer(b"", status=int(code))

    def silent(self, _: str) -> None:
        time.sleep(3)

    def dripping(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _second in range(40):
            self.wfile.write(b"word ")
            time.sleep(0.1)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The base address of the server."""
    with running(Handler) as address:
        yield address


def test_a_page(server: str) -> None:
    report = read_url(f" {server}/page ", options=LOCAL)
    assert report.text.endswith("were killed in the clashes.")
    assert (report.publisher, report.published) == ("Coast Post", dt.date(2025, 3, 8))
    assert report.url == report.doc_id == report.origin == f"{server}/page"
    assert report.content == html_page('<meta name="date" content="2025-03-08">')


def test_the_publisher_is_the_pages_own_then_the_persons_then_the_host(server: str) -> None:
    named = ReadOptions(allow_private=True, overrides=Overrides(publisher="The Weekly"))
    assert read_url(f"{server}/page", options=named).publisher == "Coast Post"
    assert read_url(f"{server}/nameless", options=named).publisher == "The Weekly"
    assert read_url(f"{server}/nameless", options=LOCAL).publisher == "127.0.0.1"


def test_redirects_end_at_the_address_that_answered(server: str) -> None:
    assert read_url(f"{server}/to?/to?/page", options=LOCAL).url == f"{server}/page"


def test_bytes_decide_what_it_is_and_headers_help_with_the_rest(server: str) -> None:
    assert read_url(f"{server}/pdf", options=LOCAL).media_type == "application/pdf"
    plain = read_url(f"{server}/plain", options=LOCAL)
    assert (plain.media_type, plain.language) == ("text/plain", "ar")
    assert "المختارية" in plain.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("status?404", "no page at this address"),
        ("status?403", "copy the text and paste it"),
        ("status?500", "try again later"),
        ("api", "Files ending in .json are not read"),
        ("packed", "is too large, and the limit is"),
        ("honest", "has 94.4 MB, and the limit is"),
        ("endless", "is too large, and the limit is"),
        ("loop", "without end"),
        ("to?ftp://example.org/x", "https:// included"),
        ("to?file:///etc/hostname", "https:// included"),
        ("silent", "takes too long"),
        ("dripping", "takes too long"),
    ],
)
def test_what_goes_wrong_is_told_in_a_sentence(server: str, path: str, words: str) -> None:
    with pytest.raises(ReportError, match=words.replace(".", r"\.")) as raised:
        read_url(f"{server}/{path}", options=LOCAL)
    assert str(raised.value).endswith(".")


def test_nobody_listening() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ReportError, match="cannot be reached"):
            read_url(f"http://127.0.0.1:{taken.getsockname()[1]}/", options=LOCAL)


@pytest.mark.parametrize(
    "url",
    ["", "coast.example/page", "ftp://coast.example/", "file:///etc/hostname", "javascript:alert(1)", "http://",
     "http://[::1", "http://a:b@c.example/", "http://a.example:99999/"],
)  # fmt: skip
def test_what_is_no_address_of_a_page(url: str) -> None:
    with pytest.raises(ReportError, match=r"no address of a web page|take it out"):
        read_url(url)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "10.0.0.1",
     "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
     "[::1]", "[::]", "[fe80::1]", "[fc00::1]",
     "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]"],
)  # fmt: skip
def test_addresses_inside_are_never_fetched(server: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "create_connection", lambda *_args, **_named: pytest.fail("connected"))
    with pytest.raises(ReportError, match="never fetched"):
        read_url(f"http://{host}:{server.rpartition(':')[2]}/page")


@pytest.fixture
def outside(server: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """A pretended internet: one public address, which the server stands behind; holds what was connected to."""
    connected: list[tuple[str, int]] = []
    answers = iter([PUBLIC] + ["127.0.0.1"] * 9)
    genuine = addresses.create_connection

    def resolve(_host: str, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 0))]

    def connect(address: tuple[str, int], *args: Any, **named: Any) -> socket.socket:
        connected.append(address)
        with monkeypatch.context() as real:
            real.setattr(socket, "getaddrinfo", genuine_lookup)
            return genuine(("127.0.0.1", address[1]), *args, **named)

    genuine_lookup = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(addresses, "create_connection", connect)
    return connected


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: str, outside: list[tuple[str, int]]
) -> None:
    port = int(server.rpartition(":")[2])
    report = read_url(f"http://report.example:{port}/page")
    assert report.publisher == "Coast Post"
    assert outside == [(PUBLIC, port)]
    assert Handler.hosts[-1] == f"report.example:{port}"


def test_a_redirect_is_checked_again(server: str, outside: list[tuple[str, int]]) -> None:
    port = int(server.rpartition(":")[2])
    with pytest.raises(ReportError, match="never fetched"):
        read_url(f"http://report.example:{port}/to?http://elsewhere.example:{port}/page")
    assert outside == [(PUBLIC, port)]


def test_the_certificate_is_asked_for_by_name_and_checked(
    tmp_path: Path, outside: list[tuple[str, int]]
) -> None:
    asked: list[str | None] = []
    with running(Handler, self_signed(tmp_path / "cert.pem"), asked) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(ReportError, match="certificate is not valid"):
            read_url(f"https://report.example:{port}/page")
    assert asked == ["report.example"]
    assert outside == [(PUBLIC, port)]


def self_signed(file: Path) -> Path:
    """A certificate that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "report.example")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file
