"""Where a model may be asked: on this machine and its own network, elsewhere only where a person allows it.

The name of a host is looked up once.  What was checked is what is connected to for as long as the command runs, so
that another answer to the same question a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from incidents.opinion.errors import OpinionError

_LOCAL = tuple(
    map(
        ipaddress.ip_network,
        (
            "127.0.0.0/8",  # this machine: RFC 1122
            "::1/128",  # this machine: RFC 4291
            "10.0.0.0/8",  # private networks: RFC 1918
            "172.16.0.0/12",
            "192.168.0.0/16",
            "fc00::/7",  # private networks: RFC 4193
        ),
    )
)
_PORTS = {"http": 80, "https": 443}
_ANSWERS_AT = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Target:
    """A server that may be asked.

    host: its name, for people, its certificate and the Host header.  addresses: what the name stands for, in the
    order to try them.  path: where it answers.  is_local: are all addresses of this machine or its own network?
    """

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]
    is_local: bool

    @property
    def host_header(self) -> str:
        """Host and port as HTTP has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def find_target(address: str, *, allow_remote: bool) -> Target:
    """The server at the base address of an endpoint, such as http://127.0.0.1:8080/v1.

    Raises OpinionError for what is no such address, for a host that cannot be looked up, and for one with an address
    beyond this machine and its own network: unless allow_remote, and even then unless it is asked by https.
    """
    scheme, host, port, path = _split(address)
    addresses = _look_up(host, port)
    outside = [one for one in addresses if not is_local(one)]
    if outside and not allow_remote:
        raise OpinionError(
            f"{host} ({outside[0]}) is not on this machine or its own network and would read the reports: "
            "choose another endpoint, or add --allow-remote."
        )
    if outside and scheme != "https":
        raise OpinionError(
            f"{host} is not on this machine or its own network, and over http anybody on the way could read the "
            "reports: write its address with https."
        )
    return Target(scheme, host, port, path, addresses, not outside)


def is_local(address: str) -> bool:
    """Is this an address of this machine or of a private network, also as an IPv4 address inside an IPv6 one?"""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        return is_local(str(ip.ipv4_mapped))
    return any(ip in network for network in _LOCAL)


def _split(address: str) -> tuple[str, str, int, str]:
    """(scheme, host, port, path of the answers)."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        host, port = "", 0
    if not host or not port or parts.scheme not in _PORTS or parts.query or parts.fragment:
        raise OpinionError("The endpoint is no address of a server: write it as in http://127.0.0.1:8080/v1.")
    if parts.username is not None or parts.password is not None:
        raise OpinionError(
            "The endpoint's address holds a user name or a password: take it out, and name the environment "
            "variable that holds the key with --key-env."
        )
    path = parts.path.rstrip("/").removesuffix(_ANSWERS_AT) + _ANSWERS_AT
    return parts.scheme, host, port, path


def _look_up(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise OpinionError(f"{host} cannot be looked up: check the endpoint's address.") from problem
    return tuple(dict.fromkeys(str(answer[4][0]) for answer in found))
