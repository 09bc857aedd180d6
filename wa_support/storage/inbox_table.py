"""The PostgreSQL inbox: one table that all web processes append to and intake reads.

Row numbers are drawn before their transaction commits, so a later number can be seen before an
earlier one. Appenders therefore share an advisory lock from before the draw until the commit, and
the reader takes it alone for a moment: whatever it does not see then gets a higher number.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.exc import DBAPIError

from wa_support.domain.failpoints import failpoint
from wa_support.ports.outside import Clock, InboxBatch, InboxRow
from wa_support.storage.cipher import Cipher
from wa_support.storage.group_commit import GroupCommit, Row
from wa_support.storage.inbox_reader import unsealed
from wa_support.storage.schema import inbox
from wa_support.storage.transactions import Engine

SOURCE: Final = "inbox"

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
_LOCK_NOT_AVAILABLE: Final = "55P03"


class InboxTable:
    """Implements `ports.outside.Inbox`."""

    def __init__(self, engine: Engine, cipher: Cipher, clock: Clock) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._works = True
        self._writer = GroupCommit(commit=self._store, between=self._probe, finish=lambda: None)

    def append(self, body: bytes) -> None:
        """Returns after the commit that holds `body`; raises `NotDurable`."""
        self._writer.append((self._clock.now(), self._cipher.seal(body)))

    def ready(self) -> bool:
        return self._works and self._writer.accepts()

    def close(self) -> None:
        self._writer.close()

    def _store(self, rows: Sequence[Row]) -> None:
        with self._noticed() as connection:
            _run(connection, _BEGIN_APPEND)
            connection.exec_driver_sql(_INSERT, tuple(map(list, zip(*rows, strict=True))))

    def _probe(self) -> bool:
        """After a failure, `ready()` turns true again without waiting for a webhook to try."""
        if not self._works:
            with self._noticed() as connection:
                connection.execute(delete(inbox).where(inbox.c.seq < 0))
        return False

    @contextmanager
    def _noticed(self) -> Iterator[Connection]:
        try:
            with self._engine.write() as connection:
                yield connection
        except BaseException:
            self._works = False
            raise
        self._works = True


class InboxTableReader:
    """Implements `ports.outside.InboxReader`."""

    def __init__(self, engine: Engine, cipher: Cipher, cursor_of: Callable[[str], int]) -> None:
        self._engine = engine
        self._cipher = cipher
        self._cursor_of = cursor_of
        self._complete_upto = 0

    def next_batch(self, limit: int) -> InboxBatch | None:
        """A body that does not open comes as it lies there: sealed, to end as a dead letter.

        Appenders wait while the reader has the lock, so a backlog is read with one taking of it.
        """
        cursor = self._cursor_of(SOURCE)
        if cursor >= self._complete_upto and self._has_more(cursor):
            self._complete_upto = self._last_complete()
        if cursor >= self._complete_upto:
            return None
        rows = self._rows(cursor, limit)
        return InboxBatch(source=SOURCE, rows=rows) if rows else None

    def tidy(self) -> None:
        """Deletes what intake has taken over."""
        with self._engine.write() as connection:
            connection.execute(delete(inbox).where(inbox.c.seq <= self._cursor_of(SOURCE)))
            failpoint("inbox.deleting")

    def _has_more(self, cursor: int) -> bool:
        query = select(inbox.c.seq).where(inbox.c.seq > cursor).limit(1)
        with self._engine.read() as connection:
            return connection.execute(query).first() is not None

    def _last_complete(self) -> int:
        """No number up to this one is still to come; 0 while an appender keeps the lock."""
        try:
            with self._engine.write() as connection:
                _run(connection, _BEGIN_READ)
                return connection.execute(select(func.max(inbox.c.seq))).scalar() or 0
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
                return 0
            raise

    def _rows(self, cursor: int, limit: int) -> tuple[InboxRow, ...]:
        complete = inbox.c.seq <= self._complete_upto
        query = select(inbox).where(inbox.c.seq > cursor, complete).order_by(inbox.c.seq)
        with self._engine.read() as connection:
            found = connection.execute(query.limit(limit)).all()
        return tuple(
            InboxRow(
                seq=row.seq,
                received_at=row.received_at,
                body=unsealed(self._cipher, bytes(row.body)),
            )
            for row in found
        )


def _run(connection: Connection, statements: Sequence[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))
