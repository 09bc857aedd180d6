"""The PostgreSQL inbox: one table that all web processes append to and intake reads."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.exc import DBAPIError

from wa_support.domain.failpoints import failpoint
from wa_support.ports.outside import Clock, InboxBatch, InboxRow
from wa_support.storage.cipher import Cipher
from wa_support.storage.group_commit import GroupCommit, Row
from wa_support.storage.inbox_append import append_rows, lock_for_reading
from wa_support.storage.inbox_reader import unsealed
from wa_support.storage.postgres_watch import PostgresWatch
from wa_support.storage.schema import inbox
from wa_support.storage.spool import Spool, pour_vacant
from wa_support.storage.transactions import Engine

_log = logging.getLogger(__name__)
SOURCE: Final = "inbox"
_LOCK_NOT_AVAILABLE: Final = "55P03"


class InboxTable:
    """Implements `ports.outside.Inbox`.

    While PostgreSQL is away, rows go to a spool of this process; once it is back, the spool is
    poured into the table before anything newer goes there, so the order stays.
    """

    def __init__(self, engine: Engine, cipher: Cipher, clock: Clock, data_dir: Path) -> None:
        self._cipher = cipher
        self._clock = clock
        self._stores = True
        self._spool = Spool(data_dir)
        self._watch = PostgresWatch(engine, clock)
        self._writer = GroupCommit(commit=self._store, between=self._between, finish=self._finish)

    def append(self, body: bytes) -> None:
        """Returns after the commit that holds `body`; raises `NotDurable`."""
        self._writer.append((self._clock.now(), self._cipher.seal(body)))

    def ready(self) -> bool:
        return self._stores and self._spool.works and self._writer.accepts()

    def spools(self) -> bool:
        return self._spool.in_use

    def close(self) -> None:
        self._writer.close()

    def _store(self, rows: Sequence[Row]) -> None:
        if not self._spool.in_use:
            try:
                with self._watch.write() as connection:
                    append_rows(connection, rows)
            except Exception as why:  # noqa: BLE001 - whatever PostgreSQL has, the file is durable
                _log.warning("inbox: webhooks go to the spool: %s", why)
            else:
                return
        self._stores = False
        self._spool.store(rows)
        self._stores = True

    def _between(self) -> bool:
        """True when there is more to pour."""
        if not self._stores:
            self._try_again()
        return self._spool.in_use and self._empty_spool()

    def _try_again(self) -> None:
        """`ready()` turns true again without waiting for a webhook to try."""
        if not self._watch.answers:
            self._spool.begin()
        self._stores = True

    def _empty_spool(self) -> bool:
        if not self._watch.answers:
            self._spool.tidy()
            return False
        with self._watch.write() as connection:
            upto = self._spool.pour(connection)
        if upto is not None:
            self._spool.forget(upto)
            return True
        self._spool.discard()
        _log.warning("inbox: the spool is empty, webhooks go to PostgreSQL again")
        return False

    def _finish(self) -> None:
        self._watch.close()
        self._spool.close()


class InboxTableReader:
    """Implements `ports.outside.InboxReader`."""

    def __init__(
        self, engine: Engine, cipher: Cipher, cursor_of: Callable[[str], int], data_dir: Path
    ) -> None:
        self._data_dir = data_dir
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
        """Deletes what intake has taken over, and empties the spools of processes that are gone."""
        with self._engine.write() as connection:
            connection.execute(delete(inbox).where(inbox.c.seq <= self._cursor_of(SOURCE)))
            failpoint("inbox.deleting")
        pour_vacant(self._data_dir, self._engine)

    def _has_more(self, cursor: int) -> bool:
        query = select(inbox.c.seq).where(inbox.c.seq > cursor).limit(1)
        with self._engine.read() as connection:
            return connection.execute(query).first() is not None

    def _last_complete(self) -> int:
        """No number up to this one is still to come; 0 while an appender keeps the lock."""
        try:
            with self._engine.write() as connection:
                lock_for_reading(connection)
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
