"""Requests to addresses that people gave us: only HTTPS, only to the public Internet, and to the address we checked.

Whoever runs this service reaches things that its users must not: the database, a cloud's metadata, a router. So the
name is resolved here, every address it has must be public, and the connection goes to that very address: a name that
resolves differently a moment later (DNS rebinding) gains nothing. The certificate is still checked for the name.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util.connection import create_connection

# Seconds to connect, and between two pieces of an answer.
TIMEOUT = (3.0, 5.0)
# An answer that comes drop by drop outlasts every timeout; the connection is cut off then.
CUT_OFF_AFTER_SECONDS = 20.0
# Which authorities to trust; True means those that come with certifi.
TRUSTED_AUTHORITIES: bool | str = True

# Global by the registries, yet leading into some IPv4 network by translation or tunnel, or to no single machine.
_TUNNELS = tuple(
    ipaddress.ip_network(text)
    for text in ("192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20")
)
_IPV6_UNICAST = ipaddress.ip_network("2000::/3")


class Refused(Exception):
    """The address is not on the public Internet."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one machine on the public Internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and ip not in _IPV6_UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _TUNNELS)


def resolve(host: str, port: int) -> list[tuple[str, int]]:
    """Return what a name stands for, as addresses and ports to connect to."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(entry[4][0]), port) for entry in found))


def public_addresses(host: str, port: int) -> list[tuple[str, int]]:
    """Return where to connect for a name. Raises Refused if any of its addresses is not public."""
    addresses = resolve(host, port)
    if not addresses or not all(is_public(address) for address, _port in addresses):
        raise Refused("not on the public Internet")
    return addresses


class _GuardedConnection(HTTPSConnection):
    """Connects to an address that was checked just now, and is cut off when it takes too long."""

    _timer: threading.Timer | None = None

    def _new_conn(self) -> socket.socket:
        try:
            return self._connect_to_first(public_addresses(self.host, self.port or 443))
        except OSError as error:
            raise NewConnectionError(self, type(error).__name__) from error

    def _connect_to_first(self, addresses: list[tuple[str, int]]) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in addresses:
            try:
                return create_connection(address, TIMEOUT[0])
            except OSError as error:
                failure = error
        raise failure

    def connect(self) -> None:
        """Connect, and start the clock."""
        super().connect()
        self._timer = threading.Timer(CUT_OFF_AFTER_SECONDS, self._cut_off)
        self._timer.daemon = True
        self._timer.start()

    def _cut_off(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close, and stop the clock."""
        if self._timer:
            self._timer.cancel()
        super().close()


class _GuardedPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedConnection


class _GuardedAdapter(HTTPAdapter):
    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        """Know guarded HTTPS and nothing else."""
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = {"https": _GuardedPool}


class GuardedSession(requests.Session):
    """A session that knows only HTTPS to the public Internet, follows no redirect and heeds no proxy variable."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = TRUSTED_AUTHORITIES
        self.adapters.clear()
        self.mount("https://", _GuardedAdapter())

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Follow nothing: where an answer points to was not checked."""
        return
