"""A geocoding service on this machine that speaks Nominatim's and Photon's JSON, and fails as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.local_server import running

KNOWN = {"zzatlantis": (1.5, 2.5)}
"""Places that the service knows; everything else is answered with an empty list."""


@dataclass(slots=True)
class Reply:
    """Something else than the usual answer."""

    status: int = 200
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False


@dataclass(slots=True)
class FakeService:
    """Where it listens, what it was asked, and what it answers next before it answers as usual again."""

    domain: str
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serve() -> Iterator[FakeService]:
    """A service on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlparse(self.path)
            query = parse_qs(address.query)["q"][0]
            service.asked.append(query)
            service.headers.append(dict(self.headers))
            reply = service.replies.pop(0) if service.replies else Reply()
            if reply.hangs:
                service.let_go.wait(10)
            usual = photon(query) if address.path.startswith("/api") else nominatim(query)
            body = (json.dumps(usual) if reply.body is None else reply.body).encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with running(Handler) as address:
        service = FakeService(address.removeprefix("http://"))
        try:
            yield service
        finally:
            service.let_go.set()


def nominatim(query: str) -> list[dict[str, Any]]:
    point = KNOWN.get(query.lower())
    if not point:
        return []
    return [
        {"lat": str(point[0]), "lon": str(point[1]), "display_name": f"{query}, Sea", "osm_id": 7},
        {"lat": "3.5", "lon": "4.5", "display_name": f"{query}, Land", "osm_id": 8},
    ]


def photon(query: str) -> dict[str, Any]:
    point = KNOWN.get(query.lower())
    found = {
        "type": "Feature",
        "properties": {"name": query, "country": "Sea"},
        "geometry": {"type": "Point", "coordinates": [point[1], point[0]] if point else []},
    }
    return {"type": "FeatureCollection", "features": [found] if point else []}
