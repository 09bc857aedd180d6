"""What a model understood arrives at the system that is told of cases."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.connectors.http.shop import KEY, Shop, open_shop
from tests.flow.house import Home
from tests.flow.models import Scripted, ScriptedModel, calling, understood
from tests.flow.test_a_model_and_the_shop import Model
from wa_support.bootstrap.connections import http_recorder
from wa_support.bootstrap.understanding import thinking_with
from wa_support.flow.records import RecordTelling

CANCEL = "1042 주문 취소하고 싶은데 이미 보냈나요"
BROKEN = "흔들의자 조립이 어렵네요 도와줄 사람 있나요"
READ = {
    "intent": "wants_out",
    "customer_id": "cus_of_somebody_else",
    "order_id": "1042",
    "issue_type": "change_of_mind",
    "summary": "취소를 원하십니다.",
    "confidence": 0.8,
    "collected_fields": [{"name": "reason", "value": "변심"}],
}
"""Of the model's answer."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as shop:
        yield shop


@pytest.fixture
def joined(home: Home, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SHOP_API_KEY", KEY)
    own = _CONNECT.replace("PORT", str(shop.port))
    home.publish(lambda text: text.replace("connect: sample_shop", own))
    return home


_CONNECT = """connect:
    private_hosts: [127.0.0.1]
    create_ticket:
      post: http://127.0.0.1:PORT/refunds
      key_from: SHOP_API_KEY
      gives: {ticket_id: refund_id}
    record: {post: 'http://127.0.0.1:PORT/cases', key_from: SHOP_API_KEY}
"""


def body_after(home: Home, shop: Shop, text: str, *script: Scripted) -> Mapping[str, Any]:
    """Of the one record that is told then."""
    model = thinking_with(home.house, Model(ScriptedModel(list(script))))
    home.turns = replace(home.turns, model=model, shop_for=home.house.shop_for)
    home.asks(text)
    RecordTelling(
        database=home.house.database,
        clock=home.clock,
        book=home.house.book,
        recorder_for=lambda policy: http_recorder(policy, home.clock),
    ).tell_due()
    (body,) = (body for _, path, _, body in shop.seen if path == "/cases")
    assert isinstance(body, dict)
    return body


def test_a_handoff_is_told_with_what_was_understood(joined: Home, shop: Shop) -> None:
    read = understood(**READ, next_action="hand_off", answer="")
    body = body_after(joined, shop, CANCEL, read)
    conversation = joined.conversation()
    assert body["event"] == "handoff"
    assert {name: body[name] for name in (*READ, "next_action", "purpose", "language")} == {
        **READ,
        "customer_id": conversation.customer_id,
        "next_action": "hand_off",
        "purpose": "orders",
        "language": "ko",
        "collected_fields": {
            "intent": "wants_out",
            "issue_type": "change_of_mind",
            "order_id": "1042",
            "reason": "변심",
            "wants": "cancel_order",
        },
    }


def test_an_order_that_a_model_guessed_is_not_told(joined: Home, shop: Shop) -> None:
    read = understood(**{**READ, "order_id": "2077"}, next_action="hand_off", answer="")
    body = body_after(joined, shop, CANCEL, read)
    assert body["order_id"] != "2077"
    assert body["intent"] == "wants_out"


def test_a_ticket_is_told_with_what_was_understood(joined: Home, shop: Shop) -> None:
    """Its own words stand where the model said it twice."""
    taken = {"issue_type": "조립", "summary": "다리가 흔들립니다."}
    said = understood(**{**READ, "order_id": None}, purpose="support", answer="접수했습니다.")
    opened = calling(("create_ticket", taken))
    body = body_after(joined, shop, BROKEN, opened, said)
    assert (body["event"], body["ticket_id"]) == ("ticket", "R-1")
    assert (body["issue_type"], body["summary"]) == (taken["issue_type"], taken["summary"])
    assert (body["intent"], body["confidence"]) == ("wants_out", 0.8)
    assert (body["next_action"], body["purpose"]) == ("answer", "support")
    assert body["collected_fields"] == {"reason": "변심"}
    assert body["customer_id"] == joined.conversation().customer_id
