import base64
import json
from pathlib import Path

import pytest
import requests

from tests.simulator.conftest import Send
from tests.simulator.receiver import Callback, MovableClock
from wa_support.simulator.accounts import newcomer
from wa_support.simulator.server import RunningSimulator


def test_an_accepted_send_answers_with_a_wamid_that_contains_the_phone(
    simulator: RunningSimulator, send: Send
) -> None:
    simulator.say("mina", "안녕하세요")
    answer = send().json()
    assert answer["contacts"] == [{"input": "+821055501042", "wa_id": "821055501042"}]
    wamid = answer["messages"][0]["id"]
    assert b"821055501042" in base64.b64decode(wamid.removeprefix("wamid."))


def test_statuses_follow_with_opaque_data_and_no_conversation(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.say("mina", "안녕하세요")
    wamid = send(biz_opaque_callback_data="att_1").json()["messages"][0]["id"]
    assert simulator.settled()
    statuses = callback.statuses()
    assert {status["status"] for status in statuses} == {"sent", "delivered", "read"}
    for status in statuses:
        assert status["id"] == wamid
        assert status["biz_opaque_callback_data"] == "att_1"
        assert status["recipient_id"] == "821055501042"
        assert status["recipient_user_id"] == "KR.10000000001042"
        assert "conversation" not in status
        assert ("pricing" in status) == (status["status"] != "read")
    assert simulator.chat("mina")[-1]["tick"] == "read"


def test_a_customer_without_phone_is_reached_by_bsuid_and_never_shows_one(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.say("seoyeon", "안녕하세요")
    answer = send(to=None, recipient="KR.10000000003003").json()
    assert answer["contacts"] == [{"input": "KR.10000000003003", "user_id": "KR.10000000003003"}]
    assert simulator.settled()
    assert len(callback.messages()) == 1
    assert all("from" not in message for message in callback.messages())
    assert all("recipient_id" not in status for status in callback.statuses())
    contacts = [contact for each in callback.received for contact in each.value["contacts"]]
    assert all("wa_id" not in contact for contact in contacts)
    assert contacts[0]["profile"]["username"] == "seoyeon.home"


def test_to_wins_over_recipient(simulator: RunningSimulator, send: Send) -> None:
    simulator.say("mina", "안녕하세요")
    assert send(recipient="KR.10000000003003").json()["contacts"][0]["wa_id"] == "821055501042"


@pytest.mark.parametrize(
    ("to", "recipient", "code"),
    [
        ("+821000000000", None, 131026),
        (None, "KR.999", 131026),
        ("821055501042", None, 131026),  # without + it is read as +82 82 10…
        (None, None, 131008),
        (7, None, 131009),
    ],
)
def test_nobody_there_is_an_error(
    simulator: RunningSimulator, send: Send, to: object, recipient: object, code: int
) -> None:
    simulator.say("mina", "안녕하세요")
    answer = send(to=to, recipient=recipient)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_a_local_number_gets_the_business_numbers_country_code(
    simulator: RunningSimulator, send: Send
) -> None:
    simulator.say("mina", "안녕하세요")
    assert send(to="10-5550-1042").status_code == 200


def test_the_window_closes_24_hours_after_the_last_message_but_not_for_templates(
    simulator: RunningSimulator, send: Send, clock: MovableClock
) -> None:
    body = {"type": "BODY", "text": "배송이 늦어지고 있습니다."}
    delayed = {"name": "delivery_delayed", "language": "ko", "category": "UTILITY"}
    simulator.cloud.templates.seed([delayed | {"components": [body]}])
    simulator.say("mina", "안녕하세요")
    clock.pass_hours(23.99)
    assert send().status_code == 200
    clock.pass_hours(0.01)
    answer = send()
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131047)
    template = {"name": "delivery_delayed", "language": {"code": "ko"}}
    assert send(type="template", template=template).status_code == 200


def test_a_customer_who_never_wrote_has_no_window(send: Send) -> None:
    assert send().json()["error"]["code"] == 131047


def test_windows_belong_to_one_business_number(simulator: RunningSimulator, send: Send) -> None:
    simulator.say("mina", "안녕하세요", phone_number_id="222")
    assert send(number="111").json()["error"]["code"] == 131047
    assert send(number="222").status_code == 200


def test_an_error_looks_like_metas(send: Send) -> None:
    error = send(text={"body": ""}).json()["error"]
    assert error.pop("fbtrace_id")
    assert error == {
        "message": "(#131008) Required parameter is missing",
        "type": "OAuthException",
        "code": 131008,
        "error_data": {"messaging_product": "whatsapp", "details": "text.body is required"},
    }


def test_a_wrong_token_is_190_and_a_wrong_number_100_33(send: Send) -> None:
    stranger = send(bearer="other")
    assert (stranger.status_code, stranger.json()["error"]["code"]) == (401, 190)
    nowhere = send(number="333")
    error = nowhere.json()["error"]
    assert (nowhere.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


def test_the_ledger_holds_the_accepted_sends_and_nothing_else(
    simulator: RunningSimulator, send: Send, tmp_path: Path
) -> None:
    simulator.say("mina", "안녕하세요")
    accepted = [send(biz_opaque_callback_data=f"att_{n}").json() for n in range(3)]
    send(text={"body": ""})
    simulator.fault(error_500=1)
    assert send().status_code == 500
    ids = [answer["messages"][0]["id"] for answer in accepted]
    assert [entry["id"] for entry in simulator.ledger()] == ids
    lines = (tmp_path / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == simulator.ledger()
    assert [entry["opaque"] for entry in simulator.ledger()] == ["att_0", "att_1", "att_2"]


def test_a_read_mark_shows_on_the_phone_with_typing_until_the_answer(
    simulator: RunningSimulator, send: Send, clock: MovableClock
) -> None:
    simulator.say("mina", "첫째")
    last = simulator.say("mina", "둘째")
    answer = send(
        to=None,
        type=None,
        text=None,
        status="read",
        message_id=last,
        typing_indicator={"type": "text"},
    )
    assert answer.json() == {"success": True}
    assert [bubble["tick"] for bubble in simulator.chat("mina")] == ["read", "read"]

    def typing() -> bool:
        shown: bool = requests.get(
            f"{simulator.url}/sim/chat", params={"customer": "mina"}, timeout=5
        ).json()["typing"]
        return shown

    assert typing()
    clock.pass_hours(26 / 3600)
    assert not typing()


def test_reading_an_unknown_message_is_an_error(send: Send) -> None:
    assert send(type=None, status="read", message_id="wamid.x").json()["error"]["code"] == 131009


def test_newcomers_have_a_bsuid_of_their_own() -> None:
    one, other = (newcomer(name="x", phone=phone) for phone in ("821011112222", "821011113333"))
    assert one.bsuid.startswith("KR.")
    assert one.bsuid != other.bsuid
