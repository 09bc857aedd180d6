"""Photos and voice notes that customers sent: wanted, then kept or given up."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, update

from wa_support.ports.database import WantedMedia
from wa_support.storage.cipher import Cipher
from wa_support.storage.contents import media_from_json
from wa_support.storage.schema import media

_CLAIM_MS: Final = 60_000

_row = media.c
_longest_due = (
    select(_row.id)
    .where(_row.due_at <= bindparam("now"))
    .order_by(_row.due_at, _row.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM_DUE: Final = (
    update(media)
    .where(_row.id == _longest_due.correlate(None).scalar_subquery())
    .returning(*media.c)
)
_CHANGE: Final = update(media).where(_row.id == bindparam("this"))
_AGAIN: Final = _CHANGE.values(tries=_row.tries + 1)
_STATES: Final = select(_row.message_id, _row.state).where(
    _row.message_id.in_(bindparam("ids", expanding=True))
)


class SqlMediaRows:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def due(self, now: int) -> WantedMedia | None:
        """Needs a Tx that writes: nobody else is given the same one for the next 60 s."""
        claim = {"now": now, "due_at": now + _CLAIM_MS}
        row = self._connection.execute(_CLAIM_DUE, claim).first()
        if row is None:
            return None
        return WantedMedia(
            id=row.id,
            message_id=row.message_id,
            phone_number_id=row.phone_number_id,
            media=media_from_json(self._cipher.open_json(row.media)),
            tries=row.tries,
        )

    def kept(self, id: str, *, path: str, size: int, now: int) -> None:
        self._change(id, state="kept", due_at=None, path=path, size=size, kept_at=now)

    def again(self, id: str, *, due_at: int, reason: str) -> None:
        row = {"this": id, "due_at": due_at, "reason": self._cipher.seal_text(reason)}
        self._connection.execute(_AGAIN, row)

    def gave_up(self, id: str, *, reason: str) -> None:
        self._change(id, state="failed", due_at=None, reason=self._cipher.seal_text(reason))

    def states(self, message_ids: Sequence[str]) -> Mapping[str, str]:
        rows = self._connection.execute(_STATES, {"ids": list(message_ids)})
        return {row.message_id: row.state for row in rows}

    def _change(self, id: str, **columns: Any) -> None:
        self._connection.execute(_CHANGE, {"this": id, **columns})
