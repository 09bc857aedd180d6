import json
import logging
from typing import Any

import pytest
import responses

from tests.whatsapp.graph import BASE, MESSAGES, NUMBER, TOKEN, client
from wa_support.domain.delivery import (
    Accepted,
    NotStarted,
    Rejected,
    Remedy,
    SendResult,
    Unknown,
)
from wa_support.domain.errors import ConfigurationError
from wa_support.domain.outbound import OutText
from wa_support.ports.outside import CloudApi
from wa_support.whatsapp.client import GraphClient
from wa_support.whatsapp.error_codes import next_step_for


def send(to: CloudApi, phone: str | None = "821000000001") -> SendResult:
    return to.send(
        NUMBER, phone=phone, bsuid=None, message=OutText(body="안녕"), attempt_id="att_1"
    )


def answered(status: int, body: Any) -> SendResult:
    text = body if isinstance(body, str) else json.dumps(body)
    with responses.RequestsMock() as graph:
        graph.post(MESSAGES, body=text, status=status)
        return send(client())


def error(code: object, **more: object) -> dict[str, Any]:
    return {"error": {"message": "(#1) no", "type": "OAuthException", "code": code, **more}}


def test_an_accepted_send_gives_metas_id() -> None:
    body = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]}
    assert answered(200, body) == Accepted(wamid="wamid.1")


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("accepted", None), (None, None), ({}, None),
        ("held_for_quality_assessment", "held_for_quality_assessment"), ("paused", "paused"),
    ],
)  # fmt: skip
def test_what_meta_says_beside_it_is_noted(said: object, note: str | None) -> None:
    body = {"messages": [{"id": "wamid.1", "message_status": said}]}
    assert answered(200, body) == Accepted(wamid="wamid.1", note=note)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, ""),
        (200, "<html>welcome</html>"),
        (200, '{"messages":[{"id":"wam'),
        (200, {"messages": []}),
        (200, {"messages": [{"id": ""}]}),
        (200, {"success": True}),
        (200, []),
        (200, {"messages": "x"}),
        (302, ""),
        (400, "<html>bad gateway of ours</html>"),
        (403, ""),
        (404, {"message": "no route"}),
        (429, "slow down"),
        (400, {"error": "a string"}),
        (500, error(131000)),
        (500, error(131016)),
        (502, "<html>502</html>"),
        (503, error(2)),
        (599, {"messages": [{"id": "wamid.1"}]}),
    ],
)
def test_an_answer_that_proves_nothing_is_unknown(status: int, body: Any) -> None:
    result = answered(status, body)
    assert isinstance(result, Unknown)
    assert result.http_status == status


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        (190, Remedy.HOLD),
        (130429, Remedy.BACK_OFF),
        (131056, Remedy.BACK_OFF_PAIR),
        (131047, Remedy.TEMPLATE),
        (131026, Remedy.STOP),
        (132015, Remedy.UNPAUSED),
        (100, Remedy.FIX),
    ],
)
def test_graphs_own_no_is_a_rejection_with_its_remedy(code: int, remedy: Remedy) -> None:
    result = answered(400, error(code, error_data={"details": "Because\n of this"}))
    step = next_step_for(code)
    details = f"Because of this; {step}" if step else "Because of this"
    assert result == Rejected(code=code, remedy=remedy, details=details, http_status=400)


@pytest.mark.parametrize("data", ["Because of this", {"details": "Because of this"}])
def test_error_data_may_be_a_bare_string(data: object) -> None:
    result = answered(400, error(100, error_data=data))
    assert isinstance(result, Rejected)
    assert result.details == "Because of this"


def test_a_graph_error_without_a_code_is_still_a_rejection() -> None:
    result = answered(404, {"error": {"message": "gone"}})
    assert result == Rejected(code=404, remedy=Remedy.FIX, details="gone", http_status=404)


def test_the_request_carries_the_token_and_the_attempt() -> None:
    with responses.RequestsMock() as graph:
        graph.post(MESSAGES, json={"messages": [{"id": "wamid.1"}]})
        send(client())
        request = graph.calls[0].request
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert json.loads(request.body or b"")["biz_opaque_callback_data"] == "att_1"


def test_a_customer_without_any_address_is_not_started() -> None:
    assert isinstance(send(client(), phone=None), NotStarted)


def test_an_odd_number_id_cannot_leave_its_place_in_the_path() -> None:
    with responses.RequestsMock() as graph:
        graph.post(f"{BASE}/v26.0/..%2F1%3Fx/messages", json={"messages": [{"id": "w"}]})
        result = client().send(
            "../1?x", phone="1234567", bsuid=None, message=OutText(body="x"), attempt_id="a"
        )
        assert result == Accepted(wamid="w")


def test_a_lone_surrogate_in_a_reply_does_not_raise() -> None:
    with responses.RequestsMock() as graph:
        graph.post(MESSAGES, json=error(100), status=400)
        result = client().send(
            NUMBER, phone="1234567", bsuid=None, message=OutText(body="\ud800"), attempt_id="a"
        )
        assert isinstance(result, Rejected)


def test_a_read_mark_is_sent_once_and_its_loss_only_counted() -> None:
    graph_client = client()
    with responses.RequestsMock() as graph:
        graph.post(MESSAGES, json={"success": True})
        graph_client.mark_read(NUMBER, "wamid.1", typing=True)
        assert json.loads(graph.calls[0].request.body or b"")["status"] == "read"
    assert graph_client.lost_read_marks == 0
    with responses.RequestsMock() as graph:
        graph.post(MESSAGES, status=500)
        graph_client.mark_read(NUMBER, "wamid.1", typing=False)
    assert graph_client.lost_read_marks == 1


def test_the_token_is_in_no_log_and_no_representation(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    graph_client = client()
    with responses.RequestsMock() as graph:
        graph.post(MESSAGES, status=401, json=error(190))
        graph_client.mark_read(NUMBER, "wamid.1", typing=False)
        told = repr(send(graph_client)) + repr(graph_client)
    assert TOKEN not in caplog.text + told


@pytest.mark.parametrize("token", ["", "two words", "line\n", "한글"])
def test_a_token_that_no_header_can_carry_is_refused_at_once(token: str) -> None:
    with pytest.raises(ConfigurationError, match="WHATSAPP_ACCESS_TOKEN"):
        make(token)


def make(token: str) -> GraphClient:
    from tests.whatsapp.graph import StillClock

    return GraphClient(base_url=BASE, version="v26.0", token=token, clock=StillClock())
