"""What came in, from customers and the phone app: masked words in clear, all else sealed."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, literal, select, text, update

from wa_support.domain.content import Content, Media
from wa_support.domain.delivery import Author
from wa_support.domain.ids import ulid
from wa_support.domain.text import MaskedText
from wa_support.domain.turns import StoredMessage
from wa_support.storage.attempts import IS_ATTEMPTING, IS_OPEN
from wa_support.storage.cipher import Cipher
from wa_support.storage.contents import content_as_json, content_from_json
from wa_support.storage.schema import attempts, conversations, media, messages, sends
from wa_support.storage.sealed_columns import open_maybe, seal_maybe

_row = messages.c
_ADD: Final = insert(messages)
_SAID: Final = [column for column in _row if column is not _row.pending]
_PENDING: Final = (
    select(*_SAID)
    .where(_row.conversation_id == bindparam("conversation_id"), text("messages.pending"))
    .order_by(_row.seq)
)
_PENDING_IDS: Final = select(_row.id).where(
    _row.conversation_id == bindparam("conversation_id"), text("messages.pending")
)
_BY_IDS: Final = (
    select(*_SAID).where(_row.id.in_(bindparam("ids", expanding=True))).order_by(_row.at, _row.seq)
)
_OUR_SEND: Final = select(attempts.c.send_id).where(
    attempts.c.wamid_hash == bindparam("hash"),
    attempts.c.conversation_id == bindparam("conversation_id"),
)
# By the conversation's index: an index on every message's hash would serve only the few that quote.
_THEIR_MESSAGE: Final = (
    select(_row.id)
    .where(
        _row.conversation_id == bindparam("conversation_id"), _row.wamid_hash == bindparam("hash")
    )
    .order_by(_row.seq)
    .limit(1)
)
_DONE: Final = (
    update(messages)
    .where(_row.id == bindparam("this"))
    .values(pending=False, turn_id=bindparam("turn"))
)
_unsent = select(sends.c.turn_id).where(
    sends.c.conversation_id == bindparam("conversation"),
    sends.c.author == Author.BOT,
    sends.c.state.in_([literal("ready"), literal("waiting")]),
    sends.c.turn_id.is_not(None),
    ~select(attempts.c.id)
    .where(attempts.c.send_id == sends.c.id, IS_OPEN, IS_ATTEMPTING)
    .correlate(sends)
    .exists(),
)
_REOPEN: Final = (
    update(messages)
    .where(
        _row.conversation_id == bindparam("conversation"),
        _row.author == Author.CUSTOMER,
        _row.turn_id.in_(_unsent),
    )
    .values(pending=True, turn_id=None)
)
_WANT: Final = insert(media).values(
    phone_number_id=select(conversations.c.phone_number_id)
    .where(conversations.c.id == bindparam("conversation"))
    .scalar_subquery()
)


class SqlMessages:
    def __init__(
        self, connection: Connection, cipher: Cipher, random: Callable[[int], bytes]
    ) -> None:
        self._connection = connection
        self._cipher = cipher
        self._random = random

    def add(self, message: StoredMessage, *, pending: bool) -> None:
        wamid = message.wamid
        row = {
            "id": message.id,
            "conversation_id": message.conversation_id,
            "author": message.author,
            "type": message.type,
            "text": _storable(message.text),
            "at": message.at,
            "received_at": message.received_at,
            "content": self._sealed(message.content),
            "wamid": seal_maybe(self._cipher, wamid),
            "wamid_hash": None if wamid is None else self._hash(wamid),
            "turn_id": message.turn_id,
            "agent": message.agent,
            "reply_to": message.reply_to,
            "pending": pending,
        }
        self._connection.execute(_ADD, row)

    def pending(self, conversation_id: str) -> Sequence[StoredMessage]:
        """In the order the customer wrote them, as far as Meta's whole seconds tell."""
        rows = self._connection.execute(_PENDING, {"conversation_id": conversation_id})
        # Sorted here: ordering by time would draw SQLite to the index over the whole history.
        found = [message_of(row, self._cipher) for row in rows]
        return sorted(found, key=lambda message: message.at)

    def pending_ids(self, conversation_id: str) -> Sequence[str]:
        found = self._connection.execute(_PENDING_IDS, {"conversation_id": conversation_id})
        return [row.id for row in found]

    def by_ids(self, ids: Sequence[str]) -> Sequence[StoredMessage]:
        rows = self._connection.execute(_BY_IDS, {"ids": list(ids)})
        return [message_of(row, self._cipher) for row in rows]

    def of_wamid(self, conversation_id: str, wamid: str) -> str | None:
        asked = {"conversation_id": conversation_id, "hash": self._hash(wamid)}
        for statement in (_OUR_SEND, _THEIR_MESSAGE):
            found: str | None = self._connection.execute(statement, asked).scalar()
            if found is not None:
                return found
        return None

    def done(self, ids: Sequence[str], *, turn_id: str | None) -> None:
        for message_id in ids:
            self._connection.execute(_DONE, {"this": message_id, "turn": turn_id})

    def reopen_unanswered(self, conversation_id: str) -> None:
        self._connection.execute(_REOPEN, {"conversation": conversation_id})

    def want_media(self, message: StoredMessage, media: Media, now: int) -> None:
        row = {
            "id": f"med_{ulid(now, self._random(10))}",
            "message_id": message.id,
            "conversation": message.conversation_id,
            "media": self._cipher.seal_json(asdict(media)),
            "state": "wanted",
            "due_at": now,
            "tries": 0,
        }
        self._connection.execute(_WANT, row)

    def _hash(self, wamid: str) -> bytes:
        return self._cipher.keyed_hash(f"wamid:{wamid}")

    def _sealed(self, content: Content | None) -> bytes | None:
        return None if content is None else self._cipher.seal_json(content_as_json(content))


def message_of(row: Row[Any], cipher: Cipher) -> StoredMessage:
    """From a row that has the columns of `messages`."""
    content = None if row.content is None else content_from_json(cipher.open_json(row.content))
    return StoredMessage(
        id=row.id,
        conversation_id=row.conversation_id,
        author=row.author,
        type=row.type,
        text=MaskedText(row.text),
        at=row.at,
        received_at=row.received_at,
        content=content,
        wamid=open_maybe(cipher, row.wamid),
        turn_id=row.turn_id,
        agent=row.agent,
        reply_to=row.reply_to,
    )


def _storable(words: str) -> str:
    """Neither database keeps half a surrogate pair, nor PostgreSQL a NUL; both come in JSON."""
    return words.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
