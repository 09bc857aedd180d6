"""A language model in front of the practice shop, with the real checks, budget and effects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from tests.flow.acts import forgetful
from tests.flow.house import MINA, MINUTE, Crash, Home
from tests.flow.models import Scripted, ScriptedModel, calling, understood
from tests.flow.test_answering import handoff, tapped, taps
from wa_support.bootstrap.understanding import thinking_with
from wa_support.domain.conversations import Owner
from wa_support.domain.tool_results import Succeeded
from wa_support.ports.language_model import ModelReply, ModelRequest
from wa_support.ports.tools import OnBehalf

CANCEL = "1058 주문 취소하고 싶은데 이미 보냈나요"


@dataclass(frozen=True, slots=True)
class Model:
    script: ScriptedModel
    name: str = "gpt-5.4-mini"

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        return self.script(request, within_s=within_s, turn_id="", customer_id="")


@pytest.fixture
def script(home: Home) -> ScriptedModel:
    scripted = ScriptedModel([])
    home.turns = replace(home.turns, model=thinking_with(home.house, Model(scripted)))
    return scripted


def said(home: Home, script: ScriptedModel, text: str, replies: Sequence[Scripted]) -> str:
    script.script = list(replies)
    return home.asks(text)


def test_a_cancellation_is_confirmed_and_done_once(home: Home, script: ScriptedModel) -> None:
    bubble = said(home, script, CANCEL, [calling(("cancel_order", {"order_id": "1058"}))])
    assert "1058" in bubble
    assert "389,000" in bubble
    told = tapped(home, taps(home)[0])
    assert "1058" in told
    assert "접수번호" in told
    attempts = [step for story in home.stories() for step, _ in story.steps]
    assert attempts.count("effect_attempt") == 1


def test_a_shipped_order_goes_to_a_person(home: Home, script: ScriptedModel) -> None:
    text = CANCEL.replace("1058", "1042")
    said(home, script, text, [calling(("cancel_order", {"order_id": "1042"}))])
    assert handoff(home).reason == "rule"


def test_a_promise_that_nothing_confirms_never_reaches_the_customer(
    home: Home, script: ScriptedModel
) -> None:
    promise = understood(answer="환불이 완료되었습니다. 389,000원을 돌려드렸습니다.")
    bubble = said(home, script, CANCEL, [promise, promise])
    assert "389,000" not in bubble
    assert home.conversation().owner is Owner.QUEUED


def test_a_grounded_answer_is_sent(home: Home, script: ScriptedModel) -> None:
    answer = "1058 주문은 준비 중입니다."
    replies = [calling(("get_order", {"order_id": "1058"})), understood(answer=answer)]
    assert said(home, script, CANCEL, replies).endswith(answer)


def test_what_a_model_read_of_visits_is_read_again_alike_after_a_crash(
    home: Home, script: ScriptedModel
) -> None:
    forgetful(home)
    script.script = [
        calling(("list_bookings", {})),
        calling(("cancel_booking", {"booking_id": _visit(home)})),
    ]
    home.ids.crash_on = "eff"
    home.say("토요일 방문 예약 취소하고 싶은데 가능할까요")
    with pytest.raises(Crash):
        home.answer()
    home.ids.crash_on = None
    home.clock.pass_by(MINUTE)
    home.beat()
    (bubble,) = home.answer()
    assert "11월 28일(토) 오전 11시 방문 예약을 취소할까요?" in bubble


def _visit(home: Home) -> str:
    mina = OnBehalf(customer="mina", phone=MINA)
    read = home.shop.read("list_bookings", {}, on_behalf=mina, within_s=5.0)
    assert isinstance(read, Succeeded)
    return str(read.fields["bookings"][0]["id"])
