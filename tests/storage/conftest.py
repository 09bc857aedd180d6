import atexit
import itertools
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, func, select

from tests import postgres
from tests.storage.clock import SettableClock
from wa_support.domain.ids import ulid
from wa_support.storage.all_tables import metadata
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine, open_engine

__all__ = ["CountingIds", "SettableClock"]

_databases = itertools.count()


class CountingIds:
    """Ids that sort in the order they were made."""

    def __init__(self, clock: SettableClock) -> None:
        self._clock = clock
        self._count = itertools.count()

    def new(self, prefix: str) -> str:
        return f"{prefix}_{ulid(self._clock.now(), next(self._count).to_bytes(10, 'big'))}"


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(1_800_000_000_000)


@pytest.fixture
def ids(clock: SettableClock) -> CountingIds:
    return CountingIds(clock)


@pytest.fixture
def cipher() -> Cipher:
    return Cipher(b"k" * 32, os.urandom)


_BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


def _sqlite(folder: Path, clock: SettableClock) -> Engine:
    return open_engine(f"sqlite:///{folder / 'wa-support.db'}", data_dir=folder, clock=clock)


@pytest.fixture(params=_BOTH)
def empty_engine(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SettableClock
) -> Iterator[Engine]:
    """A database without tables, on each of the two engines."""
    if request.param == "sqlite":
        engine = _sqlite(tmp_path, clock)
        yield engine
        engine.close()
        return
    name = f"wa_{os.getpid()}_{next(_databases)}"
    engine = open_engine(postgres.create_database(name), data_dir=tmp_path, clock=clock)
    yield engine
    engine.close()
    postgres.drop_database(name)


@pytest.fixture(params=_BOTH)
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, clock: SettableClock
) -> Iterator[Engine]:
    """A database with the tables of `storage.schema`, all empty, on each of the two engines."""
    if request.param == "sqlite":
        engine = _sqlite(tmp_path, clock)
        with engine.alone() as connection:
            metadata.create_all(connection)
        yield engine
        engine.close()
    else:
        yield request.getfixturevalue("postgres_engine")


@pytest.fixture
def postgres_engine(tmp_path: Path, clock: SettableClock) -> Iterator[Engine]:
    """As `engine`, on PostgreSQL only. All tests share one database and empty it: making one
    takes a third of a second."""
    engine = open_engine(_database_with_tables(), data_dir=tmp_path, clock=clock)
    with engine.write() as connection:
        _empty(connection)
    yield engine
    engine.close()


@cache
def _database_with_tables() -> str:
    name = f"wa_{os.getpid()}_tables"
    url = postgres.create_database(name)
    admin = create_engine(url)
    metadata.create_all(admin)
    admin.dispose()
    atexit.register(postgres.drop_database, name)
    return url


def _empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(table.delete())
        if table.autoincrement_column is not None:
            sequence = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
            connection.execute(select(func.setval(sequence, 1, False)))
