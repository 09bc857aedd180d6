"""What came or goes with a message, as it may be shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, bindparam, select

from wa_support.domain.desk import Attachment
from wa_support.domain.file_names import safe_name
from wa_support.storage.cipher import Cipher
from wa_support.storage.contents import media_from_json
from wa_support.storage.desk_queries import Readable
from wa_support.storage.schema import media

_OF_MESSAGES: Final = (
    select(media)
    .where(media.c.message_id.in_(bindparam("ids", expanding=True)))
    .order_by(media.c.id)
)
_HERE: Final = frozenset({"kept", "uploading"})


class SqlAttachments:
    def __init__(self, engine: Readable, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def attachments(self, message_ids: Sequence[str]) -> Mapping[str, Attachment]:
        """message id → its file. A send of ours counts as a message by its own id."""
        if not message_ids:
            return {}
        with self._engine.read() as connection:
            rows = connection.execute(_OF_MESSAGES, {"ids": list(message_ids)}).all()
        return {row.message_id: self._attachment(row) for row in rows}

    def _attachment(self, row: Row[Any]) -> Attachment:
        """What an agent sends lies here while it is still on its way to WhatsApp."""
        told = media_from_json(self._cipher.open_json(row.media))
        media_type = row.media_type or "application/octet-stream"
        return Attachment(
            id=row.id,
            message_id=row.message_id,
            state="kept" if row.state in _HERE else row.state,
            media_type=row.media_type,
            size=row.size,
            name=safe_name(told.filename, media_type) if row.state in _HERE else None,
        )
