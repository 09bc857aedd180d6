"""What a file is, by its bytes: what somebody says it is proves nothing."""

from collections.abc import Callable, Mapping
from typing import Final

Sign = Callable[[bytes], bool]

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = _OFFICE + "wordprocessingml.document"
XLSX: Final = _OFFICE + "spreadsheetml.sheet"
PPTX: Final = _OFFICE + "presentationml.presentation"
_TAIL: Final = 1 << 16
"""A zip's table of contents stands at its end."""


def _starts(*starts: bytes) -> Sign:
    return lambda content: content.startswith(starts)


def _iso_media(content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _mpeg_audio(content: bytes) -> bool:
    frame = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0
    return frame or content.startswith(b"ID3")


def _layer_three(content: bytes) -> bool:
    """Stricter: text in UTF-16 begins like a frame of another layer."""
    return _mpeg_audio(content) and (content[:3] == b"ID3" or content[1] & 0x06 == 0x02)


def _plain(content: bytes) -> bool:
    return b"\0" not in content


def _brand(*brands: bytes) -> Sign:
    return lambda content: _iso_media(content) and content[8:12].startswith(brands)


def _zip_with(part: bytes) -> Sign:
    return lambda content: content.startswith(_ZIP) and part in content[-_TAIL:]


def _ole_with(*streams: str) -> Sign:
    names = [stream.encode("utf-16-le") for stream in streams]
    return lambda content: content.startswith(_OLE) and any(name in content for name in names)


def _words(content: bytes) -> bool:
    """Text that is no page: what begins with a tag is not shown as text by every program."""
    if not _plain(content) or content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(content)


SIGNS: Final[Mapping[str, Sign]] = {
    "image/jpeg": _starts(b"\xff\xd8\xff"),
    "image/png": _starts(b"\x89PNG\r\n\x1a\n"),
    "image/webp": _webp,
    "video/mp4": _iso_media,
    "video/3gpp": _iso_media,
    "audio/aac": _starts(b"\xff\xf0", b"\xff\xf1", b"\xff\xf8", b"\xff\xf9", b"ADIF"),
    "audio/amr": _starts(b"#!AMR"),
    "audio/mpeg": _mpeg_audio,
    "audio/mp4": _iso_media,
    "audio/ogg": _starts(b"OggS"),
    "text/plain": _plain,
    "text/csv": _plain,
    "application/pdf": _starts(b"%PDF-"),
    "application/msword": _starts(_OLE),
    "application/vnd.ms-excel": _starts(_OLE),
    "application/vnd.ms-powerpoint": _starts(_OLE),
    DOCX: _starts(_ZIP),
    XLSX: _starts(_ZIP),
    PPTX: _starts(_ZIP),
    "application/x-hwp": _starts(_OLE),
    "application/haansofthwp": _starts(_OLE),
    "application/vnd.hancom.hwp": _starts(_OLE),
    "application/vnd.hancom.hwpx": _starts(_ZIP),
}
"""Whether bytes may be of a type that somebody named. Several types share their first bytes."""

_TOLD_APART: Final[tuple[tuple[str, Sign], ...]] = (
    ("image/jpeg", SIGNS["image/jpeg"]),
    ("image/png", SIGNS["image/png"]),
    ("image/webp", _webp),
    ("application/pdf", SIGNS["application/pdf"]),
    ("audio/ogg", SIGNS["audio/ogg"]),
    ("audio/amr", SIGNS["audio/amr"]),
    ("audio/aac", SIGNS["audio/aac"]),
    ("audio/mp4", _brand(b"M4A", b"M4B")),
    ("video/3gpp", _brand(b"3g")),
    ("video/mp4", _iso_media),
    (DOCX, _zip_with(b"word/document.xml")),
    (XLSX, _zip_with(b"xl/workbook.xml")),
    (PPTX, _zip_with(b"ppt/presentation.xml")),
    ("application/vnd.hancom.hwpx", _zip_with(b"Contents/content.hpf")),
    ("application/zip", _starts(_ZIP)),
    ("application/vnd.hancom.hwp", _ole_with("HwpSummaryInformation")),
    ("application/msword", _ole_with("WordDocument")),
    ("application/vnd.ms-excel", _ole_with("Workbook", "Book")),
    ("application/vnd.ms-powerpoint", _ole_with("PowerPoint Document")),
    ("audio/mpeg", _layer_three),
    ("text/plain", _words),
)

SHOWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
"""Types that a page may show; every other file is only handed over for keeping."""


def sniffed(content: bytes) -> str:
    """The type that the bytes have; `application/octet-stream` for everything that is not known,
    pages and drawings that carry scripts among them."""
    found = (media_type for media_type, fits in _TOLD_APART if fits(content))
    return next(found, "application/octet-stream")
