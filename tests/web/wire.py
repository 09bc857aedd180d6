"""Requests as bytes on a loopback socket, and processes to send them to."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.web.live import SECRET
from wa_support.whatsapp.signature import sign


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def head(*lines: str, signature: str | None = None, method: str = "POST") -> bytes:
    signed = [] if signature is None else [f"X-Hub-Signature-256: {signature}"]
    text = "\r\n".join([f"{method} /webhook HTTP/1.1", "Host: x", *lines, *signed, "", ""])
    return text.encode("latin-1")


def signed_post(body: bytes) -> bytes:
    return head(f"Content-Length: {len(body)}", signature=sign(body, SECRET)) + body


def chunked(body: bytes, size: int = 65536) -> Iterator[bytes]:
    for start in range(0, len(body), size):
        piece = body[start : start + size]
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def answer_on(connection: socket.socket) -> bytes:
    """Up to and including the body of one answer (`Content-Length` is always there)."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(connection)
    top, _, body = got.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in top.lower().split(b"\r\n")
        if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += _more(connection)
    return top + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError("closed")
    return piece


def ask(port: int, request: bytes) -> bytes:
    with connect(port) as connection:
        connection.sendall(request)
        return answer_on(connection)


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def until(holds: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def listens(port: int) -> bool:
    with contextlib.suppress(OSError), connect(port) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        return status_of(answer_on(connection)) == 200
    return False


def alive(pid: int) -> bool:
    """Whether it still runs; a zombie does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


class LiveServer:
    def __init__(self, folder: Path, mood: str = "plain") -> None:
        self.port = free_port()
        self.inbox = folder / f"inbox-{mood}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.live", str(self.port), mood],
            env={**os.environ, "LIVE_INBOX": str(self.inbox)},
        )
        assert until(lambda: listens(self.port)), "the server did not come up"

    def stored(self) -> list[int]:
        return [int(line) for line in self.inbox.read_text().split()]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(15)
