"""Uploading a header's sample: a session, the bytes from where Meta has them, and a handle.

Source: Meta, "graph-api/guides/upload" (Resumable Upload API). `app` stands for the token's own
app; the upload itself wants `Authorization: OAuth`. A session's id is used as it was given.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from wa_support.domain.delivery import NotStarted, Unknown
from wa_support.domain.templates.looks import Failed, UploadedSample
from wa_support.ports.outside import Clock
from wa_support.whatsapp.reading import text
from wa_support.whatsapp.template_answers import tree_of
from wa_support.whatsapp.transport import NoAnswer, Transport

_SECONDS: Final = 170.0
_TRIES: Final = 3
_SESSION: Final = re.compile(r"upload:[A-Za-z0-9._~:=%?&+/-]{1,2000}")
_BYTES: Final = "application/octet-stream"


class SampleUpload:
    def __init__(self, *, root: str, token: str, clock: Clock) -> None:
        self._root = root
        self._graph = Transport(token=token, clock=clock)
        self._bytes = Transport(token=token, clock=clock, scheme="OAuth")

    def upload(self, content: bytes, *, media_type: str, name: str) -> UploadedSample | Failed:
        """An answer that was lost is no reason to begin anew: Meta tells how far it has come."""
        session = self._session(len(content), media_type, name)
        if not isinstance(session, str):
            return session
        result: UploadedSample | Failed = Unknown(details="upload not finished")
        offset: int | None = 0
        for _ in range(_TRIES):
            if offset is not None:
                result = self._send(session, content[offset:], offset)
            if not isinstance(result, Unknown):
                return result
            offset = self._offset(session)
        return result

    def _session(self, length: int, media_type: str, name: str) -> str | Failed:
        """Shows nobody anything, so that a lost answer counts as not begun."""
        query = urlencode({"file_name": name, "file_length": length, "file_type": media_type})
        try:
            answer = self._graph.post(f"{self._root}/app/uploads?{query}", b"")
        except NoAnswer as error:
            return NotStarted(details=f"upload: {error}")
        tree = tree_of(answer)
        if not isinstance(tree, Mapping):
            return tree
        session = text(tree.get("id")) or ""
        return session if _SESSION.fullmatch(session) else Unknown(details="no upload session")

    def _send(self, session: str, content: bytes, offset: int) -> UploadedSample | Failed:
        try:
            answer = self._bytes.post(
                f"{self._root}/{session}",
                content,
                content_type=_BYTES,
                seconds=_SECONDS,
                headers={"file_offset": str(offset)},
            )
        except NoAnswer as error:
            return Unknown(details=f"upload: {error}")
        tree = tree_of(answer)
        if not isinstance(tree, Mapping):
            return tree
        handle = text(tree.get("h"))
        return UploadedSample(handle=handle) if handle else Unknown(details="upload not finished")

    def _offset(self, session: str) -> int | None:
        try:
            tree = tree_of(self._bytes.get(f"{self._root}/{session}"))
        except NoAnswer:
            return None
        offset = tree.get("file_offset") if isinstance(tree, Mapping) else None
        return offset if isinstance(offset, int) and offset >= 0 else None
