"""The SQLite inbox of one web process: durable before the 200.

Each web process has a file of its own, because acknowledgements and turns on one file starve each
other. Raw `sqlite3`: this is the only path where a microsecond a row matters.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wa_support.ports.outside import Clock
from wa_support.storage import inbox_slots
from wa_support.storage.cipher import Cipher
from wa_support.storage.group_commit import GroupCommit, Row

_log = logging.getLogger(__name__)
_TIDY_EVERY_SECONDS: Final = 1.0


class InboxFile:
    """Implements `ports.outside.Inbox`. Open it after a fork, never before.

    `cursor_of(source)` is the last row of that source which intake has taken over; rows up to it
    are deleted here.
    """

    def __init__(
        self, data_dir: Path, cipher: Cipher, clock: Clock, cursor_of: Callable[[str], int]
    ) -> None:
        self._cipher = cipher
        self._clock = clock
        self._file = _take_file(data_dir)
        self._cursor_of = cursor_of
        self._tidy_at = 0.0
        self._writer = GroupCommit(
            commit=self._file.store, between=self._tidy, finish=self._file.close
        )

    def append(self, body: bytes) -> None:
        """Returns after the commit that holds `body`; raises `NotDurable`."""
        self._writer.append((self._clock.now(), self._cipher.seal(body)))

    def ready(self) -> bool:
        return self._file.works and self._writer.accepts()

    def close(self) -> None:
        """Stores what was accepted, then gives the file to whoever takes the slot next."""
        self._writer.close()

    def _tidy(self) -> bool:
        if self._clock.monotonic() >= self._tidy_at:
            self._tidy_at = self._clock.monotonic() + _TIDY_EVERY_SECONDS
            self._file.prove_writable()
            self._file.upto = self._cursor_of(self._file.source)
        self._file.checkpoint_when_large()
        return self._file.delete_some()


class _OwnFile:
    """The file as its writer thread sees it. After any failure the connection is made anew: what
    an I/O error left behind in the old one is anyone's guess."""

    def __init__(self, slot: inbox_slots.Slot) -> None:
        self._slot = slot
        self._raw: sqlite3.Connection | None = None
        self._checkpoint_at = inbox_slots.WAL_LIMIT
        self.upto = 0
        self._deleted = 0
        self._connection()

    @property
    def works(self) -> bool:
        return self._raw is not None

    def store(self, rows: Sequence[Row]) -> None:
        with self._transaction() as raw:
            raw.executemany("INSERT INTO inbox (received_at, body) VALUES (?, ?)", rows)

    def prove_writable(self) -> None:
        """After a failure, `works` turns true again without waiting for a webhook to try."""
        if self._raw is None:
            with self._transaction() as raw:
                raw.execute("UPDATE source SET id = id")

    def delete_some(self) -> bool:
        """Deletes a bounded number of rows up to `upto`; True when more are left."""
        if self._deleted >= self.upto:
            return False
        with self._transaction() as raw:
            self._deleted = inbox_slots.delete_some(raw, self.upto)
        return self._deleted < self.upto

    def checkpoint_when_large(self) -> None:
        size = self._slot.wal_size()
        if size < self._checkpoint_at or self._raw is None:
            return
        # A reader can keep the WAL from shrinking: try again only after as much has come in.
        done = inbox_slots.checkpoint(self._raw)
        self._checkpoint_at = inbox_slots.WAL_LIMIT + (0 if done else size)

    def close(self) -> None:
        self._drop_connection()
        self._slot.release()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            raw = self._connection()
            raw.execute("BEGIN IMMEDIATE")
            yield raw
            raw.execute("COMMIT")
        except BaseException:
            self._drop_connection()
            raise

    def _connection(self) -> sqlite3.Connection:
        if self._raw is None:
            raw = inbox_slots.open_owned(self._slot.file)
            self.source = inbox_slots.source_of(raw)
            self.upto, self._deleted = 0, 0
            self._raw = raw
        return self._raw

    def _drop_connection(self) -> None:
        raw, self._raw = self._raw, None
        if raw is not None:
            raw.close()


def _take_file(data_dir: Path) -> _OwnFile:
    """A damaged file is left to people: storing what comes in goes on in the next slot."""
    for slot in inbox_slots.vacant_slots(data_dir):
        try:
            return _OwnFile(slot)
        except BaseException as error:
            slot.release()
            if not (isinstance(error, sqlite3.DatabaseError) and inbox_slots.is_damage(error)):
                raise
            _log.error("%s is damaged and left as it is: %s", slot.file, error)
    raise AssertionError("there is always another slot")
