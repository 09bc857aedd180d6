"""Open tabs: each asks for the list and for one conversation again and again, as the page does."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

_EVERY_S = 2.0
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_ETAG = re.compile(rb"etag: *([^\r]+)", re.IGNORECASE)
_COOKIE = re.compile(rb"set-cookie: *([^;]+)", re.IGNORECASE)
_CSRF = re.compile(rb'"X-CSRFToken": "([^"]+)"')


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
        head, _ = await _exchange(reader, writer, b"GET", path, self.cookie, more)
        seen.waited.append(time.perf_counter() - began)
        status = head.split(b" ", 2)[1]
        seen.unchanged += status == b"304"
        seen.failed += status not in {b"200", b"304"}
        if found := _ETAG.search(head):
            self.etags[path] = found[1]


async def seated(port: int, link: str, conversation_ids: Sequence[str]) -> list[Tab]:
    """One comes in by the link; everybody's cookie is made from theirs, under another name."""
    first = await _request(port, b"GET", link.partition(str(port))[2], b"")
    entered = _cookie(first[0])
    page = await _request(port, b"GET", "/", entered)
    entered = _cookie(page[0])
    found = _CSRF.search(page[1])
    assert found, "no token on the page"
    more = b"X-CSRFToken: " + found[1] + b"\r\n"
    tabs = []
    for number, conversation_id in enumerate(conversation_ids):
        form = urlencode({"name": f"agent-{number}"}).encode()
        head, _ = await _request(port, b"POST", "/name", entered, more, form)
        tabs.append(Tab(port=port, conversation_id=conversation_id, cookie=_cookie(head)))
    return tabs


async def watch(tabs: Sequence[Tab], seconds: float) -> dict[str, Seen]:
    seen = {"list": Seen(), "conversation": Seen()}
    until = time.monotonic() + seconds
    stays = []
    for tab in tabs:
        stays.append(asyncio.ensure_future(tab.stay(until, seen)))
        await asyncio.sleep(_EVERY_S / len(tabs))
    await asyncio.gather(*stays)
    return seen


async def _request(
    port: int, method: bytes, path: str, cookie: bytes, more: bytes = b"", form: bytes = b""
) -> tuple[bytes, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = await _exchange(reader, writer, method, path, cookie, more, form)
    writer.close()
    return answer


async def _exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    method: bytes,
    path: str,
    cookie: bytes,
    more: bytes,
    form: bytes = b"",
) -> tuple[bytes, bytes]:
    """Head and body."""
    if form:
        more += b"Content-Type: application/x-www-form-urlencoded\r\n"
        more += b"Content-Length: %d\r\n" % len(form)
    start = b"%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n" % (method, path.encode())
    writer.write(start + b"Cookie: " + cookie + b"\r\n" + more + b"\r\n" + form)
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if head.split(b" ", 2)[1] == b"304" or length is None:
        return head, b""
    return head, await reader.readexactly(int(length[1]))


def _cookie(head: bytes) -> bytes:
    found = _COOKIE.search(head)
    assert found, head.decode()
    return found[1]
