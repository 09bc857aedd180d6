"""Identifiers: a prefix that says what it names, then a ULID (https://github.com/ulid/spec)."""

from typing import Final

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(ms: int, entropy: bytes) -> str:
    """26 characters that sort by time.

    `ms` is UTC milliseconds, `entropy` at least 10 random bytes.
    """
    number = (ms << 80) | int.from_bytes(entropy[:10], "big")
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))
