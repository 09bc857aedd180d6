"""`serve`: the three processes of one number, under one parent."""

import os
import sys
from pathlib import Path
from typing import Final

from wa_support.supervise import Child, supervise
from wa_support.web.metrics_folder import empty_metrics, prepare_metrics

_PARTS: Final = ("work", "web", "console")
_PROGRAM: Final = "wa_support.cli"


def command(*words: str) -> tuple[str, ...]:
    """This program as a child process."""
    return (sys.executable, "-m", _PROGRAM, *words)


def run_serve(data_dir: Path) -> int:
    """On POSIX it does not return: this process becomes one that has loaded nothing but the
    supervisor, for that stays for good and would keep what reading the settings took."""
    prepare_metrics(data_dir / "metrics")
    empty_metrics(data_dir / "metrics")
    if sys.platform != "win32":
        _become_bare()
    return supervise([Child(name=part, argv=command(part)) for part in _PARTS])


def _become_bare() -> None:
    words = (sys.executable, "-m", "wa_support.supervise", _PROGRAM, *_PARTS)
    os.execv(sys.executable, words)  # noqa: S606 - no shell, and the words are ours
