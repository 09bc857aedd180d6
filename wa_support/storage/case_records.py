"""Records for another system, until it has taken them."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from wa_support.domain.records import CaseRecord, Occasion
from wa_support.ports.records import DueRecord, GivenUp
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_records import case_records

_CLAIM_MS: Final = 60_000

_row = case_records.c
_EXISTS: Final = select(_row.key).where(_row.key == bindparam("this"))
_ADD: Final = insert(case_records)
_ANY_DUE: Final = select(_row.key).where(_row.due_at <= bindparam("now")).limit(1)
_longest_due = (
    select(_row.key)
    .where(_row.due_at <= bindparam("now"))
    .order_by(_row.due_at, _row.key)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM_DUE: Final = (
    update(case_records)
    .where(_row.key == _longest_due.correlate(None).scalar_subquery())
    .returning(*case_records.c)
)
_TOLD: Final = delete(case_records).where(_row.key == bindparam("this"))
_CHANGE: Final = update(case_records).where(_row.key == bindparam("this"))
_GIVEN_UP: Final = select(case_records).where(_row.due_at.is_(None)).order_by(_row.at.desc())
_REVIVE: Final = _CHANGE.where(_row.due_at.is_(None)).returning(_row.key)
_AGAIN: Final = _CHANGE.values(tries=_row.tries + 1)


class SqlCaseRecords:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, record: CaseRecord) -> None:
        if self._connection.execute(_EXISTS, {"this": record.key}).first() is not None:
            return
        row = {
            "key": record.key,
            "occasion": record.occasion,
            "conversation_id": record.conversation_id,
            "at": record.at,
            "fields": self._cipher.seal_json(dict(record.fields)),
            "tries": 0,
            "due_at": record.at,
        }
        self._connection.execute(_ADD, row)

    def any_due(self, now: int) -> bool:
        return self._connection.execute(_ANY_DUE, {"now": now}).first() is not None

    def due(self, now: int) -> DueRecord | None:
        """Needs a Tx that writes: nobody else is given the same one for the next 60 s."""
        claim = {"now": now, "due_at": now + _CLAIM_MS}
        row = self._connection.execute(_CLAIM_DUE, claim).first()
        if row is None:
            return None
        record = CaseRecord(
            key=row.key,
            occasion=Occasion(row.occasion),
            conversation_id=row.conversation_id,
            at=row.at,
            fields=self._cipher.open_json(row.fields),
        )
        return DueRecord(record=record, tries=row.tries)

    def told(self, key: str) -> None:
        self._connection.execute(_TOLD, {"this": key})

    def again(self, key: str, *, due_at: int, reason: str) -> None:
        self._connection.execute(_AGAIN, {"this": key, "due_at": due_at, "reason": reason})

    def gave_up(self, key: str, *, reason: str) -> None:
        self._connection.execute(_AGAIN, {"this": key, "due_at": None, "reason": reason})

    def given_up(self) -> Sequence[GivenUp]:
        return [
            GivenUp(
                key=row.key,
                occasion=row.occasion,
                conversation_id=row.conversation_id,
                at=row.at,
                tries=row.tries,
                reason=row.reason,
            )
            for row in self._connection.execute(_GIVEN_UP)
        ]

    def revive(self, key: str, now: int) -> bool:
        row = {"this": key, "due_at": now}
        return self._connection.execute(_REVIVE, row).first() is not None
