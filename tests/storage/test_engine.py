import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Integer, column, select, table, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.storage.clock import SettableClock
from wa_support.domain.errors import ConfigurationError, DatabaseUnavailable
from wa_support.storage.engine import Engine, open_engine


def _count(engine: Engine) -> int:
    with engine.read() as connection:
        return int(connection.execute(text("SELECT n FROM counter")).scalar_one())


def _make_counter(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(text("CREATE TABLE counter (n integer)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))


def _add_one(engine: Engine) -> None:
    query = select(column("n", Integer)).select_from(table("counter")).with_for_update()
    with engine.write() as connection:
        seen = connection.execute(query).scalar_one()
        connection.execute(text("UPDATE counter SET n = :n"), {"n": seen + 1})


def test_no_update_is_lost_between_threads(empty_engine: Engine) -> None:
    _make_counter(empty_engine)

    def many() -> None:
        for _ in range(100):
            _add_one(empty_engine)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _count(empty_engine) == 400


def test_a_failed_transaction_leaves_nothing_and_the_engine_goes_on(empty_engine: Engine) -> None:
    _make_counter(empty_engine)
    with pytest.raises(DBAPIError):
        _write_and_fail(empty_engine)
    _add_one(empty_engine)
    assert _count(empty_engine) == 1


def _write_and_fail(engine: Engine) -> None:
    with engine.write() as connection:
        connection.execute(text("UPDATE counter SET n = 7"))
        connection.execute(text("SELECT * FROM missing"))


def test_an_error_says_nothing_of_the_values(empty_engine: Engine) -> None:
    """It is logged with its text."""
    with empty_engine.write() as connection:
        connection.execute(text("CREATE TABLE t (name TEXT NOT NULL CHECK (name <> '김민아'))"))
    with pytest.raises(IntegrityError) as error, empty_engine.write() as connection:
        connection.execute(text("INSERT INTO t VALUES (:name)"), {"name": "김민아"})
    assert "parameters hidden" in str(error.value)


def test_reading_cannot_write(empty_engine: Engine) -> None:
    _make_counter(empty_engine)
    with (
        pytest.raises((DBAPIError, DatabaseUnavailable)),
        empty_engine.read() as connection,
    ):
        connection.execute(text("UPDATE counter SET n = 7"))
    assert _count(empty_engine) == 0


def test_what_was_written_without_waiting_for_the_disk_is_there(empty_engine: Engine) -> None:
    _make_counter(empty_engine)
    with empty_engine.write_unsynced() as connection:
        connection.execute(text("UPDATE counter SET n = 5"))
    assert _count(empty_engine) == 5


def test_a_read_sees_one_moment(empty_engine: Engine) -> None:
    _make_counter(empty_engine)
    with empty_engine.read() as connection:
        before = connection.execute(text("SELECT n FROM counter")).scalar_one()
        _add_one(empty_engine)
        assert connection.execute(text("SELECT n FROM counter")).scalar_one() == before
    assert _count(empty_engine) == 1


def test_a_savepoint_undoes_only_itself(empty_engine: Engine) -> None:
    _make_counter(empty_engine)
    with empty_engine.write() as connection:
        connection.execute(text("UPDATE counter SET n = 1"))
        savepoint = connection.begin_nested()
        connection.execute(text("UPDATE counter SET n = 2"))
        savepoint.rollback()
    assert _count(empty_engine) == 1


_WRITER = """
import sys, time
from pathlib import Path
from sqlalchemy import Integer, column, select, table, text
from tests.storage.clock import SettableClock
from wa_support.storage.engine import open_engine
folder = Path(sys.argv[1])
engine = open_engine(f"sqlite:///{folder / 'x.db'}", data_dir=folder, clock=SettableClock(0))
for _ in range(150):
    with engine.write() as connection:
        connection.execute(text("UPDATE counter SET n = n + 1"))
engine.close()
"""


@pytest.fixture
def sqlite_engine(tmp_path: Path, clock: SettableClock) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}", data_dir=tmp_path, clock=clock)
    yield engine
    engine.close()


def test_only_a_write_that_says_so_does_not_wait_for_the_disk(sqlite_engine: Engine) -> None:
    waits = [_synchronous(sqlite_engine.write())]
    waits.append(_synchronous(sqlite_engine.write_unsynced()))
    with pytest.raises(DBAPIError), sqlite_engine.write_unsynced() as connection:
        connection.execute(text("SELECT * FROM missing"))
    waits.append(_synchronous(sqlite_engine.write()))
    full, normal = 2, 1
    assert waits == [full, normal, full]


def _synchronous(writing: AbstractContextManager[Connection]) -> int:
    with writing as connection:
        return int(connection.execute(text("PRAGMA synchronous")).scalar_one())


def test_two_processes_write_at_once_and_neither_is_refused(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    _make_counter(sqlite_engine)
    writers = [subprocess.Popen([sys.executable, "-c", _WRITER, tmp_path]) for _ in range(2)]
    assert [writer.wait(timeout=30) for writer in writers] == [0, 0]
    assert _count(sqlite_engine) == 300


def test_the_wal_is_cut_back_when_it_grows_past_its_limit(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    largest = 0
    with sqlite_engine.write() as connection:
        connection.execute(text("CREATE TABLE big (body blob)"))
    for _ in range(12):
        with sqlite_engine.write() as connection:
            connection.execute(text("INSERT INTO big VALUES (zeroblob(1000000))"))
        largest = max(largest, (tmp_path / "x.db-wal").stat().st_size)
    assert 1_000_000 < largest < 6_000_000


def test_after_an_erasure_no_file_holds_the_text(sqlite_engine: Engine, tmp_path: Path) -> None:
    with sqlite_engine.write() as connection:
        connection.execute(text("CREATE TABLE said (body text)"))
        connection.execute(text("INSERT INTO said VALUES ('my number is 010-1234-5678')"))
    assert _files_with(tmp_path, b"010-1234-5678")
    with sqlite_engine.write() as connection:
        connection.execute(text("DELETE FROM said"))
    sqlite_engine.erase_checkpoint()
    assert not _files_with(tmp_path, b"010-1234-5678")


def _files_with(folder: Path, needle: bytes) -> list[Path]:
    return [path for path in folder.iterdir() if needle in path.read_bytes()]


def test_database_files_are_their_owners_alone(sqlite_engine: Engine, tmp_path: Path) -> None:
    _make_counter(sqlite_engine)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
        "x.db": 0o600,
        "x.db-wal": 0o600,
        "x.db-shm": 0o600,
        "x.db.lock": 0o600,
        "x.db.lock-gate": 0o600,
    }


def test_a_new_data_folder_is_its_owners_alone(tmp_path: Path, clock: SettableClock) -> None:
    folder = tmp_path / "data"
    open_engine(f"sqlite:///{folder / 'x.db'}", data_dir=folder, clock=clock).close()
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_file_that_is_no_database_is_said(tmp_path: Path, clock: SettableClock) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database, " * 1000)
    with pytest.raises(DatabaseUnavailable, match="not a SQLite database"):
        open_engine(f"sqlite:///{tmp_path / 'x.db'}", data_dir=tmp_path, clock=clock)


def test_a_missing_folder_is_said(tmp_path: Path, clock: SettableClock) -> None:
    with pytest.raises(ConfigurationError, match="cannot be made"):
        open_engine(f"sqlite:///{tmp_path}/no/x.db", data_dir=tmp_path, clock=clock)


def test_a_reader_that_stays_keeps_the_wal_and_breaks_nothing(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    _make_counter(sqlite_engine)
    with sqlite_engine.write() as connection:
        connection.execute(text("CREATE TABLE big (body blob)"))
    with sqlite_engine.read() as reader:
        assert reader.execute(text("SELECT n FROM counter")).scalar_one() == 0
        for _ in range(6):
            with sqlite_engine.write() as connection:
                connection.execute(text("INSERT INTO big VALUES (zeroblob(1000000))"))
        assert (tmp_path / "x.db-wal").stat().st_size > 6_000_000
    sqlite_engine.erase_checkpoint()
    assert (tmp_path / "x.db-wal").stat().st_size == 0


_OPEN_AND_USE = """
import sys, time
from pathlib import Path
from sqlalchemy import text
from tests.storage.clock import SettableClock
from wa_support.storage.engine import open_engine
folder = Path(sys.argv[1])
print("ready", flush=True)
while not (folder / "go").exists():
    time.sleep(0.001)
engine = open_engine(f"sqlite:///{folder / 'x.db'}", data_dir=folder, clock=SettableClock(0))
with engine.read() as connection:
    connection.execute(text("SELECT count(*) FROM sqlite_master"))
with engine.write() as connection:
    connection.execute(text("CREATE TABLE IF NOT EXISTS t (n integer)"))
"""


def test_processes_that_start_together_on_no_file_all_succeed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _OPEN_AND_USE, str(tmp_path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in "1234"]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.stdout.close()
    (tmp_path / "go").touch()
    assert [process.wait(timeout=30) for process in processes] == [0, 0, 0, 0]


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from sqlalchemy import Integer, column, select, table, text
from tests.storage.clock import SettableClock
from wa_support.storage.engine import open_engine
from wa_support.domain.errors import DatabaseUnavailable
folder = Path(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
engine = open_engine(f"sqlite:///{folder / 'x.db'}", data_dir=folder, clock=SettableClock(0))
def put(size):
    with engine.write() as connection:
        connection.execute(text("INSERT INTO big VALUES (zeroblob(:size))"), {"size": size})
with engine.write() as connection:
    connection.execute(text("CREATE TABLE big (body blob)"))
put(10)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
try:
    put(1_000_000)
except DatabaseUnavailable as error:
    print("refused:", error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
put(1_000_000)
with engine.read() as connection:
    print(connection.execute(text("SELECT count(*) FROM big")).scalar())
"""


def test_a_full_disk_is_said_and_over_when_there_is_room(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, tmp_path], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert said[0].startswith("refused: the disk under the database")
    assert said[1] == "2"


@pytest.mark.parametrize(
    "url", ["mysql://host/db", "nonsense", "sqlite://", "sqlite:///:memory:", ""]
)
def test_a_database_that_is_neither_is_refused(
    url: str, tmp_path: Path, clock: SettableClock
) -> None:
    with pytest.raises(ConfigurationError, match="DATABASE_URL"):
        open_engine(url, data_dir=tmp_path, clock=clock)


@pytest.mark.postgres
def test_an_absent_postgresql_is_said_without_the_password(
    tmp_path: Path, clock: SettableClock
) -> None:
    url = f"postgresql://me:hush@/db?host={tmp_path}"
    engine = open_engine(url, data_dir=tmp_path, clock=clock)
    with pytest.raises(DatabaseUnavailable, match="cannot be reached") as refused, engine.write():
        pytest.fail("there is no PostgreSQL")
    assert "hush" not in str(refused.value)
    engine.close()
