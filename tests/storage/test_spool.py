"""PostgreSQL goes away and comes back: what was confirmed meanwhile is there, each once."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from tests import postgres
from tests.storage.clock import SettableClock
from wa_support.domain.errors import NotDurable
from wa_support.storage import spool
from wa_support.storage.all_tables import metadata
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine, open_engine
from wa_support.storage.inbox_table import InboxTable, InboxTableReader
from wa_support.storage.schema import inbox as inbox_rows
from wa_support.storage.spool import Spool, pour_vacant

pytestmark = pytest.mark.postgres


@pytest.fixture
def open_inbox(
    postgres_engine: Engine, cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> Callable[[], InboxTable]:
    return lambda: InboxTable(postgres_engine, cipher, clock, tmp_path)


def bodies(engine: Engine, cipher: Cipher) -> list[bytes]:
    with engine.read() as connection:
        stored = connection.execute(select(inbox_rows.c.body).order_by(inbox_rows.c.seq)).scalars()
        return [cipher.open(body) for body in stored]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("inbox-*.db*"))


_PACE_S = 0.002
"""A spool empties while more comes in, as long as that is less than the database takes."""


def wait_for(what: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def take_away(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(text("ALTER TABLE inbox RENAME TO away"))


def bring_back(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO inbox"))


def test_while_postgresql_refuses_the_spool_stores_and_then_pours_in_order(
    open_inbox: Callable[[], InboxTable], postgres_engine: Engine, cipher: Cipher, tmp_path: Path
) -> None:
    inbox = open_inbox()
    inbox.append(b"1")
    assert files(tmp_path) == []
    take_away(postgres_engine)
    for body in (b"2", b"3"):
        inbox.append(body)
    assert inbox.ready()
    assert inbox.spools()
    sealed = b"".join((tmp_path / name).read_bytes() for name in files(tmp_path))
    assert b"CREATE TABLE inbox" in sealed
    bring_back(postgres_engine)
    wait_for(lambda: not inbox.spools())
    inbox.append(b"4")
    assert bodies(postgres_engine, cipher) == [b"1", b"2", b"3", b"4"]
    assert files(tmp_path) == []
    inbox.close()


def test_nothing_newer_overtakes_what_is_still_in_the_spool(
    open_inbox: Callable[[], InboxTable], postgres_engine: Engine, cipher: Cipher
) -> None:
    inbox = open_inbox()
    take_away(postgres_engine)
    inbox.append(b"0")
    stop = threading.Event()
    said = [b"0"]

    def go_on() -> None:
        while not stop.wait(_PACE_S):
            said.append(b"%d" % len(said))
            inbox.append(said[-1])

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        wait_for(lambda: len(said) > 100)
        bring_back(postgres_engine)
        wait_for(lambda: not inbox.spools(), seconds=60)
    finally:
        stop.set()
        thread.join()
        inbox.close()
    assert bodies(postgres_engine, cipher) == said


def left_behind(tmp_path: Path, cipher: Cipher, *contents: bytes) -> None:
    """The spool of a process that is gone."""
    one = Spool(tmp_path)
    one.store([(0, cipher.seal(body)) for body in contents])
    one.close()


def test_a_worker_empties_what_a_process_left_behind(
    postgres_engine: Engine, cipher: Cipher, tmp_path: Path
) -> None:
    left_behind(tmp_path, cipher, b"1", b"2")
    InboxTableReader(postgres_engine, cipher, lambda _: 0, tmp_path).tidy()
    assert bodies(postgres_engine, cipher) == [b"1", b"2"]
    assert files(tmp_path) == []


def test_a_worker_leaves_alone_what_a_living_process_owns(
    postgres_engine: Engine, cipher: Cipher, tmp_path: Path
) -> None:
    own = Spool(tmp_path)
    own.store([(0, cipher.seal(b"1"))])
    pour_vacant(tmp_path, postgres_engine)
    assert bodies(postgres_engine, cipher) == []
    own.close()


def test_the_next_process_empties_it_where_no_worker_runs(
    open_inbox: Callable[[], InboxTable], postgres_engine: Engine, cipher: Cipher, tmp_path: Path
) -> None:
    left_behind(tmp_path, cipher, b"1")
    inbox = open_inbox()
    wait_for(lambda: not inbox.spools())
    assert bodies(postgres_engine, cipher) == [b"1"]
    inbox.close()


def test_death_between_the_commit_and_the_deletion_doubles_nothing(
    postgres_engine: Engine, cipher: Cipher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_behind(tmp_path, cipher, b"1", b"2")

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(spool, "_forget", die)
        with pytest.raises(Killed):
            pour_vacant(tmp_path, postgres_engine)
    assert bodies(postgres_engine, cipher) == [b"1", b"2"]
    pour_vacant(tmp_path, postgres_engine)
    assert bodies(postgres_engine, cipher) == [b"1", b"2"]
    assert files(tmp_path) == []


def test_a_damaged_file_keeps_no_other_from_being_emptied(
    postgres_engine: Engine, cipher: Cipher, tmp_path: Path
) -> None:
    (tmp_path / "inbox-0.db").write_bytes(b"no database at all" * 100)
    good = Spool(tmp_path)
    good.store([(0, cipher.seal(b"1"))])
    good.close()
    pour_vacant(tmp_path, postgres_engine)
    assert bodies(postgres_engine, cipher) == [b"1"]
    assert "inbox-0.db" in files(tmp_path)


def test_what_neither_can_store_is_refused(
    open_inbox: Callable[[], InboxTable], postgres_engine: Engine, tmp_path: Path
) -> None:
    inbox = open_inbox()
    take_away(postgres_engine)
    (tmp_path / "inbox-0.lock").mkdir()  # no slot can be had
    with pytest.raises(NotDurable):
        inbox.append(b"1")
    assert not inbox.ready()
    (tmp_path / "inbox-0.lock").rmdir()
    wait_for(inbox.ready)
    bring_back(postgres_engine)
    inbox.append(b"2")
    inbox.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[postgres.Server, Engine]]:
    """A PostgreSQL that can be stopped, with our tables."""
    with postgres.own_server() as started:
        admin = create_engine(started.url)
        metadata.create_all(admin)
        admin.dispose()
        engine = open_engine(started.url, data_dir=tmp_path, clock=SettableClock(0))
        yield started, engine
        engine.close()


def appended(
    inbox: InboxTable, names: Iterator[bytes], seconds: float
) -> tuple[list[bytes], float]:
    """What 4 threads had confirmed in that time, and the longest that one of them waited."""
    confirmed: list[bytes] = []
    waits: list[float] = []
    end = time.monotonic() + seconds

    def one() -> None:
        while time.monotonic() < end:
            name, started = next(names), time.monotonic()
            inbox.append(name)
            waits.append(time.monotonic() - started)
            confirmed.append(name)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return confirmed, max(waits)


class Names:
    """Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def __iter__(self) -> "Names":
        return self

    def __next__(self) -> bytes:
        with self._lock:
            self._last += 1
            return b"%d" % self._last


@pytest.mark.processes
def test_postgresql_is_stopped_at_once_and_nothing_that_was_confirmed_is_lost(
    server: tuple[postgres.Server, Engine], cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> None:
    running, engine = server
    inbox, names = InboxTable(engine, cipher, clock, tmp_path), Names()
    confirmed, _ = appended(inbox, names, 0.3)
    stopping = threading.Timer(0.3, running.stop_at_once)
    stopping.start()
    more, longest = appended(inbox, names, 2.5)
    stopping.join()
    confirmed += more
    assert inbox.spools()
    assert longest < 3
    running.start()
    more, _ = appended(inbox, names, 0.3)
    confirmed += more
    wait_for(lambda: not inbox.spools())
    inbox.close()
    found = bodies(engine, cipher)
    assert set(confirmed) <= set(found)
    # A commit whose answer was lost may be there twice; intake's keys tell, and only that batch.
    assert len(found) - len(set(found)) <= 4


@pytest.mark.processes
def test_postgresql_hangs_and_webhooks_wait_a_few_seconds_at_most(
    server: tuple[postgres.Server, Engine], cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> None:
    running, engine = server
    inbox, names = InboxTable(engine, cipher, clock, tmp_path), Names()
    inbox.append(b"before")
    running.signal_all(signal.SIGSTOP)
    try:
        confirmed, longest = appended(inbox, names, 4)
    finally:
        running.signal_all(signal.SIGCONT)
    assert inbox.spools()
    assert longest < 5
    wait_for(lambda: not inbox.spools(), 20)
    inbox.close()
    assert set(confirmed) <= set(bodies(engine, cipher))


_POUR_AND_DIE = """
import os, sys
from pathlib import Path
from tests.storage.clock import SettableClock
from wa_support.storage import spool
from wa_support.storage.engine import open_engine
folder = Path(sys.argv[1])
spool._forget = lambda *_: os.kill(os.getpid(), 9)
spool.pour_vacant(folder, open_engine(sys.argv[2], data_dir=folder, clock=SettableClock(0)))
"""


@pytest.mark.processes
def test_a_drainer_killed_after_its_commit_has_poured_each_row_once(
    server: tuple[postgres.Server, Engine], cipher: Cipher, tmp_path: Path
) -> None:
    running, engine = server
    left_behind(tmp_path, cipher, *(b"%d" % number for number in range(2_500)))
    command = [sys.executable, "-c", _POUR_AND_DIE, str(tmp_path), running.url]
    for _ in range(2):
        died = subprocess.run(command, env={**os.environ, "PYTHONPATH": "."}, check=False)
        assert died.returncode == -signal.SIGKILL
    pour_vacant(tmp_path, engine)
    assert bodies(engine, cipher) == [b"%d" % number for number in range(2_500)]
    assert files(tmp_path) == []
