"""The main database on PostgreSQL, shared by any number of processes and machines."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import SHUT_RDWR, socket
from typing import Any, Final
from weakref import WeakSet

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
        self._open: WeakSet[Any] = WeakSet()
        self._writers = _alchemy(url, self._open)
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

    def cut(self) -> None:
        """Whoever waits on a connection finds that it has ended."""
        for raw in list(self._open):
            with suppress(Exception), socket(fileno=os.dup(raw.fileno())) as wire:  # or closed
                wire.shutdown(SHUT_RDWR)

    def close(self) -> None:
        self._writers.dispose()


def _alchemy(url: URL, opened: "WeakSet[Any]") -> AlchemyEngine:
    try:
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            hide_parameters=True,  # an error is logged with its text
            pool_size=8,
            max_overflow=24,
            pool_timeout=10,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 2,
                "tcp_user_timeout": 10_000,
                "application_name": "wa-support",
            },
        )
    except (ModuleNotFoundError, NoSuchModuleError):
        raise ConfigurationError(
            ["DATABASE_URL is PostgreSQL, but its driver is missing: install wa-support[postgres]"]
        ) from None

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _record: object) -> None:
        opened.add(raw)
        # A server whose default is `off` could forget what has been answered for.
        raw.autocommit = True
        raw.execute("SET synchronous_commit TO on")
        raw.autocommit = False

    return engine
