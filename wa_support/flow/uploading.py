"""Gives WhatsApp the files that agents send, and those of templates' headers. An upload shows
nobody anything, so it is repeated until it is done; the message that names the file goes out once,
by the outbox."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from wa_support.domain.delivery import (
    NextStep,
    NotStarted,
    Rejected,
    SendState,
    Uploaded,
    UploadResult,
    next_step,
)
from wa_support.domain.outbound import OutMedia
from wa_support.domain.sends import Send
from wa_support.flow.fences import WINDOW
from wa_support.flow.header_files import HeaderUploading
from wa_support.ports.database import Database, Tx
from wa_support.ports.files import MediaFiles, OutgoingFile
from wa_support.ports.outside import Clock, CloudApi

_TOO_LATE: Final = NextStep(state=SendState.HELD, reason=WINDOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploading:
    database: Database
    clock: Clock
    cloud: CloudApi
    files: MediaFiles

    def claim(self) -> Callable[[], None] | None:
        """The next file; call what it returns to upload it. None: there is none now."""
        with self.database.write() as tx:
            file = tx.media.due_upload(self.clock.now())
            header = tx.template_uploads.due(self.clock.now()) if file is None else None
        if file is not None:
            return partial(self._upload, file)
        return partial(self._headers().upload, header) if header is not None else None

    def _headers(self) -> HeaderUploading:
        return HeaderUploading(database=self.database, clock=self.clock, cloud=self.cloud)

    def _upload(self, file: OutgoingFile) -> None:
        result = self._uploaded(file)
        now = self.clock.now()
        with self.database.write() as tx:
            send = tx.sends.get(file.send_id)
            if isinstance(result, Uploaded):
                tx.media.uploaded(file.id, now=now)
                _release(tx, send, result.media_id, now)
                return
            step = self._next(tx, send, result, file.tries + 1)
            if step.state is SendState.WAITING:
                tx.media.again(file.id, due_at=now + step.wait_ms, reason=step.reason or "")
                return
            tx.media.uploaded(file.id, now=now)
            tx.sends.move(send.id, step.state, reason=step.reason)

    def _uploaded(self, file: OutgoingFile) -> UploadResult:
        content = self.files.read(file.path)
        if content is None:
            return NotStarted(details="the file is not on this machine")
        return self.cloud.upload(
            file.phone_number_id, content=content, media_type=file.media_type, name=file.name
        )

    def _next(self, tx: Tx, send: Send, result: Rejected | NotStarted, tries: int) -> NextStep:
        if not tx.conversations.get(send.conversation_id).window_open(self.clock.now()):
            return _TOO_LATE
        return next_step(result, tries)


def _release(tx: Tx, send: Send, media_id: str, now: int) -> None:
    if isinstance(send.outbound, OutMedia):
        tx.sends.uploaded(send.id, replace(send.outbound, media_id=media_id), now=now)
