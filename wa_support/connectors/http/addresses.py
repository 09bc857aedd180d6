"""Which addresses a declared host may have, and a connection to exactly the one looked at."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

Resolve = Callable[[str, int], Sequence[tuple[Any, ...]]]
Left = Callable[[], float]
"""Seconds until the whole exchange must be over."""

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(OSError):
    """The host has an address that is not public, and the policy does not list the host."""


def resolve(host: str, port: int) -> Sequence[tuple[Any, ...]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


def _resolved(host: str, port: int, seconds: float, look_up: Resolve) -> list[tuple[Any, ...]]:
    """The system's resolver knows no deadline, so it is waited for only so long."""
    found: list[tuple[Any, ...]] = []
    failed: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found.extend(look_up(host, port))
        except (OSError, UnicodeError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError("no address in time")
    return found


def is_public(address: str) -> bool:
    """What an IPv4 address is wrapped in (mapped, 6to4, Teredo, NAT64) is looked through."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = _inside(ip)
        if inner is not None:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _inside(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in _NAT64 or int(ip) >> 32 == 0:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def dial(host: str, port: int, left: Left, *, private: bool, look_up: Resolve) -> socket.socket:
    """Connects to an address that was checked; the name is not looked up again in between.

    One address that is not public refuses the host: a name that has both is no accident.
    """
    addresses = _resolved(host, port, left(), look_up)
    if not private and not all(is_public(str(each[4][0])) for each in addresses):
        raise NotAllowed("not a public address")
    return _first_that_answers(addresses, left)


def _first_that_answers(addresses: Sequence[tuple[Any, ...]], left: Left) -> socket.socket:
    last: OSError = OSError("no address")
    for family, kind, protocol, _, address in addresses:
        seconds = left()
        if seconds <= 0:
            raise TimeoutError("no connection in time")
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(seconds)
            connection.connect(address)
        except OSError as error:
            connection.close()
            last = error
        else:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
    raise last
