"""A conversation whose orders stand in somebody's own HTTP system."""

import textwrap
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.connectors.http.connected import EXAMPLE
from tests.connectors.http.shop import KEY, ORDER, Shop, open_shop
from tests.flow.house import Home
from wa_support.domain.conversations import Owner

HANEUL = "821023456789"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as shop:
        yield shop


@pytest.fixture
def over_http(home: Home, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SHOP_API_KEY", KEY)
    monkeypatch.setitem(ORDER, "status", "PAID")
    connect = EXAMPLE.read_text("utf-8").replace("PORT", str(shop.port))
    own = "connect:\n" + textwrap.indent(connect, "    ")
    home.publish(lambda source: source.replace("connect: sample_shop", own))
    home.turns = replace(home.turns, shop_for=home.house.shop_for)
    return home


def test_an_order_is_told_and_cancelled_once(over_http: Home, shop: Shop) -> None:
    assert "머그컵" in over_http.asks("주문 1042 어디쯤이에요?", HANEUL)
    assert "전체를 취소합니다" in over_http.asks("그거 취소해주세요", HANEUL)
    assert shop.effects == {}
    assert "접수번호" in over_http.asks("네", HANEUL)
    assert len(shop.effects) == 1


def test_nobody_else_hears_of_it(over_http: Home, shop: Shop) -> None:
    assert "머그컵" not in over_http.asks("주문 1042 어디쯤이에요?")
    over_http.asks("주문 1042 취소해주세요")
    assert over_http.conversation().memory.pending is None
    assert shop.effects == {}


def test_a_system_that_is_down_is_said_to_be_down(over_http: Home, shop: Shop) -> None:
    shop.fails("reset")
    assert "시스템 문제" in over_http.asks("주문 1042 어디쯤이에요?", HANEUL)
    assert over_http.conversation(HANEUL).owner is Owner.QUEUED


def test_who_waits_for_it_sees_that_somebody_types(over_http: Home) -> None:
    marked: list[tuple[str, bool, int]] = []

    def mark(_number: str, wamid: str, typing: bool) -> None:
        marked.append((wamid, typing, len(over_http.cloud.calls)))

    over_http.turns = replace(over_http.turns, mark_read=mark)
    over_http.outbox.own_calls = 1
    wamid = over_http.say("주문 1042 어디쯤이에요?", HANEUL)
    over_http.answer()
    assert marked == [(wamid, True, 0)]
    assert len(over_http.cloud.calls) == 1
