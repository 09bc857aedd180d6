"""One way into the main database, the same for SQLite and PostgreSQL.

`write()` is one transaction that commits or fails as a whole; `read()` is a snapshot that cannot
write. Open an engine after a fork, never before.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from wa_support.domain.errors import ConfigurationError
from wa_support.ports.outside import Clock


class Engine(ABC):
    """Thread-safe. Every method raises `DatabaseUnavailable` for what a person can put right."""

    is_sqlite: bool

    @abstractmethod
    def write(self) -> AbstractContextManager[Connection]:
        """Nothing slow inside it; on SQLite nobody else can write meanwhile."""

    @abstractmethod
    def read(self) -> AbstractContextManager[Connection]: ...

    @abstractmethod
    def alone(self) -> AbstractContextManager[Connection]:
        """A `write()` that no other process shares, for changing the schema."""

    @abstractmethod
    def erase_checkpoint(self) -> None:
        """After an erasure: leaves no copy of the erased rows in side files of the database."""

    @abstractmethod
    def close(self) -> None: ...


def open_engine(url: str, *, data_dir: Path, clock: Clock) -> Engine:
    """`url` is `sqlite:///file` (relative to the working folder), or `postgresql://…`.

    Raises `ConfigurationError`. PostgreSQL is not contacted yet.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        from wa_support.storage.sqlite_engine import SqliteEngine

        return SqliteEngine(_sqlite_file(parsed), data_dir=data_dir, clock=clock)
    from wa_support.storage.postgres_engine import PostgresEngine

    return PostgresEngine(parsed.set(drivername="postgresql+psycopg"))


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError:
        raise ConfigurationError(["DATABASE_URL cannot be read; write postgresql://…"]) from None
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigurationError(
            [f"DATABASE_URL names {parsed.get_backend_name()}; SQLite and PostgreSQL are known"]
        )
    return parsed


def _sqlite_file(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise ConfigurationError(["DATABASE_URL names no file; write sqlite:///data/wa-support.db"])
    return Path(url.database)
