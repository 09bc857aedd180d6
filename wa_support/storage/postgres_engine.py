"""The main database on PostgreSQL, shared by any number of processes and machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy import Engine as AlchemyEngine
from sqlalchemy.exc import NoSuchModuleError

from wa_support.domain.errors import ConfigurationError
from wa_support.storage.transactions import Engine
from wa_support.storage.unavailable import said_clearly

_SCHEMA_LOCK: Final = 7_281_953_046


class PostgresEngine(Engine):
    is_sqlite = False

    def __init__(self, url: URL) -> None:
        self._writers = _alchemy(url)
        # One snapshot a read, as on SQLite.
        self._readers = self._writers.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with said_clearly(), self._writers.begin() as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        with self.write() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with said_clearly(), self._readers.begin() as connection:
            yield connection

    def erase_checkpoint(self) -> None:
        """PostgreSQL's own vacuum and WAL recycling overwrite erased rows in time."""

    def close(self) -> None:
        self._writers.dispose()


def _alchemy(url: URL) -> AlchemyEngine:
    try:
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_size=8,
            max_overflow=24,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 5, "application_name": "wa-support"},
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        raise ConfigurationError(
            ["DATABASE_URL is PostgreSQL, but its driver is missing: install wa-support[postgres]"]
        ) from None

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _record: object) -> None:
        # A server whose default is `off` could forget what has been answered for.
        raw.autocommit = True
        raw.execute("SET synchronous_commit TO on")
        raw.autocommit = False

    return engine
