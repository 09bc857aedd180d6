"""Threads, signals and waiting. What is done is decided in `flow`."""

import logging
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import Final, TypeVar

Work = Callable[[], bool | None]
"""False: it has left nothing for the lane that it `wakes`."""
Claim = Callable[[], Work | None]
"""Takes the next piece of work and returns what to do with it; None when there is none."""

T = TypeVar("T")
POLL_S: Final = 0.02
_IDLE_POLL_S: Final = 0.1
_AWAKE_S: Final = 3.0
"""Looking costs processor time: a worker that has found nothing for this long looks less often."""
_AFTER_AN_ERROR_S: Final = 1.0
_STOP_S: Final = 25.0
_log = logging.getLogger("wa_support.worker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One kind of work: of its threads, one at a time looks for it and the others do it.

    What it has done may be work for the lane that it `wakes`, which then looks at once. `poll_s`
    is how often it looks while there is work of any kind.
    """

    name: str
    claim: Claim
    threads: int = 1
    wakes: str | None = None
    poll_s: float = POLL_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """Something that wants doing every so many seconds."""

    name: str
    do: Callable[[], object]
    every_s: float


@dataclass(slots=True, kw_only=True)
class Worker:
    lanes: Sequence[Lane]
    chores: Sequence[Chore]
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _news: dict[str, threading.Event] = field(default_factory=dict)
    _awake_until: float = 0.0

    def start(self) -> None:
        self._news = {lane.name: threading.Event() for lane in self.lanes}
        for lane in self.lanes:
            looking = threading.Lock()
            for number in range(lane.threads):
                self._spawn(f"{lane.name}-{number}", self._serve, lane, looking)
        for chore in self.chores:
            self._spawn(chore.name, self._repeat, chore)

    def stop(self) -> None:
        """Finishes what is under way; nothing new begins."""
        self._stop.set()
        for news in self._news.values():
            news.set()
        for thread in self._threads:
            thread.join(_STOP_S)

    def run_until_signalled(self) -> None:
        """Blocks the main thread until SIGTERM or SIGINT, then stops."""

        def ask(_number: int, _frame: FrameType | None) -> None:
            self._stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask)
        self.start()
        self._stop.wait()
        self.stop()

    def _spawn(self, name: str, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, lane: Lane, looking: threading.Lock) -> None:
        while not self._stop.is_set():
            with looking:
                work = self._look(lane)
            if work is not None:
                left = self._guarded(lane.name, work)
                if lane.wakes is not None and left is not False:
                    self._news[lane.wakes].set()

    def _look(self, lane: Lane) -> Work | None:
        news = self._news[lane.name]
        while not self._stop.is_set():
            news.clear()
            work = self._guarded(lane.name, lane.claim)
            if work is not None:
                self._awake_until = time.monotonic() + _AWAKE_S
                return work
            news.wait(lane.poll_s if time.monotonic() < self._awake_until else _IDLE_POLL_S)
        return None

    def _repeat(self, chore: Chore) -> None:
        while not self._stop.is_set():
            self._guarded(chore.name, chore.do)
            self._stop.wait(chore.every_s)

    def _guarded(self, name: str, do: Callable[[], T]) -> T | None:
        """A failure is logged and waited out: leases expire, journals hold, nothing is lost."""
        try:
            return do()
        except Exception as why:  # noqa: BLE001 - whatever it was, the thread must live
            _log.warning("%s: %s: %s", name, type(why).__name__, _safe(why))
            self._stop.wait(_AFTER_AN_ERROR_S)
            return None


def _safe(why: BaseException) -> str:
    """The first line only: database errors go on to print what was being stored."""
    return (str(why).splitlines() or [""])[0][:200]
