"""Things that happen after a while: one thread that waits, a pool that does."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

_THREADS = 16


class Later:
    """Runs jobs after a delay, several at once, in no promised order."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self._changed = threading.Condition()
        self._open = 0
        self._stopping = False
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="simulator")
        self._thread = threading.Thread(target=self._wait_and_hand_out, daemon=True)
        self._thread.start()

    def after(self, ms: int, job: Callable[[], None]) -> None:
        with self._changed:
            if self._stopping:
                return
            self._open += 1
            heapq.heappush(self._heap, (time.monotonic() + ms / 1000, next(self._count), job))
            self._changed.notify_all()

    def settled(self, timeout_s: float) -> bool:
        """Waits until nothing is planned or running; False when the time was not enough."""
        with self._changed:
            return self._changed.wait_for(lambda: self._open == 0, timeout_s)

    def stop(self) -> None:
        """Forgets what has not begun; waits for what has."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()
        self._pool.shutdown(cancel_futures=True)

    def _wait_and_hand_out(self) -> None:
        while (job := self._next()) is not None:
            self._pool.submit(self._run, job)

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._stopping:
                wait = self._heap[0][0] - time.monotonic() if self._heap else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._heap)[2]
                self._changed.wait(wait)
            return None

    def _run(self, job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            with self._changed:
                self._open -= 1
                self._changed.notify_all()
