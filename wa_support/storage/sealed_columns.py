"""Columns of sealed text that may be empty."""

from wa_support.storage.cipher import Cipher


def seal_maybe(cipher: Cipher, text: str | None) -> bytes | None:
    return None if text is None else cipher.seal_text(text)


def open_maybe(cipher: Cipher, sealed: bytes | None) -> str | None:
    return None if sealed is None else cipher.open_text(sealed)
