"""Which send goes next: two lanes a conversation, people's and the bot's, one call at a time."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    TextClause,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
    text,
)

from wa_support.domain.delivery import AttemptOutcome, Author, SendState
from wa_support.storage.attempts import IS_ATTEMPTING, IS_OPEN
from wa_support.storage.schema import attempts, conversations, sends
from wa_support.storage.schema_templates import template_uses

_UNKNOWN_BLOCKS_MS: Final = 60_000

_row = sends.c
_NOW: Final = bindparam("now", type_=BigInteger)
_older = sends.alias("older")


def _agents(author: ColumnElement[str]) -> ColumnElement[bool]:
    return author == Author.AGENT


def _attempt(*conditions: ColumnElement[bool] | TextClause) -> ColumnElement[bool]:
    same = attempts.c.conversation_id == _row.conversation_id
    found = exists(select(literal(1)).where(same, IS_OPEN, *conditions))
    return found.correlate(sends)


_in_flight = _attempt(IS_ATTEMPTING)
_just_unknown = _attempt(
    attempts.c.outcome == AttemptOutcome.UNKNOWN,
    attempts.c.ended_at > _NOW - _UNKNOWN_BLOCKS_MS,
)
# A template may wait for hours, for the morning or for Meta; it holds nobody's answer up.
_waits_alone = and_(
    _older.c.state == SendState.WAITING,
    exists(select(literal(1)).where(template_uses.c.send_id == _older.c.id)).correlate(_older),
)
_behind = exists(
    select(literal(1)).where(
        _older.c.conversation_id == _row.conversation_id,
        _older.c.state.in_([literal("ready"), literal("waiting")]),
        _older.c.seq < _row.seq,
        ~_waits_alone,
        or_(
            and_(_agents(_older.c.author), _agents(_row.author)),
            and_(~_agents(_older.c.author), ~_agents(_row.author)),
        ),
    )
).correlate(sends)

_MAY_GO: Final[Select[Any]] = (
    select(sends)
    .join(conversations, conversations.c.id == _row.conversation_id)
    .where(
        text("sends.state IN ('ready', 'waiting')"),
        _row.due_at <= _NOW,
        ~_in_flight,
        ~_behind,
        or_(_agents(_row.author), ~_just_unknown),
    )
)
FIRST_DUE: Final = (
    _MAY_GO.order_by(_row.due_at, _row.seq)
    .limit(1)
    .with_for_update(of=[sends, conversations], skip_locked=True)
)
"""Takes `now`. Locks the conversation too: two workers never serve its two lanes at once."""

DUE_OF: Final = (
    _MAY_GO.where(_row.conversation_id == bindparam("conversation"))
    .order_by(_row.due_at, _row.seq)
    .limit(1)
    .with_for_update(of=sends, skip_locked=True)
)
"""Takes `now` and `conversation`, which the caller has locked: then one look is enough."""

# PostgreSQL chose the row by a picture older than the lock it then got: an attempt that ended its
# transaction in between is seen only by a second look.
STILL_FIRST: Final = _MAY_GO.where(_row.id == bindparam("this"))
"""Takes `now` and `this`, a send's id."""
