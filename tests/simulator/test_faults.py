"""Sends that the platform refuses, answers late or never, and statuses that get lost."""

import time
from collections.abc import Callable

import click
import pytest
import requests
from click.testing import CliRunner

from tests.simulator.conftest import Send
from tests.simulator.receiver import Callback
from wa_support.cli.simulate import _faults, simulate
from wa_support.simulator.faults import Faults
from wa_support.simulator.server import RunningSimulator


@pytest.mark.parametrize("code", [130429, 131056])
def test_a_rate_limit_refuses_the_next_sends_and_accepts_none_of_them(
    simulator: RunningSimulator, send: Send, code: int
) -> None:
    simulator.say("mina", "안녕하세요")
    simulator.fault(**{f"error_{code}": 2})
    answers = [send() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 200]
    assert answers[0].json()["error"]["code"] == code
    assert len(simulator.ledger()) == 1


def test_a_lost_answer_is_accepted_and_the_connection_ends(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.say("mina", "안녕하세요")
    simulator.fault(lost_answers=1)
    with pytest.raises(requests.ConnectionError):
        send(biz_opaque_callback_data="att_1")
    assert [entry["opaque"] for entry in simulator.ledger()] == ["att_1"]
    assert send(biz_opaque_callback_data="att_2").status_code == 200
    assert simulator.settled()
    told = {status["biz_opaque_callback_data"] for status in callback.statuses()}
    assert told == {"att_1", "att_2"}


def test_a_slow_answer_comes_after_so_many_milliseconds(
    simulator: RunningSimulator, send: Send
) -> None:
    simulator.say("mina", "안녕하세요")
    simulator.fault(slow_answers=1, slow_ms=300)
    assert _seconds(send) >= 0.3
    assert _seconds(send) < 0.3


def test_lost_statuses_show_on_the_phone_and_are_never_posted(
    simulator: RunningSimulator, send: Send, callback: Callback
) -> None:
    simulator.say("mina", "안녕하세요")
    simulator.fault(lost_statuses=2)
    send()
    assert simulator.settled()
    assert [status["status"] for status in callback.statuses()] == ["read"]
    assert simulator.chat("mina")[-1]["tick"] == "read"


@pytest.mark.parametrize(
    "wish", [{"lost_answers": -1}, {"slow_ms": "3"}, {"lost_statuses": True}, {"error_131056": 1.5}]
)
def test_a_fault_takes_only_its_own_kind_of_value(
    simulator: RunningSimulator, wish: dict[str, object]
) -> None:
    answer = requests.post(f"{simulator.url}/sim/faults", json=wish, timeout=5)
    assert answer.status_code == 400
    assert next(iter(wish)) in answer.json()["error"]


def test_serve_reads_faults_from_its_options() -> None:
    assert _faults(("lost_answers=2", "reordered_statuses=true")) == Faults(
        lost_answers=2, reordered_statuses=True
    )


@pytest.mark.parametrize("word", ["gremlins=1", "lost_answers=many", "lost_answers"])
def test_serve_refuses_a_fault_that_it_does_not_know(
    monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    for name in ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"):
        monkeypatch.setenv(name, "x")
    result = CliRunner().invoke(
        simulate, ["serve", "--phone-number-id", "1", "--port", "0", "--fault", word]
    )
    assert result.exit_code == 2
    assert word.partition("=")[0] in click.unstyle(result.stderr)


def _seconds(call: Callable[[], object]) -> float:
    begun = time.monotonic()
    call()
    return time.monotonic() - begun
