"""What /proc says about a process and everything below it (Linux)."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`words` is the command line, `started` clock ticks since boot."""

    pid: int
    parent: int
    started: int
    words: tuple[str, ...]

    @property
    def part(self) -> str:
        """serve, work, web or console."""
        if "wa_support.supervise" in self.words:
            return "serve"
        return self.words[-1] if self.words else "?"

    def runs(self) -> bool:
        now = look_at(self.pid)
        return now is not None and now.started == self.started


def look_at(pid: int) -> Seen | None:
    """None for a process that is gone or only waits to be buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    if fields[0] in {"Z", "X"}:
        return None
    words = tuple(word.decode() for word in line.split(b"\0") if word)
    return Seen(pid=pid, parent=int(fields[1]), started=int(fields[19]), words=words)


def tree(root: int) -> list[Seen]:
    """The root first, children after their parents."""
    everyone = list(_everyone())
    found = [one for one in everyone if one.pid == root]
    for parent in found:
        found.extend(one for one in everyone if one.parent == parent.pid)
    return found


def pss_mb(pid: int) -> float:
    """Memory with shared pages divided among those who share them, in MB of 1024 KB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the kernel gives no Pss")


def cpu_s(processes: Iterable[Seen]) -> float:
    """Seconds of processor time that they have had so far."""
    ticks = 0
    for one in processes:
        stat = Path(f"/proc/{one.pid}/stat").read_text("utf-8", "replace")
        fields = stat.rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / _TICKS


def _everyone() -> Iterator[Seen]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            seen = look_at(int(entry.name))
            if seen is not None:
                yield seen
