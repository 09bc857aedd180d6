"""What webhooks said, apart from messages: dedup keys, masked bodies, kept events, dead letters."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from wa_support.domain.events import Event
from wa_support.domain.ids import ulid
from wa_support.domain.views import DeadLetter
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import account_events, bodies, dead_letters, seen
from wa_support.storage.upsert import upsert

_CLAIM_KEY: Final = upsert(seen).on_conflict_do_nothing(index_elements=["key"]).returning(seen.c.at)
_KEEP_BODY: Final = insert(bodies)
_KEEP_EVENT: Final = insert(account_events)
_KEEP_LETTER: Final = insert(dead_letters)
_LETTERS: Final = select(
    dead_letters.c.id,
    dead_letters.c.at,
    dead_letters.c.reason,
    dead_letters.c.size,
    dead_letters.c.redriven_at,
).order_by(dead_letters.c.at.desc(), dead_letters.c.id.desc())
_LETTER_BODY: Final = select(dead_letters.c.body).where(dead_letters.c.id == bindparam("id"))
_FORGET_LETTERS: Final = delete(dead_letters).where(dead_letters.c.at < bindparam("before"))
_FORGET_KEYS: Final = delete(seen).where(seen.c.at < bindparam("before"))
_REDRIVEN: Final = update(dead_letters).where(dead_letters.c.id == bindparam("letter"))


_LetterRow = Row[str, int, bytes, int, int | None]


class SqlEvents:
    def __init__(
        self, connection: Connection, cipher: Cipher, random: Callable[[int], bytes]
    ) -> None:
        self._connection = connection
        self._cipher = cipher
        self._random = random

    def first_time(self, key: str, now: int) -> bool:
        row = {"key": self._cipher.keyed_hash(key), "at": now}
        return self._connection.execute(_CLAIM_KEY, row).first() is not None

    def keep_body(self, masked: bytes, received_at: int) -> None:
        row = {"received_at": received_at, "body": self._cipher.seal(masked)}
        self._connection.execute(_KEEP_BODY, row)

    def keep(self, event: Event, masked: Mapping[str, Any], *, state: str, now: int) -> None:
        body = {"field": event.field_name, "note": event.note, "item": dict(masked)}
        row = {"at": now, "kind": event.kind, "state": state, "body": self._cipher.seal_json(body)}
        self._connection.execute(_KEEP_EVENT, row)

    def dead_letter(self, body: bytes, *, reason: str, now: int) -> str:
        """Returns its id. The reason may quote the body, so it is sealed too."""
        letter = f"dl_{ulid(now, self._random(10))}"
        row = {
            "id": letter,
            "at": now,
            "reason": self._cipher.seal_text(reason),
            "size": len(body),
            "body": self._cipher.seal(body),
        }
        self._connection.execute(_KEEP_LETTER, row)
        return letter

    def dead_letters(self) -> Sequence[DeadLetter]:
        """Newest first, those already redriven too."""
        return [self._letter(row) for row in self._connection.execute(_LETTERS)]

    def dead_letter_body(self, id: str) -> bytes | None:
        sealed = self._connection.execute(_LETTER_BODY, {"id": id}).scalar()
        return None if sealed is None else self._cipher.open(sealed)

    def redriven(self, id: str, now: int) -> None:
        self._connection.execute(_REDRIVEN, {"letter": id, "redriven_at": now})

    def forget(self, *, letters_before: int, keys_before: int) -> None:
        self._connection.execute(_FORGET_LETTERS, {"before": letters_before})
        self._connection.execute(_FORGET_KEYS, {"before": keys_before})

    def _letter(self, row: "_LetterRow") -> DeadLetter:
        reason = self._cipher.open_text(row.reason)
        return DeadLetter(
            id=row.id, at=row.at, reason=reason, size=row.size, redriven_at=row.redriven_at
        )
