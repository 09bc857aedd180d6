"""The typed fields of what each tool gives; nothing else of an answer from outside is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from wa_support.domain.orders import OrderState


class Kind(StrEnum):
    """`id` of our tools' patterns; `phone` digits with the country code; `day` an ISO local date;
    `start` local time `YYYY-MM-DDTHH:MM`; `names` a text in each language."""

    ID = "id"
    TEXT = "text"
    NAMES = "names"
    NUMBER = "number"
    CURRENCY = "currency"
    PHONE = "phone"
    DAY = "day"
    START = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`words`: one of these only. `default` stands where an optional field was not given."""

    kind: Kind = Kind.TEXT
    words: tuple[str, ...] = ()
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    fields: Mapping[str, "Shape"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """At most `at_most` are kept, the first ones."""

    of: Record
    at_most: int = 20


Shape = Field | Record | Many


def _maybe(kind: Kind, default: Any = None) -> Field:
    return Field(kind=kind, required=False, default=default)


_ID: Final = Field(kind=Kind.ID)
_ITEM: Final = Record(fields={"name": Field(kind=Kind.NAMES), "quantity": Field(kind=Kind.NUMBER)})
_ORDER: Final = Record(
    fields={
        "id": _ID,
        "phone": Field(kind=Kind.PHONE),
        "receiver": _maybe(Kind.TEXT, ""),
        "state": Field(words=tuple(OrderState)),
        "items": Many(of=_ITEM, at_most=50),
        "amount": Field(kind=Kind.NUMBER),
        "currency": Field(kind=Kind.CURRENCY),
        "ordered_on": Field(kind=Kind.DAY),
        "expected_on": _maybe(Kind.DAY),
        "delivered_on": _maybe(Kind.DAY),
        "carrier": _maybe(Kind.NAMES),
        "tracking": _maybe(Kind.TEXT),
        "paid_with": _maybe(Kind.NAMES),
        "refund_days": _maybe(Kind.NUMBER),
        "return_fee": _maybe(Kind.NUMBER),
    }
)
_BOOKING: Final = Record(
    fields={
        "id": _ID,
        "phone": Field(kind=Kind.PHONE),
        "start": Field(kind=Kind.START),
        "people": Field(kind=Kind.NUMBER),
        "place": Field(kind=Kind.NAMES),
        "state": Field(words=("booked", "cancelled"), required=False, default="booked"),
    }
)
_TICKET: Final = Record(
    fields={
        "id": _ID,
        "issue_type": Field(),
        "summary": Field(),
        "state": Field(words=("open", "in_progress", "done")),
        "opened_on": Field(kind=Kind.DAY),
        "order_id": _maybe(Kind.ID),
    }
)
_SLOT: Final = Record(fields={"start": Field(kind=Kind.START), "left": Field(kind=Kind.NUMBER)})

SHAPES: Final[Mapping[str, Shape]] = {
    "order": _ORDER,
    "orders": Many(of=_ORDER),
    "booking": _BOOKING,
    "bookings": Many(of=_BOOKING),
    "ticket": _TICKET,
    "ticket_id": _ID,
    "reference": _ID,
    "slots": Many(of=_SLOT, at_most=100),
}
"""By the names in `ToolSpec.gives`; passages come from our own articles only."""
