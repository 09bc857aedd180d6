"""Runs the program as a person would: a process, an environment, a folder."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """The same in this process, which has its imports already: for commands that many runs test."""

    folder: Path
    patch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[str]

    def run(self, *words: str, **env: str) -> Ran:
        from wa_support.cli import main
        from wa_support.config.settings import NAMES

        with self.patch.context() as patch:
            for name in NAMES:
                patch.delenv(name, raising=False)
            for name, value in {"USER": "ops", "LOGNAME": "ops", **env}.items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["wa-support", *words])
            self.captured.readouterr()
            code = _exit_code(main)
        said = self.captured.readouterr()
        return Ran(code=code, out=said.out, err=said.err)


def _exit_code(main: Callable[[], None]) -> int:
    try:
        main()
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    return 0
