"""An order as a connected shop shows it, and who may see it."""

import hmac
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class OrderState(StrEnum):
    PAID = "paid"
    PREPARING = "preparing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    name: Mapping[str, str]
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`phone` is digits with the country code; dates are ISO local dates; `amount` and
    `return_fee` in `currency`. `paid_with` names the means that a refund goes back to, within
    `refund_days`; a shop that does not say leaves them None."""

    id: str
    phone: str
    receiver: str
    state: OrderState
    items: tuple[OrderItem, ...]
    amount: int
    currency: str
    ordered_on: str
    expected_on: str | None = None
    delivered_on: str | None = None
    carrier: Mapping[str, str] | None = None
    tracking: str | None = None
    paid_with: Mapping[str, str] | None = None
    refund_days: int | None = None
    return_fee: int | None = None


def order_as_json(order: Order) -> dict[str, Any]:
    return asdict(order)


def order_from_json(value: Mapping[str, Any]) -> Order:
    items = tuple(OrderItem(**item) for item in value["items"])
    return Order(**{**value, "state": OrderState(value["state"]), "items": items})


class Proof(StrEnum):
    """How somebody showed that an order is theirs."""

    SAME_PHONE = "same_phone"
    SECOND_FACT = "second_fact"
    SHOWN_BEFORE = "shown_before"


_NOBODY = Order(
    id="", phone="-", receiver="\0", state=OrderState.CANCELLED, items=(), amount=0, currency="",
    ordered_on="",
)  # fmt: skip


def proof_of(
    order: Order | None,
    *,
    phone: str | None,
    receiver: str | None = None,
    last_4: str | None = None,
    proven: tuple[str, ...] = (),
) -> Proof | None:
    """None for unknown, foreign and wrong alike: every path does the same comparisons."""
    compared = order or _NOBODY
    same_phone = _same(phone or "", compared.phone)
    same_name = _same(_name(receiver or ""), _name(compared.receiver))
    same_digits = _same(last_4 or "", compared.phone[-4:])
    if order is None:
        return None
    if same_phone:
        return Proof.SAME_PHONE
    if order.id in proven:
        return Proof.SHOWN_BEFORE
    return Proof.SECOND_FACT if same_name and same_digits else None


def _name(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _same(one: str, other: str) -> bool:
    """A blank proves nothing, on either side; `&` so that no comparison is skipped."""
    said, known = bool(one.strip()), bool(other.strip())
    return hmac.compare_digest(one.encode(), other.encode()) & said & known
