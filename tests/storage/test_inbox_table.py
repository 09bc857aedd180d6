import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.storage.clock import SettableClock
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.inbox_table import InboxTable, InboxTableReader
from wa_support.storage.schema import inbox as inbox_rows

pytestmark = pytest.mark.postgres


def _never(_source: str) -> int:
    return 0


def _append_all(inbox: InboxTable, bodies: list[bytes]) -> None:
    for body in bodies:
        inbox.append(body)


def _bodies(reader: InboxTableReader) -> list[bytes]:
    batch = reader.next_batch(100_000)
    return [row.body for row in batch.rows] if batch else []


def test_what_many_threads_append_comes_out_sealed_at_rest(
    postgres_engine: Engine, cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> None:
    inbox = InboxTable(postgres_engine, cipher, clock, tmp_path)
    threads = [
        threading.Thread(target=_append_all, args=(inbox, [b"%d-%d" % (n, i) for i in range(20)]))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    inbox.close()
    with postgres_engine.read() as connection:
        stored = connection.execute(select(inbox_rows.c.body)).scalars().all()
    expected = sorted(b"%d-%d" % (n, i) for n in range(8) for i in range(20))
    assert sorted(_bodies(InboxTableReader(postgres_engine, cipher, _never, tmp_path))) == expected
    assert not set(stored) & set(expected)


def test_a_row_that_commits_late_is_never_passed_by(
    postgres_engine: Engine, cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> None:
    """The number is drawn at the insert; a reader that saw a later one first would skip it."""
    inbox = InboxTable(postgres_engine, cipher, clock, tmp_path)
    reader = InboxTableReader(postgres_engine, cipher, _never, tmp_path)
    inserted, go_on = threading.Event(), threading.Event()

    def slow_process() -> None:
        with postgres_engine.write() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock_shared(7281953047)"))
            connection.execute(inbox_rows.insert().values(received_at=0, body=cipher.seal(b"late")))
            inserted.set()
            assert go_on.wait(5)

    slow = threading.Thread(target=slow_process)
    slow.start()
    assert inserted.wait(5)
    inbox.append(b"early")
    assert reader.next_batch(10) is None
    go_on.set()
    slow.join()
    assert _bodies(reader) == [b"late", b"early"]
    inbox.close()


def test_tidying_deletes_up_to_the_cursor(
    postgres_engine: Engine, cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> None:
    inbox = InboxTable(postgres_engine, cipher, clock, tmp_path)
    for body in (b"1", b"2", b"3"):
        inbox.append(body)
    InboxTableReader(postgres_engine, cipher, lambda _source: 2, tmp_path).tidy()
    assert _bodies(InboxTableReader(postgres_engine, cipher, _never, tmp_path)) == [b"3"]
    inbox.close()


def test_a_restart_of_postgresql_costs_no_confirmed_row(
    postgres_engine: Engine, cipher: Cipher, clock: SettableClock, tmp_path: Path
) -> None:
    inbox = InboxTable(postgres_engine, cipher, clock, tmp_path)
    inbox.append(b"before")
    with postgres_engine.write() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    inbox.append(b"after")
    assert _bodies(InboxTableReader(postgres_engine, cipher, _never, tmp_path)) == [
        b"before",
        b"after",
    ]
    inbox.close()
