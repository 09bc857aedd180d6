"""Files that only their owner reads, and writes that a power cut cannot undo."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def private_folder(folder: Path) -> Path:
    """The folder, made with mode 0700 where it is missing; one that exists may serve others too
    and keeps its mode."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def private_file(path: Path) -> Path:
    """The file, made empty with mode 0600 where it is missing.

    One that exists is not opened: closing it would end the locks that SQLite holds on it in this
    process (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600))
    if path.stat().st_uid == os.geteuid():
        path.chmod(0o600)
    return path


def write_durably(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader never meets half of it, nor does a power cut."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _write_synced(draft, content)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_durably(path: Path, content: bytes) -> None:
    """Raises FileExistsError instead of replacing what is there."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        _write_synced(draft, content)
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes names in the folder (new, renamed, gone) survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write_synced(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
