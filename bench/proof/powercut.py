"""Cuts the power under the inbox and the main database, and looks for what was acknowledged.

The writer is stopped first and every thread of it waited for: an fsync that is under way at the
cut seems able to report success. `kill -9` alone can never tell these levels apart, because what
the kernel holds outlives a process.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.proof import plants
from bench.proof.loop_disk import LoopDisk, loop_disk
from bench.proof.power_writer import DATABASE, KEY
from tests.processes.serving import wait_for
from wa_support.storage.cipher import Cipher

_ROOT: Final = Path(__file__).parents[2]
_WRITING_S: Final = (0.2, 0.8)
KINDS: Final = ("inbox", "main", "before")
"""`before` is what the main database was told without waiting, before a commit that waited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What `cycles` cuts did to what was acknowledged; `damage` when a file could not be read."""

    level: str
    cycles: int
    acknowledged: Mapping[str, int]
    lost: Mapping[str, int]
    damage: str | None = None

    @property
    def lost_any(self) -> bool:
        return self.damage is not None or sum(self.lost.values()) > 0


def cut_power(folder: Path, *, cycles: int, plant: str = "", seed: int = 1042) -> Cut:
    """`plant` lowers `synchronous`; without it the level is FULL, ours. Raises `NoLoopDisk`."""
    dice, acknowledged = random.Random(seed), folder / "acknowledged"
    acknowledged.touch()
    damage = None
    with loop_disk(folder) as disk:
        data_dir = disk.path / "data"
        present: set[str] = set()
        for cycle in range(cycles):
            _write_and_cut(disk, data_dir, acknowledged, plant, cycle, dice)
            try:
                present = _present(data_dir)
            except sqlite3.DatabaseError as error:
                damage = str(error)
                break
    told = set(acknowledged.read_text("ascii").split())
    return Cut(
        level=plant.removeprefix("synchronous_").upper() or "FULL",
        cycles=cycle + 1,
        acknowledged=_by_kind(told),
        lost=_by_kind(told - present),
        damage=damage,
    )


def _write_and_cut(
    disk: LoopDisk, data_dir: Path, acknowledged: Path, plant: str, cycle: int, dice: random.Random
) -> None:
    before = acknowledged.stat().st_size
    writer = subprocess.Popen(
        [sys.executable, "-m", "bench.proof.power_writer", data_dir, acknowledged, str(cycle)],
        env={**os.environ, plants.NAMES: plant, "PYTHONPATH": str(_ROOT)},
        cwd=_ROOT,
    )
    try:
        wait_for(lambda: acknowledged.stat().st_size > before, "the writer at work")
        time.sleep(dice.uniform(*_WRITING_S))
        writer.send_signal(signal.SIGSTOP)
        wait_for(lambda: _stands_still(writer.pid), "every thread of the writer stopped")
        disk.cut_the_power()
    finally:
        writer.kill()
        writer.wait(10)
    disk.start_again()


def _stands_still(pid: int) -> bool:
    threads = list(Path(f"/proc/{pid}/task").iterdir())
    states = [(thread / "stat").read_text().rpartition(")")[2].split()[0] for thread in threads]
    return set(states) <= {"T"}


def _present(data_dir: Path) -> set[str]:
    cipher = Cipher(KEY, os.urandom)
    found = {bytes(key).decode() for key in _column(data_dir / DATABASE, "SELECT key FROM seen")}
    for file in data_dir.glob("inbox-*.db"):
        found |= {cipher.open(body).decode() for body in _column(file, "SELECT body FROM inbox")}
    return found


def _column(file: Path, query: str) -> list[bytes]:
    """Of a file that may not have survived at all."""
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as raw:
        tables = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return [row[0] for row in raw.execute(query)] if tables else []


def _by_kind(ids: set[str]) -> dict[str, int]:
    return {kind: sum(one.startswith(f"{kind}:") for one in ids) for kind in KINDS}
