"""Many threads wait, one commits for all of them.

A batch is whatever came in during the last commit: waiting to fill it up would only add delay.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Final

from wa_support.domain.errors import NotDurable
from wa_support.domain.failpoints import failpoint

_log = logging.getLogger(__name__)
_IDLE_SECONDS: Final = 1.0

Row = tuple[int, bytes]


class _Waiting:
    """A row and the thread that stands behind it. A bare lock wakes it at a fifth of an Event."""

    __slots__ = ("failure", "gate", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self.failure: Exception | None = None
        self.gate = threading.Lock()
        self.gate.acquire()


class GroupCommit:
    """`commit(rows)` returns when they are durable, or raises. `between()` runs after each batch
    and about once a second, and returns True when it wants to run again soon. Both run in one
    thread of their own; `finish()` is the last thing that it does.
    """

    def __init__(
        self,
        *,
        commit: Callable[[Sequence[Row]], None],
        between: Callable[[], bool],
        finish: Callable[[], None],
        most_waiting: int = 10_000,
    ) -> None:
        self._commit = commit
        self._between = between
        self._finish = finish
        self._most_waiting = most_waiting
        self._waiting: list[_Waiting] = []
        self._closing = False
        self._came = threading.Condition(threading.Lock())
        self._thread = threading.Thread(target=self._run, name="inbox-writer", daemon=True)
        self._thread.start()

    def append(self, row: Row) -> None:
        """Raises `NotDurable`; the row may or may not be stored then."""
        waiting = _Waiting(row)
        with self._came:
            self._refuse_when_closed_or_full()
            self._waiting.append(waiting)
            if len(self._waiting) == 1:
                self._came.notify()
        waiting.gate.acquire()
        if waiting.failure is not None:
            raise NotDurable(f"the inbox cannot store: {waiting.failure}") from waiting.failure

    def accepts(self) -> bool:
        return not self._closing and len(self._waiting) < self._most_waiting

    def close(self) -> None:
        """Returns when everything that was accepted is decided."""
        with self._came:
            self._closing = True
            self._came.notify()
        self._thread.join()

    def _refuse_when_closed_or_full(self) -> None:
        if self._closing:
            raise NotDurable("the inbox is closed")
        if len(self._waiting) >= self._most_waiting:
            raise NotDurable(f"{self._most_waiting} webhooks are waiting for the disk already")

    def _run(self) -> None:
        wait = _IDLE_SECONDS
        while True:
            batch = self._next_batch(wait)
            if batch:
                self._decide(batch)
            elif self._closing:
                break
            wait = 0.0 if self._tidy_up() else _IDLE_SECONDS
        self._finish()

    def _next_batch(self, wait: float) -> list[_Waiting]:
        with self._came:
            if not self._waiting and not self._closing and wait:
                self._came.wait(wait)
            batch, self._waiting = self._waiting, []
            return batch

    def _decide(self, batch: list[_Waiting]) -> None:
        failure: Exception | None = None
        try:
            failpoint("inbox.writing")
            self._commit([waiting.row for waiting in batch])
            failpoint("inbox.committed")
        except Exception as error:  # noqa: BLE001 - every waiter must hear of it, whatever it is
            failure = error
            _log.error("inbox: %d webhooks not stored: %s", len(batch), error)
        for waiting in batch:
            waiting.failure = failure
            waiting.gate.release()

    def _tidy_up(self) -> bool:
        try:
            return self._between()
        except Exception as error:  # noqa: BLE001 - storing goes on while tidying cannot
            _log.warning("inbox: tidying failed: %s", error)
            return False
