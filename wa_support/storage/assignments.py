"""Whom the queue offered what, and who sits there to take it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)

from wa_support.domain.accounts import ANSWERING, Account
from wa_support.domain.assigning import AWAY_MS, PATIENCE_MS, Offered, Seated
from wa_support.domain.conversations import Owner
from wa_support.ports.accounts import Accounts
from wa_support.storage.schema import conversations, handoffs, seats
from wa_support.storage.schema_cases import assignments
from wa_support.storage.schema_rounds import given
from wa_support.storage.upsert import upsert

_row = assignments.c
_talk = conversations.c
_WAITING: Final = text("handoffs.closed_at IS NULL AND handoffs.taken_at IS NULL")

_owned = select(_talk.agent.label("agent")).where(_talk.owner == Owner.AGENT)
_offered = (
    select(_row.agent.label("agent"))
    .join(conversations, _talk.id == _row.conversation_id)
    .where(_talk.owner == Owner.QUEUED)
)
_load = union_all(_owned, _offered).subquery()
_SEATED: Final = (
    select(seats.c.agent, seats.c.seen_at, func.count(_load.c.agent).label("owned"))
    .outerjoin(_load, _load.c.agent == seats.c.agent)
    .where(seats.c.seen_at >= bindparam("since"))
    .group_by(seats.c.agent, seats.c.seen_at)
    .order_by(seats.c.agent)
)
_GIVEN_AT: Final = select(given)
_lapsed = or_(
    _row.agent.is_(None),
    _row.at <= bindparam("impatient"),
    and_(_row.at <= bindparam("away"), _row.agent.not_in(bindparam("seated", expanding=True))),
)
_lapsed_first = (
    select(handoffs.c.conversation_id, handoffs.c.opened_at, handoffs.c.id, _row.agent, _row.at)
    .outerjoin(assignments, _row.conversation_id == handoffs.c.conversation_id)
    .where(_WAITING, _lapsed)
    .order_by(handoffs.c.opened_at, handoffs.c.id)
    .limit(bindparam("limit"))
    .subquery()
)
_TO_OFFER: Final = (
    select(
        _lapsed_first.c.conversation_id,
        _lapsed_first.c.opened_at,
        _lapsed_first.c.agent,
        _lapsed_first.c.at,
        _talk.language,
        _talk.purpose,
    )
    .join(conversations, _talk.id == _lapsed_first.c.conversation_id)
    .where(_talk.owner == Owner.QUEUED)
    .order_by(_lapsed_first.c.opened_at, _lapsed_first.c.id)
)
_offer = upsert(assignments)
_OFFER: Final = _offer.on_conflict_do_update(
    index_elements=["conversation_id"],
    set_={"agent": _offer.excluded.agent, "at": _offer.excluded.at},
)
_give = upsert(given)
_GIVE: Final = _give.on_conflict_do_update(index_elements=["agent"], set_={"at": _give.excluded.at})
_WITHDRAW: Final = delete(assignments).where(_row.conversation_id == bindparam("this"))
_still_waits = exists(
    select(literal(1)).where(_talk.id == _row.conversation_id, _talk.owner == Owner.QUEUED)
)
_OVER: Final = select(_row.conversation_id).where(~_still_waits).limit(1)
_CLEAR: Final = delete(assignments).where(~_still_waits)


class SqlAssignments:
    def __init__(self, connection: Connection, accounts: Accounts) -> None:
        self._connection = connection
        self._accounts = accounts

    def seated(self, since: int) -> Sequence[Seated]:
        rows = self._connection.execute(_SEATED, {"since": since}).all()
        known = {account.name: account for account in self._accounts.present()} if rows else {}
        return [
            _seated(row, known.get(row.agent))
            for row in rows
            if self._may_answer(known.get(row.agent) or self._accounts.by_name(row.agent))
        ]

    def _may_answer(self, account: Account | None) -> bool:
        """Who left, or may only look now, keeps a seat for a while."""
        return account is None or (account.removed_at is None and account.role in ANSWERING)

    def given_at(self) -> Mapping[str, int]:
        return {row.agent: row.at for row in self._connection.execute(_GIVEN_AT)}

    def to_offer(self, seated: Sequence[str], *, now: int, limit: int) -> Sequence[Offered]:
        params = {
            "seated": list(seated),
            "impatient": now - PATIENCE_MS,
            "away": now - AWAY_MS,
            "limit": limit,
        }
        return [
            Offered(
                conversation_id=row.conversation_id,
                opened_at=row.opened_at,
                language=row.language,
                purpose=row.purpose,
                agent=row.agent,
                offered_at=row.at,
            )
            for row in self._connection.execute(_TO_OFFER, params)
        ]

    def offer(self, conversation_id: str, agent: str, *, now: int) -> None:
        row = {"conversation_id": conversation_id, "agent": agent, "at": now}
        self._connection.execute(_OFFER, row)
        self._connection.execute(_GIVE, {"agent": agent, "at": now})

    def withdraw(self, conversation_id: str) -> None:
        self._connection.execute(_WITHDRAW, {"this": conversation_id})

    def over(self) -> bool:
        return self._connection.execute(_OVER).first() is not None

    def clear(self) -> None:
        self._connection.execute(_CLEAR)


def _seated(row: Row[Any], account: Account | None) -> Seated:
    """Who sits there without an account answers everything."""
    seat = Seated(agent=row.agent, seen_at=row.seen_at, owned=row.owned)
    if account is None:
        return seat
    return replace(
        seat,
        languages=frozenset(account.languages),
        purposes=frozenset(account.purposes),
        capacity=account.capacity,
    )
