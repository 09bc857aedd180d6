"""Turns and their journals."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select, update

from wa_support.domain.turns import JournalKind, JournalRow, Turn, TurnState
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import conversations, journal, turns
from wa_support.storage.search_terms import SqlSearchTerms, orders_shown

_VERSION: Final = 1
"""Of the journal's payloads, so that a later release can read what this one wrote."""

_OPEN: Final = (
    select(turns)
    .where(turns.c.conversation_id == bindparam("conversation_id"), turns.c.state == TurnState.OPEN)
    .order_by(turns.c.started_at.desc(), turns.c.id.desc())
    .limit(1)
)
_START: Final = insert(turns)
_SAVE: Final = update(turns).where(turns.c.id == bindparam("this"))
_JOURNAL: Final = (
    select(journal).where(journal.c.turn_id == bindparam("turn_id")).order_by(journal.c.seq)
)
_WHOSE: Final = (
    select(conversations.c.customer_id)
    .join(turns, turns.c.conversation_id == conversations.c.id)
    .where(turns.c.id == bindparam("turn"))
)
_WRITE: Final = insert(journal).values(
    seq=select(func.coalesce(func.max(journal.c.seq), 0) + 1)
    .where(journal.c.turn_id == bindparam("turn"))
    .correlate(None)
    .scalar_subquery()
)


class SqlTurns:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def open_for(self, conversation_id: str) -> Turn | None:
        row = self._connection.execute(_OPEN, {"conversation_id": conversation_id}).first()
        if row is None:
            return None
        return Turn(
            id=row.id,
            conversation_id=row.conversation_id,
            policy_version=row.policy_version,
            started_at=row.started_at,
            state=TurnState(row.state),
            leases=row.leases,
            restarts=row.restarts,
        )

    def start(self, turn: Turn) -> None:
        row = {
            "id": turn.id,
            "conversation_id": turn.conversation_id,
            "started_at": turn.started_at,
            **_changeable(turn),
        }
        self._connection.execute(_START, row)

    def save(self, turn: Turn, *, now: int) -> None:
        ended_at = None if turn.state is TurnState.OPEN else now
        row = {"this": turn.id, "ended_at": ended_at, **_changeable(turn)}
        self._connection.execute(_SAVE, row)

    def journal(self, turn_id: str) -> Sequence[JournalRow]:
        rows = self._connection.execute(_JOURNAL, {"turn_id": turn_id})
        return [
            JournalRow(
                seq=row.seq,
                kind=JournalKind(row.kind),
                payload=self._cipher.open_json(row.payload),
                at=row.at,
            )
            for row in rows
        ]

    def write(self, turn: str, kind: JournalKind, payload: Mapping[str, Any], *, now: int) -> None:
        row = {
            "turn_id": turn,
            "turn": turn,
            "kind": kind,
            "version": _VERSION,
            "payload": self._cipher.seal_json(dict(payload)),
            "at": now,
        }
        self._connection.execute(_WRITE, row)
        orders = orders_shown(payload) if kind is JournalKind.READ else []
        if orders:
            terms = SqlSearchTerms(self._connection, self._cipher)
            customer_id = self._connection.execute(_WHOSE, {"turn": turn}).scalar_one()
            for order_id in orders:
                terms.order_seen(customer_id, order_id)


def _changeable(turn: Turn) -> dict[str, Any]:
    return {
        "policy_version": turn.policy_version,
        "state": turn.state,
        "leases": turn.leases,
        "restarts": turn.restarts,
    }
