"""A Cloud API that accepts everything at once, and notes when each call's first byte came.

    python -m bench.cloud_stub PORT

On SIGTERM it prints `{attempt id: seconds}` as JSON, on the clock of `time.monotonic`.
"""

import asyncio
import contextlib
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.machine import await_port, free_port

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ATTEMPT = re.compile(rb'"biz_opaque_callback_data": *"([^"]+)"')


class _Call(asyncio.Protocol):
    def __init__(self, seen: dict[str, float]) -> None:
        self._seen = seen
        self._came = 0.0
        self._got = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came = self._came or time.monotonic()
        self._got += data
        head, whole, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not whole or (length is not None and len(body) < int(length[1])):
            return
        attempt = _ATTEMPT.search(body)
        if attempt is not None:
            self._seen[attempt[1].decode()] = self._came
        self._transport.write(_accepted(len(self._seen)))
        self._transport.close()


def _accepted(number: int) -> bytes:
    body = json.dumps(
        {"messaging_product": "whatsapp", "success": True, "messages": [{"id": f"wamid.{number}"}]}
    ).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


async def _serve(port: int) -> None:
    loop, seen = asyncio.get_running_loop(), dict[str, float]()
    asked = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, asked.set)
    server = await loop.create_server(lambda: _Call(seen), "127.0.0.1", port, backlog=1024)
    await asked.wait()
    server.close()
    print(json.dumps(seen), flush=True)


@dataclass(slots=True)
class CloudStub:
    """`first_bytes` is known once it has stopped."""

    url: str
    first_bytes: dict[str, float] = field(default_factory=dict)


@contextlib.contextmanager
def running_cloud_stub() -> Iterator[CloudStub]:
    port = free_port()
    argv = [sys.executable, "-m", "bench.cloud_stub", str(port)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE)
    stub = CloudStub(f"http://127.0.0.1:{port}")
    try:
        await_port(port)
        yield stub
    finally:
        process.send_signal(signal.SIGTERM)
        stub.first_bytes = json.loads(process.communicate(timeout=20)[0])


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
