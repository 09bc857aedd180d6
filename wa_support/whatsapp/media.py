"""Fetching what a customer sent: media id → address → checked bytes.

Source: Meta, "business-phone-numbers/media": the address lives 5 minutes, the id 7 days, and both
want the access token.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from wa_support.domain.content import Media
from wa_support.domain.errors import MediaRefused, Unreadable, WaSupportError
from wa_support.whatsapp.decoding import decode
from wa_support.whatsapp.media_types import allowed, matches
from wa_support.whatsapp.reading import Json, number, text
from wa_support.whatsapp.transport import NoAnswer, Transport

SIZE_LIMIT: Final = 100 * 1024 * 1024
_SECONDS: Final = 60.0
_SAFE: Final = re.compile(r"https?://([a-z0-9.-]+)(:[0-9]+)?(/[!#-\[\]-_a-~]*)?")
_LOOPBACK: Final = ("127.0.0.1", "localhost")
_HOSTS: Final = re.compile(
    r"lookaside\.fbsbx\.com|(?:[a-z0-9-]+\.)+(?:fbcdn\.net|whatsapp\.net)",
)


def download(
    transport: Transport, base_url: str, version: str, *, phone_number_id: str, media: Media
) -> bytes:
    """The bytes of `media`, at most 100 MB, whose hash, type and first bytes were checked.

    The address in a webhook is not used: it may have expired, and an id always gives a fresh one.
    Raises WaSupportError.
    """
    where = f"{base_url}/{version}/{quote(media.media_id, safe='')}"
    found = _lookup(transport, f"{where}?phone_number_id={quote(phone_number_id, safe='')}")
    mime_type = media.mime_type or text(found.get("mime_type")) or ""
    if not allowed(media.kind, mime_type):
        raise MediaRefused(f"{media.kind} of type {mime_type[:80] or 'unknown'} is not taken")
    size = number(found.get("file_size"))
    if size is not None and size > SIZE_LIMIT:
        raise MediaRefused("the file is larger than 100 MB")
    content = _fetch(transport, text(found.get("url")) or "", base_url)
    _check_hash(content, (media.sha256, text(found.get("sha256"))))
    if not matches(mime_type, content):
        raise MediaRefused(f"the bytes are not {mime_type[:80]}")
    return content


def may_fetch(url: str, base_url: str) -> bool:
    """Whether the token may go to `url`: Meta's file hosts over TLS, or the Graph we configured.

    Plain http only where that Graph is on this machine. Anything unusual in the address is refused
    before two URL parsers can disagree on it.
    """
    match = _SAFE.fullmatch(url)
    if not match:
        return False
    origin = url[: match.start(3)] if match[3] else url
    if origin == base_url.lower():
        return url.startswith("https://") or urlsplit(base_url).hostname in _LOOPBACK
    usual_port = match[2] in (None, ":443")
    return url.startswith("https://") and usual_port and _HOSTS.fullmatch(match[1]) is not None


def _lookup(transport: Transport, url: str) -> Json:
    body = _get(transport, url, limit=1 << 20, seconds=None)
    try:
        tree = decode(body)
    except Unreadable as error:
        raise WaSupportError(f"media look-up: {error}") from error
    if not isinstance(tree, Mapping):
        raise WaSupportError("media look-up: the answer is no object")
    return tree


def _fetch(transport: Transport, url: str, base_url: str) -> bytes:
    if not may_fetch(url, base_url):
        raise MediaRefused("the media address is not one of Meta's file hosts")
    return _get(transport, url, limit=SIZE_LIMIT, seconds=_SECONDS)


def _get(transport: Transport, url: str, *, limit: int, seconds: float | None) -> bytes:
    try:
        answer = transport.get(url, limit=limit, seconds=seconds)
    except NoAnswer as error:
        raise WaSupportError(f"media not fetched: {error}") from error
    if answer.status != 200:
        raise WaSupportError(f"media not fetched: HTTP {answer.status}")
    return answer.body


def _check_hash(content: bytes, claims: tuple[str | None, ...]) -> None:
    digest = hashlib.sha256(content).digest()
    for claim in claims:
        if claim is not None and _digest_in(claim) != digest:
            raise MediaRefused("the bytes do not have the announced SHA-256")


def _digest_in(claim: str) -> bytes | None:
    if re.fullmatch(r"[0-9a-fA-F]{64}", claim):
        return bytes.fromhex(claim)
    try:
        return base64.b64decode(claim, validate=True)
    except (binascii.Error, ValueError):
        return None
