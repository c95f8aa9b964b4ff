"""Connections that only ever open to public addresses.

The check sits where the socket is opened, on the address that is then connected to: a name that
resolves to something else a moment later (DNS rebinding) gains nothing, and the name itself stays in
the Host header and in the certificate check.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util.connection import create_connection

from incidents.errors import ReportError


class PublicAdapter(HTTPAdapter):
    """A transport for requests whose connections refuse private addresses with a ReportError."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Called by requests when the adapter is made."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}


class _Connection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect_public(self)


class _SecureConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect_public(self)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


def public_addresses(host: str) -> list[str]:
    """The public addresses of a host name or an address in any notation the system resolves.

    Raises ReportError when it has none, OSError when it cannot be looked up.
    """
    answers = socket.getaddrinfo(host.strip("[]"), None, type=socket.SOCK_STREAM)
    addresses = dict.fromkeys(str(answer[4][0]) for answer in answers)
    public = [address for address in addresses if is_public(address)]
    if not public:
        raise ReportError(
            f"{host} is an address inside this machine or its own network, which is never fetched: "
            "save the page as a file and add that."
        )
    return public


def is_public(address: str) -> bool:
    """Is this an address of the open internet, also when an IPv6 address only wraps an IPv4 one?"""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if wrapped:
            return is_public(str(wrapped))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def _connect_public(connection: HTTPConnection) -> socket.socket:
    failure: OSError = OSError("no address")
    for address in public_addresses(connection.host):
        try:
            return create_connection(
                (address, connection.port), connection.timeout, socket_options=connection.socket_options
            )
        except OSError as error:
            failure = error
    raise failure
