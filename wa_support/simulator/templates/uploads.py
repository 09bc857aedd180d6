"""Resumable uploads: a session, its bytes, and the handle that a template's header names.

Source: developers.facebook.com/docs/graph-api/guides/upload ("Resumable Upload API"). What is
answered to fewer bytes than were promised is this simulator's own choice: how far it has come.
"""

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from wa_support.simulator.refusals import Refused, no_such_object

_MB: Final = 1 << 20
_TYPES: Final = {
    "image/jpeg": 5, "image/jpg": 5, "image/png": 5, "video/mp4": 16, "application/pdf": 100,
}  # fmt: skip
"""Most megabytes of each type."""


@dataclass(slots=True, kw_only=True)
class _Session:
    length: int
    type: str
    content: bytearray


class Uploads:
    """Every method may be called from any thread."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._sessions: dict[str, _Session] = {}
        self._types: dict[str, str] = {}
        self._lock = threading.Lock()

    def begin(self, *, length: str, type: str) -> dict[str, Any]:
        """The id is a path with a query in it, and is used as it is."""
        if type not in _TYPES:
            raise Refused(100, f"file_type is one of {', '.join(_TYPES)}")
        if not length.isdecimal() or not 1 <= int(length) <= _TYPES[type] * _MB:
            raise Refused(100, f"file_length: 1 byte to {_TYPES[type]} MB for {type}")
        name = base64.urlsafe_b64encode(b"attachment:" + self._random_bytes(15)).decode()
        session = f"upload:{name}?sig={self._random_bytes(8).hex()}"
        with self._lock:
            self._sessions[session] = _Session(length=int(length), type=type, content=bytearray())
        return {"id": session}

    def state(self, id: str) -> dict[str, Any]:
        """How many bytes have arrived."""
        with self._lock:
            return {"id": id, "file_offset": len(self._session(id).content)}

    def write(self, id: str, *, offset: str, content: bytes) -> dict[str, Any]:
        """The handle once all bytes are there, else the state."""
        with self._lock:
            session = self._session(id)
            if offset != str(len(session.content)):
                raise Refused(100, f"file_offset must be {len(session.content)}")
            if len(session.content) + len(content) > session.length:
                raise Refused(100, f"more bytes than file_length, {session.length}")
            session.content += content
            if len(session.content) == session.length:
                return {"h": self._handle(session)}
        return self.state(id)

    def has(self, handle: str, type: str) -> bool:
        """Whether a file whose type begins so was uploaded under this handle."""
        with self._lock:
            return self._types.get(handle, "").startswith(type) and handle in self._types

    def _session(self, id: str) -> _Session:
        if id not in self._sessions:
            raise no_such_object(id)
        return self._sessions[id]

    def _handle(self, session: _Session) -> str:
        kind = base64.b64encode(session.type.encode()).decode()
        handle = f"4::{kind}:{self._random_bytes(24).hex()}:e:{session.length}"
        self._types[handle] = session.type
        return handle
