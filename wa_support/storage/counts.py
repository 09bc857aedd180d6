"""The numbers for metrics. A number that has no value yet (no beat, nothing due) is left out."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, func, or_, select, text

from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus, SendState
from wa_support.storage.attempts import IS_OPEN
from wa_support.storage.media_rows import BYTES_KEPT
from wa_support.storage.schema import account_events, attempts, conversations, dead_letters, sends
from wa_support.storage.schema_models import model_breakers, model_spending
from wa_support.storage.workers import LAST_BEAT

_ODD: Final = {"quarantined": "quarantined", "clash": "clashes", "unknown": "unknown_events"}

_BY_SEND_STATE: Final = select(sends.c.state, func.count()).group_by(sends.c.state)
_BY_OWNER: Final = select(conversations.c.owner, func.count()).group_by(conversations.c.owner)
_BY_ODDITY: Final = (
    select(account_events.c.state, func.count())
    .where(text("state <> 'kept'"))
    .group_by(account_events.c.state)
)
_again = attempts.alias("again")
_NUMBERS: Final[dict[str, Select[Any]]] = {
    "dead_letters": select(func.count())
    .select_from(dead_letters)
    .where(dead_letters.c.redriven_at.is_(None)),
    "attempts_unknown": select(func.count())
    .select_from(attempts)
    .where(IS_OPEN, attempts.c.outcome == AttemptOutcome.UNKNOWN),
    "doubles_known": select(func.count()).select_from(
        select(attempts.c.send_id)
        .where(
            attempts.c.outcome == AttemptOutcome.ACCEPTED,
            or_(attempts.c.delivery.is_(None), attempts.c.delivery != DeliveryStatus.FAILED),
            attempts.c.send_id.in_(select(_again.c.send_id).where(text("again.n > 1"))),
        )
        .group_by(attempts.c.send_id)
        .having(func.count() > 1)
        .subquery()
    ),
    "oldest_due_at": select(func.min(conversations.c.due_at)).where(
        conversations.c.due_at.is_not(None), conversations.c.owner == Owner.AUTOMATED
    ),
    "oldest_ready_at": select(func.min(sends.c.due_at)).where(
        text("sends.state IN ('ready', 'waiting')")
    ),
    "last_beat": LAST_BEAT,
    "models_shut_out": select(func.count())
    .select_from(model_breakers)
    .where(model_breakers.c.open_until.is_not(None)),
    "media_bytes": BYTES_KEPT,
    "model_spent_micro_usd": select(model_spending.c.spent).where(
        model_spending.c.spender == "", model_spending.c.day == ""
    ),
}


def counts(connection: Connection) -> Mapping[str, int]:
    """Keys ending in `_at`, and `last_beat`, are UTC milliseconds; the others count rows."""
    states = _grouped(connection, _BY_SEND_STATE)
    owners = _grouped(connection, _BY_OWNER)
    odd = _grouped(connection, _BY_ODDITY)
    single = {name: connection.execute(query).scalar() for name, query in _NUMBERS.items()}
    return {
        **{f"sends_{state}": states.get(state, 0) for state in SendState},
        **{f"conversations_{owner}": owners.get(owner, 0) for owner in Owner},
        **{name: odd.get(state, 0) for state, name in _ODD.items()},
        **{name: value for name, value in single.items() if value is not None},
    }


def _grouped(connection: Connection, query: Select[Any]) -> Mapping[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}
