"""Counts the transactions that a turn makes durable before it goes on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from wa_support.storage.transactions import Engine


@contextmanager
def counting_commits(engine: Engine) -> Iterator[Callable[[], int]]:
    """Yields what tells how many commits on SQLite changed something and waited for the disk; all
    others need no fsync.

    No listener of SQLAlchemy counts them: it would slow down what is measured.
    """
    durable, write = 0, engine.write

    @contextmanager
    def counted() -> Iterator[Connection]:
        nonlocal durable
        with write() as connection:
            before = _changes(connection)
            yield connection
            durable += _changes(connection) != before

    engine.write = counted  # type: ignore[method-assign]
    try:
        yield lambda: durable
    finally:
        engine.write = write  # type: ignore[method-assign]


def _changes(connection: Connection) -> int:
    return getattr(connection.connection.driver_connection, "total_changes", 0)
