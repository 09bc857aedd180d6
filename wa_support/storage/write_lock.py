"""One writer at a time on a SQLite file, over threads and processes.

SQLite's own busy handler sleeps up to 100 ms between tries and is unfair; a lock in front of it is
neither. Every wait has an end, so a stalled holder is an error and not a hang.

Whoever wants the lock first takes the gate in front of it, and leaves the gate once inside. Between
processes a lock goes to whoever looks at the right moment: without the gate, one that writes in a
loop has it again before another looks.
"""

import fcntl
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from wa_support.domain.errors import DatabaseUnavailable
from wa_support.ports.outside import Clock

_SHORTEST_SLEEP: Final = 0.0002
_LONGEST_SLEEP: Final = 0.002


class _Queue:
    """A lock that goes to whoever has waited longest. `threading.Lock` goes to whoever runs first:
    a thread that writes in a loop keeps it, and the others wait until the loop ends."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        with self._guard:
            if not self._held:
                self._held = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        return turn.acquire(timeout=timeout) or not self._gave_up(turn)

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False

    def _gave_up(self, turn: threading.Lock) -> bool:
        """False when the lock came in the last moment."""
        with self._guard:
            if turn not in self._waiting:
                return False
            self._waiting.remove(turn)
            return True


class LockedTooLong(DatabaseUnavailable):
    """Another thread or process holds the write lock and does not let go."""


class WriteLock:
    """`patience` is seconds; the file is opened at each taking, so a fork shares nothing."""

    def __init__(self, path: Path, clock: Clock, *, patience: float = 10.0) -> None:
        self._path = path
        self._gate = path.with_name(f"{path.name}-gate")
        self._clock = clock
        self._patience = patience
        self._mutex = _Queue()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises `LockedTooLong`."""
        deadline = self._clock.monotonic() + self._patience
        if not self._mutex.acquire(timeout=self._patience):
            raise self._too_long()
        try:
            with _opened(self._path) as inside:
                with _opened(self._gate) as gate:
                    self._lock(gate, deadline)
                    self._lock(inside, deadline)
                yield
        finally:
            self._mutex.release()

    def _lock(self, handle: int, deadline: float) -> None:
        sleep = _SHORTEST_SLEEP
        while not try_lock(handle):
            if self._clock.monotonic() >= deadline:
                raise self._too_long()
            time.sleep(sleep)
            sleep = min(sleep * 1.5, _LONGEST_SLEEP)

    def _too_long(self) -> LockedTooLong:
        return LockedTooLong(
            f"the database is locked by another thread or process for over {self._patience:.0f} s; "
            f"look for a stopped or hanging wa-support process ({self._path})"
        )


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Closing gives the lock back."""
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def try_lock(handle: int) -> bool:
    """Takes an exclusive lock that ends when the handle, and every copy of it, is closed."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
