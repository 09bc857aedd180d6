import hashlib
import hmac
import time
from copy import copy
from typing import Any

import pytest
import requests

from tests.simulator.conftest import Send
from tests.simulator.receiver import Callback
from wa_support.simulator.configuration import SimulatorConfig
from wa_support.simulator.inbound import NotSayable
from wa_support.simulator.server import RunningSimulator, start_simulator

_AS_JSON = {"Content-Type": "application/json"}


def test_what_a_customer_says_is_posted_signed_over_its_raw_bytes(
    simulator: RunningSimulator, callback: Callback
) -> None:
    wamid = simulator.say("mina", "주문 1042 어디쯤이에요?")
    assert simulator.settled()
    (received,) = callback.received
    digest = hmac.new(b"app-secret", received.raw, hashlib.sha256).hexdigest()
    assert received.signature == f"sha256={digest}"
    assert received.raw.isascii()
    assert received.value["metadata"]["phone_number_id"] == "111"
    (message,) = callback.messages()
    assert message == {
        "id": wamid,
        "from": "821055501042",
        "from_user_id": "KR.10000000001042",
        "timestamp": "1795000000",
        "type": "text",
        "text": {"body": "주문 1042 어디쯤이에요?"},
    }
    assert simulator.chat("mina")[0]["tick"] == "delivered"


def test_a_webhook_is_posted_again_until_200(
    simulator: RunningSimulator, callback: Callback
) -> None:
    callback.answers = [503, 500, 204]
    simulator.say("mina", "hi")
    assert simulator.settled()
    assert len(callback.received) == 4
    assert len({received.raw for received in callback.received}) == 1


def test_a_message_reaches_a_callback_that_starts_later(
    simulator: RunningSimulator, callback: Callback
) -> None:
    simulator.point_to("http://127.0.0.1:9/webhook")
    simulator.say("mina", "hi")
    simulator.point_to(callback.url)
    assert simulator.settled()
    assert [message["text"]["body"] for message in callback.messages()] == ["hi"]


def test_duplicate_webhooks_posts_each_one_that_often(
    simulator: RunningSimulator, callback: Callback
) -> None:
    simulator.fault(duplicate_webhooks=3)
    simulator.say("mina", "hi")
    assert simulator.settled()
    assert len(callback.received) == 3
    assert len({message["id"] for message in callback.messages()}) == 1


def test_reordered_statuses_come_back_to_front_with_their_own_times(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.fault(reordered_statuses=True)
    simulator.say("mina", "hi")
    send()
    assert simulator.settled()
    assert [status["status"] for status in callback.statuses()] == ["read", "delivered", "sent"]
    assert simulator.chat("mina")[-1]["tick"] == "read"


def test_error_500_fails_the_next_sends_and_no_more(
    simulator: RunningSimulator, send: Send
) -> None:
    simulator.say("mina", "hi")
    simulator.fault(error_500=2)
    assert [send().status_code for _ in range(3)] == [500, 500, 200]
    assert len(simulator.ledger()) == 1


def test_whoever_posts_in_the_end_posts_statuses_too(
    simulator: RunningSimulator, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A witness is put in the poster's place once everything is built."""
    posted: list[bytes] = []
    witness = copy(simulator.cloud.poster)
    monkeypatch.setattr(witness, "post", lambda body, **_: posted.append(body))
    monkeypatch.setattr(simulator.cloud, "poster", witness)
    simulator.say("mina", "안녕하세요")
    send()
    assert simulator.settled()
    assert sum(b"statuses" in body for body in posted) == 3


def test_an_unknown_fault_is_refused_by_name(simulator: RunningSimulator) -> None:
    answer = requests.post(f"{simulator.url}/sim/faults", json={"gremlins": 1}, timeout=5)
    assert answer.status_code == 400
    assert "gremlins" in answer.json()["error"]


@pytest.mark.parametrize(
    ("wish", "type", "inside"),
    [
        ({"tap": {"id": "p:orders", "title": "주문"}}, "interactive", "button_reply"),
        ({"tap": {"id": "o", "title": "1042", "kind": "list"}}, "interactive", "list_reply"),
        ({"tap": {"id": "go", "title": "답변 보기", "kind": "template"}}, "button", "payload"),
        ({"image": {"caption": "깨졌어요"}}, "image", "caption"),
        ({"audio": True}, "audio", "voice"),
        ({"sticker": True}, "sticker", "animated"),
        ({"location": True}, "location", "latitude"),
        ({"unsupported": "edit"}, "unsupported", "type"),
    ],
)
def test_everything_a_phone_can_send_has_metas_shape(
    simulator: RunningSimulator, callback: Callback, wish: dict[str, Any], type: str, inside: str
) -> None:
    simulator.say("mina", **wish)
    assert simulator.settled()
    (message,) = callback.messages()
    assert message["type"] == type
    assert inside in message[type]


def test_a_tap_answers_the_message_it_belongs_to(
    simulator: RunningSimulator, callback: Callback
) -> None:
    simulator.say("mina", tap={"id": "a", "title": "b"}, reply_to="wamid.ours")
    assert simulator.settled()
    assert callback.messages()[0]["context"] == {"from": "8225550134", "id": "wamid.ours"}


@pytest.mark.parametrize("wish", [{}, {"text": "a", "image": True}, {"tap": {"id": "a"}}])
def test_what_no_phone_can_send_is_refused(
    simulator: RunningSimulator, wish: dict[str, Any]
) -> None:
    with pytest.raises(NotSayable):
        simulator.say("mina", **wish)


def test_an_unknown_phone_joins_and_an_unknown_name_does_not(
    simulator: RunningSimulator, callback: Callback
) -> None:
    simulator.say("+821099998888", "hi")
    assert simulator.settled()
    assert callback.messages()[0]["from"] == "821099998888"
    with pytest.raises(NotSayable):
        simulator.say("nobody", "hi")


def test_any_body_is_posted_byte_for_byte(simulator: RunningSimulator, callback: Callback) -> None:
    body = '{"object" : "가",\n "entry": []}'.encode()
    answer = requests.post(f"{simulator.url}/sim/webhook", data=body, headers=_AS_JSON, timeout=5)
    assert answer.status_code == 202
    assert simulator.settled()
    assert callback.received[0].raw == body


def test_the_handshake_outcome_is_told_on_stderr(
    config: SimulatorConfig, callback: Callback, capsys: pytest.CaptureFixture[str]
) -> None:
    running = start_simulator(config, handshake=True)
    running.settled()
    running.stop()
    assert "handshake" in (told := capsys.readouterr().err)
    assert "verified" in told


def test_stopping_does_not_wait_for_a_callback_that_never_answers_200(
    simulator: RunningSimulator, callback: Callback
) -> None:
    callback.answers = [500] * 10_000
    simulator.say("mina", "hi")
    began = time.monotonic()
    simulator.cloud.stop()
    assert time.monotonic() - began < 2
