"""Customers' waits for a human word."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    case,
    func,
    select,
    text,
    update,
)

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.waits import Wait, WaitKind
from wa_support.ports.rounds import Unwatched, WaitsCounted
from wa_support.storage.schema import conversations, handoffs, messages, sends
from wa_support.storage.schema_rounds import waits
from wa_support.storage.upsert import upsert

_row = waits.c
_UNSETTLED: Final = text("waits.kept_at IS NULL AND waits.ended_at IS NULL")
_WAITING: Final = text("handoffs.closed_at IS NULL AND handoffs.taken_at IS NULL")
_NOT_SENT: Final = (SendState.HELD, SendState.CANCELLED, SendState.EXPIRED)

_watched = select(_row.id).where(_row.handoff_id == handoffs.c.id, _UNSETTLED)
_before = select(_row.id).where(_row.handoff_id == handoffs.c.id)
_new = (
    select(
        handoffs.c.id,
        handoffs.c.conversation_id,
        handoffs.c.opened_at,
        _before.correlate(handoffs).exists().label("waited_before"),
    )
    .where(
        _WAITING,
        handoffs.c.opened_at >= bindparam("since"),
        ~_watched.correlate(handoffs).exists(),
    )
    .order_by(handoffs.c.opened_at, handoffs.c.id)
    .limit(bindparam("limit"))
    .subquery()
)
_UNWATCHED: Final = (
    select(_new)
    .join(conversations, conversations.c.id == _new.c.conversation_id)
    .where(conversations.c.owner == Owner.QUEUED)
    .order_by(_new.c.opened_at, _new.c.id)
)
_DUE: Final = (
    select(waits)
    .where(_UNSETTLED, _row.look_at <= bindparam("now"))
    .order_by(_row.look_at, _row.id)
    .limit(bindparam("limit"))
)
_OPEN_OF: Final = (
    select(waits)
    .where(_row.handoff_id == bindparam("handoff_id"), _UNSETTLED)
    .order_by(_row.since, _row.id)
    .limit(1)
)
# In the same millisecond it is the same wait.
_BEGIN: Final = upsert(waits).on_conflict_do_nothing(index_elements=["id"])
_SAVE: Final = update(waits).where(_row.id == bindparam("this"))
_HERE: Final = select(func.min(sends.c.created_at)).where(
    sends.c.conversation_id == bindparam("conversation_id"),
    sends.c.author == Author.AGENT,
    sends.c.created_at >= bindparam("since"),
    sends.c.state.not_in(_NOT_SENT),
)
_ON_THE_PHONE: Final = select(func.min(messages.c.at)).where(
    messages.c.conversation_id == bindparam("conversation_id"),
    messages.c.author == Author.PHONE_APP,
    messages.c.at >= bindparam("since"),
)


def _where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_promised = _row.due_at.is_not(None)
_unanswered = _promised & _row.kept_at.is_(None)
_told = _row.told_at.is_not(None) | _row.window_told_at.is_not(None)
_COUNTS: Final = select(
    _where(_promised & (_row.kept_at <= _row.due_at)).label("kept"),
    _where(_promised & (_row.kept_at > _row.due_at)).label("answered_late"),
    _where(_unanswered & _told).label("told_only"),
    _where(_unanswered & ~_told & _row.ended_at.is_not(None)).label("ended"),
    _where(_unanswered & ~_told & _row.ended_at.is_(None)).label("open"),
    _where(~_promised).label("unpromised"),
).where(_row.since >= bindparam("since_when"))


class SqlWaits:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unwatched(self, since: int, limit: int) -> Sequence[Unwatched]:
        return [
            Unwatched(
                handoff_id=row.id,
                conversation_id=row.conversation_id,
                opened_at=row.opened_at,
                waited_before=bool(row.waited_before),
            )
            for row in self._connection.execute(_UNWATCHED, {"since": since, "limit": limit})
        ]

    def due(self, now: int, limit: int) -> Sequence[Wait]:
        rows = self._connection.execute(_DUE, {"now": now, "limit": limit})
        return [_wait_of(row) for row in rows.mappings()]

    def open_of(self, handoff_id: str) -> Wait | None:
        found = self._connection.execute(_OPEN_OF, {"handoff_id": handoff_id})
        row = found.mappings().first()
        return None if row is None else _wait_of(row)

    def begin(self, wait: Wait) -> None:
        self._connection.execute(_BEGIN, asdict(wait))

    def save(self, wait: Wait) -> None:
        values = asdict(wait)
        self._connection.execute(_SAVE, {"this": values.pop("id"), **values})

    def human_word_since(self, conversation_id: str, since: int) -> int | None:
        params = {"conversation_id": conversation_id, "since": since}
        found = [
            self._connection.execute(statement, params).scalar()
            for statement in (_HERE, _ON_THE_PHONE)
        ]
        return min((at for at in found if at is not None), default=None)

    def outcomes(self, since: int) -> WaitsCounted:
        return WaitsCounted(
            **self._connection.execute(_COUNTS, {"since_when": since}).mappings().one()
        )


def _wait_of(row: RowMapping) -> Wait:
    values: dict[str, Any] = {column.name: row[column] for column in waits.c}
    return Wait(**{**values, "kind": WaitKind(values["kind"])})
