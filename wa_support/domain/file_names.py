"""A file's name as it may be shown, stored on a disk and sent on, whatever somebody called it."""

import unicodedata
from collections.abc import Mapping
from typing import Final

from wa_support.domain.file_types import DOCX, PPTX, XLSX

_MOST_BYTES: Final = 120
_LONGEST_EXTENSION: Final = 8
_NOT_IN_NAMES: Final = frozenset('/\\:*?"<>|%')
_NEVER_SHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, what turns the direction of reading, what has no width, half characters."""

_EXTENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "video/mp4": (".mp4",),
    "video/3gpp": (".3gp",),
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/mpeg": (".mp3",),
    "audio/mp4": (".m4a",),
    "audio/ogg": (".ogg",),
    "text/plain": (".txt",),
    "application/pdf": (".pdf",),
    "application/zip": (".zip",),
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/vnd.ms-powerpoint": (".ppt",),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    PPTX: (".pptx",),
    "application/vnd.hancom.hwp": (".hwp",),
    "application/vnd.hancom.hwpx": (".hwpx",),
}


def safe_name(name: str | None, media_type: str) -> str:
    """At most 120 bytes in UTF-8, ending as `media_type` says: `bill.pdf.exe` that is a PDF becomes
    `bill.pdf.exe.pdf`, and what is not known becomes `….bin`."""
    plain = _plain(name or "") or "file"
    endings = _EXTENSIONS.get(media_type, (".bin",))
    ending = next((one for one in endings if plain.lower().endswith(one)), None)
    if ending is None:
        return _cut(plain, _MOST_BYTES - _LONGEST_EXTENSION) + endings[0]
    return _cut(plain[: -len(ending)] or "file", _MOST_BYTES - _LONGEST_EXTENSION) + ending


def _plain(name: str) -> str:
    shown = (
        "_" if sign in _NOT_IN_NAMES else sign
        for sign in unicodedata.normalize("NFC", name[:1000])
        if unicodedata.category(sign) not in _NEVER_SHOWN
    )
    return " ".join("".join(shown).split()).strip(". ")


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8", "ignore")[:most].decode("utf-8", "ignore").rstrip(". ")
