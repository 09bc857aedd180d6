"""Whether an order may be cancelled or refunded without a person, by the policy's rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from wa_support.domain.orders import Order, OrderState

CANCELLABLE: Final = frozenset({OrderState.PAID, OrderState.PREPARING})


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRule:
    states: frozenset[OrderState] = CANCELLABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRule:
    """`up_to` maps a currency to the largest amount, nothing for no limit; `needs` holds `reason`
    and `photo`."""

    days_after_delivery: int = 0
    up_to: Mapping[str, int] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Without a rule nothing is done: a person decides."""

    cancel_order: CancelRule | None = None
    request_refund: RefundRule | None = None


@dataclass(frozen=True, slots=True)
class Eligible:
    """The rule allows it."""


@dataclass(frozen=True, slots=True)
class ForPerson:
    """A person decides; `code` says why, `params` what its words need:

    `no_rule` · `already_cancelled` · `order_state` (state) · `delivery_unknown` ·
    `too_late` (days, delivered_on) · `over_limit` (limit, currency) · `no_limit` (currency) ·
    `needs_photo` · `too_close` (until, local time of the business).
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def may_cancel(order: Order, rule: CancelRule | None) -> Eligible | ForPerson:
    if rule is None:
        return ForPerson("no_rule")
    if order.state is OrderState.CANCELLED:
        return ForPerson("already_cancelled")
    if order.state not in rule.states:
        return ForPerson("order_state", {"state": str(order.state)})
    return Eligible()


def may_refund(order: Order, rule: RefundRule | None, today: date) -> Eligible | ForPerson:
    """`today` is the local day of the business."""
    if rule is None:
        return ForPerson("no_rule")
    if order.state is not OrderState.DELIVERED:
        return ForPerson("order_state", {"state": str(order.state)})
    if "photo" in rule.needs:
        return ForPerson("needs_photo")
    return _within_days(order, rule, today) or _within_limit(order, rule) or Eligible()


def _within_days(order: Order, rule: RefundRule, today: date) -> ForPerson | None:
    delivered = _day(order.delivered_on)
    if delivered is None or delivered > today:
        return ForPerson("delivery_unknown")
    if (today - delivered).days > rule.days_after_delivery:
        days, on = rule.days_after_delivery, delivered.isoformat()
        return ForPerson("too_late", {"days": days, "delivered_on": on})
    return None


def _within_limit(order: Order, rule: RefundRule) -> ForPerson | None:
    if not rule.up_to:
        return None
    limit = rule.up_to.get(order.currency)
    if limit is None:
        return ForPerson("no_limit", {"currency": order.currency})
    if order.amount > limit:
        return ForPerson("over_limit", {"limit": limit, "currency": order.currency})
    return None


def _day(iso: str | None) -> date | None:
    """What a connected system writes may be no date at all."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None
