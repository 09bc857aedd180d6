"""May the bot do this to this order? Never a refusal: what it may not do goes to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wa_support.domain.orders import Order, OrderState
from wa_support.domain.rules import CancelRule, RefundRule


@dataclass(frozen=True, slots=True)
class Eligible:
    """The customer may be asked to confirm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForPerson:
    """`code` names what stands against it, `params` what the person needs to know of that."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def may_cancel(order: Order, rule: CancelRule | None) -> Eligible | ForPerson:
    if rule is None:
        return ForPerson(code="no_rule")
    if order.state not in rule.only_if_status:
        return ForPerson(code="state", params={"state": str(order.state)})
    return Eligible()


def may_refund(order: Order, rule: RefundRule | None, today: date) -> Eligible | ForPerson:
    """`today` is the business's local day."""
    if rule is None:
        return ForPerson(code="no_rule")
    if order.state is not OrderState.DELIVERED or order.delivered_on is None:
        return ForPerson(code="state", params={"state": str(order.state)})
    days = (today - date.fromisoformat(order.delivered_on)).days
    if not 0 <= days <= rule.days_after_delivery:
        return ForPerson(code="days", params={"days": days, "most": rule.days_after_delivery})
    most = rule.up_to.get(order.currency)
    if rule.up_to and (most is None or order.amount > most):
        return ForPerson(code="amount", params={"amount": order.amount, "most": most or 0})
    return Eligible()
