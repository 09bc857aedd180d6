"""The worker's end of the inbox files: every web process's, one after another."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from wa_support.ports.outside import InboxBatch, InboxRow
from wa_support.storage import inbox_slots
from wa_support.storage.cipher import CannotOpen, Cipher

_log = logging.getLogger(__name__)


class InboxFileReader:
    """Implements `ports.outside.InboxReader`. Thread-safe."""

    def __init__(self, data_dir: Path, cipher: Cipher, cursor_of: Callable[[str], int]) -> None:
        self._data_dir = data_dir
        self._cipher = cipher
        self._cursor_of = cursor_of
        self._open: dict[Path, _ReadFile] = {}
        self._last: Path | None = None
        self._told: set[Path] = set()
        self._mutex = threading.Lock()

    def next_batch(self, limit: int) -> InboxBatch | None:
        """A body that does not open comes as it lies there: sealed, to end as a dead letter."""
        with self._mutex:
            for path in self._in_turn():
                batch = self._batch_of(path, limit)
                if batch is not None:
                    self._last = path
                    return batch
        return None

    def tidy(self) -> None:
        """Deletes what intake has taken over from files that no web process owns."""
        for path in _files(self._data_dir):
            slot = inbox_slots.take_slot(path)
            if slot is not None:
                try:
                    _tidy_file(path, self._cursor_of)
                except sqlite3.DatabaseError as error:
                    _log.warning("%s cannot be tidied: %s", path.name, error)
                finally:
                    slot.release()

    def close(self) -> None:
        with self._mutex:
            for file in self._open.values():
                file.raw.close()
            self._open.clear()

    def _in_turn(self) -> Iterator[Path]:
        """Beginning after the file that was served last, so that a busy one starves none."""
        files = _files(self._data_dir)
        after = [path for path in files if self._last is not None and path > self._last]
        yield from after
        yield from files[: len(files) - len(after)]

    def _batch_of(self, path: Path, limit: int) -> InboxBatch | None:
        """A damaged file must not keep the others from being read."""
        try:
            return self._rows_of(path, limit)
        except (sqlite3.DatabaseError, FileNotFoundError) as error:
            if path not in self._told:
                _log.error("%s cannot be read: %s", path.name, error)
                self._told.add(path)
            return None

    def _rows_of(self, path: Path, limit: int) -> InboxBatch | None:
        file = self._opened(path)
        if file is None:
            return None
        found = file.raw.execute(
            "SELECT seq, received_at, body FROM inbox WHERE seq > ? ORDER BY seq LIMIT ?",
            (self._cursor_of(file.source), limit),
        ).fetchall()
        rows = tuple(
            InboxRow(seq=seq, received_at=at, body=unsealed(self._cipher, body))
            for seq, at, body in found
        )
        return InboxBatch(source=file.source, rows=rows) if rows else None

    def _opened(self, path: Path) -> "_ReadFile | None":
        """None while its web process is still making it."""
        known = self._open.get(path)
        if known is not None and known.inode == path.stat().st_ino:
            return known
        if known is not None:
            known.raw.close()
            del self._open[path]
        opened = _ReadFile.open(path)
        if opened is not None:
            self._open[path] = opened
        return opened


class _ReadFile:
    def __init__(self, raw: sqlite3.Connection, source: str, inode: int) -> None:
        self.raw = raw
        self.source = source
        self.inode = inode

    @classmethod
    def open(cls, path: Path) -> "_ReadFile | None":
        inode = path.stat().st_ino
        raw = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=10,
        )
        try:
            raw.execute("PRAGMA wal_autocheckpoint=0")
            raw.execute("PRAGMA query_only=ON")
            return cls(raw, inbox_slots.source_of(raw), inode)
        except BaseException as error:
            raw.close()
            if _is_unfinished(error):
                return None
            raise


def _is_unfinished(error: BaseException) -> bool:
    return isinstance(error, TypeError) or "no such table" in str(error)


def unsealed(cipher: Cipher, body: bytes) -> bytes:
    try:
        return cipher.open(body)
    except CannotOpen:
        return body


def _files(data_dir: Path) -> list[Path]:
    return sorted(data_dir.glob("inbox-*.db"))


def _tidy_file(path: Path, cursor_of: Callable[[str], int]) -> None:
    with closing(inbox_slots.open_owned(path)) as raw:
        upto = cursor_of(inbox_slots.source_of(raw))
        while inbox_slots.delete_some(raw, upto) < upto:
            pass
        inbox_slots.checkpoint(raw)
