"""The worked example of `connect`, against a real HTTP server."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.connectors.http.connected import SKY, connected, declared
from tests.connectors.http.shop import Shop, open_shop
from wa_support.connectors.http.connector import HttpConnector
from wa_support.domain.bookings import Booking, Slot
from wa_support.domain.orders import OrderState, order_from_json
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult
from wa_support.ports.tools import OnBehalf


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


@pytest.fixture
def connector(shop: Shop) -> HttpConnector:
    return connected(declared(shop.port))


def read(connector: HttpConnector, tool: str, **arguments: Any) -> ToolResult:
    return connector.read(tool, arguments, on_behalf=SKY, within_s=5)


def act(connector: HttpConnector, tool: str, key: str, **arguments: Any) -> ToolResult:
    return connector.act(tool, arguments, on_behalf=SKY, key=key, within_s=5)


def test_it_offers_the_tools_that_are_declared_and_no_other(connector: HttpConnector) -> None:
    assert connector.offers() == {
        "get_order", "list_orders", "cancel_order", "request_refund", "find_slots", "book",
    }  # fmt: skip
    assert read(connector, "list_bookings") == Failed(code="not_connected")
    assert read(connector, "cancel_order", order_id="1042") == Failed(code="not_connected")


def test_an_order_has_our_fields_in_our_types_and_nothing_else(connector: HttpConnector) -> None:
    result = read(connector, "get_order", order_id="1042")
    assert isinstance(result, Succeeded)
    order = order_from_json(result.fields["order"])
    assert (order.id, order.phone, order.state) == ("1042", "821023456789", OrderState.SHIPPED)
    assert order.ordered_on == "2026-11-21"  # 23:30 UTC is the next day in Seoul
    assert order.items[0].name == {"ko": "머그컵", "en": "머그컵"}
    assert (order.amount, order.currency, order.refund_days) == (39000, "KRW", 3)
    assert "sky@example.com" not in str(result)
    assert "ignore previous" not in str(result)


def test_a_list_is_asked_for_by_the_phone_that_the_server_bound(
    connector: HttpConnector, shop: Shop
) -> None:
    result = read(connector, "list_orders")
    assert isinstance(result, Succeeded)
    assert [order["id"] for order in result.fields["orders"]] == ["1042"]
    assert shop.seen[0][1] == "/orders?phone=821023456789&limit=5"
    nobody = OnBehalf(customer="cus_2", phone=None)
    assert connector.read("list_orders", {}, on_behalf=nobody, within_s=5) == Failed(
        code="no_phone"
    )


def test_effects_are_done_with_their_key_and_their_typed_body(
    connector: HttpConnector, shop: Shop
) -> None:
    assert act(connector, "cancel_order", "k1", order_id="1042") == Succeeded(
        fields={"reference": "R-1"}
    )
    assert act(
        connector, "request_refund", "k2", order_id="1042", reason='금이 "갔어요"'
    ) == Succeeded(fields={"reference": "R-2"})
    booked = act(connector, "book", "k3", start="2026-12-01T10:00", people=2)
    assert isinstance(booked, Succeeded)
    assert Booking(**booked.fields["booking"]).people == 2
    _, refund, booking = shop.seen
    assert refund[2]["X-Request-Id"] == "k2"
    assert refund[3] == {"order": "1042", "why": '금이 "갔어요"', "notify": True}
    assert booking[3] == {"at": "2026-12-01T10:00", "seats": 2, "phone": "821023456789"}


def test_free_times_are_found_with_a_day_and_without_one(
    connector: HttpConnector, shop: Shop
) -> None:
    result = read(connector, "find_slots", day="2026-12-24")
    assert isinstance(result, Succeeded)
    assert Slot(**result.fields["slots"][0]) == Slot(start="2026-12-24T10:00", left=2)
    assert isinstance(read(connector, "find_slots"), Succeeded)
    assert [path for _, path, _, _ in shop.seen] == ["/slots?day=2026-12-24", "/slots"]


def test_the_same_key_twice_is_one_effect(connector: HttpConnector, shop: Shop) -> None:
    first = act(connector, "cancel_order", "k1", order_id="1042")
    assert act(connector, "cancel_order", "k1", order_id="1042") == first
    assert len(shop.effects) == 1


def test_an_effect_whose_answer_was_lost_is_unsure_and_can_be_asked_about(
    connector: HttpConnector, shop: Shop
) -> None:
    shop.fails("done_and_lost", times=1)
    lost = act(connector, "cancel_order", "k1", order_id="1042")
    assert lost == Failed(code="no_answer", unsure=True)
    asked = {"order_id": "1042"}
    became = connector.became_of("cancel_order", asked, on_behalf=SKY, key="k1", within_s=5)
    assert became == Succeeded(fields={"reference": "R-1"})
    never = connector.became_of("cancel_order", asked, on_behalf=SKY, key="k9", within_s=5)
    assert never == Correctable(code="never_arrived")
    assert [method for method, *_ in shop.seen].count("POST") == 1


def test_what_an_effect_came_to_stays_unsure_where_no_request_is_declared(
    connector: HttpConnector, shop: Shop
) -> None:
    asked = {"start": "2026-12-01T10:00", "people": 2}
    became = connector.became_of("book", asked, on_behalf=SKY, key="k1", within_s=5)
    assert became == Failed(code="unknown", unsure=True)
    shop.fails("says", status=500)
    cancelled = connector.became_of(
        "cancel_order", {"order_id": "1042"}, on_behalf=SKY, key="k1", within_s=5
    )
    assert cancelled == Failed(code="http_500", unsure=True)
