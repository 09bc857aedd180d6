"""Photos, voice notes and documents, sealed, under `media/` in the data folder."""

import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

from wa_support.domain.media_room import MediaRoom, media_limit
from wa_support.storage.cipher import CannotOpen, Cipher
from wa_support.storage.private_files import private_folder, sync_folder, write_durably


class SealedMediaFiles:
    """Implements `ports.files.MediaFiles`. Paths are relative to the data folder."""

    def __init__(self, data_dir: Path, cipher: Cipher, *, limit_gb: float | None = None) -> None:
        self._data_dir = data_dir
        self._cipher = cipher
        self._limit_gb = limit_gb

    def keep(self, id: str, content: bytes) -> str:  # noqa: ARG002 - a name would tell the customer
        """Durable when it returns. Raises OSError."""
        name = secrets.token_hex(16)
        path = self._folder(name[:2]) / name
        write_durably(path, self._cipher.seal(content))
        return str(path.relative_to(self._data_dir))

    def read(self, path: str) -> bytes | None:
        """None too for a file that another machine keeps."""
        try:
            return self._cipher.open((self._data_dir / path).read_bytes())
        except (OSError, CannotOpen):
            return None

    def drop(self, path: str) -> None:
        (self._data_dir / path).unlink(missing_ok=True)

    def kept_before(self, before: int) -> Sequence[str]:
        found = (self._data_dir / "media").glob("[0-9a-f][0-9a-f]/*")
        return [
            str(file.relative_to(self._data_dir)) for file in found if _written_before(file, before)
        ]

    def room(self, used: int) -> MediaRoom:
        return media_room(self._data_dir, used, self._limit_gb)

    def _folder(self, shelf: str) -> Path:
        media = self._data_dir / "media"
        folder = media / shelf
        if not folder.exists():
            private_folder(media)
            private_folder(folder)
            sync_folder(media)
            sync_folder(self._data_dir)
        return folder


def _written_before(file: Path, before: int) -> bool:
    """False for one that went meanwhile, and for what is no file of ours."""
    try:
        about = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(about.st_mode) and about.st_mtime_ns // 1_000_000 < before


def media_room(data_dir: Path, used: int, limit_gb: float | None) -> MediaRoom:
    """`free` is what an ordinary user may still fill of the disk that the folder lies on."""
    try:
        disk = os.statvfs(data_dir)
    except OSError:
        return MediaRoom(limit=media_limit(limit_gb, None), used=used)
    return MediaRoom(
        limit=media_limit(limit_gb, disk.f_blocks * disk.f_frsize),
        used=used,
        free=disk.f_bavail * disk.f_frsize,
    )
