"""Counts the transactions that a turn makes durable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


@contextmanager
def counting_commits() -> Iterator[Callable[[], int]]:
    """Yields what tells how many commits on SQLite changed something; all others need no fsync."""
    changes: dict[int, int] = {}
    durable = 0

    def count(connection: Connection) -> None:
        nonlocal durable
        raw = connection.connection.driver_connection
        total = getattr(raw, "total_changes", 0)
        durable += total != changes.get(id(raw), 0)
        changes[id(raw)] = total

    event.listen(Engine, "commit", count)
    try:
        yield lambda: durable
    finally:
        event.remove(Engine, "commit", count)
