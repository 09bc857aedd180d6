"""Which files WhatsApp takes from a business.

Source: Meta, "business-phone-numbers/media", "Supported media types". Documents may have 100 MB
there; ours have at most 20 MB, since they pass through the console's memory.
"""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.content import MediaKind
from wa_support.domain.errors import NotAllowed
from wa_support.domain.file_types import DOCX, PPTX, XLSX

_MB: Final = 1 << 20
_MOST_MB: Final = {
    MediaKind.IMAGE: 5,
    MediaKind.AUDIO: 16,
    MediaKind.VIDEO: 16,
    MediaKind.DOCUMENT: 20,
}
MOST_BYTES: Final = max(_MOST_MB.values()) * _MB
_KINDS: Final[Mapping[str, MediaKind]] = {
    "image/jpeg": MediaKind.IMAGE,
    "image/png": MediaKind.IMAGE,
    "video/mp4": MediaKind.VIDEO,
    "video/3gpp": MediaKind.VIDEO,
    "audio/aac": MediaKind.AUDIO,
    "audio/amr": MediaKind.AUDIO,
    "audio/mpeg": MediaKind.AUDIO,
    "audio/mp4": MediaKind.AUDIO,
    "audio/ogg": MediaKind.AUDIO,
    "text/plain": MediaKind.DOCUMENT,
    "application/pdf": MediaKind.DOCUMENT,
    "application/msword": MediaKind.DOCUMENT,
    "application/vnd.ms-excel": MediaKind.DOCUMENT,
    "application/vnd.ms-powerpoint": MediaKind.DOCUMENT,
    DOCX: MediaKind.DOCUMENT,
    XLSX: MediaKind.DOCUMENT,
    PPTX: MediaKind.DOCUMENT,
}


def outgoing_kind(media_type: str, size: int) -> MediaKind:
    """As what a file of this type, by its bytes, is sent. Raises NotAllowed."""
    kind = _KINDS.get(media_type)
    if size == 0:
        raise NotAllowed("The file is empty.")
    if kind is None:
        raise NotAllowed(
            "WhatsApp takes JPEG and PNG pictures, MP4 and 3GP films, audio, PDF, Word, Excel, "
            "PowerPoint and plain text; this file is none of these."
        )
    if size > _MOST_MB[kind] * _MB:
        raise NotAllowed(f"A file of this kind may have at most {_MOST_MB[kind]} MB.")
    return kind
