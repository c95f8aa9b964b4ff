"""Asking a server that speaks OpenAI's chat completions over HTTP.

No proxy of the environment is used, no redirect followed and nothing tried twice; sizes and times are bounded.  What
the server says of an error is not repeated to anybody, since it may hold the key or the report.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError
from urllib3.response import BaseHTTPResponse

from incidents import __version__
from incidents.opinion.errors import OpinionError
from incidents.opinion.hosts import Target, find_target

LONGEST_ANSWER_BYTES = 1024 * 1024
_CONNECT_SECONDS = 10.0
_CHUNK_BYTES = 64 * 1024
_UNKNOWN_FORMAT = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
_FORMAT = "response_format"
_WHY: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "it wants a key, or another: name the variable that holds it with --key-env",
    HTTPStatus.FORBIDDEN: "it wants a key, or another: name the variable that holds it with --key-env",
    HTTPStatus.NOT_FOUND: "it has no such address or no such model: check --endpoint and --model",
}


class Endpoint:
    """A server to ask; connections are opened only when it is asked, and only to addresses that were checked."""

    def __init__(self, target: Target, *, key: str | None = None, timeout_seconds: float = 120.0) -> None:
        self.target = target
        self._timeout_seconds = timeout_seconds
        self._headers = {
            "Host": target.host_header,
            "User-Agent": f"incidents/{__version__}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        } | ({"Authorization": f"Bearer {key}"} if key else {})
        self._knows_formats = True

    def ask(self, body: Mapping[str, Any]) -> str:
        """What the model says to a request of chat completions.

        A server that does not know the form in which the answer is wanted (`response_format`) is asked without it,
        and from then on where that helps.  Raises OpinionError.
        """
        plain = {key: value for key, value in body.items() if key != _FORMAT}
        status, data = self._post(body if self._knows_formats else plain)
        if status in _UNKNOWN_FORMAT and self._knows_formats and _FORMAT in body:
            status, data = self._post(plain)
            self._knows_formats = status != HTTPStatus.OK
        self._check(status)
        return self._said(data)

    def _post(self, body: Mapping[str, Any]) -> tuple[int, bytes]:
        """Status and body of the answer; the body is not read where the status tells of an error."""
        try:
            return self._sent(json.dumps(body).encode())
        except SSLError as problem:
            raise OpinionError(
                f"{self._host} cannot prove that it is the server it claims to be: check its certificate."
            ) from problem
        except ReadTimeoutError as problem:
            raise self._slow() from problem
        except (HTTPError, OSError, ValueError) as problem:
            raise OpinionError(
                f"{self._host} cannot be reached, or broke off: check the endpoint's address and that the server runs."
            ) from problem

    def _sent(self, body: bytes) -> tuple[int, bytes]:
        """As `_post`, from the first address that takes the connection."""
        deadline = time.monotonic() + self._timeout_seconds
        failure: HTTPError = HTTPError("no address")
        for pool in self._pools:
            try:
                response = pool.urlopen(
                    "POST",
                    self.target.path,
                    body=body,
                    headers=self._headers,
                    retries=False,
                    redirect=False,
                    timeout=Timeout(
                        connect=min(_CONNECT_SECONDS, self._timeout_seconds), read=self._timeout_seconds
                    ),
                    preload_content=False,
                )
            except (NewConnectionError, ConnectTimeoutError) as problem:
                failure = problem
                continue
            try:
                return response.status, self._read(response, deadline)
            finally:
                response.close()
        raise failure

    def _read(self, response: BaseHTTPResponse, deadline: float) -> bytes:
        data = bytearray()
        while response.status == HTTPStatus.OK and (
            chunk := response.read1(_CHUNK_BYTES, decode_content=False)
        ):
            data += chunk
            if len(data) > LONGEST_ANSWER_BYTES:
                raise OpinionError(
                    f"{self._host} answered with more than {LONGEST_ANSWER_BYTES // 1024} kB, which no answer needs: "
                    "check the endpoint's address, or choose another model."
                )
            if time.monotonic() > deadline:
                raise self._slow()
        return bytes(data)

    def _check(self, status: int) -> None:
        if status == HTTPStatus.OK:
            return
        if 300 <= status < 400:
            raise OpinionError(
                f"{self._host} sends us elsewhere (status {status}), which is not followed: "
                "give the address that it means as the endpoint."
            )
        why = _WHY.get(status, "look at what the server itself tells of it")
        raise OpinionError(f"{self._host} answered with an error (status {status}): {why}.")

    def _said(self, data: bytes) -> str:
        try:
            choice = json.loads(data)["choices"][0]
            said, ended = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
            said, ended = None, None
        if not isinstance(said, str):
            raise OpinionError(
                f"{self._host} answered with something that is no chat completion: check the endpoint's address."
            )
        if ended == "length":
            raise OpinionError("The model's answer was cut off before its end: choose another model.")
        return said

    def _slow(self) -> OpinionError:
        return OpinionError(
            f"{self._host} did not answer within {self._timeout_seconds:g} seconds: give it longer with --timeout."
        )

    @property
    def _host(self) -> str:
        return self.target.host_header

    @cached_property
    def _pools(self) -> list[HTTPConnectionPool]:
        """One for each address of the host; the certificate is asked for and checked by the host's name."""
        host, port = self.target.host, self.target.port
        if self.target.scheme == "http":
            return [HTTPConnectionPool(address, port) for address in self.target.addresses]
        return [
            HTTPSConnectionPool(address, port, server_hostname=host, assert_hostname=host)
            for address in self.target.addresses
        ]


def open_endpoint(
    address: str,
    *,
    allow_remote: bool = False,
    key_variable: str | None = None,
    timeout_seconds: float = 120.0,
    environment: Mapping[str, str],
    tell: Callable[[str], None],
) -> Endpoint:
    """The endpoint at a base address, with the key that an environment variable holds; nothing is connected to yet.

    tell: told who will read the reports, where that is not this machine or its own network.
    Raises OpinionError for an address or a key that cannot be used.
    """
    key = _key(key_variable, environment) if key_variable else None
    target = find_target(address, allow_remote=allow_remote)
    if not target.is_local:
        tell(
            f"{target.host} ({', '.join(target.addresses)}) is not on this machine or its own network: "
            "it will read the texts of the reports."
        )
    return Endpoint(target, key=key, timeout_seconds=timeout_seconds)


def _key(variable: str, environment: Mapping[str, str]) -> str:
    key = environment.get(variable, "").strip()
    if not key:
        raise OpinionError(
            f"The environment variable {variable} holds no key: set it, or leave --key-env out."
        )
    if not (key.isascii() and key.isprintable()):
        raise OpinionError(f"What the environment variable {variable} holds is no key: set it anew.")
    return key
