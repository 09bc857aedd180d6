"""`serve`: the three processes of one number, under one parent."""

import sys
from pathlib import Path

from wa_support.supervise import Child, supervise

_PARTS = ("work", "web", "console")

LEAN = {"MALLOC_ARENA_MAX": "2"}
"""glibc gives each thread an arena of its own, which costs memory and buys nothing here."""


def command(*words: str) -> tuple[str, ...]:
    """This program as a child process."""
    return (sys.executable, "-m", "wa_support.cli", *words)


def run_serve(metrics: Path) -> int:
    metrics.mkdir(mode=0o700, parents=True, exist_ok=True)
    for counted in metrics.glob("*.db"):
        counted.unlink()  # what an earlier run counted
    return supervise([Child(name=part, argv=command(part), env=LEAN) for part in _PARTS])
