"""How many signed webhooks a second are stored durably, and how long Meta waits for its 200.

    python -m bench.ingest --rate 3300 --seconds 10

An open-loop sender: requests fall due at a steady rate whatever the answers do, and a wait for a
free connection counts as latency. Sender, server and disk share this machine.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wa_support.whatsapp.signature import sign

SECRET = secrets.token_bytes(16)


def bodies(count: int) -> list[bytes]:
    """Three status updates to one text message, as a busy number sees them."""
    dice = random.Random(7)
    return [_body(dice, number) for number in range(count)]


def _body(dice: random.Random, number: int) -> bytes:
    who = f"8210{dice.randrange(10**8):08}"
    item: dict[str, object] = {"id": f"wamid.{dice.randbytes(30).hex()}", "timestamp": "1795300000"}
    if number % 4:
        item |= {
            "status": "delivered",
            "recipient_id": who,
            "biz_opaque_callback_data": f"a{number}",
        }
        value: dict[str, object] = {"statuses": [item]}
    else:
        words = "어제 주문한 신발이 언제 도착하나요? " * 4
        item |= {"from": who, "type": "text", "text": {"body": words}}
        value = {"contacts": [{"wa_id": who, "profile": {"name": "김하나"}}], "messages": [item]}
    value |= {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "106540352242922"}}
    change = {"field": "messages", "value": value}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
    ).encode()


def request(body: bytes) -> bytes:
    head = (
        "POST /webhook HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"X-Hub-Signature-256: {sign(body, SECRET)}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass(slots=True)
class Tally:
    """Seconds from due to 200, and what was not a 200."""

    waited: list[float] = field(default_factory=list)
    refused: int = 0
    elapsed: float = 0.0


class Connection(asyncio.Protocol):
    """One keep-alive connection with at most one request in flight."""

    def __init__(self, free: "asyncio.Queue[Connection]", tally: Tally) -> None:
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
        if not self._got.endswith(b"\n") or b"\r\n\r\n" not in self._got:
            return
        if self._got.startswith(b"HTTP/1.1 200"):
            self._tally.waited.append(time.perf_counter() - self._due)
        else:
            self._tally.refused += 1
        self._free.put_nowait(self)

    def close(self) -> None:
        self._transport.close()


async def send_all(port: int, *, rate: float, seconds: float, connections: int) -> Tally:
    requests = [request(body) for body in bodies(1000)]
    tally, free = Tally(), asyncio.Queue[Connection]()
    loop = asyncio.get_running_loop()
    pool = [
        (await loop.create_connection(lambda: Connection(free, tally), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    began = time.perf_counter()
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (early := due - time.perf_counter()) > 0.001:
            await asyncio.sleep(early)
        (await free.get()).send(requests[number % len(requests)], due)
    for _ in pool:
        (await asyncio.wait_for(free.get(), 10)).close()
    tally.elapsed = time.perf_counter() - began
    return tally


def report(tally: Tally) -> str:
    ordered = sorted(1000 * wait for wait in tally.waited)
    p99 = ordered[int(len(ordered) * 0.99)]
    return (
        f"n {len(ordered)}  refused {tally.refused}  acked/s {len(ordered) / tally.elapsed:.0f}  "
        f"median {statistics.median(ordered):.1f} ms  p99 {p99:.1f} ms  max {ordered[-1]:.1f} ms"
    )


def fsync_ms(folder: Path) -> tuple[float, float]:
    """Median and p99 of 300 appends of 1 KB, each made durable."""
    times = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(300):
            file.write(b"x" * 1024)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times), sorted(times)[297]


@contextlib.contextmanager
def server(folder: Path, threads: int) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    argv = [sys.executable, "-m", "bench.ingest_server", str(port), str(folder), str(threads)]
    process = subprocess.Popen(argv, env={**os.environ, "BENCH_SECRET": SECRET.hex()})
    try:
        _await_port(port)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _await_port(port: int) -> None:
    for _ in range(100):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.1)
    raise SystemExit("the server did not come up")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rate", type=float, default=3300)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--threads", type=int, default=1024)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        median, p99 = fsync_ms(Path(name))
        print(f"fdatasync of 1 KB here: median {median:.2f} ms, p99 {p99:.2f} ms")
        with server(Path(name), asked.threads) as port:
            tally = asyncio.run(
                send_all(
                    port, rate=asked.rate, seconds=asked.seconds, connections=asked.connections
                )
            )
            print(report(tally))


if __name__ == "__main__":
    main()
