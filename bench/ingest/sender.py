"""An open-loop sender: requests fall due at a steady rate whatever the answers do, and a wait for a
free connection counts as latency."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_PATIENCE_S = 30
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(slots=True)
class Tally:
    """Seconds from due to 200, and how many answers were not a 200."""

    waited: list[float] = field(default_factory=list)
    refused: int = 0
    elapsed: float = 0.0


class _Connection(asyncio.Protocol):
    """One keep-alive connection with at most one request in flight."""

    def __init__(self, free: "asyncio.Queue[_Connection]", tally: Tally) -> None:
        self._free = free
        self._tally = tally
        self._due = 0.0
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._free.put_nowait(self)

    def send(self, data: bytes, due: float) -> None:
        self._due, self._got = due, b""
        self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, whole, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not whole or (length is not None and len(body) < int(length[1])):
            return
        if self._got.startswith(b"HTTP/1.1 200"):
            self._tally.waited.append(time.perf_counter() - self._due)
        else:
            self._tally.refused += 1
        self._free.put_nowait(self)

    def close(self) -> None:
        self._transport.close()


async def send_all(port: int, requests: Sequence[bytes], *, rate: float, connections: int) -> Tally:
    tally, free = Tally(), asyncio.Queue[_Connection]()
    loop = asyncio.get_running_loop()
    for _ in range(connections):
        await loop.create_connection(lambda: _Connection(free, tally), "127.0.0.1", port)
    began = time.perf_counter()
    for number, request in enumerate(requests):
        due = began + number / rate
        if (early := due - time.perf_counter()) > 0.001:
            await asyncio.sleep(early)
        (await free.get()).send(request, due)
    for _ in range(connections):
        (await asyncio.wait_for(free.get(), _PATIENCE_S)).close()
    tally.elapsed = time.perf_counter() - began
    return tally
