"""One child process: started, started again when it dies, stopped."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wa_support.supervise.lifeline import LIFELINE_FD

SETTLED_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """`argv` as for `subprocess`; `env` is added to ours."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)


def delay_after(deaths: int) -> float:
    """Seconds to wait before starting again after so many deaths in a row, from 1."""
    return float(min(0.2 * 2 ** min(deaths - 1, 10), 10.0))


class Place:
    """Where one child runs, again and again."""

    def __init__(self, child: Child, *, lifeline: int, say: Callable[[str], None]) -> None:
        self.settled = False
        self._child = child
        self._lifeline = lifeline
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_at = 0.0
        self._deaths = 0

    def tend(self, now: float) -> int | None:
        """Starts the child when it is due; returns the exit code when it has just ended."""
        if self._process is None:
            if now >= self._start_at:
                self._start(now)
            return None
        self.settled = self.settled or now - self._started >= SETTLED_S
        code = self._process.poll()
        if code is not None:
            _end_group(self._process.pid)
            self._bury(code, now)
        return code

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        if self._process is not None and self.alive():
            self._process.terminate()

    def end(self) -> bool:
        """Leaves nothing of it behind; True when it was still alive."""
        if self._process is None:
            return False
        late = self.alive()
        if late:
            self._say(f"{self._child.name} did not stop; killing it")
        _end_group(self._process.pid)
        self._process.kill()
        self._process.wait()
        return late

    def _start(self, now: float) -> None:
        self._process, self._started = _spawn(self._child, self._lifeline), now
        self._say(f"{self._child.name} started, process {self._process.pid}")

    def _bury(self, code: int, now: float) -> None:
        lived = now - self._started
        self._process = None
        self._deaths = 1 if lived >= SETTLED_S else self._deaths + 1
        self._start_at = now + delay_after(self._deaths)
        wait = self._start_at - now
        self._say(
            f"{self._child.name} ended with code {code} after {lived:.1f} s, again in {wait:.1f} s"
        )


_SPARING = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "65536",
    "MALLOC_TRIM_THRESHOLD_": "65536",
}
"""For glibc, which keeps memory apart for every thread, and what was freed for later: most of our
threads only wait, and a start needs more than the rest."""


def _spawn(child: Child, lifeline: int) -> "subprocess.Popen[bytes]":
    environment = {**_SPARING, **os.environ, **child.env}
    if sys.platform == "win32":
        return subprocess.Popen(child.argv, env=environment, stdin=subprocess.DEVNULL)
    return subprocess.Popen(
        child.argv,
        env={**environment, LIFELINE_FD: str(lifeline)},
        stdin=subprocess.DEVNULL,
        pass_fds=(lifeline,),
        process_group=0,  # Ctrl-C reaches us alone; we ask them to stop, once
    )


def _end_group(group: int) -> None:
    """A server that dies may leave its own children behind; they would hold the port."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
