import pytest

from wa_support.domain.content import MediaKind
from wa_support.domain.errors import NotAllowed
from wa_support.domain.file_names import safe_name
from wa_support.domain.file_types import DOCX, sniffed
from wa_support.domain.media_room import GB, MediaRoom, media_limit
from wa_support.domain.outgoing_files import outgoing_kind

JPEG = b"\xff\xd8\xff\xe0"
PNG = b"\x89PNG\r\n\x1a\n"
UNKNOWN = "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"GIF89a", "text/plain"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"OggS\0\x02", "audio/ogg"),
        (b"#!AMR\n", "audio/amr"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"\xff\xf1\x50", "audio/aac"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x18ftyp3gp5", "video/3gpp"),
        (b"\0\0\0\x18ftypisom", "video/mp4"),
        (b"PK\x03\x04....word/document.xml", DOCX),
        (b"PK\x03\x04....setup.exe", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
         "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", UNKNOWN),
        ("주문 1042\n".encode(), "text/plain"),
        (b"", UNKNOWN),
        (b"MZ\x90\0", UNKNOWN),
        (b"<html><script>alert(1)</script>", UNKNOWN),
        (b"\xef\xbb\xbf \n<svg onload=alert(1)>", UNKNOWN),
        (b"<?xml version='1.0'?><svg/>", UNKNOWN),
        ("<html>".encode("utf-16"), UNKNOWN),
        (b"\xb0\xed\xb0\xb4", UNKNOWN),
    ],
)  # fmt: skip
def test_a_type_is_what_the_bytes_are(content: bytes, media_type: str) -> None:
    assert sniffed(content) == media_type


@pytest.mark.parametrize(
    ("name", "media_type", "safe"),
    [
        ("bill.pdf", "application/pdf", "bill.pdf"),
        ("BILL.PDF", "application/pdf", "BILL.pdf"),
        ("bill.pdf.exe", "application/pdf", "bill.pdf.exe.pdf"),
        ("../../etc/passwd", "text/plain", "_.._etc_passwd.txt"),
        ("C:\\x\\y.png", "image/png", "C__x_y.png"),
        ("photo\u202egpj.exe", "image/jpeg", "photogpj.exe.jpg"),
        ("a\u200bb\u2066c\ufeff\0\r\n.jpg", "image/jpeg", "abc.jpg"),
        ('"><img src=x onerror=alert(1)>', "image/jpeg", "___img src=x onerror=alert(1)_.jpg"),
        ("\ud83d.png", "image/png", "png.png"),
        (".png", "image/png", "png.png"),
        ("", "image/png", "file.png"),
        (None, UNKNOWN, "file.bin"),
        ("e\u0301.txt", "text/plain", "\u00e9.txt"),
    ],
)
def test_a_name_is_made_safe(name: str | None, media_type: str, safe: str) -> None:
    assert safe_name(name, media_type) == safe


@pytest.mark.parametrize("name", ["😀" * 1000, "가" * 100_000, "a b" * 5_000 + ".pdf", "." * 999])
def test_a_name_is_short_whatever_it_was(name: str) -> None:
    safe = safe_name(name, "application/pdf")
    assert len(safe.encode()) <= 120
    assert safe.endswith(".pdf")


def test_whatsapp_takes_what_it_takes() -> None:
    assert outgoing_kind("image/jpeg", 5 << 20) is MediaKind.IMAGE
    assert outgoing_kind("audio/ogg", 1) is MediaKind.AUDIO
    assert outgoing_kind(DOCX, 20 << 20) is MediaKind.DOCUMENT
    for media_type, size in (
        ("image/jpeg", (5 << 20) + 1),
        ("video/mp4", (16 << 20) + 1),
        ("application/pdf", (20 << 20) + 1),
        ("image/webp", 10),
        ("application/zip", 10),
        (UNKNOWN, 10),
        ("text/plain", 0),
    ):
        with pytest.raises(NotAllowed):
            outgoing_kind(media_type, size)


def test_room_ends_at_the_limit_and_before_the_disk() -> None:
    assert MediaRoom(limit=10, used=9).takes(1)
    assert not MediaRoom(limit=10, used=9).takes(2)
    assert MediaRoom(limit=GB, used=0, free=2 * GB).takes(GB)
    assert not MediaRoom(limit=9 * GB, used=0, free=2 * GB).takes(GB + 1)
    assert MediaRoom(limit=10, used=8).nearly_full
    assert MediaRoom(limit=10, used=0, free=GB - 1).nearly_full
    assert not MediaRoom(limit=10, used=7).nearly_full


def test_the_limit_is_chosen_or_five_gb_or_a_fifth_of_the_disk() -> None:
    assert media_limit(0.5, 1) == GB // 2
    assert media_limit(None, 100 * GB) == 5 * GB
    assert media_limit(None, 10 * GB) == 2 * GB
    assert media_limit(None, None) == 5 * GB
