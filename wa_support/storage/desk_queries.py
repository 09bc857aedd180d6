"""What pages and commands read, and what a handoff takes with it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, Protocol

from sqlalchemy import (
    BindParameter,
    Connection,
    FromClause,
    Row,
    Select,
    UnaryExpression,
    and_,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    text,
)

from wa_support.domain.customers import Customer
from wa_support.domain.delivery import AttemptOutcome, SendState
from wa_support.domain.policy import PolicyVersion
from wa_support.domain.text import MaskedText
from wa_support.domain.views import ConversationSummary, HeldSend, TranscriptLine, TurnStory
from wa_support.storage.cipher import Cipher
from wa_support.storage.conversations import conversation_of
from wa_support.storage.customers import customer_of
from wa_support.storage.handoffs import handoff_of
from wa_support.storage.merges import survivor_of
from wa_support.storage.policies import CURRENT_POLICY, POLICY, policy_of
from wa_support.storage.schema import (
    attempts,
    conversations,
    customers,
    handoffs,
    messages,
    sends,
)
from wa_support.storage.sealed_columns import open_maybe
from wa_support.storage.stories import stories
from wa_support.storage.transcripts import transcript

_IDS: Final[BindParameter[Sequence[str]]] = bindparam("ids", expanding=True)


def _newest_first(rows: FromClause) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
    return func.coalesce(rows.c.last_message_at, rows.c.created_at).desc(), rows.c.id.desc()


def _with_last_text(chosen: Select[Any]) -> Select[Any]:
    # The page is cut first: SQLite would look up the last words of every conversation there is.
    page = chosen.subquery("page")
    last_text = (
        select(messages.c.text)
        .where(messages.c.conversation_id == page.c.id)
        .order_by(messages.c.at.desc(), messages.c.seq.desc())
        .limit(1)
        .correlate(page)
        .scalar_subquery()
    )
    return select(page, last_text.label("last_text")).order_by(*_newest_first(page))


_PAGE: Final = (
    select(conversations).order_by(*_newest_first(conversations)).limit(bindparam("limit"))
)
_ALL: Final = _with_last_text(_PAGE)
_OWNED: Final = _with_last_text(_PAGE.where(conversations.c.owner == bindparam("owner")))
_ONE: Final = _with_last_text(select(conversations).where(conversations.c.id == bindparam("this")))
_THESE: Final = _with_last_text(select(conversations).where(conversations.c.id.in_(_IDS)))
_CUSTOMERS: Final = select(customers).where(customers.c.id.in_(_IDS))
_HANDOFFS: Final = (
    select(handoffs)
    .where(handoffs.c.conversation_id.in_(_IDS), text("handoffs.closed_at IS NULL"))
    .order_by(handoffs.c.opened_at, handoffs.c.id)
)
_AT_A_GLANCE: Final = _HANDOFFS.with_only_columns(
    *(null().label(one.name) if one.name == "packet" else one for one in handoffs.c)
)
_HELD: Final = (
    select(
        sends,
        attempts.c.id.label("attempt_id"),
        attempts.c.outcome.label("last_outcome"),
    )
    .outerjoin(attempts, and_(attempts.c.send_id == sends.c.id, attempts.c.n == sends.c.tries))
    .where(
        or_(
            sends.c.state == SendState.HELD,
            and_(
                sends.c.state.in_([literal(SendState.READY), literal(SendState.WAITING)]),
                attempts.c.outcome == AttemptOutcome.UNKNOWN,
            ),
        )
    )
    .order_by(sends.c.created_at, sends.c.seq)
)


class Readable(Protocol):
    """An engine, or a transaction that has begun."""

    def read(self) -> AbstractContextManager[Connection]: ...


class SameTransaction:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self) -> AbstractContextManager[Connection]:
        return nullcontext(self._connection)


class SqlDeskQueries:
    """Each call is a picture of one moment."""

    def __init__(self, engine: Readable, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def conversations(
        self, *, owner: str | None = None, limit: int = 100
    ) -> Sequence[ConversationSummary]:
        """The last one that a customer wrote in comes first."""
        if owner is None:
            return self._summaries(_ALL, limit=limit)
        return self._summaries(_OWNED, limit=limit, owner=owner)

    def conversation(self, id: str) -> ConversationSummary | None:
        with self._engine.read() as connection:
            this = survivor_of(connection, id) or id
        return next(iter(self._summaries(_ONE, this=this)), None)

    def these(self, ids: Sequence[str]) -> Sequence[ConversationSummary]:
        """In the order of `ids`; those that there are, their handoffs without what came with them:
        a list says why somebody waits and since when."""
        rows = self._summaries(_THESE, handed=_AT_A_GLANCE, ids=list(ids))
        found = {one.conversation.id: one for one in rows}
        return [found[id_] for id_ in ids if id_ in found]

    def transcript(self, conversation_id: str, limit: int = 200) -> Sequence[TranscriptLine]:
        """The last `limit` bubbles, oldest first."""
        with self._engine.read() as connection:
            this = survivor_of(connection, conversation_id) or conversation_id
            return transcript(connection, self._cipher, this, limit)

    def stories(self, conversation_id: str, limit: int = 20) -> Sequence[TurnStory]:
        """The last `limit` turns, newest first."""
        with self._engine.read() as connection:
            this = survivor_of(connection, conversation_id) or conversation_id
            return stories(connection, self._cipher, this, limit)

    def held(self) -> Sequence[HeldSend]:
        """Sends held, and sends not given up whose last attempt's outcome is unknown."""
        with self._engine.read() as connection:
            return [self._held(row) for row in connection.execute(_HELD)]

    def policy(self, version: int | None = None) -> PolicyVersion | None:
        with self._engine.read() as connection:
            if version is None:
                row = connection.execute(CURRENT_POLICY).first()
            else:
                row = connection.execute(POLICY, {"version": version}).first()
        return None if row is None else policy_of(row)

    def _summaries(
        self, statement: Select[Any], *, handed: Select[Any] = _HANDOFFS, **params: Any
    ) -> Sequence[ConversationSummary]:
        with self._engine.read() as connection:
            rows = connection.execute(statement, params).all()
            known = self._customers(connection, [row.customer_id for row in rows])
            found = connection.execute(handed, {"ids": [row.id for row in rows]})
            opened = {row.conversation_id: handoff_of(row, self._cipher) for row in found}
        return [
            ConversationSummary(
                conversation=conversation_of(row, self._cipher),
                customer=known[row.customer_id],
                last_text=MaskedText(row.last_text or ""),
                handoff=opened.get(row.id),
            )
            for row in rows
        ]

    def _customers(self, connection: Connection, ids: Sequence[str]) -> Mapping[str, Customer]:
        rows = connection.execute(_CUSTOMERS, {"ids": ids})
        return {row.id: customer_of(row, self._cipher) for row in rows}

    def _held(self, row: Row[Any]) -> HeldSend:
        return HeldSend(
            send_id=row.id,
            conversation_id=row.conversation_id,
            author=row.author,
            state=SendState(row.state),
            reason=open_maybe(self._cipher, row.reason),
            created_at=row.created_at,
            last_outcome=AttemptOutcome(row.last_outcome) if row.last_outcome else None,
            attempt_id=row.attempt_id,
        )
