"""The file of a template's header: kept with the version it was reviewed with, and sent as it was.

Source: Meta, "templates/components" (what a header may hold) and "business-phone-numbers/media"
(an upload is kept for 30 days).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from wa_support.domain.templates.template import HeaderKind

_MB: Final = 1024 * 1024
MOST_BYTES: Final = 16 * _MB
"""The largest that is kept with a version; WhatsApp would take documents up to 100 MB."""
LIMITS: Final[Mapping[HeaderKind, int]] = {
    HeaderKind.IMAGE: 5 * _MB, HeaderKind.VIDEO: MOST_BYTES, HeaderKind.DOCUMENT: MOST_BYTES
}  # fmt: skip
GOOD_FOR_MS: Final = 29 * 24 * 3_600_000
"""A day less than WhatsApp keeps what was uploaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """`sha256` is that of `content`, in hexadecimal digits."""

    version_id: str
    media_type: str
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSample:
    """What is known of a sample without opening it. `size` in bytes."""

    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedHeader:
    """A version's sample that a number of ours still has to upload."""

    version_id: str
    phone_number_id: str
    tries: int


def version_sha256(source: bytes, sample_sha256: str | None) -> str:
    """What names a version: its file's bytes, and its sample's where there is one."""
    whole = hashlib.sha256(source)
    if sample_sha256 is not None:
        whole.update(f"\n{sample_sha256}".encode())
    return whole.hexdigest()
