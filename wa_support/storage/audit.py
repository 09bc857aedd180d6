"""Who did what. Once salt and payload are erased, the digest that stays tells nobody anything."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, insert, select, text, update

from wa_support.domain.audit_chain import Head, SealedRow, UnsealedRow
from wa_support.domain.people import AuditRecord
from wa_support.storage.cipher import CannotOpen, Cipher
from wa_support.storage.schema import audit
from wa_support.storage.schema_audit import audit_head
from wa_support.storage.upsert import upsert

_SALT: Final = 16
_HEAD: Final = "head"
_UNSEALED: Final = text("audit.position IS NULL")

_ADD: Final = insert(audit)
_GET_HEAD: Final = select(audit_head).where(audit_head.c.name == _HEAD)
_GET_HEAD_LOCKED: Final = _GET_HEAD.with_for_update()
_MAKE_HEAD: Final = upsert(audit_head).on_conflict_do_nothing(index_elements=["name"])
_MOVE_HEAD: Final = update(audit_head).where(audit_head.c.name == _HEAD)
_NEXT: Final = (
    select(audit.c.seq, audit.c.digest)
    .where(_UNSEALED)
    .order_by(audit.c.seq)
    .limit(bindparam("limit"))
)
_SEAL: Final = update(audit).where(audit.c.seq == bindparam("row"))
_CHAIN: Final = (
    select(audit)
    .where(audit.c.position > bindparam("after"))
    .order_by(audit.c.position)
    .limit(bindparam("limit"))
)
_WAITING: Final = select(func.count()).select_from(audit).where(_UNSEALED)


class SqlAudit:
    """Digest = SHA-256 of the salt followed by the payload: canonical JSON in UTF-8. `locks` holds
    the head until the Tx ends."""

    def __init__(
        self,
        connection: Connection,
        cipher: Cipher,
        random: Callable[[int], bytes],
        *,
        locks: bool,
    ) -> None:
        self._connection = connection
        self._cipher = cipher
        self._random = random
        self._locks = locks

    def add(self, record: AuditRecord) -> None:
        salt = self._random(_SALT)
        payload = json.dumps(asdict(record), sort_keys=True, separators=(",", ":")).encode()
        row = {
            "at": record.at,
            "digest": hashlib.sha256(salt + payload).digest(),
            "salt": salt,
            "payload": self._cipher.seal(payload),
        }
        self._connection.execute(_ADD, row)

    def head(self) -> Head:
        if self._locks:
            empty = {"name": _HEAD, "position": 0, "hash": Head().hash}
            self._connection.execute(_MAKE_HEAD, empty)
        row = self._connection.execute(_GET_HEAD_LOCKED if self._locks else _GET_HEAD).first()
        return Head() if row is None else Head(position=row.position, hash=row.hash)

    def unsealed(self, limit: int) -> Sequence[UnsealedRow]:
        rows = self._connection.execute(_NEXT, {"limit": limit})
        return [UnsealedRow(seq=row.seq, digest=row.digest) for row in rows]

    def seal(self, rows: Sequence[SealedRow]) -> None:
        changes = [{"row": row.seq, "position": row.position, "hash": row.hash} for row in rows]
        self._connection.execute(_SEAL, changes)
        last = rows[-1]
        self._connection.execute(_MOVE_HEAD, {"position": last.position, "hash": last.hash})

    def sealed(self, after: int, limit: int) -> Sequence[SealedRow]:
        rows = self._connection.execute(_CHAIN, {"after": after, "limit": limit})
        return [
            SealedRow(
                position=row.position,
                seq=row.seq,
                digest=row.digest,
                hash=row.hash or b"",
                wrong=self._wrong(row),
            )
            for row in rows
        ]

    def waiting(self) -> int:
        return self._connection.execute(_WAITING).scalar_one()

    def _wrong(self, row: Row[Any]) -> str | None:
        """Erased is right, half erased is not."""
        if row.salt is None and row.payload is None:
            return None
        if row.salt is None or row.payload is None:
            return "only half of it was erased"
        try:
            payload = self._cipher.open(row.payload)
        except CannotOpen:
            return "its payload does not open"
        if hashlib.sha256(row.salt + payload).digest() != row.digest:
            return "its payload was changed"
        return None if json.loads(payload)["at"] == row.at else "its time was changed"
