"""What the figures depend on: processors, disk, free ports."""

import contextlib
import os
import platform
import socket
import sqlite3
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

_SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0", "secure_delete=ON")


def described() -> str:
    return f"{os.cpu_count()} processors, {platform.machine()}, Python {platform.python_version()}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def fdatasync_ms(folder: Path, times: int = 300) -> tuple[float, float]:
    """Median and p99 of appends of 1 KB, each made durable."""
    took = []
    with (folder / "fdatasync").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(b"x" * 1024)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took), percentile(took, 0.99)


def commit_ms(folder: Path, times: int = 300) -> float:
    """Mean of commits of one small row, with the settings of the main database."""
    raw = sqlite3.connect(folder / "commits.db", isolation_level=None)
    with contextlib.closing(raw):
        for setting in _SETTINGS:
            raw.execute(f"PRAGMA {setting}")
        raw.execute("CREATE TABLE IF NOT EXISTS one (number INTEGER)")
        began = time.perf_counter()
        for number in range(times):
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO one VALUES (?)", (number,))
            raw.execute("COMMIT")
        return 1000 * (time.perf_counter() - began) / times


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_port(port: int, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port} after {seconds:g} s")
