"""Adding rows to the inbox table so that its reader never passes one by.

Row numbers are drawn before their transaction commits, so a later number can be seen before an
earlier one. Appenders therefore share an advisory lock from before the draw until the commit, and
the reader takes it alone for a moment: whatever it does not see then gets a higher number.
"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, text

from wa_support.storage.group_commit import Row

# An appender that is stopped in its transaction loses it, or it would hold up intake for ever.
_BEGIN_APPEND: Final = (
    "SET LOCAL idle_in_transaction_session_timeout = '5s'",
    "SELECT pg_advisory_xact_lock_shared(7281953047)",
)
_INSERT: Final = (
    "INSERT INTO inbox (received_at, body) SELECT * FROM unnest(%b::bigint[], %b::bytea[])"
)
_BEGIN_READ: Final = (
    "SET LOCAL lock_timeout = '500ms'",
    "SELECT pg_advisory_xact_lock(7281953047)",
)


def append_rows(connection: Connection, rows: Sequence[Row]) -> None:
    _run(connection, _BEGIN_APPEND)
    connection.exec_driver_sql(_INSERT, tuple(map(list, zip(*rows, strict=True))))


def lock_for_reading(connection: Connection) -> None:
    """Waits half a second for appenders to end, then fails."""
    _run(connection, _BEGIN_READ)


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))
