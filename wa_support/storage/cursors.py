"""How far intake has read each inbox."""

from typing import Final

from sqlalchemy import Connection, bindparam, select

from wa_support.storage.engine import Engine
from wa_support.storage.schema import inbox_cursors
from wa_support.storage.upsert import upsert

_insert = upsert(inbox_cursors)
_ADVANCE: Final = _insert.on_conflict_do_update(
    index_elements=["source"],
    set_={"upto": _insert.excluded.upto},
    where=inbox_cursors.c.upto < _insert.excluded.upto,
)

_READ: Final = select(inbox_cursors.c.upto).where(inbox_cursors.c.source == bindparam("source"))


class SqlCursors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def advance(self, source: str, upto: int) -> None:
        """A cursor never goes back."""
        self._connection.execute(_ADVANCE, {"source": source, "upto": upto})


def cursor_of(engine: Engine, source: str) -> int:
    """The last row of that inbox which intake has taken in; 0 for a new one."""
    with engine.read() as connection:
        return connection.execute(_READ, {"source": source}).scalar() or 0
