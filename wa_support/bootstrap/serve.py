"""`serve`: the three processes of one number, under one parent."""

import sys
from pathlib import Path
from typing import Final

from wa_support.supervise import Child, supervise
from wa_support.web.metrics import empty_metrics, prepare_metrics

_PARTS: Final = ("work", "web", "console")


def command(*words: str) -> tuple[str, ...]:
    """This program as a child process."""
    return (sys.executable, "-m", "wa_support.cli", *words)


def run_serve(data_dir: Path) -> int:
    prepare_metrics(data_dir / "metrics")
    empty_metrics(data_dir / "metrics")
    return supervise([Child(name=part, argv=command(part)) for part in _PARTS])
