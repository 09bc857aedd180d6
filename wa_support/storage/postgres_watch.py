"""Whether PostgreSQL answers, for a writer that must never wait long for it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, delete

from wa_support.ports.outside import Clock
from wa_support.storage.schema import inbox
from wa_support.storage.transactions import Engine

_log = logging.getLogger(__name__)
_LOOK_S: Final = 0.5
_PROBE_S: Final = 1.0
_STALLED_S: Final = 2.0


class PostgresWatch:
    """A thread of its own: after a failure it tries every second, so that the writer does not, and
    it cuts off what is not answered for 2 s (a server that hangs refuses nothing)."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._calling_since: float | None = None
        self._probe_at = 0.0
        self.answers = True
        self._closed = threading.Event()
        threading.Thread(target=self._run, name="postgres-watch", daemon=True).start()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction; after a failure `answers` is False until a probe has got through."""
        self._calling_since = self._clock.monotonic()
        try:
            with self._engine.write() as connection:
                yield connection
        except BaseException:
            self._probe_at = self._clock.monotonic() + _PROBE_S
            self.answers = False
            raise
        finally:
            self._calling_since = None

    def close(self) -> None:
        self._closed.set()

    def _run(self) -> None:
        while not self._closed.wait(_LOOK_S):
            now, since = self._clock.monotonic(), self._calling_since
            if since is not None and now - since > _STALLED_S:
                _log.warning("PostgreSQL does not answer; its connections are cut")
                self._engine.cut()
            elif not self.answers and now >= self._probe_at:
                self._probe()

    def _probe(self) -> None:
        """What the writer will do, without doing it."""
        try:
            with self._engine.write() as connection:
                connection.execute(delete(inbox).where(inbox.c.seq < 0))
        except Exception:  # noqa: BLE001 - whatever it is, it is still away
            self._probe_at = self._clock.monotonic() + _PROBE_S
        else:
            self.answers = True
