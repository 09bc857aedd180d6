"""Sends of templates, from the business to the phone and back."""

import pytest

from tests.simulator.conftest import Send
from tests.simulator.receiver import Callback
from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import (
    Body,
    positional,
)
from tests.simulator.templates.sends import BODY, HEADER, PERSON, TRACK, shipped
from wa_support.simulator.server import RunningSimulator

_WORDS = "안녕하세요, 민아 고객님. 주문하신 원목 선반 상품을 오늘 보냈습니다."


def test_an_approved_one_goes_out_though_the_customer_never_wrote(
    graph: Graph, send: Send, callback: Callback
) -> None:
    graph.simulator.cloud.templates.seed([positional()])
    template = shipped(HEADER, BODY, TRACK, PERSON)
    answer = send(type="template", text=None, template=template)
    (message,) = answer.json()["messages"]
    assert message["message_status"] == "accepted"
    (bubble,) = graph.simulator.chat("mina")
    assert {key: bubble[key] for key in ("type", "header", "text", "footer", "buttons")} == {
        "type": "template",
        "header": "주문 1042 안내",
        "text": _WORDS,
        "footer": "모먼트리빙",
        "buttons": [
            {"kind": "template", "title": "상담원 연결", "id": "p:person"},
            {"kind": "url", "title": "배송 보기", "url": "https://shop.example/track/1042%3Fa"},
        ],
    }
    assert graph.simulator.settled()
    charged = [s["pricing"]["category"] for s in callback.statuses() if "pricing" in s]
    assert charged == ["utility", "utility"]


@pytest.mark.parametrize(
    ("do", "status", "code"),
    [
        (None, 404, 132001),
        ("reject", 404, 132001),
        ("archive", 404, 132001),
        ("limit_exceeded", 404, 132001),
        ("pend_deletion", 404, 132001),
        ("delete", 404, 132001),
        ("pause", 400, 132015),
        ("disable", 400, 132016),
        ("approve", 200, None),
        ("flag", 404, 132001),
    ],
)
def test_only_an_approved_one_is_sent(
    graph: Graph, send: Send, do: str | None, status: int, code: int | None
) -> None:
    graph.created(positional())
    if do:
        graph.simulator.review("order_shipped", do)
    answer = send(type="template", text=None, template=shipped(HEADER, BODY, TRACK))
    assert answer.status_code == status
    if code:
        assert answer.json()["error"]["code"] == code
        assert graph.simulator.ledger() == []
        assert graph.simulator.chat("mina") == []


@pytest.mark.parametrize(("name", "language"), [("order_sent", "ko"), ("order_shipped", "en")])
def test_an_unknown_name_or_language_is_132001(
    graph: Graph, send: Send, name: str, language: str
) -> None:
    graph.simulator.cloud.templates.seed([positional()])
    template = shipped(HEADER, BODY, TRACK, name=name, language=language)
    answer = send(type="template", text=None, template=template)
    assert error_of(answer) == (404, 132001, None)
    assert name in answer.json()["error"]["error_data"]["details"]


@pytest.mark.parametrize(
    "template", [{"name": "a"}, {"language": {"code": "ko"}}, {"name": "a", "language": "ko"}]
)
def test_a_send_names_template_and_language(send: Send, template: Body) -> None:
    answer = send(type="template", text=None, template=template)
    assert answer.json()["error"]["code"] in {131008, 131009}


def test_a_tap_on_a_quick_reply_says_its_payload_and_what_it_answers(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.cloud.templates.seed([positional()])
    template = shipped(HEADER, BODY, TRACK, PERSON)
    sent = send(type="template", text=None, template=template).json()["messages"][0]["id"]
    choice = simulator.chat("mina")[0]["buttons"][0]
    simulator.say("mina", tap=choice, reply_to=sent)
    assert simulator.settled()
    (message,) = callback.messages()
    assert (message["type"], message["context"]["id"]) == ("button", sent)
    assert message["button"] == {"payload": "p:person", "text": "상담원 연결"}
