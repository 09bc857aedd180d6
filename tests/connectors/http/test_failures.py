"""Every way in which a connected system fails, and what a turn hears of it."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.connectors.http.connected import SKY, answered_with, connected, declared
from tests.connectors.http.shop import KEY, ORDER, Shop, open_shop
from wa_support.domain.connector_specs import HttpConnections
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


def order(connections: HttpConnections, *, within_s: float = 5, **more: Any) -> ToolResult:
    connector = connected(connections, **more)
    return connector.read("get_order", {"order_id": "1042"}, on_behalf=SKY, within_s=within_s)


def cancel(shop: Shop, *, within_s: float = 5) -> ToolResult:
    connector = connected(declared(shop.port))
    return connector.act(
        "cancel_order", {"order_id": "1042"}, on_behalf=SKY, key="k1", within_s=within_s
    )


@pytest.mark.parametrize("fate", ["silent", "drips_headers", "drips_body"])
def test_a_slow_answer_is_given_up_when_its_whole_time_is_over(shop: Shop, fate: str) -> None:
    shop.fails(fate)
    began = time.monotonic()
    assert order(declared(shop.port), within_s=0.5) == Failed(code="timed_out")
    assert time.monotonic() - began < 1.5
    assert cancel(shop, within_s=0.5) == Failed(code="timed_out", unsure=True)


def test_a_tool_has_its_own_time_within_that_of_the_turn(shop: Shop) -> None:
    shop.fails("silent")
    began = time.monotonic()
    assert order(declared(shop.port, {"2 seconds": "1 second"}), within_s=20).code == "timed_out"  # type: ignore[union-attr]
    assert time.monotonic() - began < 2


def test_a_read_is_tried_again_after_a_reset_and_an_effect_is_not(shop: Shop) -> None:
    shop.fails("reset", times=1)
    assert isinstance(order(declared(shop.port)), Succeeded)
    assert len(shop.seen) == 2
    shop.fails("reset", times=1)
    assert cancel(shop) == Failed(code="no_answer", unsure=True)
    assert len(shop.seen) == 3


def test_nobody_there_leaves_no_doubt_about_an_effect(shop: Shop) -> None:
    connector = connected(declared(1))
    result = connector.act(
        "cancel_order", {"order_id": "1042"}, on_behalf=SKY, key="k1", within_s=5
    )
    assert result == Failed(code="no_answer", unsure=False)


ANSWERS = [
    (500, {}, Failed(code="http_500"), Failed(code="http_500", unsure=True)),
    (503, {}, Failed(code="busy"), Failed(code="busy", unsure=True)),
    (404, {}, Correctable(code="not_found"), Correctable(code="not_found")),
    (409, {}, Failed(code="http_409"), Failed(code="http_409", unsure=True)),
    (409, {"error": {"code": "ALREADY_SHIPPED"}}, Failed(code="http_409"),
        Correctable(code="not_allowed")),
    (423, {}, Failed(code="http_423"), Failed(code="failed")),
    (401, {}, Failed(code="key_refused"), Failed(code="key_refused")),
    (422, {}, Failed(code="http_422"), Failed(code="http_422")),
    (200, b"{not json", Failed(code="answer_not_as_declared"),
        Failed(code="answer_not_as_declared", unsure=True)),
    (200, b"[" * 100_000, Failed(code="answer_not_as_declared"),
        Failed(code="answer_not_as_declared", unsure=True)),
    (200, {"no": "1042"}, Failed(code="answer_not_as_declared"),
        Failed(code="answer_not_as_declared", unsure=True)),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "read", "acted"), ANSWERS)
def test_an_error_answer_means_what_the_policy_says_or_what_it_proves(
    shop: Shop, status: int, body: Any, read: ToolResult, acted: ToolResult
) -> None:
    shop.fails("says", status=status, body=body)
    assert order(declared(shop.port)) == read
    assert cancel(shop) == acted


def test_too_many_requests_waits_as_long_as_the_server_says(shop: Shop) -> None:
    waited: list[float] = []
    shop.fails("says", times=1, status=429, body={}, headers={"Retry-After": "1"})
    assert isinstance(order(declared(shop.port), sleep=waited.append), Succeeded)
    assert waited == [1.0]


def test_a_wait_that_does_not_fit_into_the_time_left_is_not_begun(shop: Shop) -> None:
    waited: list[float] = []
    shop.fails("says", status=429, body={}, headers={"Retry-After": "30"})
    assert order(declared(shop.port), sleep=waited.append) == Failed(code="busy")
    assert waited == []
    assert len(shop.seen) == 1


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"total": {"amount": "39,000", "currency": "KRW"}}, "order.amount: a text, not a whole"),
        ({"total": {"amount": True, "currency": "KRW"}}, "order.amount: true or false"),
        ({"status": "LOST"}, "order.state: a text, not one of paid"),
        ({"created_at": "yesterday"}, "order.ordered_on: a text, not a day"),
        ({"lines": {"title": "x"}}, "order.items: an object at lines, not a list"),
        ({"buyer": {"phone": "hidden"}}, "order.phone: a text, not a phone"),
        ({"no": "../../7"}, "order.id: a text, not an id"),
    ],
)
def test_a_wrong_type_is_named_by_field_and_never_by_value(
    shop: Shop, caplog: pytest.LogCaptureFixture, changes: dict[str, Any], told: str
) -> None:
    shop.fails("says", status=200, body={**ORDER, **changes})
    assert order(declared(shop.port)) == Failed(code="answer_not_as_declared")
    assert told in caplog.text
    assert "39,000" not in caplog.text


def test_a_page_that_is_not_json_is_not_looked_into(shop: Shop) -> None:
    shop.fails("says", status=200, body=ORDER, headers={"Content-Type": "text/html"})
    assert order(declared(shop.port)) == Failed(code="answer_not_as_declared")


def test_an_answer_shorter_than_announced_is_no_answer(shop: Shop) -> None:
    shop.fails("says", status=200, body=ORDER, headers={"Content-Length": "5000"})
    assert order(declared(shop.port)) == Failed(code="no_answer")


def test_a_huge_answer_is_dropped_at_its_limit(shop: Shop) -> None:
    shop.fails("huge")
    assert order(declared(shop.port)) == Failed(code="answer_too_large")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(shop: Shop, status: int) -> None:
    with open_shop() as elsewhere:
        place = f"http://127.0.0.1:{elsewhere.port}/orders/1042"
        shop.fails("says", status=status, body={}, headers={"Location": place})
        assert order(declared(shop.port)) == Failed(code="redirected")
        assert cancel(shop) == Failed(code="redirected", unsure=True)
        assert elsewhere.seen == []
        shop.fails("says", status=status, body=b" " * (3 << 20), headers={"Location": place})
        assert order(declared(shop.port)) == Failed(code="answer_too_large")


def test_rows_of_another_customer_are_not_used(shop: Shop) -> None:
    others = {**ORDER, "buyer": {"name": "x", "phone": "010-9999-0000"}}
    shop.fails("says", status=200, body={"data": [ORDER, others]})
    connector = connected(declared(shop.port))
    result = connector.read("list_orders", {}, on_behalf=SKY, within_s=5)
    assert result == Failed(code="not_theirs")


@pytest.mark.parametrize("environment", [{}, {"SHOP_API_KEY": "with\nbreak"}])
def test_a_missing_key_is_named_and_nothing_is_sent(
    shop: Shop, caplog: pytest.LogCaptureFixture, environment: dict[str, str]
) -> None:
    assert order(declared(shop.port), environment=environment) == Failed(code="not_configured")
    assert "SHOP_API_KEY" in caplog.text
    assert "break" not in caplog.text
    assert shop.seen == []


def test_a_key_is_shown_in_nothing_that_can_be_printed(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    connections = declared(shop.port)
    connector = connected(connections)
    for fate in ("", "reset", "says", "huge"):
        shop.fails(fate)
        connector.read("get_order", {"order_id": "1042"}, on_behalf=SKY, within_s=2)
    assert KEY not in caplog.text + repr(connector) + repr(connections)


@pytest.mark.parametrize(
    "value", ["../1042", "1042/..", "a?b=c", "a#b", "..", "1042%2f", "", "a b"]
)
def test_an_argument_that_could_move_the_path_is_never_sent(shop: Shop, value: str) -> None:
    connector = connected(declared(shop.port))
    result = connector.read("get_order", {"order_id": value}, on_behalf=SKY, within_s=5)
    assert result == Correctable(code="bad_argument")
    assert shop.seen == []


PRIVATE = [
    "127.0.0.1", "10.0.0.7", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::",
    "fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.7",
    "::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_with_a_private_address_is_not_connected_to(shop: Shop, address: str) -> None:
    connections = HttpConnections(tools=declared(shop.port).tools)
    result = order(connections, look_up=answered_with(address))
    assert result == Failed(code="address_not_allowed")
    assert shop.seen == []


def test_one_private_address_among_public_ones_refuses_the_name(shop: Shop) -> None:
    connections = HttpConnections(tools=declared(shop.port).tools)
    look_up = answered_with("93.184.215.14", "127.0.0.1")
    assert order(connections, look_up=look_up) == Failed(code="address_not_allowed")


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_used(shop: Shop) -> None:
    """Rebinding: a second answer would be another address."""
    asked: list[str] = []
    changing = [answered_with("127.0.0.1"), answered_with("10.0.0.7")]

    def look_up(host: str, port: int) -> Any:
        asked.append(host)
        return changing[len(asked) - 1](host, port)

    connections = declared(
        shop.port, {"http://127.0.0.1": "http://shop.test", "[127.0.0.1]": "[shop.test]"}
    )
    assert isinstance(order(connections, look_up=look_up), Succeeded)
    assert asked == ["shop.test"]
    assert shop.seen[0][2]["Host"] == f"shop.test:{shop.port}"


def test_a_resolver_that_hangs_does_not_hold_the_turn(shop: Shop) -> None:
    def look_up(_host: str, _port: int) -> Any:
        shop.ended.wait(10)
        return []

    began = time.monotonic()
    assert order(declared(shop.port), within_s=0.3, look_up=look_up) == Failed(code="timed_out")
    assert time.monotonic() - began < 1


def test_several_addresses_that_say_nothing_share_the_time(shop: Shop) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            began = time.monotonic()
            look_up = answered_with("127.0.0.1", "127.0.0.1", "127.0.0.1")
            result = order(declared(port), within_s=0.4, look_up=look_up)
    assert result == Failed(code="timed_out")
    assert time.monotonic() - began < 1


def test_half_a_character_is_sent_as_a_question_mark(shop: Shop) -> None:
    connector = connected(declared(shop.port))
    asked = {"order_id": "1042", "reason": "broken \ud800"}
    result = connector.act("request_refund", asked, on_behalf=SKY, key="k1", within_s=5)
    assert isinstance(result, Succeeded)
    assert shop.seen[0][3]["why"] == "broken ?"


def test_a_proxy_of_the_environment_is_not_used(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert isinstance(order(declared(shop.port)), Succeeded)
