"""What other systems asked for by a key of theirs, and what they were answered."""

from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from wa_support.ports.firing import KeptRequest
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_templates import notify_requests
from wa_support.storage.upsert import upsert

_row = notify_requests.c
_CLAIM: Final = (
    upsert(notify_requests)
    .on_conflict_do_nothing(index_elements=["key_hash"])
    .returning(_row.key_hash)
)
_OF_KEY: Final = select(notify_requests).where(_row.key_hash == bindparam("this"))
_ANSWERED: Final = update(notify_requests).where(_row.key_hash == bindparam("this"))
_FORGET: Final = delete(notify_requests).where(_row.at < bindparam("before"))


class SqlNotifyRequests:
    """Implements `ports.firing.NotifyRequests`."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def claim(self, key: str, asked: str, now: int) -> KeptRequest | None:
        hashed, body = self._hash(key), self._cipher.keyed_hash(f"notify body:{asked}")
        row = {"key_hash": hashed, "body_hash": body, "at": now, "answer": ""}
        if self._connection.execute(_CLAIM, row).first() is not None:
            return None
        known = self._connection.execute(_OF_KEY, {"this": hashed}).one()
        return KeptRequest(same=known.body_hash == body, answer=known.answer)

    def answered(self, key: str, answer: str, send_id: str) -> None:
        row = {"this": self._hash(key), "answer": answer, "send_id": send_id}
        self._connection.execute(_ANSWERED, row)

    def send_of(self, key: str) -> str | None:
        row = self._connection.execute(_OF_KEY, {"this": self._hash(key)}).first()
        return None if row is None else row.send_id

    def forget(self, before: int) -> None:
        self._connection.execute(_FORGET, {"before": before})

    def _hash(self, key: str) -> bytes:
        return self._cipher.keyed_hash(f"notify key:{key}")
