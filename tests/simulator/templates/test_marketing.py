"""Customers who stopped marketing, and sends that Meta holds back."""

from typing import Any

import pytest
import requests

from tests.simulator.conftest import Send
from tests.simulator.receiver import Callback
from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import PLAIN, positional
from wa_support.domain.events import EventKind
from wa_support.simulator.inbound import NotSayable
from wa_support.whatsapp.payloads import parse_webhook


@pytest.fixture(autouse=True)
def approved(graph: Graph) -> None:
    for name, category in (("news", "MARKETING"), ("notice", "UTILITY")):
        seed = positional(name=name, category=category, components=[PLAIN])
        graph.simulator.cloud.templates.seed([seed])


def _sent(send: Send, name: str = "news", to: str = "+821055501042") -> requests.Response:
    template = {"name": name, "language": {"code": "ko"}}
    return send(type="template", text=None, to=to, template=template)


def test_marketing_is_refused_to_whoever_stopped_it_and_to_nobody_else(
    graph: Graph, send: Send
) -> None:
    graph.simulator.marketing("mina", "stop")
    assert error_of(_sent(send)) == (400, 131050, None)
    assert _sent(send, "notice").ok
    assert _sent(send, to="+821055502077").ok
    graph.simulator.marketing("mina", "resume")
    assert _sent(send).ok
    assert len(graph.simulator.ledger()) == 3


def test_a_template_that_became_marketing_is_refused_too(graph: Graph, send: Send) -> None:
    graph.simulator.marketing("mina", "stop")
    graph.simulator.review("notice", "recategorise", to="MARKETING")
    assert error_of(_sent(send, "notice")) == (400, 131050, None)


@pytest.mark.parametrize(("customer", "phone"), [("mina", "821055501042"), ("seoyeon", None)])
def test_the_wish_is_told_as_a_preference(
    graph: Graph, callback: Callback, customer: str, phone: str | None
) -> None:
    wish = {"customer": customer, "value": "stop"}
    answer = requests.post(f"{graph.simulator.url}/sim/marketing", json=wish, timeout=5)
    assert answer.ok
    (change,) = graph.changes()
    assert change["field"] == "user_preferences"
    (item,) = change["value"]["user_preferences"]
    assert item == {
        "user_id": graph.simulator.cloud.customer(customer).bsuid,
        "detail": "User requested to stop marketing messages",
        "category": "marketing_messages",
        "value": "stop",
        "timestamp": 1_795_000_000,
    } | ({"wa_id": phone} if phone else {})
    assert change["value"]["metadata"]["phone_number_id"] == "111"
    (event,) = parse_webhook(callback.received[0].raw)
    assert (event.kind, event.type) == (EventKind.ACCOUNT, "stop")
    assert event.customer
    shown = requests.get(
        f"{graph.simulator.url}/sim/chat", params={"customer": customer}, timeout=5
    )
    assert shown.json()["marketing_stopped"] is True


@pytest.mark.parametrize(
    "wish", [{"customer": "mina"}, {"customer": "mina", "value": ["stop"]}, {"value": "stop"}]
)
def test_a_wish_that_is_none(graph: Graph, wish: dict[str, Any]) -> None:
    answer = requests.post(f"{graph.simulator.url}/sim/marketing", json=wish, timeout=5)
    assert answer.status_code == 400
    with pytest.raises(NotSayable):
        graph.simulator.marketing("nobody", "stop")


def test_that_they_stopped_may_be_told_late(graph: Graph, send: Send, callback: Callback) -> None:
    graph.simulator.marketing("mina", "stop")
    graph.simulator.fault(late_131050=True)
    assert _sent(send).json()["messages"][0]["message_status"] == "accepted"
    assert graph.simulator.settled()
    (status,) = callback.statuses()
    assert (status["status"], status["errors"][0]["code"]) == ("failed", 131050)
    assert graph.simulator.chat("mina") == []


def _held(graph: Graph, send: Send) -> str:
    graph.simulator.fault(held_sends=1)
    (message,) = _sent(send).json()["messages"]
    assert message["message_status"] == "held_for_quality_assessment"
    assert graph.simulator.settled()
    assert graph.simulator.chat("mina") == []
    return str(message["id"])


def test_a_held_send_goes_out_once_it_is_released(
    graph: Graph, send: Send, callback: Callback
) -> None:
    wamid = _held(graph, send)
    assert callback.statuses() == []
    graph.simulator.review("news", "release")
    graph.simulator.review("news", "release")
    assert graph.simulator.settled()
    told = [status["status"] for status in callback.statuses() if status["id"] == wamid]
    assert sorted(told) == ["delivered", "read", "sent"]
    assert len(graph.simulator.chat("mina")) == 1


def test_a_held_send_that_is_dropped_fails_and_the_template_pauses(
    graph: Graph, send: Send, callback: Callback
) -> None:
    wamid = _held(graph, send)
    graph.simulator.review("notice", "release")
    graph.simulator.review("news", "drop")
    (news,) = graph.news("message_template_status_update")
    assert (news["event"], news["other_info"]["title"]) == ("PAUSED", "RATE_LIMITING_PAUSE")
    (status,) = callback.statuses()
    assert (status["id"], status["status"], status["errors"][0]["code"]) == (
        wamid,
        "failed",
        132015,
    )
    assert error_of(_sent(send)) == (400, 132015, None)


def test_an_answer_may_say_paused(graph: Graph, send: Send, callback: Callback) -> None:
    graph.simulator.fault(paused_sends=1)
    assert _sent(send).json()["messages"][0]["message_status"] == "paused"
    assert _sent(send).json()["messages"][0]["message_status"] == "accepted"
    assert graph.simulator.settled()
    assert len(graph.simulator.chat("mina")) == 1


def test_free_text_has_no_message_status(graph: Graph, send: Send) -> None:
    graph.simulator.say("mina", "안녕하세요")
    assert set(send().json()["messages"][0]) == {"id"}


def test_a_creation_whose_answer_is_lost_has_happened(graph: Graph) -> None:
    graph.simulator.fault(lost_template_answers=1)
    with pytest.raises(requests.ConnectionError):
        graph.create(positional())
    found = graph.page(name="order_shipped").json()["data"]
    assert [each["status"] for each in found] == ["PENDING"]
    assert error_of(graph.create(positional())) == (400, 100, 2388024)


def test_a_creation_may_be_answered_late(graph: Graph) -> None:
    graph.simulator.fault(slow_template_answers=1, slow_ms=200)
    answer = graph.create(positional())
    assert answer.ok
    assert answer.elapsed.total_seconds() >= 0.2
