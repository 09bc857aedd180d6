"""Photos, voice notes and documents, sealed, under `media/` in the data folder."""

import secrets
from pathlib import Path

from wa_support.storage.cipher import Cipher
from wa_support.storage.private_files import private_folder, sync_folder, write_durably


class SealedMediaFiles:
    """Implements `ports.outside.MediaFiles`. Paths are relative to the data folder."""

    def __init__(self, data_dir: Path, cipher: Cipher) -> None:
        self._data_dir = data_dir
        self._cipher = cipher

    def keep(self, id: str, content: bytes) -> str:  # noqa: ARG002 - a name would tell the customer
        """Durable when it returns. Raises OSError."""
        name = secrets.token_hex(16)
        path = self._folder(name[:2]) / name
        write_durably(path, self._cipher.seal(content))
        return str(path.relative_to(self._data_dir))

    def read(self, path: str) -> bytes:
        """Raises `CannotOpen`, and OSError."""
        return self._cipher.open((self._data_dir / path).read_bytes())

    def _folder(self, shelf: str) -> Path:
        media = self._data_dir / "media"
        folder = media / shelf
        if not folder.exists():
            private_folder(media)
            private_folder(folder)
            sync_folder(media)
            sync_folder(self._data_dir)
        return folder
