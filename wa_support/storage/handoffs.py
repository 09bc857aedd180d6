"""Handoffs to people, and the seats that those people were last seen at."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from wa_support.domain.conversations import Owner
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.waits import LATE_SOON_MS
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import conversations, handoffs, seats
from wa_support.storage.schema_rounds import waits
from wa_support.storage.upsert import upsert

_row = handoffs.c
_OPEN: Final = text("handoffs.closed_at IS NULL")
_WAITING: Final = and_(_OPEN, _row.taken_at.is_(None))
_SINCE: Final = func.coalesce(_row.passed_on_at, _row.opened_at)

_ADD: Final = insert(handoffs)
_CURRENT: Final = (
    select(handoffs)
    .where(_row.conversation_id == bindparam("conversation_id"), _OPEN)
    .order_by(_row.opened_at.desc(), _row.id.desc())
    .limit(1)
)
_SAVE: Final = update(handoffs).where(_row.id == bindparam("this"))
_AHEAD: Final = (
    select(func.count())
    .select_from(handoffs)
    .where(
        _WAITING,
        or_(
            bindparam("since") > _SINCE,
            and_(bindparam("since") == _SINCE, _row.id < bindparam("this")),
        ),
    )
)
_WAITS: Final = (
    select((_row.taken_at - _SINCE).label("wait"))
    .where(_row.taken_at > _SINCE)  # who was taken unasked did not wait
    .order_by(_row.taken_at.desc())
    .limit(bindparam("limit"))
)
_soon_late = exists().where(
    waits.c.handoff_id == _row.id,
    waits.c.kept_at.is_(None),
    waits.c.ended_at.is_(None),
    waits.c.late == 0,
    waits.c.due_at <= bindparam("late_by"),
)
_TO_REMIND: Final = (
    select(handoffs)
    .join(conversations, conversations.c.id == _row.conversation_id)
    .where(
        _WAITING,
        _row.opened_at <= bindparam("before"),
        _row.told < bindparam("told_below"),
        func.coalesce(_row.told_at, 0) <= bindparam("before"),
        bindparam("before") >= _SINCE,
        conversations.c.owner == Owner.QUEUED,
        conversations.c.window_closes_at > bindparam("now"),
        ~_soon_late,
    )
    .order_by(_SINCE, _row.id)
    .limit(bindparam("limit"))
)
_QUEUE: Final = select(handoffs).where(_WAITING).order_by(_SINCE, _row.id)
_seat = upsert(seats)
_SEEN: Final = _seat.on_conflict_do_update(
    index_elements=["agent"], set_={"seen_at": _seat.excluded.seen_at}
)
_ON_DUTY: Final = (
    select(seats.c.agent, func.count(conversations.c.id).label("owned"))
    .outerjoin(
        conversations,
        and_(conversations.c.agent == seats.c.agent, conversations.c.owner == Owner.AGENT),
    )
    .where(seats.c.seen_at >= bindparam("since"))
    .group_by(seats.c.agent)
    .order_by(seats.c.agent)
)


class SqlHandoffs:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def open(self, handoff: Handoff) -> None:
        row = {
            "id": handoff.id,
            "conversation_id": handoff.conversation_id,
            "opened_at": handoff.opened_at,
            **self._changeable(handoff),
        }
        self._connection.execute(_ADD, row)

    def current(self, conversation_id: str) -> Handoff | None:
        """The newest that is not closed, waiting or taken."""
        row = self._connection.execute(_CURRENT, {"conversation_id": conversation_id}).first()
        return None if row is None else handoff_of(row, self._cipher)

    def save(self, handoff: Handoff) -> None:
        self._connection.execute(_SAVE, {"this": handoff.id, **self._changeable(handoff)})

    def ahead_of(self, handoff: Handoff) -> int:
        params = {"since": handoff.waiting_since, "this": handoff.id}
        return self._connection.execute(_AHEAD, params).scalar_one()

    def recent_waits(self, limit: int) -> Sequence[int]:
        return [row.wait for row in self._connection.execute(_WAITS, {"limit": limit})]

    def waiting(self) -> Sequence[Handoff]:
        """Longest waiting first."""
        return [handoff_of(row, self._cipher) for row in self._connection.execute(_QUEUE)]

    def to_remind(self, *, told_below: int, before: int, now: int, limit: int) -> Sequence[Handoff]:
        """Longest waiting first."""
        params = {
            "told_below": told_below,
            "before": before,
            "now": now,
            "late_by": now + LATE_SOON_MS,
            "limit": limit,
        }
        return [
            handoff_of(row, self._cipher) for row in self._connection.execute(_TO_REMIND, params)
        ]

    def seat_seen(self, agent: str, now: int) -> None:
        self._connection.execute(_SEEN, {"agent": agent, "seen_at": now})

    def on_duty(self, since: int) -> Sequence[tuple[str, int]]:
        rows = self._connection.execute(_ON_DUTY, {"since": since})
        return [(row.agent, row.owned) for row in rows]

    def _changeable(self, handoff: Handoff) -> dict[str, Any]:
        return {
            "reason": handoff.reason,
            "packet": self._cipher.seal_json(dict(handoff.packet)),
            "taken_at": handoff.taken_at,
            "taken_by": handoff.taken_by,
            "closed_at": handoff.closed_at,
            "told": handoff.told,
            "told_at": handoff.told_at,
            "passed_on_at": handoff.passed_on_at,
            "result": handoff.result,
        }


def handoff_of(row: Row[Any], cipher: Cipher) -> Handoff:
    """From a row that has the columns of `handoffs`; its packet may be left out."""
    return Handoff(
        id=row.id,
        conversation_id=row.conversation_id,
        reason=Reason(row.reason),
        opened_at=row.opened_at,
        packet={} if row.packet is None else cipher.open_json(row.packet),
        taken_at=row.taken_at,
        taken_by=row.taken_by,
        closed_at=row.closed_at,
        told=row.told,
        told_at=row.told_at,
        passed_on_at=row.passed_on_at,
        result=row.result,
    )
