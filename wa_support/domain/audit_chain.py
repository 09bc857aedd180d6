"""The chain over the audit: what anybody can recompute who has the rows.

hash = SHA-256(hash before || digest || seq as 8 bytes, big-endian); the first one follows 32 zero
bytes. The digest is of salt and payload, so that both can be erased and the chain still holds.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

START: Final = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far the chain goes; `position` counts from 1, 0 is an empty chain."""

    position: int = 0
    hash: bytes = START


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsealedRow:
    seq: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedRow:
    """`wrong` says what is not as it was written, apart from the chain."""

    position: int
    seq: int
    digest: bytes
    hash: bytes
    wrong: str | None = None


def link(before: bytes, digest: bytes, seq: int) -> bytes:
    return hashlib.sha256(before + digest + seq.to_bytes(8, "big")).digest()


def sealed(head: Head, rows: Sequence[UnsealedRow]) -> list[SealedRow]:
    """The rows as they follow the head, in the order given."""
    result = []
    before = head.hash
    for position, row in enumerate(rows, head.position + 1):
        before = link(before, row.digest, row.seq)
        result.append(SealedRow(position=position, seq=row.seq, digest=row.digest, hash=before))
    return result


def fault(before: Head, row: SealedRow) -> str | None:
    """Why this row is not what followed `before`; None when it is."""
    if row.position != before.position + 1:
        return f"record {before.position + 1} is missing"
    if row.wrong is not None:
        return row.wrong
    if row.hash != link(before.hash, row.digest, row.seq):
        return "it was changed, or stands in another place"
    return None
