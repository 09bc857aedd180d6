"""Which process owns which inbox file.

`inbox-<slot>.db` belongs to whoever holds the lock on `inbox-<slot>.lock`; the lock ends with its
process, however that dies.
"""

import itertools
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from wa_support.domain.failpoints import failpoint
from wa_support.storage.private_files import private_file, private_folder, sync_folder
from wa_support.storage.write_lock import try_lock

WAL_LIMIT: Final = 4 * 1024 * 1024
_CHUNK: Final = 500

# AUTOINCREMENT: a number must not come again after its row is gone, the cursor stands above it.
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS source (id TEXT NOT NULL, one INTEGER NOT NULL DEFAULT 1 UNIQUE);
CREATE TABLE IF NOT EXISTS inbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, received_at INTEGER NOT NULL, body BLOB NOT NULL
);
"""


class Slot:
    """A held slot; `release()` gives it back."""

    def __init__(self, file: Path, handle: int) -> None:
        self.file = file
        self._wal = file.with_name(f"{file.name}-wal")
        self._handle = handle

    def wal_size(self) -> int:
        try:
            return self._wal.stat().st_size
        except FileNotFoundError:
            return 0

    def release(self) -> None:
        os.close(self._handle)


def vacant_slots(data_dir: Path) -> Iterator[Slot]:
    """Held slots, lowest first, without end."""
    private_folder(data_dir)
    for number in itertools.count():
        slot = take_slot(data_dir / f"inbox-{number}.db")
        if slot is not None:
            yield slot


def take_slot(file: Path) -> Slot | None:
    """None while another process holds it."""
    handle = os.open(file.with_suffix(".lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    if try_lock(handle):
        return Slot(file, handle)
    os.close(handle)
    return None


def open_owned(file: Path) -> sqlite3.Connection:
    """For the slot's holder only, and one thread at a time."""
    is_new = not file.exists()
    raw = sqlite3.connect(
        private_file(file), isolation_level=None, check_same_thread=False, timeout=10
    )
    try:
        _prepare(raw, file.stem)
    except BaseException:
        raw.close()
        raise
    if is_new:
        sync_folder(file.parent)
    return raw


def source_of(raw: sqlite3.Connection) -> str:
    """Names this very file: one made again in its place has another, and its own cursor."""
    return str(raw.execute("SELECT id FROM source").fetchone()[0])


def is_damage(error: sqlite3.Error) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def delete_some(raw: sqlite3.Connection, upto: int) -> int:
    """Deletes the oldest rows up to `upto`, a bounded number; returns up to where none is left."""
    lowest = raw.execute("SELECT min(seq) FROM inbox").fetchone()[0]
    if lowest is None or lowest > upto:
        return upto
    last = min(upto, int(lowest) + _CHUNK - 1)
    raw.execute("DELETE FROM inbox WHERE seq <= ?", (last,))
    failpoint("inbox.deleting")
    return last


def _prepare(raw: sqlite3.Connection, name: str) -> None:
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA wal_autocheckpoint=0")
    raw.execute("PRAGMA secure_delete=ON")
    raw.executescript(_TABLES)
    raw.execute(
        "INSERT INTO source (id) VALUES (?) ON CONFLICT DO NOTHING",
        (f"{name}:{secrets.token_hex(8)}",),
    )


def checkpoint(raw: sqlite3.Connection) -> bool:
    """True when the WAL is empty afterwards; a reader can keep it from that."""
    raw.execute("PRAGMA busy_timeout=100")
    with closing(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as answer:
        busy = answer.fetchone()[0]
    raw.execute("PRAGMA busy_timeout=10000")
    return not busy
