"""Where webhooks wait while PostgreSQL is away: an inbox file as on SQLite.

Rows go over with the cursor of their file in one transaction, so each goes over once, whatever
dies in between; only then are they deleted, and the file with them when none is left.
"""

import logging
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, bindparam, select

from wa_support.storage import inbox_slots
from wa_support.storage.cursors import SqlCursors
from wa_support.storage.group_commit import Row
from wa_support.storage.inbox_append import append_rows
from wa_support.storage.owned_file import OwnedFile, take_file
from wa_support.storage.schema import inbox_cursors
from wa_support.storage.transactions import Engine
from wa_support.storage.upsert import upsert

_log = logging.getLogger(__name__)
# The insert waits for whoever is just making the same row: a drainer that was killed may still be
# committing.
_FIRST: Final = upsert(inbox_cursors).on_conflict_do_nothing(index_elements=["source"])
_CURSOR: Final = (
    select(inbox_cursors.c.upto)
    .where(inbox_cursors.c.source == bindparam("from_source"))
    .with_for_update()
)


class Spool:
    """One process's own; for one thread at a time. A file that was left behind is in use from the
    start, so that it empties where no worker runs."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._file: OwnedFile | None = None
        if any(_files(data_dir)):
            self._file = take_file(data_dir)

    @property
    def in_use(self) -> bool:
        return self._file is not None

    @property
    def works(self) -> bool:
        return self._file is None or self._file.works

    def store(self, rows: Sequence[Row]) -> None:
        """Durable when it returns; raises what SQLite raises, a full disk included."""
        self.begin().store(rows)

    def begin(self) -> OwnedFile:
        if self._file is None:
            self._file = take_file(self._data_dir)
        return self._file

    def tidy(self) -> None:
        if self._file is not None:
            self._file.prove_writable()
            self._file.checkpoint_when_large()

    def pour(self, connection: Connection) -> int | None:
        """Puts the oldest rows into the table; the number that `forget` wants once that is
        committed, None when nothing is left."""
        return None if self._file is None else _pour(self._file, connection)

    def forget(self, upto: int) -> None:
        if self._file is not None:
            _forget(self._file, upto)

    def discard(self) -> None:
        """Only when `pour` found nothing: the file goes, the next outage makes another."""
        file, self._file = self._file, None
        if file is not None:
            file.discard()

    def close(self) -> None:
        """What is left is emptied by a worker on this host, or by the next process here."""
        file, self._file = self._file, None
        if file is not None:
            file.close()


def pour_vacant(data_dir: Path, engine: Engine) -> None:
    """Empties the spools that nobody owns; a damaged one is left to people."""
    for path in _files(data_dir):
        slot = inbox_slots.take_slot(path)
        if slot is not None:
            try:
                _pour_slot(slot, engine)
            except sqlite3.DatabaseError as why:
                _log.error("%s cannot be emptied: %s", path.name, why)


def _pour_slot(slot: inbox_slots.Slot, engine: Engine) -> None:
    try:
        file = OwnedFile(slot)
    except BaseException:
        slot.release()
        raise
    try:
        while (upto := _committed(file, engine)) is not None:
            _forget(file, upto)
    except BaseException:
        file.close()
        raise
    file.discard()


def _committed(file: OwnedFile, engine: Engine) -> int | None:
    with engine.write() as connection:
        return _pour(file, connection)


def _pour(file: OwnedFile, connection: Connection) -> int | None:
    cursors = {"source": file.source, "upto": 0}
    connection.execute(_FIRST, cursors)
    before = connection.execute(_CURSOR, {"from_source": file.source}).scalar_one()
    rows = file.rows_after(before)
    if not rows:
        return None
    append_rows(connection, [(received_at, body) for _, received_at, body in rows])
    last = rows[-1][0]
    SqlCursors(connection).advance(file.source, last)
    return last


def _forget(file: OwnedFile, upto: int) -> None:
    file.upto = upto
    while file.delete_some():
        pass
    file.checkpoint_when_large()


def _files(data_dir: Path) -> list[Path]:
    return sorted(data_dir.glob("inbox-*.db"))
