"""The bubbles of one conversation: what came in and what we sent, in time order."""

import heapq
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, and_, bindparam, select

from wa_support.domain.delivery import AttemptOutcome, DeliveryStatus
from wa_support.domain.outbound import as_json
from wa_support.domain.text import MaskedText, spoken
from wa_support.domain.views import Quote, TranscriptLine
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import attempts, messages, sends
from wa_support.storage.sends import send_of

_THIS: Final[BindParameter[str]] = bindparam("this")
_LIMIT: Final[BindParameter[int]] = bindparam("limit")

_IDS: Final[BindParameter[Sequence[str]]] = bindparam("ids", expanding=True)

_CAME_IN: Final = (
    select(messages)
    .where(messages.c.conversation_id == _THIS)
    .order_by(messages.c.at.desc(), messages.c.seq.desc())
    .limit(_LIMIT)
)
_tried = select(sends, attempts.c.outcome, attempts.c.delivery).outerjoin(
    attempts, and_(attempts.c.send_id == sends.c.id, attempts.c.n == sends.c.tries)
)
_WENT_OUT: Final = (
    _tried.where(sends.c.conversation_id == _THIS)
    .order_by(sends.c.created_at.desc(), sends.c.seq.desc())
    .limit(_LIMIT)
)
_QUOTED_IN: Final = select(messages).where(
    messages.c.id.in_(_IDS), messages.c.conversation_id == _THIS
)
_QUOTED_OUT: Final = _tried.where(sends.c.id.in_(_IDS), sends.c.conversation_id == _THIS)


def transcript(
    connection: Connection, cipher: Cipher, conversation_id: str, limit: int
) -> Sequence[TranscriptLine]:
    params = {"this": conversation_id, "limit": limit}
    came_in = connection.execute(_CAME_IN, params).all()
    replies = {row.id: row.reply_to for row in came_in if row.reply_to is not None}
    heard = [_heard(row) for row in came_in]
    said = [_said(row, cipher) for row in connection.execute(_WENT_OUT, params)]
    merged = heapq.merge(reversed(heard), reversed(said), key=lambda line: line.at)
    lines = list(merged)[-limit:]
    if not replies:
        return lines
    quoted = Quoted(connection, cipher, conversation_id).of(lines, set(replies.values()))
    return [
        replace(line, quote=quoted.get(replies[line.id], Quote())) if line.id in replies else line
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Finds what is quoted: among the lines that are shown, else by its id in this conversation."""

    connection: Connection
    cipher: Cipher
    conversation_id: str

    def of(self, lines: Sequence[TranscriptLine], ids: Collection[str]) -> Mapping[str, Quote]:
        shown = {line.id: line for line in lines}
        further = [id_ for id_ in ids if id_ not in shown]
        found = [*(shown[id_] for id_ in ids if id_ in shown), *self._further(further)]
        return {line.id: _quote(line) for line in found}

    def _further(self, ids: Sequence[str]) -> Sequence[TranscriptLine]:
        if not ids:
            return ()
        asked = {"this": self.conversation_id, "ids": ids}
        return [
            *(_heard(row) for row in self.connection.execute(_QUOTED_IN, asked)),
            *(_said(row, self.cipher) for row in self.connection.execute(_QUOTED_OUT, asked)),
        ]


def _quote(line: TranscriptLine) -> Quote:
    return Quote(id=line.id, author=line.author, agent=line.agent, text=line.text, type=line.type)


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
