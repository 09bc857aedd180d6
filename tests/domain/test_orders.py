"""Who may see an order."""

import json
from dataclasses import replace

import pytest

from wa_support.domain.orders import (
    Order,
    OrderItem,
    OrderState,
    Proof,
    order_as_json,
    order_from_json,
    proof_of,
)

ORDER = Order(
    id="1042",
    phone="821055501042",
    receiver="Daniel Park",
    state=OrderState.SHIPPED,
    items=(OrderItem(name={"ko": "의자", "en": "Chair"}, quantity=2),),
    amount=129_000,
    currency="KRW",
    ordered_on="2026-11-19",
    carrier={"ko": "마루택배", "en": "Maru Parcel"},
)


def test_the_phone_it_was_ordered_with_is_enough() -> None:
    assert proof_of(ORDER, phone="821055501042") is Proof.SAME_PHONE


@pytest.mark.parametrize("receiver", ["Daniel Park", "daniel  park", "DANIELPARK", "Ｄaniel Park"])
def test_name_and_last_four_together_are_enough(receiver: str) -> None:
    assert proof_of(ORDER, phone=None, receiver=receiver, last_4="1042") is Proof.SECOND_FACT


def test_what_was_shown_once_stays_shown_here() -> None:
    assert proof_of(ORDER, phone=None, proven=("1042",)) is Proof.SHOWN_BEFORE
    assert proof_of(ORDER, phone=None, proven=("1017",)) is None


@pytest.mark.parametrize(
    ("order", "phone", "receiver", "last_4"),
    [
        (None, "821055501042", "Daniel Park", "1042"),
        (ORDER, "821099990000", None, None),
        (ORDER, None, None, None),
        (ORDER, None, "", ""),
        (ORDER, "", "Daniel Park", None),
        (ORDER, None, None, "1042"),
        (ORDER, None, "Daniel Kim", "1042"),
        (ORDER, None, "Daniel Park", "2077"),
        (ORDER, None, "Daniel Park", "821055501042"),
        (None, None, "\0", "-"),
        (None, "-", None, None),
    ],
)
def test_unknown_foreign_and_wrong_are_all_none(
    order: Order | None, phone: str | None, receiver: str | None, last_4: str | None
) -> None:
    assert proof_of(order, phone=phone, receiver=receiver, last_4=last_4) is None


def test_an_order_without_a_phone_belongs_to_nobody_who_has_none_either() -> None:
    nameless = replace(ORDER, phone="", receiver="")
    assert proof_of(nameless, phone=None) is proof_of(nameless, phone="", receiver="") is None


def test_an_order_survives_the_journal() -> None:
    assert order_from_json(json.loads(json.dumps(order_as_json(ORDER)))) == ORDER
