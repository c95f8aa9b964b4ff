"""One address on the web → Report.  Asked for by a person, once; nothing is crawled."""

from __future__ import annotations

import mimetypes
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import requests
import urllib3

from incidents import __version__
from incidents.errors import ReportError
from incidents.model import Report
from incidents.reading.addresses import PublicAdapter
from incidents.reading.options import DEFAULT_OPTIONS, ReadOptions
from incidents.reading.reader import read_bytes
from incidents.reading.sizes import over_limit

_MOST_REDIRECTS = 5
_SILENCE_SECONDS = 10.0
_CHUNK_BYTES = 64 * 1024
_HEADERS = {
    "User-Agent": f"incidents/{__version__} (fetches single reports when a person asks)",
    "Accept": "text/html, application/pdf, text/plain, */*;q=0.5",
}


def read_url(url: str, *, options: ReadOptions = DEFAULT_OPTIONS) -> Report:
    """The report at an http or https address, after at most five redirects.  Raises ReportError.

    The report's url is the address that answered in the end, and its publisher the host where neither
    the page nor `options.overrides` names one.  Proxies and stored passwords of the system are not used.
    """
    page = _fetch(url.strip(), options)
    report = read_bytes(page.data, page.name, options=options, origin=page.url, charset=page.charset)
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    return replace(report, doc_id=page.url, url=page.url, publisher=report.publisher or host)


@dataclass(frozen=True, slots=True)
class _Page:
    data: bytes
    url: str
    name: str
    charset: str | None


def _fetch(url: str, options: ReadOptions) -> _Page:
    host = _checked_host(url)
    try:
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update(_HEADERS)
            if not options.allow_private:
                session.mount("http://", PublicAdapter())
                session.mount("https://", PublicAdapter())
            return _follow(session, url, options)
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise ReportError(_slow(host)) from error
    except requests.exceptions.SSLError as error:
        raise ReportError(
            f"{host} cannot prove that it is the site it claims to be (its certificate is not valid): "
            "check the address, or save the page as a file and add that."
        ) from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        if isinstance(error, ReportError):
            raise
        raise ReportError(
            f"{host} cannot be reached: check the address and your connection, or paste the text of the report."
        ) from error


def _follow(session: requests.Session, url: str, options: ReadOptions) -> _Page:
    """The page at the end of the redirects; each of them is a new connection and checked like the first."""
    deadline = time.monotonic() + options.timeout_seconds
    for _ in range(_MOST_REDIRECTS + 1):
        silence = min(_SILENCE_SECONDS, options.timeout_seconds)
        with session.get(url, stream=True, allow_redirects=False, timeout=silence) as response:
            target = session.get_redirect_target(response)
            if target is None:
                return _page(response, url, options.limit_bytes, deadline)
        url = urljoin(url, target)
        _checked_host(url)
    raise ReportError(
        "This address leads from one page to the next without end: open it in a browser and check it."
    )


def _page(response: requests.Response, url: str, limit_bytes: int, deadline: float) -> _Page:
    _check_status(response.status_code)
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit_bytes:
        raise ReportError(over_limit("The document at this address", int(length), limit_bytes))
    data = bytearray()
    for chunk in _chunks(response):
        data += chunk
        if len(data) > limit_bytes:
            raise ReportError(over_limit("The document at this address", None, limit_bytes))
        if time.monotonic() > deadline:
            raise ReportError(_slow(urlsplit(url).hostname))
    kind = Message()
    kind["Content-Type"] = response.headers.get("Content-Type", "")
    name = "page" + (mimetypes.guess_extension(kind.get_content_type()) or "")
    return _Page(bytes(data), url, name, kind.get_content_charset())


def _chunks(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, unpacked; small pieces too, so that a dripping server meets the deadline."""
    while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
        yield chunk


def _check_status(status: int) -> None:
    if status == HTTPStatus.OK:
        return
    if status in (
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.TOO_MANY_REQUESTS,
    ):
        raise ReportError(
            f"The site does not let programs read this page (status {status}): "
            "open it in a browser, copy the text and paste it."
        )
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        raise ReportError(f"There is no page at this address (status {status}): check the address.")
    raise ReportError(
        f"The site answers with an error (status {status}): try again later, or paste the text."
    )


def _checked_host(url: str) -> str:
    """The host of an address that may be fetched at all."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https"):
        raise ReportError("This is no address of a web page: write it from the beginning, https:// included.")
    if parts.username or parts.password:
        raise ReportError("This address holds a user name or a password, which would be stored: take it out.")
    return host


def _slow(host: str | None) -> str:
    return f"{host} takes too long to answer: try again later, or paste the text of the report."
