"""What this machine tells of the data folder and the key, without making either."""

import os
import pwd
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from wa_support.config.settings import Settings
from wa_support.domain.checkup.machine_facts import FolderFacts, KeyFacts

_MOUNTS: Final = Path("/proc/self/mounts")


def folder_facts(folder: Path) -> FolderFacts:
    try:
        status = folder.stat()
    except FileNotFoundError:
        return FolderFacts(path=str(folder), exists=False)
    except PermissionError:
        return FolderFacts(path=str(folder), writable=False)
    return FolderFacts(
        path=str(folder),
        writable=os.access(folder, os.W_OK | os.X_OK),
        mode=status.st_mode & 0o777,
        owner=_user(status.st_uid),
        ours=status.st_uid == os.geteuid(),
        free_bytes=_free(folder),
        filesystem=filesystem_of(folder.resolve(), _mounts()),
    )


def key_facts(settings: Settings) -> KeyFacts:
    file = settings.wa_data_dir / "key"
    return KeyFacts(
        from_settings=settings.wa_data_key is not None,
        sqlite=settings.uses_sqlite,
        made=database_file(settings).exists() if settings.uses_sqlite else True,
        file=str(file),
        file_mode=file.stat().st_mode & 0o777 if file.exists() else None,
    )


def database_file(settings: Settings) -> Path:
    """Of SQLite."""
    return Path(make_url(settings.database_url.get_secret_value()).database or "")


def filesystem_of(folder: Path, mounts: str) -> str | None:
    """By the deepest mount that holds the folder; the last of two on one point hides the first."""
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        at = Path(point.replace("\\040", " "))
        if folder.is_relative_to(at) and (best is None or len(at.parts) >= best[0]):
            best = len(at.parts), kind
    return best[1] if best else None


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _free(folder: Path) -> int | None:
    """What an ordinary user may still fill."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        return None
    return disk.f_bavail * disk.f_frsize


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
