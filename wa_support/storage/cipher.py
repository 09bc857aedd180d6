"""Sealing of everything that must not lie in a file in clear.

A sealed value is `key id (4 bytes) + nonce (12 bytes) + AES-256-GCM ciphertext with its tag`
(NIST SP 800-38D). The key id names the key without revealing it and is authenticated with the
rest. Encryption, look-up hashes and the key id each have their own subkey (HKDF, RFC 5869).
"""

import hmac
import json
from collections.abc import Callable
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wa_support.domain.errors import WaSupportError

_KEY_ID: Final = 4
_NONCE: Final = 12
_TAG: Final = 16


class CannotOpen(WaSupportError):
    """A sealed value is damaged, or was sealed under another key."""


class Cipher:
    """Thread-safe. `random(n)` gives n unpredictable bytes; `installation_key` has 32."""

    def __init__(self, installation_key: bytes, random: Callable[[int], bytes]) -> None:
        self._random = random
        self._aead = AESGCM(_subkey(installation_key, b"seal", 32))
        self._hash_key = _subkey(installation_key, b"look-up", 32)
        self._key_id = _subkey(installation_key, b"key id", _KEY_ID)

    def seal(self, plain: bytes) -> bytes:
        nonce = self._random(_NONCE)
        return self._key_id + nonce + self._aead.encrypt(nonce, plain, self._key_id)

    def open(self, sealed: bytes) -> bytes:
        """Raises `CannotOpen`."""
        if len(sealed) < _KEY_ID + _NONCE + _TAG:
            raise CannotOpen("a sealed value is too short: it was cut off or never sealed")
        key_id, nonce = sealed[:_KEY_ID], sealed[_KEY_ID : _KEY_ID + _NONCE]
        if key_id != self._key_id:
            raise CannotOpen("a sealed value belongs to another installation key")
        try:
            return self._aead.decrypt(nonce, sealed[_KEY_ID + _NONCE :], key_id)
        except InvalidTag:
            raise CannotOpen("a sealed value is damaged") from None

    def seal_text(self, text: str) -> bytes:
        """Keeps lone surrogates, which JSON escapes can bring in and UTF-8 refuses."""
        return self.seal(text.encode("utf-8", "surrogatepass"))

    def open_text(self, sealed: bytes) -> str:
        return self.open(sealed).decode("utf-8", "surrogatepass")

    def seal_json(self, value: Any) -> bytes:
        return self.seal(json.dumps(value, separators=(",", ":")).encode())

    def open_json(self, sealed: bytes) -> Any:
        return json.loads(self.open(sealed))

    def keyed_hash(self, text: str) -> bytes:
        """32 bytes, the same for the same text under the same installation key."""
        return hmac.digest(self._hash_key, text.encode("utf-8", "surrogatepass"), "sha256")


def _subkey(key: bytes, purpose: bytes, length: int) -> bytes:
    info = b"wa-support " + purpose
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)
