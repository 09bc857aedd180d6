"""Conversations in which an agent has had the last word for a long time."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, and_, bindparam, func, not_, or_, select, text

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.storage.schema import conversations, sends

_theirs = sends.alias("theirs")
_last_word = (
    select(func.max(_theirs.c.created_at))
    .where(
        _theirs.c.conversation_id == conversations.c.id,
        _theirs.c.author == Author.AGENT,
        _theirs.c.state == SendState.DONE,
    )
    .correlate(conversations)
    .scalar_subquery()
)
_unsaid = (
    select(sends.c.id)
    .where(
        sends.c.conversation_id == conversations.c.id,
        sends.c.author == Author.AGENT,
        sends.c.state.not_in([SendState.DONE, SendState.CANCELLED]),
    )
    .correlate(conversations)
    .exists()
)
_AFTER_AN_AGENT: Final = (
    select(conversations.c.id)
    .where(
        text("conversations.agent IS NOT NULL"),  # literal, as in the partial index
        conversations.c.owner == Owner.AGENT,
        or_(
            conversations.c.last_message_at.is_(None),
            conversations.c.last_message_at < bindparam("before"),
        ),
        and_(_last_word < bindparam("before"), not_(_unsaid)),
        _last_word >= func.coalesce(conversations.c.last_message_at, 0),
    )
    .order_by(conversations.c.id)
)


class SqlSilences:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def after_an_agent(self, before: int) -> Sequence[str]:
        return self._connection.execute(_AFTER_AN_AGENT, {"before": before}).scalars().all()
