from dataclasses import replace
from datetime import date, timedelta

import pytest

from wa_support.domain.eligibility import (
    CancelRule,
    Eligible,
    ForPerson,
    RefundRule,
    may_cancel,
    may_refund,
)
from wa_support.domain.orders import Order, OrderState

TODAY = date(2026, 11, 25)
ORDER = Order(
    id="1017", phone="821055501042", receiver="김민아", state=OrderState.DELIVERED, items=(),
    amount=58_000, currency="KRW", ordered_on="2026-11-13", delivered_on="2026-11-18",
)  # fmt: skip
WEEK = RefundRule(days_after_delivery=7, up_to={"KRW": 300_000}, needs=frozenset({"reason"}))


@pytest.mark.parametrize("state", [OrderState.PAID, OrderState.PREPARING])
def test_an_order_that_is_not_on_its_way_may_be_cancelled(state: OrderState) -> None:
    assert may_cancel(replace(ORDER, state=state), CancelRule()) == Eligible()


def test_a_state_outside_the_rule_is_for_a_person_who_is_told_the_state() -> None:
    rule = CancelRule(states=frozenset({OrderState.PAID}))
    preparing = replace(ORDER, state=OrderState.PREPARING)
    assert may_cancel(preparing, rule) == ForPerson("order_state", {"state": "preparing"})
    assert may_cancel(ORDER, rule) == ForPerson("order_state", {"state": "delivered"})


def test_a_cancelled_order_is_not_cancelled_again() -> None:
    cancelled = replace(ORDER, state=OrderState.CANCELLED)
    assert may_cancel(cancelled, CancelRule()) == ForPerson("already_cancelled")


def test_without_a_rule_a_person_decides() -> None:
    assert may_cancel(ORDER, None) == ForPerson("no_rule")
    assert may_refund(ORDER, None, TODAY) == ForPerson("no_rule")


def test_the_last_day_of_the_rule_still_counts_and_the_next_does_not() -> None:
    assert may_refund(ORDER, WEEK, TODAY) == Eligible()
    late = may_refund(ORDER, WEEK, TODAY + timedelta(days=1))
    assert late == ForPerson("too_late", {"days": 7, "delivered_on": "2026-11-18"})


@pytest.mark.parametrize("delivered_on", [None, "", "yesterday", "2026-11-26"])
def test_a_delivery_that_is_unknown_or_to_come_is_for_a_person(delivered_on: str | None) -> None:
    order = replace(ORDER, delivered_on=delivered_on)
    assert may_refund(order, WEEK, TODAY) == ForPerson("delivery_unknown")


@pytest.mark.parametrize("state", [one for one in OrderState if one is not OrderState.DELIVERED])
def test_what_was_not_delivered_is_not_refunded_by_rule(state: OrderState) -> None:
    order = replace(ORDER, state=state)
    assert may_refund(order, WEEK, TODAY) == ForPerson("order_state", {"state": str(state)})


def test_the_limit_itself_is_allowed_and_one_more_is_not() -> None:
    assert may_refund(replace(ORDER, amount=300_000), WEEK, TODAY) == Eligible()
    over = may_refund(replace(ORDER, amount=300_001), WEEK, TODAY)
    assert over == ForPerson("over_limit", {"limit": 300_000, "currency": "KRW"})


def test_a_currency_without_a_limit_is_for_a_person_unless_there_are_no_limits() -> None:
    dollars = replace(ORDER, currency="USD")
    assert may_refund(dollars, WEEK, TODAY) == ForPerson("no_limit", {"currency": "USD"})
    assert may_refund(dollars, replace(WEEK, up_to={}), TODAY) == Eligible()


def test_a_rule_that_needs_a_photo_is_for_a_person() -> None:
    rule = replace(WEEK, needs=frozenset({"photo"}))
    assert may_refund(ORDER, rule, TODAY) == ForPerson("needs_photo")
