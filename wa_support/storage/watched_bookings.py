"""Bookings that were made here, and what their customers were told of them."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, select

from wa_support.domain.watched_bookings import WatchedBooking, WatchState
from wa_support.storage.schema_templates import watched_bookings
from wa_support.storage.upsert import upsert

_FIELDS: Final = (
    "booking_id", "conversation_id", "start", "starts_at", "seen_at", "look_at",
    "reminded_for", "told_of",
)  # fmt: skip
_row = watched_bookings.c
_GET: Final = select(watched_bookings).where(_row.booking_id == bindparam("this"))
_LOCKED: Final = _GET.with_for_update()
_insert = upsert(watched_bookings)
_SAVE: Final = _insert.on_conflict_do_update(
    index_elements=["booking_id"],
    set_={name: _insert.excluded[name] for name in (*_FIELDS[1:], "state")},
)
_DUE: Final = (
    select(watched_bookings)
    .where(_row.look_at.is_not(None), _row.look_at <= bindparam("now"))
    .order_by(_row.look_at, _row.booking_id)
    .limit(bindparam("limit"))
)
_FORGET: Final = delete(watched_bookings).where(_row.starts_at < bindparam("before"))


class SqlWatchedBookings:
    """Implements `ports.firing.WatchedBookings`."""

    def __init__(self, connection: Connection, *, locks: bool) -> None:
        self._connection = connection
        self._get = _LOCKED if locks else _GET

    def get(self, booking_id: str) -> WatchedBooking | None:
        row = self._connection.execute(self._get, {"this": booking_id}).first()
        return None if row is None else _watched(row)

    def save(self, watched: WatchedBooking) -> None:
        row = {name: getattr(watched, name) for name in _FIELDS}
        self._connection.execute(_SAVE, {**row, "state": watched.state})

    def due(self, now: int, limit: int) -> Sequence[WatchedBooking]:
        found = self._connection.execute(_DUE, {"now": now, "limit": limit})
        return [_watched(row) for row in found]

    def forget(self, before: int) -> None:
        self._connection.execute(_FORGET, {"before": before})


def _watched(row: Row[Any]) -> WatchedBooking:
    columns = {name: getattr(row, name) for name in _FIELDS}
    return WatchedBooking(state=WatchState(row.state), **columns)
