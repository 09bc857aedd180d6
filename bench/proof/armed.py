"""Failpoints that another process arms: a folder with one file for each, taken by who acts on it.

A file's words are the pass that counts, from 1, and what to do then: `kill`, `raise`, `sleep MS`.
"""

import os
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Final

from wa_support.domain.failpoints import Failpoint

FOLDER: Final = "WA_TEST_FAILPOINTS"
"""Names the folder; `bench.proof.program` alone reads it."""
_FIRED: Final = ".fired"


class Planned(Exception):
    """The failure that was asked for."""


class ArmedFailpoints:
    """This process's end: `passed` is what a failpoint calls."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._passes: Counter[tuple[str, int]] = Counter()
        self._lock = threading.Lock()

    def passed(self, name: Failpoint) -> None:
        file = self._folder / name
        try:
            nth, *todo = file.read_text("ascii").split()
            order = (name, file.stat().st_mtime_ns)
            with self._lock:
                self._passes[order] += 1
                if self._passes[order] < int(nth):
                    return
                file.rename(file.with_name(f"{name}{_FIRED}"))
        except FileNotFoundError:
            return
        _act(todo)


def arm(folder: Path, name: Failpoint, todo: str = "kill", *, nth: int = 1) -> None:
    """Whichever process passes there for the `nth` time does it; once."""
    made = folder / f"{name}.making"
    made.write_text(f"{nth} {todo}", "ascii")
    made.rename(folder / name)


def has_fired(folder: Path, name: Failpoint) -> bool:
    return (folder / f"{name}{_FIRED}").exists()


def fired(folder: Path) -> set[str]:
    return {file.name.removesuffix(_FIRED) for file in folder.glob(f"*{_FIRED}")}


def disarm(folder: Path) -> None:
    """What has not fired never will."""
    for file in folder.iterdir():
        if file.suffix != _FIRED:
            file.unlink(missing_ok=True)


def _act(todo: list[str]) -> None:
    words = iter(todo)
    for word in words:
        match word:
            case "sleep":
                time.sleep(int(next(words)) / 1000)
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "raise":
                raise Planned("as the test asks for")
            case _:
                raise ValueError(f"no such action: {word}")
