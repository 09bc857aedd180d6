"""Which process holds a lease, and whether it is provably gone.

A process id comes again; together with its start it does not until the next boot.
"""

import os
import socket
from pathlib import Path


def this_host() -> str:
    """The machine, its boot and the pid namespace: containers may share a host name, and a pid
    means something only within all three."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")[:8]
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return socket.gethostname()
    return f"{socket.gethostname()}:{boot}:{namespace}"


def pid_started(pid: int) -> int:
    """Clock ticks from boot to the start of the process; 0 where that cannot be known."""
    fields = _stat(pid)
    return int(fields[19]) if fields else 0


def is_gone(host: str, pid: int, started: int) -> bool:
    """True only for a process of this host that surely runs no more."""
    if host != this_host():
        return False
    if not _exists(pid):
        return True
    fields = _stat(pid)
    if not fields:
        return False
    return fields[0] in {"Z", "X"} or (started != 0 and int(fields[19]) != started)


def _stat(pid: int) -> list[str]:
    """Fields from `state` on (proc(5)); the name before them may hold spaces and brackets."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return []
    return stat.rpartition(")")[2].split()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
