"""The bubbles of one conversation: what came in and what we sent, in time order."""

import heapq
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, select

from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus
from wa_support.domain.outbound import as_json
from wa_support.domain.text import MaskedText, spoken
from wa_support.domain.views import TranscriptLine
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import attempts, messages, sends
from wa_support.storage.sends import send_of

_THIS: Final[BindParameter[str]] = bindparam("this")
_LIMIT: Final[BindParameter[int]] = bindparam("limit")

_CAME_IN: Final = (
    select(messages)
    .where(messages.c.conversation_id == _THIS)
    .order_by(messages.c.at.desc(), messages.c.seq.desc())
    .limit(_LIMIT)
)
_WENT_OUT: Final = (
    select(sends, attempts.c.outcome, attempts.c.delivery)
    .outerjoin(attempts, and_(attempts.c.send_id == sends.c.id, attempts.c.n == sends.c.tries))
    .where(sends.c.conversation_id == _THIS)
    .order_by(sends.c.created_at.desc(), sends.c.seq.desc())
    .limit(_LIMIT)
)


def transcript(
    connection: Connection, cipher: Cipher, conversation_id: str, limit: int
) -> Sequence[TranscriptLine]:
    params = {"this": conversation_id, "limit": limit}
    heard = [_heard(row) for row in connection.execute(_CAME_IN, params)]
    said = [_said(row, cipher) for row in connection.execute(_WENT_OUT, params)]
    merged = heapq.merge(reversed(heard), reversed(said), key=lambda line: line.at)
    return list(merged)[-limit:]


def _heard(row: Row[Any]) -> TranscriptLine:
    return TranscriptLine(
        id=row.id,
        author=row.author,
        text=MaskedText(row.text),
        type=row.type,
        at=row.at,
        agent=row.agent,
    )


def _said(row: Row[Any], cipher: Cipher) -> TranscriptLine:
    send = send_of(row, cipher)
    return TranscriptLine(
        id=send.id,
        author=send.author,
        text=spoken(send.outbound.body),
        type=as_json(send.outbound)["kind"],
        at=send.created_at,
        agent=send.agent,
        outbound=send.outbound,
        state=send.state,
        outcome=AttemptOutcome(row.outcome) if row.outcome else None,
        delivery=DeliveryStatus(row.delivery) if row.delivery else None,
        reason=send.reason,
        turn_id=send.turn_id,
    )
