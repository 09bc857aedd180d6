"""When Meta last told us of anything, for each of our numbers."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from wa_support.storage.schema_outbox import status_flow
from wa_support.storage.upsert import upsert

_insert = upsert(status_flow)
_SEEN: Final = _insert.on_conflict_do_update(
    index_elements=["phone_number_id"],
    set_={"at": _insert.excluded.at},
    where=status_flow.c.at < _insert.excluded.at,
)
_NEWEST: Final = select(status_flow.c.at).where(
    status_flow.c.phone_number_id == bindparam("number")
)


class SqlStatusFlow:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen(self, phone_number_id: str, at: int) -> None:
        """Never goes back."""
        self._connection.execute(_SEEN, {"phone_number_id": phone_number_id, "at": at})

    def newest(self, phone_number_id: str) -> int | None:
        return self._connection.execute(_NEWEST, {"number": phone_number_id}).scalar()
