"""Every tool that a policy can allow: what it takes, what it gives, whether it changes anything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final


class ToolKind(StrEnum):
    READ = "read"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Text that matches `pattern` whole, or a whole number when `most` is given (from 1). `iso`:
    a day or moment that there is."""

    name: str
    says: str
    pattern: str = r"[\s\S]{1,500}"
    most: int | None = None
    required: bool = True
    iso: bool = False

    def accepts(self, value: Any) -> bool:
        if self.most is not None:
            return type(value) is int and 1 <= value <= self.most
        matches = isinstance(value, str) and re.fullmatch(self.pattern, value) is not None
        return matches and (not self.iso or _is_there(value))


def _is_there(iso: str) -> bool:
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """`says` is for the model, in English. `confirmed`: the customer agrees before it is called.
    `gives` are the fields of a success; whose data they are about, the server has bound."""

    name: str
    kind: ToolKind
    says: str
    arguments: tuple[Argument, ...] = ()
    gives: tuple[str, ...] = ()
    confirmed: bool = False

    def faults(self, arguments: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of the arguments that are missing, unknown or not as they must be."""
        known = {one.name: one for one in self.arguments}
        wrong = [name for name in arguments if name not in known]
        for one in self.arguments:
            value = arguments.get(one.name)
            if value is None and not one.required:
                continue
            if not one.accepts(value):
                wrong.append(one.name)
        return tuple(wrong)


_ORDER_ID = Argument(name="order_id", says="the order number", pattern=r"[0-9A-Za-z-]{1,32}")
_BOOKING_ID = Argument(name="booking_id", says="the booking", pattern=r"[0-9A-Za-z_-]{1,40}")
_START = Argument(
    name="start",
    says="when it starts, local time of the business, as find_slots gave it: YYYY-MM-DDTHH:MM",
    pattern=r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}",
    iso=True,
)
_PEOPLE = Argument(name="people", says="how many people come", most=20)

_ALL: Final = (
    ToolSpec(
        name="get_order",
        kind=ToolKind.READ,
        says="One order of this customer: state, items, dates, carrier, tracking.",
        arguments=(_ORDER_ID,),
        gives=("order",),
    ),
    ToolSpec(
        name="list_orders",
        kind=ToolKind.READ,
        says="This customer's last orders.",
        gives=("orders",),
    ),
    ToolSpec(
        name="cancel_order",
        kind=ToolKind.EFFECT,
        says="Cancel a whole order that has not been shipped.",
        arguments=(_ORDER_ID,),
        gives=("reference",),
        confirmed=True,
    ),
    ToolSpec(
        name="request_refund",
        kind=ToolKind.EFFECT,
        says="Ask for the refund of a delivered order.",
        arguments=(
            _ORDER_ID,
            Argument(name="reason", says="why, in the customer's own words"),
        ),
        gives=("reference",),
        confirmed=True,
    ),
    ToolSpec(
        name="create_ticket",
        kind=ToolKind.EFFECT,
        says="Write down a problem for the team.",
        arguments=(
            Argument(name="issue_type", says="one or two words", pattern=r"[^\r\n]{1,60}"),
            Argument(name="summary", says="one or two sentences"),
            Argument(
                name="order_id",
                says="the order it is about",
                pattern=_ORDER_ID.pattern,
                required=False,
            ),
        ),
        gives=("ticket_id",),
    ),
    ToolSpec(
        name="get_ticket",
        kind=ToolKind.READ,
        says="The state of one ticket of this customer.",
        arguments=(
            Argument(name="ticket_id", says="the ticket", pattern=r"[0-9A-Za-z_-]{1,40}"),
        ),
        gives=("ticket",),
    ),
    ToolSpec(
        name="kb_search",
        kind=ToolKind.READ,
        says="Passages of the shop's articles that may answer a question.",
        arguments=(Argument(name="question", says="the question, in the customer's language"),),
        gives=("passages",),
    ),
    ToolSpec(
        name="find_slots",
        kind=ToolKind.READ,
        says="Free times for a visit.",
        arguments=(
            Argument(
                name="day",
                says="the local day, YYYY-MM-DD; without it the next free days",
                pattern=r"\d{4}-\d{2}-\d{2}",
                iso=True,
                required=False,
            ),
        ),
        gives=("slots",),
    ),
    ToolSpec(
        name="list_bookings",
        kind=ToolKind.READ,
        says="This customer's coming bookings.",
        gives=("bookings",),
    ),
    ToolSpec(
        name="book",
        kind=ToolKind.EFFECT,
        says="Book a free time.",
        arguments=(_START, _PEOPLE),
        gives=("booking",),
        confirmed=True,
    ),
    ToolSpec(
        name="reschedule",
        kind=ToolKind.EFFECT,
        says="Move a booking of this customer to another free time.",
        arguments=(_BOOKING_ID, _START),
        gives=("booking",),
        confirmed=True,
    ),
    ToolSpec(
        name="cancel_booking",
        kind=ToolKind.EFFECT,
        says="Cancel a booking of this customer.",
        arguments=(_BOOKING_ID,),
        gives=("reference",),
        confirmed=True,
    ),
)  # fmt: skip

TOOL_SPECS: Final[Mapping[str, ToolSpec]] = {one.name: one for one in _ALL}
