"""Reads a watched booking again at a few steps before its start, and has its customer told what is
true then: a reminder, or what the shop has changed meanwhile.

Nothing is said of what could not be read: it is tried again until it is too late, which is noted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeGuard

from wa_support.domain.customers import Customer
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.tool_results import Succeeded
from wa_support.domain.watched_bookings import WatchedBooking, not_at_night
from wa_support.flow.booking_telling import Booking, BookingTelling
from wa_support.flow.made_bookings import visits_timezone
from wa_support.flow.named_lease import NamedLease
from wa_support.flow.policy_book import PolicyBook, Rulebook
from wa_support.ports.database import Database, Tx
from wa_support.ports.outside import Clock, Ids
from wa_support.ports.tools import Connector, OnBehalf

_AT_ONCE: Final = 50
_WITHIN_S: Final = 10.0
_MOST_LISTED: Final = 20
"""A list as long as this may have left the booking out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingWatch:
    lease: NamedLease
    database: Database
    clock: Clock
    ids: Ids
    book: PolicyBook
    shop_for: Callable[[Rulebook], Connector | None]

    def look(self) -> int:
        """How many bookings were looked at; a system that does not answer is asked no more for
        now."""
        looked = 0
        while looked < _AT_ONCE and self.lease.held() and (due := self._next()) is not None:
            looked += 1
            if not self._look_at(*due):
                break
        return looked

    def _next(self) -> tuple[WatchedBooking, Customer, Rulebook] | None:
        with self.database.read() as tx:
            due = tx.watched_bookings.due(self.clock.now(), 1)
            if not due:
                return None
            conversation = tx.conversations.get(due[0].conversation_id)
            customer = tx.customers.get(conversation.customer_id)
            return due[0], customer, self.book.current(tx)

    def _look_at(self, watched: WatchedBooking, customer: Customer, rulebook: Rulebook) -> bool:
        """False when the connected system did not answer."""
        now = self.clock.now()
        night = not_at_night(now, visits_timezone(rulebook.policy)) > now
        listed = () if night else self._listed(customer, rulebook)
        found = _found(listed or (), watched.booking_id)
        with self.database.write() as tx:
            tx.conversations.get(watched.conversation_id)  # locked before the booking, as in turns
            if tx.watched_bookings.get(watched.booking_id) != watched:
                return True  # the customer was faster: the next look sees what they did
            telling = BookingTelling(
                tx=tx,
                ids=self.ids,
                rulebook=rulebook,
                watched=watched,
                booking=found,
                now=self.clock.now(),
            )
            if night:
                telling.later("night")
            elif listed is None or (found is None and len(listed) >= _MOST_LISTED):
                telling.later("not_read")
            else:
                _decide(tx, telling)
        return listed is not None

    def _listed(self, customer: Customer, rulebook: Rulebook) -> Sequence[Booking] | None:
        shop = self.shop_for(rulebook)
        if shop is None or "list_bookings" not in shop.offers():
            return None
        on_behalf = OnBehalf(customer=customer.id, phone=customer.phone)
        result = shop.read("list_bookings", {}, on_behalf=on_behalf, within_s=_WITHIN_S)
        listed = result.fields.get("bookings") if isinstance(result, Succeeded) else None
        return listed if _is_list(listed) else None


def _decide(tx: Tx, telling: BookingTelling) -> None:
    """One booking that cannot be told of must not stop everybody else's."""
    try:
        with tx.savepoint():
            telling.decide()
    except DatabaseUnavailable:
        raise
    except Exception as why:  # noqa: BLE001 - whatever it was, the next one may be fine
        telling.later(type(why).__name__)


def _is_list(listed: object) -> TypeGuard[Sequence[Booking]]:
    """What is no list of bookings is not read: it must not stop everybody else's either."""
    return isinstance(listed, list | tuple) and all(
        isinstance(one, Mapping) and {"id", "state"} <= one.keys() for one in listed
    )


def _found(listed: Sequence[Booking], booking_id: str) -> Booking | None:
    stands = (one for one in listed if one["state"] == "booked")
    return next((one for one in stands if one["id"] == booking_id), None)
