"""The policy's rules decide about money; whatever they do not allow is a person's."""

from dataclasses import replace
from datetime import date

import pytest

from wa_support.domain.eligibility import Eligible, ForPerson, may_cancel, may_refund
from wa_support.domain.orders import Order, OrderState
from wa_support.domain.rules import CancelRule, RefundRule

TODAY = date(2026, 11, 24)
CANCEL = CancelRule(only_if_status=frozenset({OrderState.PAID, OrderState.PREPARING}))
REFUND = RefundRule(days_after_delivery=7, up_to={"KRW": 300_000})
ORDER = Order(
    id="1042",
    phone="821055501234",
    receiver="김민아",
    state=OrderState.DELIVERED,
    items=(),
    amount=300_000,
    currency="KRW",
    ordered_on="2026-11-10",
    delivered_on="2026-11-17",
)


@pytest.mark.parametrize("state", list(OrderState))
def test_only_the_states_of_the_rule_may_be_cancelled(state: OrderState) -> None:
    may = may_cancel(replace(ORDER, state=state), CANCEL)
    assert isinstance(may, Eligible) == (state in {OrderState.PAID, OrderState.PREPARING})


def test_without_a_rule_a_person_decides() -> None:
    assert may_cancel(replace(ORDER, state=OrderState.PAID), None) == ForPerson(code="no_rule")
    assert may_refund(ORDER, None, TODAY) == ForPerson(code="no_rule")


def test_the_last_day_and_the_largest_amount_still_count() -> None:
    assert isinstance(may_refund(ORDER, REFUND, TODAY), Eligible)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (replace(ORDER, delivered_on="2026-11-16"), "days"),
        (replace(ORDER, delivered_on="2026-11-25"), "days"),
        (replace(ORDER, amount=300_001), "amount"),
        (replace(ORDER, currency="USD", amount=10), "amount"),
        (replace(ORDER, delivered_on=None), "state"),
        (replace(ORDER, state=OrderState.SHIPPED), "state"),
        (replace(ORDER, state=OrderState.CANCELLED), "state"),
    ],
)
def test_beyond_the_rule_a_person_decides(order: Order, code: str) -> None:
    may = may_refund(order, REFUND, TODAY)
    assert isinstance(may, ForPerson)
    assert may.code == code


def test_a_rule_without_amounts_knows_no_limit() -> None:
    rule = RefundRule(days_after_delivery=7)
    assert isinstance(may_refund(replace(ORDER, amount=10**9), rule, TODAY), Eligible)
