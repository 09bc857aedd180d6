"""Conversations, and the lease that lets one worker at a time answer each of them."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    case,
    exists,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    update,
)

from wa_support.domain.conversations import Conversation, Memory, Owner
from wa_support.domain.errors import WaSupportError
from wa_support.storage.cipher import Cipher
from wa_support.storage.merges import absorb_conversation, survivor_of
from wa_support.storage.schema import conversations, handoffs, messages
from wa_support.storage.search_terms import SqlSearchTerms

# One message per 6 s to one customer, and a burst of 45 borrowed from later seconds
# (Meta, "Messaging throughput", pair rate limits).
_PAIR_MS: Final = 6_000
_PAIR_BURST: Final = 45

_row = conversations.c
_THIS: Final = _row.id == bindparam("this")
_HELD: Final = _row.lease_token == bindparam("held")

_GET: Final = select(conversations).where(_THIS)
_GET_LOCKED: Final = _GET.with_for_update()
_BETWEEN: Final = select(conversations).where(
    _row.phone_number_id == bindparam("phone_number_id"),
    _row.customer_id == bindparam("customer_id"),
)
_BETWEEN_LOCKED: Final = _BETWEEN.with_for_update()
_OF_CUSTOMERS: Final = (
    select(conversations)
    .where(_row.customer_id.in_(bindparam("customers", expanding=True)))
    .order_by(_row.id)
)
_OF_CUSTOMERS_LOCKED: Final = _OF_CUSTOMERS.with_for_update()
_CREATE: Final = insert(conversations)
_SAVE: Final = update(conversations).where(_THIS)
_QUIET: Final = (
    select(conversations)
    .where(_row.owner == Owner.ELSEWHERE, _row.elsewhere_at < bindparam("before"))
    .order_by(_row.elsewhere_at)
)
_QUIET_LOCKED: Final = _QUIET.with_for_update(skip_locked=True)

_open_handoff = exists(
    select(literal(1)).where(
        handoffs.c.conversation_id == _row.id, text("handoffs.closed_at IS NULL")
    )
)
# Hidden from its index, which SQLite would take: nearly all have this owner, and few are due.
_longest_due = (
    select(_row.id)
    .where(
        _row.due_at <= bindparam("now"),
        _row.owner.concat("") == Owner.AUTOMATED,
        or_(_row.lease_until.is_(None), _row.lease_until <= bindparam("now")),
        ~_open_handoff.correlate(conversations),
    )
    .order_by(_row.due_at, _row.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LEASE_DUE: Final = (
    update(conversations)
    .where(_row.id == _longest_due.correlate(None).scalar_subquery())
    .returning(*conversations.c)
)
_GET_HELD: Final = _GET.where(_HELD)
_GET_HELD_LOCKED: Final = _GET_HELD.with_for_update()
_HOLDS: Final = select(_row.id).where(_THIS, _HELD)
_HOLDS_LOCKED: Final = _HOLDS.with_for_update()
_still_pending = exists(
    select(literal(1)).where(messages.c.conversation_id == _row.id, text("messages.pending"))
)
_RELEASE: Final = (
    update(conversations)
    .where(_THIS, _HELD)
    .values(
        lease_token=None,
        lease_holder=None,
        lease_until=None,
        due_at=case((_still_pending.correlate(conversations), _row.due_at), else_=null()),
    )
)
_PAIR: Final = select(_row.pair_tat).where(_THIS).with_for_update()


class SqlConversations:
    """`locks` makes single rows found stay as they are until the Tx ends, on PostgreSQL."""

    def __init__(self, connection: Connection, cipher: Cipher, *, locks: bool) -> None:
        self._connection = connection
        self._cipher = cipher
        self._locks = locks

    def get(self, id: str) -> Conversation:
        """Raises `WaSupportError` when there is none."""
        statement = _GET_LOCKED if self._locks else _GET
        row = self._connection.execute(statement, {"this": id}).first()
        if row is not None:
            return conversation_of(row, self._cipher)
        into = survivor_of(self._connection, id)
        if into is None:
            raise WaSupportError(f"no conversation {id}")
        return self.get(into)

    def between(self, phone_number_id: str, customer_id: str) -> Conversation | None:
        statement = _BETWEEN_LOCKED if self._locks else _BETWEEN
        pair = {"phone_number_id": phone_number_id, "customer_id": customer_id}
        return self._maybe(self._connection.execute(statement, pair).first())

    def create(self, conversation: Conversation) -> None:
        row = {
            "id": conversation.id,
            "phone_number_id": conversation.phone_number_id,
            "customer_id": conversation.customer_id,
            "created_at": conversation.created_at,
            **self._changeable(conversation),
        }
        self._connection.execute(_CREATE, row)

    def save(self, conversation: Conversation) -> None:
        row = {"this": conversation.id, **self._changeable(conversation)}
        row["customer_id"] = conversation.customer_id
        self._connection.execute(_SAVE, row)
        if conversation.memory.order_id is not None:
            terms = SqlSearchTerms(self._connection, self._cipher)
            terms.order_seen(conversation.customer_id, conversation.memory.order_id)

    def of_customers(self, customer_ids: Sequence[str]) -> Sequence[Conversation]:
        statement = _OF_CUSTOMERS_LOCKED if self._locks else _OF_CUSTOMERS
        rows = self._connection.execute(statement, {"customers": list(customer_ids)})
        return [conversation_of(row, self._cipher) for row in rows]

    def absorb(self, kept: Conversation, gone_id: str, *, now: int) -> None:
        absorb_conversation(self._connection, kept.id, gone_id, now=now)
        self.save(kept)

    def lease_due(self, *, holder: str, token: str, now: int, until: int) -> Conversation | None:
        """A lease that ran out leaves the conversation due, so it comes back by itself."""
        lease = {"lease_token": token, "lease_holder": holder, "lease_until": until, "now": now}
        return self._maybe(self._connection.execute(_LEASE_DUE, lease).first())

    def held(self, id: str, token: str) -> Conversation | None:
        statement = _GET_HELD_LOCKED if self._locks else _GET_HELD
        return self._maybe(self._connection.execute(statement, {"this": id, "held": token}).first())

    def holds(self, id: str, token: str) -> bool:
        """Also after its time, as long as nobody else has taken the conversation."""
        statement = _HOLDS_LOCKED if self._locks else _HOLDS
        row = self._connection.execute(statement, {"this": id, "held": token}).first()
        return row is not None

    def release(self, id: str, token: str) -> None:
        """The conversation stays due while any of its messages is pending."""
        self._connection.execute(_RELEASE, {"this": id, "held": token})

    def quiet_elsewhere(self, before: int) -> Sequence[Conversation]:
        statement = _QUIET_LOCKED if self._locks else _QUIET
        rows = self._connection.execute(statement, {"before": before})
        return [conversation_of(row, self._cipher) for row in rows]

    def take_pair_token(self, id: str, now: int) -> int:
        known = self._connection.execute(_PAIR, {"this": id}).scalar()
        arrival = max(known or 0, now)
        wait = arrival - now - (_PAIR_BURST - 1) * _PAIR_MS
        if wait > 0:
            return wait
        self._connection.execute(_SAVE, {"this": id, "pair_tat": arrival + _PAIR_MS})
        return 0

    def _maybe(self, row: Row[Any] | None) -> Conversation | None:
        return None if row is None else conversation_of(row, self._cipher)

    def _changeable(self, conversation: Conversation) -> dict[str, Any]:
        return {
            "owner": conversation.owner,
            "epoch": conversation.epoch,
            "agent": conversation.agent,
            "language": conversation.language,
            "purpose": conversation.purpose,
            "window_closes_at": conversation.window_closes_at,
            "last_message_at": conversation.last_message_at,
            "first_pending_at": conversation.first_pending_at,
            "due_at": conversation.due_at,
            "elsewhere_at": conversation.elsewhere_at,
            "memory": self._cipher.seal_text(conversation.memory.as_json()),
        }


def conversation_of(row: Row[Any], cipher: Cipher) -> Conversation:
    """From a row that has the columns of `conversations`."""
    return Conversation(
        id=row.id,
        phone_number_id=row.phone_number_id,
        customer_id=row.customer_id,
        created_at=row.created_at,
        owner=Owner(row.owner),
        epoch=row.epoch,
        agent=row.agent,
        language=row.language,
        purpose=row.purpose,
        window_closes_at=row.window_closes_at,
        last_message_at=row.last_message_at,
        first_pending_at=row.first_pending_at,
        due_at=row.due_at,
        elsewhere_at=row.elsewhere_at,
        memory=Memory.from_json(cipher.open_text(row.memory)),
    )
