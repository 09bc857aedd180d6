"""Connections of requests made by our own hand, and ended when their time is up."""

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

from requests import adapters
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager
from urllib3.util.ssl_ import create_urllib3_context

Dialled = Callable[[str, int], socket.socket]


@cache
def _verifying(authorities: str) -> ssl.SSLContext:
    """Reading the file takes longer than the handshake, so it is read once."""
    context = create_urllib3_context()
    context.load_verify_locations(authorities)
    return context


class Pinned(HTTPAdapter):
    """Every connection is made by `dialled(host, port)`; TLS still verifies the host's name."""

    def __init__(self, dialled: Dialled) -> None:
        self._dialled = dialled
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **named: Any) -> None:
        context = _verifying(adapters.DEFAULT_CA_BUNDLE_PATH)
        super().init_poolmanager(*args, ssl_context=context, **named)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = _pool_classes(self._dialled)

    def cert_verify(self, *_: Any) -> None:
        """The context verifies; requests would read the authorities for every connection."""


def _pool_classes(dialled: Dialled) -> dict[str, Any]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return dialled(self.host, self.port)

    class Tls(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return dialled(self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    return {"http": PlainPool, "https": TlsPool}


class Cutoff:
    """Ends the connection when time is up, whatever it is doing: a time-out of a socket begins
    anew with every byte, and TLS and headers are read out of our sight."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._guard: socket.socket | None = None
        self.connected = False
        self.late = False

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._guard is not None:
            self._guard.close()

    def over(self, connection: socket.socket) -> socket.socket:
        self._guard = connection.dup()  # TLS takes the original over
        self.connected = True
        if self.late:
            self._cut()
        return connection

    def _cut(self) -> None:
        self.late = True
        if self._guard is not None:
            with suppress(OSError):
                self._guard.shutdown(socket.SHUT_RDWR)
