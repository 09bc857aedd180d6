"""Which files a customer may send us, and whether the bytes are what they claim to be.

Source: Meta, "business-phone-numbers/media", "Supported media types". Documents may be of any type
on WhatsApp; these are the ones an office opens every day, in Korea Hancom's among them.
"""

from typing import Final

from wa_support.domain.content import MediaKind
from wa_support.domain.file_types import DOCX, PPTX, SIGNS, XLSX

_TAKEN: Final[dict[MediaKind, frozenset[str]]] = {
    MediaKind.IMAGE: frozenset({"image/jpeg", "image/png", "image/webp"}),
    MediaKind.STICKER: frozenset({"image/webp"}),
    MediaKind.VIDEO: frozenset({"video/mp4", "video/3gpp"}),
    MediaKind.AUDIO: frozenset(
        {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"},
    ),
    MediaKind.DOCUMENT: frozenset(
        {"text/plain", "text/csv", "application/pdf", "application/msword",
         "application/vnd.ms-excel", "application/vnd.ms-powerpoint", DOCX, XLSX, PPTX,
         "application/x-hwp", "application/haansofthwp", "application/vnd.hancom.hwp",
         "application/vnd.hancom.hwpx"}
    ),
}  # fmt: skip


def bare(mime_type: str) -> str:
    """`audio/ogg; codecs=opus` → `audio/ogg`."""
    return mime_type.partition(";")[0].strip().lower()


def allowed(kind: MediaKind, mime_type: str) -> bool:
    return bare(mime_type) in _TAKEN[kind]


def matches(mime_type: str, content: bytes) -> bool:
    """Whether the first bytes fit an allowed type."""
    return SIGNS[bare(mime_type)](content)
