"""Photos, voice notes and stickers that customers send, and files that the business uploads.

Source: developers.facebook.com/documentation/business-messaging/whatsapp, "Media".
"""

import base64
import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wa_support.domain.file_types import DOCX, PPTX, SIGNS, XLSX
from wa_support.simulator.refusals import Refused

URL_LIFE_MS: Final = 5 * 60 * 1000
_SAMPLES: Final = Path(__file__).parent / "samples"
_SAMPLE_FILES: Final = {
    "image": ("photo.jpg", "image/jpeg"),
    "audio": ("voice.ogg", "audio/ogg; codecs=opus"),
    "sticker": ("sticker.webp", "image/webp"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMedia:
    id: str
    mime_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Base64, as in webhooks."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()

    def info(self, *, base_url: str, now: int) -> dict[str, Any]:
        """What `GET /<media id>` answers; the address works for five minutes."""
        return {
            "messaging_product": "whatsapp",
            "url": f"{base_url}media/{self.id}?ext={now + URL_LIFE_MS}",
            "mime_type": self.mime_type,
            "sha256": self.sha256,
            "file_size": len(self.content),
            "id": self.id,
        }


_MB: Final = 1 << 20
_UPLOADS: Final = {
    "image/jpeg": 5, "image/png": 5, "image/webp": 0.5,
    "video/mp4": 16, "video/3gpp": 16,
    "audio/aac": 16, "audio/amr": 16, "audio/mpeg": 16, "audio/mp4": 16, "audio/ogg": 16,
    "text/plain": 100, "application/pdf": 100, "application/msword": 100,
    "application/vnd.ms-excel": 100, "application/vnd.ms-powerpoint": 100,
    DOCX: 100, XLSX: 100, PPTX: 100,
}  # fmt: skip
"""Most megabytes of each type that is taken at all."""


def check_upload(content: bytes, mime_type: str) -> None:
    """Raises Refused, 131053."""
    bare = mime_type.partition(";")[0].strip()
    if bare not in _UPLOADS:
        raise Refused(131053, f"type {bare!r} is not supported")
    if not content or len(content) > _UPLOADS[bare] * _MB:
        raise Refused(131053, f"a file of type {bare} has 1 byte to {_UPLOADS[bare]} MB")
    if not SIGNS[bare](content):
        raise Refused(131053, f"the bytes are not {bare}")


class MediaShelf:
    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        self._random_bytes = random_bytes
        self._stored: dict[str, StoredMedia] = {}
        self._lock = threading.Lock()

    def store(self, content: bytes, mime_type: str) -> StoredMedia:
        name = str(int.from_bytes(self._random_bytes(6), "big") + 10**15)
        media = StoredMedia(id=name, mime_type=mime_type, content=content)
        with self._lock:
            self._stored[name] = media
        return media

    def sample(self, kind: str) -> StoredMedia:
        """A new copy of the image, audio or sticker that comes with the simulator."""
        name, mime_type = _SAMPLE_FILES[kind]
        return self.store((_SAMPLES / name).read_bytes(), mime_type)

    def get(self, id: str) -> StoredMedia | None:
        with self._lock:
            return self._stored.get(id)

    def has(self, id: str) -> bool:
        return self.get(id) is not None
