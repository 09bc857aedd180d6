"""Who sent a webhook: HMAC-SHA256 of the raw body under the app secret, and the GET handshake.

Standard library only: the webhook door imports this before anything heavy.
Source: Meta, "webhooks/create-webhook-endpoint".
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from typing import Final

_HEADER: Final = re.compile(rb"sha256=([0-9a-f]{64})")
_CHALLENGE: Final = re.compile(r"[0-9A-Za-z_-]{1,256}")


def sign(body: bytes, secret: bytes) -> str:
    """The `X-Hub-Signature-256` header that Meta would send for these bytes."""
    return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()


def signed_by(body: bytes, header: bytes | str | None, secrets: Sequence[bytes]) -> int | None:
    """Which of the secrets signed `body`; None when none did or the header is malformed.

    Every secret is tried whatever the header holds, so the time taken does not tell which part
    was wrong. An empty secret never matches.
    """
    claimed = _claimed(header)
    found: int | None = None
    for index, secret in enumerate(secrets):
        digest = hmac.new(secret, body, hashlib.sha256).hexdigest().encode()
        same = hmac.compare_digest(digest, claimed or b"0" * 64)
        if same and claimed is not None and secret and found is None:
            found = index
    return found


def handshake(
    mode: str | None, token: str | None, challenge: str | None, verify_token: str
) -> str | None:
    """The text to answer a subscription check with, or None to refuse it.

    The challenge is echoed only in the alphabet that Meta uses, so nothing else can be reflected.
    """
    expected = verify_token.encode()
    same = hmac.compare_digest(_bytes(token or ""), expected)
    if not (same and expected and mode == "subscribe" and challenge):
        return None
    return challenge if _CHALLENGE.fullmatch(challenge) else None


def _claimed(header: bytes | str | None) -> bytes | None:
    match = _HEADER.fullmatch(_bytes(header or b""))
    return match[1] if match else None


def _bytes(value: bytes | str) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
