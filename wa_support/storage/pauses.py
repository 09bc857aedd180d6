"""Pauses of the bot, by customer."""

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from wa_support.domain.pauses import Pause
from wa_support.storage.schema_pauses import pauses

_row = pauses.c
_HOLDS: Final = (
    _row.customer_id == bindparam("customer"),
    _row.ended_at.is_(None),
    or_(_row.until.is_(None), _row.until > bindparam("now")),
)
_ADD: Final = insert(pauses)
_OF: Final = (
    select(pauses)
    .where(*_HOLDS)
    .order_by(_row.until.is_not(None), _row.until.desc(), _row.at.desc(), _row.id.desc())
    .limit(1)
)
_TOLD: Final = (
    update(pauses).where(*_HOLDS, _row.told_at.is_(None)).values(told_at=bindparam("now"))
)
_END: Final = update(pauses).where(*_HOLDS).values(ended_at=bindparam("now"))


class SqlPauses:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, pause: Pause) -> None:
        self._connection.execute(
            _ADD,
            {
                "id": pause.id,
                "customer_id": pause.customer_id,
                "by": pause.by,
                "at": pause.at,
                "until": pause.until,
                "told_at": pause.told_at,
            },
        )

    def of(self, customer_id: str, now: int) -> Pause | None:
        row = self._connection.execute(_OF, {"customer": customer_id, "now": now}).first()
        return None if row is None else _pause_of(row)

    def told(self, customer_id: str, now: int) -> None:
        self._connection.execute(_TOLD, {"customer": customer_id, "now": now})

    def end(self, customer_id: str, *, now: int) -> bool:
        return self._connection.execute(_END, {"customer": customer_id, "now": now}).rowcount > 0


def _pause_of(row: Row[Any]) -> Pause:
    return Pause(
        id=row.id,
        customer_id=row.customer_id,
        by=row.by,
        at=row.at,
        until=row.until,
        told_at=row.told_at,
    )
