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
