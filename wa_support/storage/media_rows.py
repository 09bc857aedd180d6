"""Files that customers sent (wanted, then kept, refused or given up) and that agents send."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Row, Update, bindparam, func, insert, select, text, update

from wa_support.domain.content import Media
from wa_support.domain.text import spoken
from wa_support.ports.files import OutgoingFile, WantedMedia
from wa_support.storage.cipher import Cipher
from wa_support.storage.contents import media_from_json
from wa_support.storage.schema import media

_CLAIM_MS: Final = 60_000
_UPLOAD_MS: Final = 180_000

_row = media.c


def _claim(state: str) -> Update:
    longest_due = (
        select(_row.id)
        .where(_row.due_at <= bindparam("now"), _row.state == state)
        .order_by(_row.due_at, _row.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return (
        update(media)
        .where(_row.id == longest_due.correlate(None).scalar_subquery())
        .returning(*media.c)
    )


_CLAIM_WANTED: Final = _claim("wanted")
_CLAIM_UPLOAD: Final = _claim("uploading")
_CHANGE: Final = update(media).where(_row.id == bindparam("this"))
_AGAIN: Final = _CHANGE.values(tries=_row.tries + 1)
_STATES: Final = select(_row.message_id, _row.state).where(
    _row.message_id.in_(bindparam("ids", expanding=True))
)
_ADD: Final = insert(media)
_PATH: Final = select(_row.path).where(_row.id == bindparam("this"), _row.path.is_not(None))
_PATHS: Final = select(_row.path).where(_row.path.is_not(None))
BYTES_KEPT: Final = select(func.coalesce(func.sum(_row.size), 0)).where(text("path IS NOT NULL"))
"""Sealing adds 32 bytes to each file; they are not counted."""


class SqlMediaRows:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def due(self, now: int) -> WantedMedia | None:
        """Needs a Tx that writes: nobody else is given the same one for the next 60 s."""
        row = self._claimed(_CLAIM_WANTED, now, _CLAIM_MS)
        if row is None:
            return None
        return WantedMedia(
            id=row.id,
            message_id=row.message_id,
            phone_number_id=row.phone_number_id,
            media=self._media_in(row),
            tries=row.tries,
        )

    def kept(self, id: str, *, path: str, size: int, media_type: str, now: int) -> None:
        self._change(
            id,
            state="kept",
            due_at=None,
            path=path,
            size=size,
            media_type=media_type,
            kept_at=now,
        )

    def again(self, id: str, *, due_at: int, reason: str) -> None:
        row = {"this": id, "due_at": due_at, "reason": self._cipher.seal_text(reason)}
        self._connection.execute(_AGAIN, row)

    def gave_up(self, id: str, *, reason: str) -> None:
        self._change(id, state="failed", due_at=None, reason=self._cipher.seal_text(reason))

    def refused(self, id: str, *, reason: str) -> None:
        self._change(id, state="refused", due_at=None, reason=self._cipher.seal_text(reason))

    def states(self, message_ids: Sequence[str]) -> Mapping[str, str]:
        rows = self._connection.execute(_STATES, {"ids": list(message_ids)})
        return {row.message_id: row.state for row in rows}

    def want_upload(self, file: OutgoingFile, now: int) -> None:
        told = Media(
            kind=file.kind,
            media_id="",
            mime_type=file.media_type,
            filename=spoken(file.name),
        )
        row = {
            "id": file.id,
            "message_id": file.send_id,
            "phone_number_id": file.phone_number_id,
            "state": "uploading",
            "media": self._cipher.seal_json(asdict(told)),
            "tries": 0,
            "due_at": now,
            "size": file.size,
            "kept_at": now,
            "path": file.path,
            "media_type": file.media_type,
        }
        self._connection.execute(_ADD, row)

    def due_upload(self, now: int) -> OutgoingFile | None:
        """Needs a Tx that writes: nobody else is given the same one for the next 3 minutes."""
        row = self._claimed(_CLAIM_UPLOAD, now, _UPLOAD_MS)
        if row is None:
            return None
        told = self._media_in(row)
        return OutgoingFile(
            id=row.id,
            send_id=row.message_id,
            phone_number_id=row.phone_number_id,
            path=row.path,
            kind=told.kind,
            media_type=row.media_type,
            name=told.filename or "",
            size=row.size,
            tries=row.tries,
        )

    def uploaded(self, id: str, *, now: int) -> None:
        self._change(id, state="kept", due_at=None, kept_at=now)

    def path_of(self, id: str) -> str | None:
        return self._connection.execute(_PATH, {"this": id}).scalar()

    def paths(self) -> frozenset[str]:
        return frozenset(self._connection.execute(_PATHS).scalars())

    def bytes_kept(self) -> int:
        return int(self._connection.execute(BYTES_KEPT).scalar_one())

    def _claimed(self, claim: Update, now: int, lasts_ms: int) -> Row[Any] | None:
        return self._connection.execute(claim, {"now": now, "due_at": now + lasts_ms}).first()

    def _media_in(self, row: Row[Any]) -> Media:
        return media_from_json(self._cipher.open_json(row.media))

    def _change(self, id: str, **columns: Any) -> None:
        self._connection.execute(_CHANGE, {"this": id, **columns})
