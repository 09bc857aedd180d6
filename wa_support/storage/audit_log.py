"""The audit, newest first."""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Row, bindparam, select

from wa_support.domain.audit_log import AuditLine, AuditPage
from wa_support.domain.people import AuditRecord
from wa_support.storage.cipher import Cipher
from wa_support.storage.desk_queries import Readable
from wa_support.storage.schema import audit

_BATCH: Final = 500
_OPENED_AT_MOST: Final = 5_000
_NEWEST: Final = 1 << 62
_BEFORE: Final = (
    select(audit.c.seq, audit.c.at, audit.c.payload, audit.c.position)
    .where(audit.c.seq < bindparam("before"))
    .order_by(audit.c.seq.desc())
    .limit(bindparam("most"))
)


class SqlAuditLog:
    """Implements `ports.audit_log.AuditLog`."""

    def __init__(self, engine: Readable, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def page(
        self,
        *,
        actor: str | None = None,
        subject: str | None = None,
        before: int | None = None,
        limit: int = 50,
    ) -> AuditPage:
        found: list[AuditLine] = []
        at, opened = before or _NEWEST, 0
        with self._engine.read() as connection:
            while opened < _OPENED_AT_MOST:
                rows = self._rows(connection, at)
                for row in rows:
                    at, opened = row.seq, opened + 1
                    line = self._line(row)
                    if _fits(line, actor, subject):
                        found.append(line)
                    if len(found) == limit:
                        return AuditPage(lines=found, before=self._older(connection, at))
                if len(rows) < _BATCH:
                    return AuditPage(lines=found, before=None)
        return AuditPage(lines=found, before=at)

    def _rows(
        self, connection: Connection, before: int, most: int = _BATCH
    ) -> "Sequence[Row[int, int, bytes | None, int | None]]":
        return connection.execute(_BEFORE, {"before": before, "most": most}).all()

    def _older(self, connection: Connection, at: int) -> int | None:
        return at if self._rows(connection, at, most=1) else None

    def _line(self, row: "Row[int, int, bytes | None, int | None]") -> AuditLine:
        record = None
        if row.payload is not None:
            record = AuditRecord(**json.loads(self._cipher.open(row.payload)))
        return AuditLine(seq=row.seq, at=row.at, record=record, position=row.position)


def _fits(line: AuditLine, actor: str | None, subject: str | None) -> bool:
    record = line.record
    if record is None:
        return actor is None and subject is None
    same_actor = actor is None or record.actor.casefold() == actor.casefold()
    return same_actor and (subject is None or record.subject == subject)
