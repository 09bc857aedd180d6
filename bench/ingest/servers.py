"""What is compared. Each is started afresh for each run, with a folder of its own."""

import base64
import contextlib
import importlib.util
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.customers import NUMBERS
from bench.machine import await_port, free_port

SECRET = secrets.token_hex(16)
PYWA_IS_HERE = importlib.util.find_spec("pywa") is not None
_ROOT = Path(__file__).parents[2]
_CLI = (sys.executable, "-m", "wa_support.cli")
_PYWA_THREADS = 64
"""More of them only wait for pywa's one connection."""
_THREADS = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """`command` takes port and folder; `stored` counts rows, where there are any."""

    name: str
    command: Callable[[int, Path], tuple[str, ...]]
    database: str | None = None
    stored: Callable[[Path, str | None], int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """`work` starts a worker beside it."""

    port: int
    folder: Path
    environment: Mapping[str, str]

    @contextlib.contextmanager
    def work(self) -> Iterator[None]:
        with _process((*_CLI, "work"), self.environment, self.folder):
            yield


def ours(name: str, database: str | None) -> Contender:
    return Contender(
        name=name,
        command=lambda _port, _folder: (*_CLI, "web"),
        database=database,
        stored=_in_table if database else _in_files,
    )


BOUND = Contender(
    name="no storage",
    command=lambda port, folder: (
        sys.executable, "-m", "bench.ingest.bound", str(port), str(folder), str(_THREADS),
    ),
)  # fmt: skip


def pywa(server: str) -> Contender:
    return Contender(
        name=f"pywa, {server}",
        command=lambda port, folder: (
            sys.executable, "-m", "bench.ingest.pywa_app", server, str(port), str(folder),
            str(_PYWA_THREADS),
        ),
        stored=lambda folder, _database: _rows(folder / "pywa.db"),
    )  # fmt: skip


@contextlib.contextmanager
def running(contender: Contender, folder: Path, cloud_url: str) -> Iterator[Running]:
    port = free_port()
    environment = _environment(folder, port, cloud_url, contender.database)
    with _process(contender.command(port, folder), environment, folder):
        try:
            await_port(port)
        except SystemExit:
            print((folder / "log").read_text("utf-8", "replace")[-2000:], file=sys.stderr)
            raise
        yield Running(port=port, folder=folder, environment=environment)


def turns_ended(contender: Contender, folder: Path) -> int:
    url = contender.database or f"sqlite:///{folder / 'data' / 'wa-support.db'}"
    engine = create_engine(url)
    with engine.connect() as connection:
        ended = connection.execute(text("SELECT count(*) FROM turns WHERE ended_at IS NOT NULL"))
        count = int(ended.scalar_one())
    engine.dispose()
    return count


@contextlib.contextmanager
def _process(argv: tuple[str, ...], environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(argv, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _environment(folder: Path, port: int, cloud_url: str, database: str | None) -> dict[str, str]:
    named = {"DATABASE_URL": database} if database else {}
    return named | {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(_ROOT),
        "WHATSAPP_APP_SECRET": SECRET,
        "WHATSAPP_VERIFY_TOKEN": secrets.token_hex(16),
        "WHATSAPP_ACCESS_TOKEN": secrets.token_hex(16),
        "WHATSAPP_PHONE_NUMBER_ID": ",".join(NUMBERS),
        "GRAPH_API_BASE_URL": cloud_url,
        "WA_DATA_DIR": str(folder / "data"),
        "WA_DATA_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "POLICIES_FILE": str(_ROOT / "policies.yaml"),
        "WA_PORT": str(port),
    }


def _in_files(folder: Path, _database: str | None) -> int:
    return sum(_rows(file) for file in folder.glob("data/inbox-*.db"))


def _in_table(_folder: Path, database: str | None) -> int:
    assert database is not None
    engine = create_engine(database)
    with engine.connect() as connection:
        count = int(connection.execute(text("SELECT count(*) FROM inbox")).scalar_one())
    engine.dispose()
    return count


def _rows(file: Path) -> int:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        return int(raw.execute("SELECT count(*) FROM inbox").fetchone()[0])
