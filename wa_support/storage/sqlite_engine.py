"""The main database as a SQLite file.

Writes queue in front of the file (`write_lock`), one connection each process. Checkpoints run only
inside that lock: SQLite 3.7.0 to 3.51.2 can lose a commit that races two of them
(https://www.sqlite.org/wal.html#walresetbug).
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from sqlite3 import Connection as RawConnection
from typing import Any, Final

from sqlalchemy import Connection, QueuePool, create_engine, event
from sqlalchemy import Engine as AlchemyEngine

from wa_support.domain.errors import ConfigurationError, DatabaseUnavailable
from wa_support.ports.outside import Clock
from wa_support.storage.compiled_once import CompiledOnce
from wa_support.storage.private_files import private_file, private_folder
from wa_support.storage.transactions import Engine
from wa_support.storage.unavailable import said_clearly
from wa_support.storage.write_lock import WriteLock

_log = logging.getLogger(__name__)
_WAL_LIMIT: Final = 4 * 1024 * 1024
_PATIENT_MS: Final = 10_000
_BRIEF_MS: Final = 100

# temp_store: what SQLite sorts aside must not lie in a file in clear.
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA wal_autocheckpoint=0",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA busy_timeout={_PATIENT_MS}",
)


class SqliteEngine(Engine):
    is_sqlite = True

    def __init__(self, file: Path, *, data_dir: Path, clock: Clock, patience: float = 10.0) -> None:
        private_folder(data_dir)
        _make(file)
        self._wal = file.with_name(f"{file.name}-wal")
        self._lock = WriteLock(file.with_name(f"{file.name}.lock"), clock, patience=patience)
        self._writer = _alchemy(file, *_PRAGMAS, size=1, overflow=0)
        self._readers = _alchemy(file, *_PRAGMAS, "PRAGMA query_only=ON", size=8, overflow=56)
        self._kept: Connection | None = None
        self._checkpoint_at = _WAL_LIMIT
        self._switch_to_wal()

    def write(self) -> AbstractContextManager[Connection]:
        return self._written("FULL")

    def write_unsynced(self) -> AbstractContextManager[Connection]:
        return self._written("NORMAL")

    @contextmanager
    def _written(self, synchronous: str) -> Iterator[Connection]:
        with self._lock.held(), self._fresh_after_failure(), said_clearly():
            connection = self._writing()
            connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
            with connection.begin():
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
            self._checkpoint_when_large()

    alone = write

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with said_clearly(), CompiledOnce(self._readers) as connection, connection.begin():
            connection.exec_driver_sql("BEGIN")
            yield connection

    def erase_checkpoint(self) -> None:
        with self._lock.held(), self._fresh_after_failure():
            if not self._checkpoint(_PATIENT_MS):
                raise DatabaseUnavailable(
                    f"a reader still holds erased rows in {self._wal.name}; end it, then try again"
                )

    def cut(self) -> None:
        """A local file always answers."""

    def close(self) -> None:
        self._readers.dispose()
        self._drop()

    def _switch_to_wal(self) -> None:
        """Under the lock, so that two that start together on a new file do not meet in it."""
        with self._lock.held(), said_clearly():
            self._writing()

    def _writing(self) -> Connection:
        """Under the lock. It is kept, for there is only one."""
        if self._kept is None:
            self._kept = CompiledOnce(self._writer)
        return self._kept

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
        self._writer.dispose()

    @contextmanager
    def _fresh_after_failure(self) -> Iterator[None]:
        """After an I/O error the state of a connection is anyone's guess: drop it. Other failures
        are rare enough to share that."""
        try:
            yield
        except BaseException:
            self._drop()
            raise

    def _checkpoint_when_large(self) -> None:
        size = _size(self._wal)
        if size < self._checkpoint_at:
            return
        # A reader can keep the WAL from shrinking: try again only after as much has come in.
        self._checkpoint_at = size + _WAL_LIMIT
        try:
            if self._checkpoint(_BRIEF_MS):
                self._checkpoint_at = _WAL_LIMIT
        except DatabaseUnavailable as error:
            # The transaction is stored: whoever wrote it must not hear of a failure.
            _log.warning("the WAL could not be taken over: %s", error)
            self._drop()

    def _checkpoint(self, wait_ms: int) -> bool:
        """True when the WAL is empty afterwards."""
        with said_clearly():
            raw: Any = self._writing().connection.driver_connection
            raw.execute(f"PRAGMA busy_timeout={wait_ms}")
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            raw.execute(f"PRAGMA busy_timeout={_PATIENT_MS}")
            return not busy


def _make(file: Path) -> None:
    try:
        private_file(file)
    except OSError as error:
        raise ConfigurationError(
            [f"{file}: cannot be made ({error.strerror}); run this as the service's user"]
        ) from None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _alchemy(file: Path, *pragmas: str, size: int, overflow: int) -> AlchemyEngine:
    engine = create_engine(
        f"sqlite:///{file}",
        hide_parameters=True,  # an error is logged with its text
        poolclass=QueuePool,
        pool_size=size,
        pool_use_lifo=True,  # at rest one connection serves everybody, and only its cache is warm
        max_overflow=overflow,
        pool_timeout=_PATIENT_MS / 1000,
        connect_args={"check_same_thread": False, "timeout": _PATIENT_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: RawConnection, _record: object) -> None:
        # The driver begins no transaction of its own: a deferred one loses updates. Nor does a
        # "begin" event: with one listener, SQLAlchemy prepares every statement for others.
        raw.isolation_level = None
        for pragma in pragmas:
            raw.execute(pragma)

    return engine
