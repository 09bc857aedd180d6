"""An inbox file in the hands of the one process that owns it.

Raw `sqlite3`: this is the only path where a microsecond a row matters.
"""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wa_support.storage import inbox_slots
from wa_support.storage.group_commit import Row

_log = logging.getLogger(__name__)
_ROWS_AT_ONCE: Final = 1_000
_BYTES_AT_ONCE: Final = 4 * 1024 * 1024


class OwnedFile:
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

    def rows_after(self, seq: int) -> Sequence[tuple[int, int, bytes]]:
        """(number, received_at, body), as many as one transaction should carry."""
        query = "SELECT seq, received_at, body FROM inbox WHERE seq > ? ORDER BY seq LIMIT ?"
        rows, size = [], 0
        for row in self._connection().execute(query, (seq, _ROWS_AT_ONCE)):
            rows.append(row)
            size += len(row[2])
            if size > _BYTES_AT_ONCE:
                break
        return rows

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

    def discard(self) -> None:
        """Gives the slot back without a file. Closing the last connection has removed the WAL, so
        nothing of this file can get into the next one."""
        self._drop_connection()
        self._slot.file.unlink(missing_ok=True)
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


def take_file(data_dir: Path) -> OwnedFile:
    """A damaged file is left to people: storing what comes in goes on in the next slot."""
    for slot in inbox_slots.vacant_slots(data_dir):
        try:
            return OwnedFile(slot)
        except BaseException as error:
            slot.release()
            if not (isinstance(error, sqlite3.DatabaseError) and inbox_slots.is_damage(error)):
                raise
            _log.error("%s is damaged and left as it is: %s", slot.file, error)
    raise AssertionError("there is always another slot")
