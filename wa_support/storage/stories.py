"""Why turns went as they did: journals opened, with the words that were heard."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from wa_support.domain.text import MaskedText
from wa_support.domain.views import TurnStory
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import journal, messages, turns

_TURNS: Final = (
    select(turns)
    .where(turns.c.conversation_id == bindparam("this"))
    .order_by(turns.c.started_at.desc(), turns.c.id.desc())
    .limit(bindparam("limit"))
)
_IDS: Final[BindParameter[Sequence[str]]] = bindparam("ids", expanding=True)
_STEPS: Final = (
    select(journal.c.turn_id, journal.c.kind, journal.c.payload)
    .where(journal.c.turn_id.in_(_IDS))
    .order_by(journal.c.turn_id, journal.c.seq)
)
_HEARD: Final = (
    select(messages.c.turn_id, messages.c.text)
    .where(messages.c.conversation_id == bindparam("this"), messages.c.turn_id.in_(_IDS))
    .order_by(messages.c.at, messages.c.seq)
)


def stories(
    connection: Connection, cipher: Cipher, conversation_id: str, limit: int
) -> Sequence[TurnStory]:
    rows = connection.execute(_TURNS, {"this": conversation_id, "limit": limit}).all()
    ids = [row.id for row in rows]
    steps = _steps(connection, cipher, ids)
    heard = _heard(connection, conversation_id, ids)
    return [
        TurnStory(
            turn_id=row.id,
            heard=tuple(heard[row.id]),
            policy_version=row.policy_version,
            state=row.state,
            started_at=row.started_at,
            ended_at=row.ended_at,
            steps=tuple(steps[row.id]),
        )
        for row in rows
    ]


def _steps(
    connection: Connection, cipher: Cipher, ids: Sequence[str]
) -> Mapping[str, list[tuple[str, Mapping[str, Any]]]]:
    found: defaultdict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for row in connection.execute(_STEPS, {"ids": ids}):
        found[row.turn_id].append((row.kind, cipher.open_json(row.payload)))
    return found


def _heard(
    connection: Connection, conversation_id: str, ids: Sequence[str]
) -> Mapping[str, list[MaskedText]]:
    found: defaultdict[str, list[MaskedText]] = defaultdict(list)
    for row in connection.execute(_HEARD, {"this": conversation_id, "ids": ids}):
        found[row.turn_id].append(MaskedText(row.text))
    return found
