"""Visits to the practice shop: each takes one of the seats of its start."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Executable, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from wa_support.domain.bookings import Booking
from wa_support.domain.policy import SlotRules
from wa_support.domain.visits import Visit
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema_shop import shop_bookings

_BOOKED: Final = shop_bookings.c.state == "booked"
_TAKEN: Final = select(shop_bookings.c.start).where(
    _BOOKED, shop_bookings.c.start >= bindparam("since")
)
_SEATS: Final = select(shop_bookings.c.seat).where(
    _BOOKED, shop_bookings.c.start == bindparam("start")
)
_THEIRS: Final = (
    select(shop_bookings)
    .where(_BOOKED, shop_bookings.c.customer == bindparam("customer"))
    .where(shop_bookings.c.start >= bindparam("since"))
    .order_by(shop_bookings.c.start, shop_bookings.c.id)
)
_ONE: Final = select(shop_bookings).where(
    shop_bookings.c.id == bindparam("this"), shop_bookings.c.customer == bindparam("whose"), _BOOKED
)
_THIS: Final = update(shop_bookings).where(shop_bookings.c.id == bindparam("this"), _BOOKED)
_BOOK: Final = insert(shop_bookings)


def taken_since(connection: Connection, rules: SlotRules, since: str) -> Sequence[Visit]:
    """Every visit that begins at `since` or later; each has the length that the rules have now."""
    starts = connection.execute(_TAKEN, {"since": since}).scalars()
    return [_visit(start, rules) for start in starts]


def moment_of(start: str, rules: SlotRules) -> int:
    """UTC milliseconds; a wall time that comes twice is the first of the two."""
    local = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(rules.hours.timezone))
    return int(local.timestamp() * 1000)


def _visit(start: str, rules: SlotRules) -> Visit:
    starts = moment_of(start, rules)
    return Visit(starts=starts, ends=starts + rules.length_ms)


def bookings_of(
    connection: Connection, cipher: Cipher, rules: SlotRules, customer: str, *, since: str
) -> Sequence[Booking]:
    rows = connection.execute(_THEIRS, {"customer": customer, "since": since})
    return [_booking(row, cipher, rules) for row in rows]


def booking_of(
    connection: Connection, cipher: Cipher, rules: SlotRules, booking_id: str, customer: str
) -> Booking | None:
    """None for another's, a cancelled and an unknown one alike."""
    row = connection.execute(_ONE, {"this": booking_id, "whose": customer}).first()
    return None if row is None else _booking(row, cipher, rules)


def book(
    connection: Connection, cipher: Cipher, booking: Booking, customer: str, *, at_once: int
) -> bool:
    """False when somebody else took the last seat."""
    row = {
        "id": booking.id,
        "customer": customer,
        "start": booking.start,
        "state": booking.state,
        "phone": cipher.seal_text(booking.phone),
        "people": booking.people,
    }
    free = _free_seats(connection, booking.start, at_once)
    return any(_seated(connection, _BOOK, {**row, "seat": seat}) for seat in free)


def move(connection: Connection, booking_id: str, start: str, *, at_once: int) -> bool:
    """False when somebody else took the last seat; the visit stays where it was then."""
    return any(
        _seated(connection, _THIS.values(start=start, seat=seat), {"this": booking_id})
        for seat in _free_seats(connection, start, at_once)
    )


def cancel(connection: Connection, booking_id: str) -> None:
    connection.execute(_THIS.values(state="cancelled"), {"this": booking_id})


def _free_seats(connection: Connection, start: str, at_once: int) -> Iterable[int]:
    taken = set(connection.execute(_SEATS, {"start": start}).scalars())
    return (seat for seat in range(1, at_once + 1) if seat not in taken)


def _seated(connection: Connection, statement: Executable, row: Mapping[str, Any]) -> bool:
    try:
        with connection.begin_nested():
            return (
                connection.execute(statement, row).rowcount != 0
            )  # -1 where nobody counts inserts
    except IntegrityError:  # somebody else has committed the same seat meanwhile
        return False


def _booking(row: Row[Any], cipher: Cipher, rules: SlotRules) -> Booking:
    return Booking(
        id=row.id,
        phone=cipher.open_text(row.phone),
        start=row.start,
        people=row.people,
        place=rules.place,
        state=row.state,
    )
