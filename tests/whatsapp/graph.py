"""A client for tests, a clock that tests move, and one-connection servers that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from wa_support.whatsapp.client import GraphClient

BASE = "https://graph.example.com"
TOKEN = "EAAG-test-token"
NUMBER = "106540352000001"
MESSAGES = f"{BASE}/v26.0/{NUMBER}/messages"


class StillClock:
    """Moves on by `step` seconds whenever it is looked at."""

    def __init__(self, step: float = 0.0) -> None:
        self.seconds = 0.0
        self.step = step

    def now(self) -> int:
        return int(self.seconds * 1000)

    def monotonic(self) -> float:
        self.seconds += self.step
        return self.seconds


def client(base_url: str = BASE, *, clock: StillClock | None = None) -> GraphClient:
    return GraphClient(
        base_url=base_url,
        version="v26.0",
        token=TOKEN,
        clock=clock or StillClock(),
        connect_seconds=0.5,
        read_seconds=0.5,
    )


Behaviour = Callable[[socket.socket], None]


def request_on(connection: socket.socket) -> bytes:
    """Reads one request with its body."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += connection.recv(65536)
    head, _, rest = got.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
    wanted = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(rest) < wanted:
        rest += connection.recv(65536)
    return head + b"\r\n\r\n" + rest


@contextmanager
def server(behave: Behaviour) -> Iterator[str]:
    """The base URL of a server on this machine that does `behave` with each connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(ConnectionError):
                behave(connection)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
