"""A server on this machine that speaks chat completions, and fails as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests.local_server import running


def completion(content: Any, finish_reason: str = "stop") -> bytes:
    """The body of an answer in which the model says this, as JSON unless it is a text."""
    said = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": said}
    return json.dumps(
        {"choices": [{"index": 0, "message": message, "finish_reason": finish_reason}]}
    ).encode()


@dataclass(slots=True)
class Reply:
    """An answer; endless: its bytes again and again, at this distance in seconds; hangs: only after a long time."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bool = False
    distance: float = 0.0
    hangs: bool = False


@dataclass(slots=True)
class FakeModel:
    """Where it listens, what it was asked (over https: by which name), and its replies: each once, then the last."""

    address: str
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    def says(self, *contents: Any) -> None:
        """Answer as a model would that says these things, one after the other."""
        self.replies[:] = [Reply(completion(content)) for content in contents]

    def texts(self) -> list[str]:
        """The texts that it was asked about."""
        return [body["messages"][-1]["content"].strip("=\n") for body in self.asked]


@contextmanager
def serve(certificate: Path | None = None) -> Iterator[FakeModel]:
    """A model on a free port; over https where there is a file with a certificate and its key."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            model.paths.append(self.path)
            model.headers.append(dict(self.headers))
            model.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            reply = model.replies.pop(0) if len(model.replies) > 1 else model.replies[0]
            if reply.hangs:
                model.let_go.wait(10)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.endless:
                self.send_header("Connection", "close")
            else:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
            while reply.endless and not model.let_go.wait(reply.distance):
                self.wfile.write(reply.body)

        def do_GET(self) -> None:
            model.paths.append(self.path)
            self.send_error(405)

    names: list[str | None] = []
    with running(Handler, certificate, names) as address:
        model = FakeModel(f"{address}/v1", names=names)
        try:
            yield model
        finally:
            model.let_go.set()
