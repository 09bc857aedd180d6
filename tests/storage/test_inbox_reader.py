import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.clock import SettableClock
from wa_support.storage.cipher import Cipher
from wa_support.storage.inbox_file import InboxFile
from wa_support.storage.inbox_reader import InboxFileReader


def _never(_source: str) -> int:
    return 0


def _stored(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM inbox").fetchone()[0])


def test_a_busy_file_starves_no_other(tmp_path: Path, cipher: Cipher, clock: SettableClock) -> None:
    inboxes = [InboxFile(tmp_path, cipher, clock, _never) for _ in range(3)]
    reader = InboxFileReader(tmp_path, cipher, _never)
    for inbox in inboxes:
        inbox.append(b"row")
    batches = [reader.next_batch(1) for _ in range(4)]
    names = [batch.source.partition(":")[0] for batch in batches if batch is not None]
    assert names == ["inbox-0", "inbox-1", "inbox-2", "inbox-0"]
    for inbox in inboxes:
        inbox.close()
    reader.close()


def test_a_body_under_another_key_comes_sealed_and_stops_nothing(
    tmp_path: Path, cipher: Cipher, clock: SettableClock
) -> None:
    for key in (b"x" * 32, b"k" * 32):
        inbox = InboxFile(tmp_path, Cipher(key, os.urandom), clock, _never)
        inbox.append(b"body")
        inbox.close()
    reader = InboxFileReader(tmp_path, cipher, _never)
    batch = reader.next_batch(10)
    assert batch is not None
    assert len(batch.rows) == 2
    assert Cipher(b"x" * 32, os.urandom).open(batch.rows[0].body) == b"body"
    assert batch.rows[1].body == b"body"
    reader.close()


def test_a_damaged_file_keeps_no_other_from_being_read(
    tmp_path: Path, cipher: Cipher, clock: SettableClock
) -> None:
    (tmp_path / "inbox-9.db").write_bytes(b"not a database, " * 100)
    (tmp_path / "inbox-8.db").touch()
    inbox = InboxFile(tmp_path, cipher, clock, _never)
    inbox.append(b"row")
    reader = InboxFileReader(tmp_path, cipher, _never)
    assert [reader.next_batch(1) is not None for _ in range(3)] == [True, True, True]
    inbox.close()
    reader.close()


def test_tidying_empties_vacant_files_below_the_cursor_only(
    tmp_path: Path, cipher: Cipher, clock: SettableClock
) -> None:
    gone = InboxFile(tmp_path, cipher, clock, _never)
    alive = InboxFile(tmp_path, cipher, clock, _never)
    for inbox in (gone, alive):
        for _ in range(3):
            inbox.append(b"row")
    gone.close()
    InboxFileReader(tmp_path, cipher, lambda _source: 2).tidy()
    assert _stored(tmp_path / "inbox-0.db") == 1
    assert _stored(tmp_path / "inbox-1.db") == 3
    alive.close()


@pytest.mark.parametrize("rows", [0, 1])
def test_nothing_new_is_no_batch(
    tmp_path: Path, cipher: Cipher, clock: SettableClock, rows: int
) -> None:
    inbox = InboxFile(tmp_path, cipher, clock, _never)
    for _ in range(rows):
        inbox.append(b"row")
    reader = InboxFileReader(tmp_path, cipher, lambda _source: rows)
    assert reader.next_batch(10) is None
    inbox.close()
    reader.close()
