"""Where every process counts. A server's main process only names it: hence a file of its own."""

import os
from pathlib import Path
from typing import Final

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"


def empty_metrics(directory: Path) -> None:
    """Forgets what earlier runs counted; only while no process counts."""
    for file in directory.glob("*.db"):
        file.unlink()


def prepare_metrics(directory: Path) -> None:
    """Makes this process, and those it starts, count in `directory`; before `Metrics()`."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[FOLDER] = str(directory)
