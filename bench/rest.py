"""What `serve` costs when nobody writes: memory and processor by process, and how fast `--help` is.

    python -m bench.rest --seconds 60

Memory is PSS: pages that several processes share are divided among them. Needs Linux's /proc.
"""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROGRAM = (sys.executable, "-m", "wa_support.cli")
_TICKS = os.sysconf("SC_CLK_TCK")
_POLICY = Path(__file__).parents[1] / "policies.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`part` is serve, work, web or console; a server has a main process and a worker."""

    pid: int
    part: str
    pss_mb: float
    cpu_percent: float
    threads: int


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="rest before it is measured")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as root:
        rows = at_rest(root, seconds)
    for row in rows:
        print(
            f"{row.part:8}  {row.pss_mb:6.1f} MB  {row.cpu_percent:5.2f} % CPU  "
            f"{row.threads:3} threads  process {row.pid}"
        )
    print(
        f"{'all':8}  {sum(row.pss_mb for row in rows):6.1f} MB  "
        f"{sum(row.cpu_percent for row in rows):5.2f} % CPU  after {seconds:g} s at rest"
    )
    print(f"--help    {1000 * help_s():4.0f} ms, the best of five")


def at_rest(root: int, seconds: float) -> list[Row]:
    """Memory at the end; processor use over the last 20 s, or over all of them."""
    window = min(seconds, 20)
    time.sleep(seconds - window)
    pids = _tree(root)
    before = {pid: _cpu_s(pid) for pid in pids}
    time.sleep(window)
    return [
        Row(
            pid=pid,
            part=_part(pid),
            pss_mb=_pss_mb(pid),
            cpu_percent=100 * (_cpu_s(pid) - before[pid]) / window,
            threads=len(list(Path(f"/proc/{pid}/task").iterdir())),
        )
        for pid in pids
    ]


def help_s(tries: int = 5) -> float:
    """Seconds for `wa-support --help`."""
    took = []
    for _ in range(tries):
        begun = time.perf_counter()
        subprocess.run([*_PROGRAM, "--help"], check=True, stdout=subprocess.DEVNULL)
        took.append(time.perf_counter() - begun)
    return min(took)


@contextmanager
def serve(folder: Path) -> Iterator[int]:
    """Yields the supervisor's process id once everything is up."""
    port = _free_port()
    process = subprocess.Popen(
        [*_PROGRAM, "serve"],
        env=_environment(folder, port),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/readyz")
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


def _environment(folder: Path, port: int) -> Mapping[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_POLICY.parent),
        "WHATSAPP_APP_SECRET": secrets.token_hex(16),
        "WHATSAPP_VERIFY_TOKEN": secrets.token_hex(16),
        "WHATSAPP_ACCESS_TOKEN": secrets.token_hex(16),
        "WHATSAPP_PHONE_NUMBER_ID": "100000000000042",
        "GRAPH_API_BASE_URL": "http://127.0.0.1:9",
        "WA_DATA_DIR": str(folder / "data"),
        "POLICIES_FILE": str(_POLICY),
        "WA_PORT": str(port),
        "WA_CONSOLE_PORT": str(_free_port()),
    }


def _wait_until_up(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        assert time.monotonic() < deadline, "`serve` did not come up within 60 s"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - loopback
                if b"null" not in answer.read():
                    return
        except OSError:
            pass
        time.sleep(0.1)


def _tree(root: int) -> list[int]:
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int(_stat(int(entry.name))[1])
            except OSError:
                continue
    found = [root]
    for parent in found:
        found.extend(sorted(pid for pid, above in parents.items() if above == parent))
    return found


def _part(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    if "wa_support.supervise" in words:
        return "serve"
    return next((word for word in reversed(words) if word), "?")


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def _cpu_s(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
