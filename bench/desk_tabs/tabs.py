"""Open tabs: each asks for the list and for one conversation again and again, as the page does."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_EVERY_S = 2.0
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ETAG = re.compile(rb"etag: *([^\r]+)", re.IGNORECASE)


@dataclass(slots=True)
class Seen:
    """Seconds from asking to the last byte, for answers of one kind; `unchanged` were a 304."""

    waited: list[float] = field(default_factory=list)
    unchanged: int = 0
    failed: int = 0


@dataclass(slots=True)
class Tab:
    """One agent's browser: a keep-alive connection and a cookie of its own."""

    port: int
    conversation_id: str
    cookie: bytes
    etags: dict[str, bytes] = field(default_factory=dict)

    async def stay(self, until: float, seen: dict[str, Seen]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        paths = {
            "list": f"/queue?c={self.conversation_id}",
            "conversation": f"/c/{self.conversation_id}/live",
        }
        while time.monotonic() < until:
            began = time.monotonic()
            for what, path in paths.items():
                await self._ask(reader, writer, path, seen[what])
            await asyncio.sleep(max(0.0, began + _EVERY_S - time.monotonic()))
        writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, seen: Seen
    ) -> None:
        began = time.perf_counter()
        etag = self.etags.get(path)
        more = b"If-None-Match: " + etag + b"\r\n" if etag else b""
        head = await _exchange(reader, writer, path, self.cookie, more)
        seen.waited.append(time.perf_counter() - began)
        status = head.split(b" ", 2)[1]
        seen.unchanged += status == b"304"
        seen.failed += status not in {b"200", b"304"}
        if found := _ETAG.search(head):
            self.etags[path] = found[1]


async def watch(tabs: Sequence[Tab], seconds: float) -> dict[str, Seen]:
    seen = {"list": Seen(), "conversation": Seen()}
    until = time.monotonic() + seconds
    stays = []
    for tab in tabs:
        stays.append(asyncio.ensure_future(tab.stay(until, seen)))
        await asyncio.sleep(_EVERY_S / len(tabs))
    await asyncio.gather(*stays)
    return seen


async def _exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    path: str,
    cookie: bytes,
    more: bytes,
) -> bytes:
    """The head, once the body has come too."""
    start = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n" % path.encode()
    writer.write(start + b"Cookie: " + cookie + b"\r\n" + more + b"\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is not None and head.split(b" ", 2)[1] != b"304":
        await reader.readexactly(int(length[1]))
    return head
