import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.clock import SettableClock
from wa_support.domain.errors import NotDurable
from wa_support.storage.cipher import Cipher
from wa_support.storage.inbox_file import InboxFile
from wa_support.storage.inbox_reader import InboxFileReader

_BODY = b'{"entry": [{"id": "secret-of-a-customer"}]}'


class Cursors:
    """Stands where intake's table stands."""

    def __init__(self) -> None:
        self.upto: dict[str, int] = {}

    def of(self, source: str) -> int:
        return self.upto.get(source, 0)


@pytest.fixture
def cursors() -> Cursors:
    return Cursors()


@pytest.fixture
def open_inbox(
    tmp_path: Path, cipher: Cipher, clock: SettableClock, cursors: Cursors
) -> Callable[[], InboxFile]:
    return lambda: InboxFile(tmp_path, cipher, clock, cursors.of)


@pytest.fixture
def reader(tmp_path: Path, cipher: Cipher, cursors: Cursors) -> InboxFileReader:
    return InboxFileReader(tmp_path, cipher, cursors.of)


def _append_all(inbox: InboxFile, bodies: list[bytes]) -> None:
    for body in bodies:
        inbox.append(body)


def _bodies(reader: InboxFileReader) -> list[bytes]:
    batch = reader.next_batch(100_000)
    return [row.body for row in batch.rows] if batch else []


def test_what_was_appended_comes_out_in_order(
    open_inbox: Callable[[], InboxFile], reader: InboxFileReader, clock: SettableClock
) -> None:
    inbox = open_inbox()
    for number in range(3):
        inbox.append(b"%d" % number)
    batch = reader.next_batch(2)
    assert batch is not None
    assert [row.body for row in batch.rows] == [b"0", b"1"]
    assert [row.received_at for row in batch.rows] == [clock.now()] * 2
    inbox.close()
    reader.close()


def test_many_threads_all_get_through(
    open_inbox: Callable[[], InboxFile], reader: InboxFileReader
) -> None:
    inbox = open_inbox()
    threads = [
        threading.Thread(target=_append_all, args=(inbox, [b"%d-%d" % (n, i) for i in range(50)]))
        for n in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(_bodies(reader)) == sorted(
        b"%d-%d" % (n, i) for n in range(16) for i in range(50)
    )
    inbox.close()
    reader.close()


def test_no_file_holds_a_body_in_clear(open_inbox: Callable[[], InboxFile], tmp_path: Path) -> None:
    inbox = open_inbox()
    inbox.append(_BODY)
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert "inbox-0.db-wal" in files
    assert not any(b"secret" in content for content in files.values())
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}
    inbox.close()


def test_each_process_has_a_slot_and_a_vacant_one_is_taken_again(
    open_inbox: Callable[[], InboxFile], tmp_path: Path
) -> None:
    first, second = open_inbox(), open_inbox()
    first.close()
    third = open_inbox()
    assert sorted(path.name for path in tmp_path.glob("*.lock")) == ["inbox-0.lock", "inbox-1.lock"]
    second.close()
    third.close()


def test_a_damaged_file_is_left_alone_and_the_next_slot_serves(
    open_inbox: Callable[[], InboxFile], reader: InboxFileReader, tmp_path: Path
) -> None:
    (tmp_path / "inbox-0.db").write_bytes(b"not a database, " * 1000)
    inbox = open_inbox()
    inbox.append(b"row")
    assert _bodies(reader) == [b"row"]
    assert (tmp_path / "inbox-0.db").read_bytes() == b"not a database, " * 1000
    inbox.close()
    reader.close()


def test_rows_are_deleted_once_intake_has_them_and_numbers_never_return(
    open_inbox: Callable[[], InboxFile], reader: InboxFileReader, cursors: Cursors
) -> None:
    inbox = open_inbox()
    inbox.append(b"first")
    batch = reader.next_batch(10)
    assert batch is not None
    cursors.upto[batch.source] = batch.rows[-1].seq
    _eventually(lambda: _stored(inbox) == 0)
    inbox.append(b"second")
    assert _bodies(reader) == [b"second"]
    inbox.close()
    reader.close()


def _stored(inbox: InboxFile) -> int:
    with closing(sqlite3.connect(inbox._file._slot.file)) as raw:
        return int(raw.execute("SELECT count(*) FROM inbox").fetchone()[0])


def _eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_file_made_again_is_another_source(
    open_inbox: Callable[[], InboxFile],
    reader: InboxFileReader,
    cursors: Cursors,
    tmp_path: Path,
) -> None:
    inbox = open_inbox()
    inbox.append(b"old")
    batch = reader.next_batch(10)
    assert batch is not None
    cursors.upto[batch.source] = 1_000
    inbox.close()
    for path in tmp_path.glob("inbox-0.db*"):
        path.unlink()
    again = open_inbox()
    again.append(b"new")
    assert _bodies(reader) == [b"new"]
    again.close()
    reader.close()


def test_closing_stores_what_was_accepted_and_refuses_the_rest(
    open_inbox: Callable[[], InboxFile], reader: InboxFileReader
) -> None:
    inbox = open_inbox()
    inbox.append(b"one")
    assert inbox.ready()
    inbox.close()
    assert not inbox.ready()
    with pytest.raises(NotDurable):
        inbox.append(b"two")
    assert _bodies(reader) == [b"one"]
    reader.close()


_APPEND_FOR_EVER = """
import os, sys, threading
from pathlib import Path
from tests.storage.clock import SettableClock
from wa_support.storage.cipher import Cipher
from wa_support.storage.inbox_file import InboxFile
inbox = InboxFile(Path(sys.argv[1]), Cipher(b"k" * 32, os.urandom), SettableClock(0), lambda _: 0)
def append(thread):
    number = 0
    while True:
        inbox.append(b"%d-%d" % (thread, number))
        os.write(1, b"%d-%d\\n" % (thread, number))
        number += 1
for thread in range(8):
    threading.Thread(target=append, args=(thread,)).start()
"""


def test_a_killed_process_has_lost_nothing_that_it_confirmed(
    tmp_path: Path, reader: InboxFileReader
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _APPEND_FOR_EVER, tmp_path], stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    confirmed = [process.stdout.readline().strip() for _ in range(500)]
    process.send_signal(signal.SIGKILL)
    confirmed += [line.strip() for line in process.stdout if line.endswith(b"\n")]
    process.wait()
    process.stdout.close()
    assert set(confirmed) <= set(_bodies(reader))
    reader.close()


_FULL_DISK = """
import os, resource, signal, sys, time
from pathlib import Path
from tests.storage.clock import SettableClock
from wa_support.domain.errors import NotDurable
from wa_support.storage.cipher import Cipher
from wa_support.storage.inbox_file import InboxFile
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
inbox = InboxFile(Path(sys.argv[1]), Cipher(b"k" * 32, os.urandom), SettableClock(0), lambda _: 0)
inbox.append(b"before")
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    inbox.append(b"x" * 500_000)
except NotDurable:
    print("refused", inbox.ready())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
deadline = time.monotonic() + 5
while not inbox.ready() and time.monotonic() < deadline:
    time.sleep(0.05)
print("ready", inbox.ready())
inbox.append(b"after")
inbox.close()
"""


def test_a_full_disk_refuses_and_is_over_when_there_is_room(
    tmp_path: Path, reader: InboxFileReader
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["refused False", "ready True"]
    assert _bodies(reader) == [b"before", b"after"]
    reader.close()
