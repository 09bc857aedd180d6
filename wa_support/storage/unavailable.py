"""What went wrong with a database, in words that a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import exc
from sqlalchemy.exc import DBAPIError

from wa_support.domain.errors import DatabaseUnavailable


class DiskFull(DatabaseUnavailable):
    """There is no space left for the database."""


# https://www.sqlite.org/rescode.html, primary codes
_SQLITE: Final = {
    5: "the database is locked by another program",
    8: "the database file is read-only; check who owns it",
    10: "the disk under the database gives I/O errors",
    11: "the database file is damaged; restore a backup",
    14: "the database file cannot be opened; check that its folder exists and is writable",
    26: "the database file is not a SQLite database",
}
_SQLITE_FULL: Final = 13

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES: Final = {
    "40001": "PostgreSQL could not keep two transactions apart; it is tried again",
    "40P01": "PostgreSQL ended a deadlock; it is tried again",
    "28000": "PostgreSQL refuses this user; check DATABASE_URL",
    "28P01": "PostgreSQL refuses this password; check DATABASE_URL",
    "3D000": "PostgreSQL has no such database; create it, or check DATABASE_URL",
    "42501": "PostgreSQL does not let this user do that; grant it the rights on its schema",
    "53300": "PostgreSQL has no connections left; raise max_connections",
    "57P01": "PostgreSQL is shutting down",
    "57P03": "PostgreSQL is starting up or shutting down",
}
_POSTGRES_FULL: Final = "53100"


@contextmanager
def said_clearly() -> Iterator[None]:
    """Turns driver errors that a person can act on into `DatabaseUnavailable`; others pass."""
    try:
        yield
    except exc.TimeoutError as error:
        raise DatabaseUnavailable("all database connections are busy for too long") from error
    except (DBAPIError, sqlite3.Error) as error:
        clear = _clear(error)
        if clear is None:
            raise
        raise clear from error


def _clear(error: DBAPIError | sqlite3.Error) -> DatabaseUnavailable | None:
    origin = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(origin, sqlite3.Error):
        return _clear_sqlite(getattr(origin, "sqlite_errorcode", 0) & 0xFF)
    return _clear_postgres(error) if isinstance(error, DBAPIError) else None


def _clear_sqlite(code: int) -> DatabaseUnavailable | None:
    if code == _SQLITE_FULL:
        return DiskFull("the disk under the database is full; make room, then try again")
    return DatabaseUnavailable(_SQLITE[code]) if code in _SQLITE else None


def _clear_postgres(error: DBAPIError) -> DatabaseUnavailable | None:
    state = getattr(error.orig, "sqlstate", None)
    if state == _POSTGRES_FULL:
        return DiskFull("PostgreSQL's disk is full; make room, then try again")
    if state in _POSTGRES:
        return DatabaseUnavailable(_POSTGRES[state])
    if error.connection_invalidated or (state is None and _is_operational(error)):
        return DatabaseUnavailable(f"PostgreSQL cannot be reached: {_first_line(error)}")
    return None


def _is_operational(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout", "InterfaceError"}


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
