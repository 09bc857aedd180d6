"""Held answers that a template told of."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, select, text, update

from wa_support.domain.announcements import Announcement
from wa_support.storage.schema import sends
from wa_support.storage.schema_templates import announcements
from wa_support.storage.upsert import upsert

_row = announcements.c
_OPEN: Final = text("announcements.ended_at IS NULL")
_insert = upsert(announcements)
_ADD: Final = _insert.on_conflict_do_update(
    index_elements=["held_send_id"],
    set_={name: _insert.excluded[name] for name in ("template_send_id", "at", "ended_at")},
)
_OF: Final = (
    select(announcements)
    .join(sends, sends.c.id == _row.held_send_id)
    .where(_row.conversation_id == bindparam("conversation"), _OPEN)
    .order_by(sends.c.seq)
)
_OF_TEMPLATE: Final = (
    select(announcements)
    .where(_row.template_send_id == bindparam("send"), _OPEN)
    .order_by(_row.held_send_id)
)
_END: Final = (
    update(announcements)
    .where(_row.held_send_id == bindparam("held"), _OPEN)
    .values(ended_at=bindparam("now"))
)


class SqlAnnouncements:
    """Implements `ports.templates.Announcements`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, announcement: Announcement) -> None:
        row = {
            "held_send_id": announcement.held_send_id,
            "conversation_id": announcement.conversation_id,
            "template_send_id": announcement.template_send_id,
            "at": announcement.at,
            "ended_at": None,
        }
        self._connection.execute(_ADD, row)

    def open_of(self, conversation_id: str) -> Sequence[Announcement]:
        rows = self._connection.execute(_OF, {"conversation": conversation_id})
        return [_announcement(row) for row in rows]

    def of_template(self, send_id: str) -> Sequence[Announcement]:
        rows = self._connection.execute(_OF_TEMPLATE, {"send": send_id})
        return [_announcement(row) for row in rows]

    def end(self, held_send_id: str, *, now: int) -> bool:
        return self._connection.execute(_END, {"held": held_send_id, "now": now}).rowcount == 1


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        held_send_id=row.held_send_id,
        conversation_id=row.conversation_id,
        template_send_id=row.template_send_id,
        at=row.at,
    )
