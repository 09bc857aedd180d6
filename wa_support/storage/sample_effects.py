"""What the practice shop does when a tool changes something; each inside one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, bindparam, update
from sqlalchemy.dialects.postgresql import insert as upsert

from wa_support.domain.bookings import Booking, Ticket, as_json
from wa_support.domain.eligibility import ForPerson
from wa_support.domain.orders import OrderState
from wa_support.domain.policy import SlotRules
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult
from wa_support.domain.visits import Visit, may_change, visit_at
from wa_support.ports.tools import OnBehalf
from wa_support.storage import sample_shop, sample_tickets, sample_visits
from wa_support.storage.cipher import Cipher
from wa_support.storage.schema import shop_orders
from wa_support.storage.schema_shop import shop_refunds

_CANCEL: Final = (
    update(shop_orders)
    .where(shop_orders.c.id == bindparam("this"))
    .where(shop_orders.c.state.in_([OrderState.PAID, OrderState.PREPARING]))
    .values(state=OrderState.CANCELLED)
)
_REFUND: Final = (
    upsert(shop_refunds)
    .on_conflict_do_nothing(index_elements=["order_id"])
    .returning(shop_refunds.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """One effect under way. `name` is made from its key: what it creates is called after it."""

    connection: Connection
    cipher: Cipher
    rules: SlotRules | None
    today: str
    on_behalf: OnBehalf
    name: str
    now: int


def do(tool: str, arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    act = _ACTS.get(tool)
    return Failed(code="not_offered") if act is None else act(arguments, doing)


def _cancel_order(arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    if sample_shop.order_of(doing.connection, arguments["order_id"]) is None:
        return Correctable(code="not_found")
    cancelled = doing.connection.execute(_CANCEL, {"this": arguments["order_id"]})
    if cancelled.rowcount == 0:
        return Correctable(code="state_changed")
    return Succeeded(fields={"reference": f"C-{doing.name}"})


def _request_refund(arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    order = sample_shop.order_of(doing.connection, arguments["order_id"])
    if order is None:
        return Correctable(code="not_found")
    if order.state is not OrderState.DELIVERED:
        return Correctable(code="state_changed")
    row = {
        "order_id": order.id,
        "id": f"R-{doing.name}",
        "reason": doing.cipher.seal_text(arguments["reason"]),
        "at": doing.now,
    }
    if doing.connection.execute(_REFUND, row).first() is None:
        return Correctable(code="already_requested")
    return Succeeded(fields={"reference": row["id"]})


def _create_ticket(arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    ticket = Ticket(
        id=f"T-{doing.name}",
        issue_type=arguments["issue_type"],
        summary=arguments["summary"],
        state="open",
        opened_on=doing.today,
        order_id=arguments.get("order_id"),
    )
    sample_tickets.open_ticket(doing.connection, doing.cipher, ticket, doing.on_behalf.customer)
    return Succeeded(fields={"ticket_id": ticket.id})


def _book(arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    rules = doing.rules
    if rules is None:
        return Failed(code="not_offered")
    if not _fits(arguments["start"], rules, doing):
        return Correctable(code="slot_taken")
    booking = Booking(
        id=f"B-{doing.name}",
        phone=doing.on_behalf.phone or "",
        start=arguments["start"],
        people=arguments["people"],
        place=rules.place,
    )
    customer = doing.on_behalf.customer
    if not sample_visits.book(
        doing.connection, doing.cipher, booking, customer, at_once=rules.at_once
    ):
        return Correctable(code="slot_taken")
    return Succeeded(fields={"booking": as_json(booking)})


def _reschedule(arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    rules = doing.rules
    if rules is None:
        return Failed(code="not_offered")
    booking = _changeable(arguments["booking_id"], rules, doing)
    if isinstance(booking, Correctable):
        return booking
    start = arguments["start"]
    if start == booking.start:
        return Succeeded(fields={"booking": as_json(booking)})
    fitting = _fits(start, rules, doing)
    if not fitting or not sample_visits.move(
        doing.connection, booking.id, start, at_once=rules.at_once
    ):
        return Correctable(code="slot_taken")
    return Succeeded(fields={"booking": as_json(replace(booking, start=start))})


def _cancel_booking(arguments: Mapping[str, Any], doing: Doing) -> ToolResult:
    if doing.rules is None:
        return Failed(code="not_offered")
    booking = _changeable(arguments["booking_id"], doing.rules, doing)
    if isinstance(booking, Correctable):
        return booking
    sample_visits.cancel(doing.connection, booking.id)
    return Succeeded(fields={"reference": f"X-{doing.name}"})


def _changeable(booking_id: str, rules: SlotRules, doing: Doing) -> Booking | Correctable:
    booking = sample_visits.booking_of(
        doing.connection, doing.cipher, rules, booking_id, doing.on_behalf.customer
    )
    if booking is None:
        return Correctable(code="not_found")
    starts = sample_visits.moment_of(booking.start, rules)
    if isinstance(may_change(starts, rules, doing.now), ForPerson):
        return Correctable(code="too_late")
    return booking


def _fits(start: str, rules: SlotRules, doing: Doing) -> bool:
    taken = sample_visits.taken_since(doing.connection, rules, doing.today)
    return isinstance(visit_at(rules, start, taken, doing.now), Visit)


_ACTS: Final[Mapping[str, Callable[[Mapping[str, Any], Doing], ToolResult]]] = {
    "cancel_order": _cancel_order,
    "request_refund": _request_refund,
    "create_ticket": _create_ticket,
    "book": _book,
    "reschedule": _reschedule,
    "cancel_booking": _cancel_booking,
}
