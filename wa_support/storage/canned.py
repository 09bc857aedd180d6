"""Words that agents keep for use again."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from wa_support.domain.desk import CannedReply
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_cases import canned_replies
from wa_support.storage.upsert import upsert

_ALL: Final = select(canned_replies).order_by(canned_replies.c.id)
_save = upsert(canned_replies)
_SAVE: Final = _save.on_conflict_do_update(
    index_elements=["id"],
    set_={
        name: _save.excluded[name] for name in ("title", "body", "language", "saved_by", "saved_at")
    },
)
_DELETE: Final = delete(canned_replies).where(canned_replies.c.id == bindparam("this"))


class SqlCannedReplies:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def all(self) -> Sequence[CannedReply]:
        """By title."""
        found = [
            CannedReply(
                id=row.id,
                title=self._cipher.open_text(row.title),
                body=self._cipher.open_text(row.body),
                language=row.language,
            )
            for row in self._connection.execute(_ALL)
        ]
        return sorted(found, key=lambda one: one.title)

    def save(self, reply: CannedReply, *, by: str, now: int) -> None:
        row = {
            "id": reply.id,
            "title": self._cipher.seal_text(reply.title),
            "body": self._cipher.seal_text(reply.body),
            "language": reply.language,
            "saved_by": by,
            "saved_at": now,
        }
        self._connection.execute(_SAVE, row)

    def delete(self, id: str) -> bool:
        return self._connection.execute(_DELETE, {"this": id}).rowcount > 0
