"""A web server on this machine for as long as a test needs it; what it answers is up to the handler."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Who hung up is no news."""


@contextmanager
def running(
    handler: type[BaseHTTPRequestHandler],
    certificate: Path | None = None,
    names: list[str | None] | None = None,
) -> Iterator[str]:
    """The address of a server on a free port, as "http://127.0.0.1:PORT".

    Over https where there is a file with a certificate and its key; `names` takes the names it is asked for by.
    """
    server = _Server(("127.0.0.1", 0), type("Quiet", (handler,), {"log_message": lambda *_: None}))
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        heard = [] if names is None else names
        context.sni_callback = lambda _socket, name, _context: heard.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
