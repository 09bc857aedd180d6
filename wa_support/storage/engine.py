"""One way into the main database, the same for SQLite and PostgreSQL.

`write()` is one transaction that commits or fails as a whole; `read()` is a snapshot that cannot
write. Open an engine after a fork, never before.
"""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from wa_support.domain.errors import ConfigurationError
from wa_support.ports.outside import Clock
from wa_support.storage.transactions import Engine

__all__ = ["Engine", "open_engine"]


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
