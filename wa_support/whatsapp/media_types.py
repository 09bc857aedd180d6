"""Which files a customer may send us, and whether the bytes are what they claim to be.

Source: Meta, "business-phone-numbers/media", "Supported media types". Documents may be of any type
on WhatsApp; these are the ones an office opens every day, in Korea Hancom's among them.
"""

from collections.abc import Callable
from typing import Final

from wa_support.domain.content import MediaKind

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."


def _starts(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(starts)


def _iso_media(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _mpeg_audio(content: bytes) -> bool:
    frame = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0
    return frame or content.startswith(b"ID3")


def _plain(content: bytes) -> bool:
    return b"\0" not in content


_SIGNS: Final[dict[MediaKind, dict[str, Callable[[bytes], bool]]]] = {
    MediaKind.IMAGE: {
        "image/jpeg": _starts(b"\xff\xd8\xff"),
        "image/png": _starts(b"\x89PNG\r\n\x1a\n"),
        "image/webp": _webp,
    },
    MediaKind.STICKER: {"image/webp": _webp},
    MediaKind.VIDEO: {"video/mp4": _iso_media, "video/3gpp": _iso_media},
    MediaKind.AUDIO: {
        "audio/aac": _starts(b"\xff\xf0", b"\xff\xf1", b"\xff\xf8", b"\xff\xf9", b"ADIF"),
        "audio/amr": _starts(b"#!AMR"),
        "audio/mpeg": _mpeg_audio,
        "audio/mp4": _iso_media,
        "audio/ogg": _starts(b"OggS"),
    },
    MediaKind.DOCUMENT: {
        "text/plain": _plain,
        "text/csv": _plain,
        "application/pdf": _starts(b"%PDF-"),
        "application/msword": _starts(_OLE),
        "application/vnd.ms-excel": _starts(_OLE),
        "application/vnd.ms-powerpoint": _starts(_OLE),
        _OFFICE + "wordprocessingml.document": _starts(_ZIP),
        _OFFICE + "spreadsheetml.sheet": _starts(_ZIP),
        _OFFICE + "presentationml.presentation": _starts(_ZIP),
        "application/x-hwp": _starts(_OLE),
        "application/haansofthwp": _starts(_OLE),
        "application/vnd.hancom.hwp": _starts(_OLE),
        "application/vnd.hancom.hwpx": _starts(_ZIP),
    },
}


def bare(mime_type: str) -> str:
    """`audio/ogg; codecs=opus` → `audio/ogg`."""
    return mime_type.partition(";")[0].strip().lower()


def allowed(kind: MediaKind, mime_type: str) -> bool:
    return bare(mime_type) in _SIGNS[kind]


def matches(kind: MediaKind, mime_type: str, content: bytes) -> bool:
    """Whether the first bytes fit an allowed type."""
    return _SIGNS[kind][bare(mime_type)](content)
