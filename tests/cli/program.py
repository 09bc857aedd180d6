"""Runs the program as a person would: a process, an environment, a folder."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def wa_support(*words: str, folder: Path, stdin: str = "", **env: str) -> Ran:
    """In `folder`, with nothing of this machine's settings but the path to Python."""
    done = subprocess.run(
        [sys.executable, "-m", "wa_support.cli", *words],
        cwd=folder, input=stdin, capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "USER": "ops", "LOGNAME": "ops",
             "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **env},
    )  # fmt: skip
    return Ran(code=done.returncode, out=done.stdout, err=done.stderr)
