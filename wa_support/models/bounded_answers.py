"""Cuts off what is longer than an answer can be, errors included: the SDK reads those whole.

Imports the SDK's HTTP library: only for who asks a model.
"""

from collections.abc import Iterator
from typing import Final

import httpx2

from wa_support.ports.language_model import ModelUnavailable

MOST_BYTES: Final = 512 * 1024


def bounded(response: httpx2.Response) -> None:
    """A hook of the HTTP client's, before anything of the body is read."""
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _Bounded(response.stream)


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, stream: httpx2.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for chunk in self._stream:
            length += len(chunk)
            if length > MOST_BYTES:
                raise ModelUnavailable("unreadable")
            yield chunk

    def close(self) -> None:
        self._stream.close()
