"""What people are still to be told outside the console."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from wa_support.domain.notices import NoticeKind, Owed
from wa_support.ports.rounds import DueNotice
from wa_support.storage.schema_rounds import notices
from wa_support.storage.upsert import upsert

_CLAIM_MS: Final = 60_000

_row = notices.c
_ADD: Final = upsert(notices).on_conflict_do_nothing(index_elements=["key"]).returning(_row.key)
_ANY_DUE: Final = select(_row.key).where(_row.due_at <= bindparam("now")).limit(1)
_due = (
    select(_row.key)
    .where(_row.due_at <= bindparam("now"))
    .order_by(_row.due_at, _row.key)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM: Final = (
    update(notices)
    .where(_row.key.in_(_due.correlate(None)))
    .values(due_at=bindparam("claimed_until"))
    .returning(*notices.c)
)
_SETTLE: Final = (
    update(notices)
    .where(_row.key.in_(bindparam("keys", expanding=True)))
    .values(
        told=bindparam("told_now"),
        due_at=bindparam("next_at"),
        reason=bindparam("why"),
        tries=_row.tries + 1,
    )
)
_FORGET: Final = delete(notices).where(_row.at < bindparam("before"))


class SqlNotices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, owed: Owed) -> bool:
        row = {
            "key": owed.key,
            "kind": owed.kind,
            "subject": owed.subject,
            "told": "",
            "at": owed.at,
            "due_at": owed.due_at,
            "tries": 0,
        }
        return self._connection.execute(_ADD, row).first() is not None

    def any_due(self, now: int) -> bool:
        return self._connection.execute(_ANY_DUE, {"now": now}).first() is not None

    def due(self, now: int, limit: int) -> Sequence[DueNotice]:
        params = {"now": now, "limit": limit, "claimed_until": now + _CLAIM_MS}
        found = [
            DueNotice(
                owed=Owed(
                    key=row.key,
                    kind=NoticeKind(row.kind),
                    subject=row.subject,
                    at=row.at,
                    due_at=row.due_at,
                ),
                tries=row.tries,
                told=frozenset(row.told.split()),
            )
            for row in self._connection.execute(_CLAIM, params)
        ]
        return sorted(found, key=lambda one: (one.owed.at, one.owed.key))

    def settle(
        self, keys: Sequence[str], *, told: frozenset[str], due_at: int | None, reason: str | None
    ) -> None:
        params = {
            "keys": list(keys),
            "told_now": " ".join(sorted(told)),
            "next_at": due_at,
            "why": reason,
        }
        self._connection.execute(_SETTLE, params)

    def forget(self, before: int) -> None:
        self._connection.execute(_FORGET, {"before": before})
