"""What makes a person take over, each with the reason that the policy names."""

import pytest

from tests.flow.house import MINA, Home
from tests.flow.models import ScriptedModel, Thinking, understood
from wa_support.domain.conversations import Owner
from wa_support.domain.reasons import Reason
from wa_support.ports.language_model import ModelUnavailable

ASKED = "주문 1042 어디쯤이에요?"
UNCLEAR = "그 머시기 그거 왜 아직이죠"


def reason(home: Home, by: str = MINA) -> Reason | None:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(home.conversation(by).id)
    return found.reason if found else None


@pytest.fixture
def tagged(home: Home) -> None:
    home.asks("안녕하세요")
    for tag in ("VIP", "단골"):
        home.house.cases().tag(home.conversation().id, agent="민지", tag=tag)


@pytest.mark.usefixtures("tagged")
def test_a_tagged_customer_goes_straight_to_people_and_is_told_so(home: Home) -> None:
    bubble = home.asks(ASKED)
    assert "상담원에게" in bubble
    assert "1042" not in bubble
    assert (home.conversation().owner, reason(home)) == (Owner.QUEUED, Reason.TAGGED)
    assert home.outcome()["reason"] == Reason.TAGGED


@pytest.mark.usefixtures("tagged")
@pytest.mark.parametrize("tags", ["tags: [b2b]", "# no tags"])
def test_another_tag_means_nothing(home: Home, tags: str) -> None:
    home.publish(lambda text: text.replace("tags: [vip]", tags))
    assert "1042" in home.asks(ASKED)
    assert reason(home) is None


def test_a_refund_that_the_rules_refuse_is_told_with_the_rule(home: Home) -> None:
    home.publish(lambda text: text.replace("days_after_delivery: 7", "days_after_delivery: 0"))
    home.asks("1017 환불해주세요")
    bubble = home.asks("생각한 색이 아니라서 환불 원합니다")
    assert reason(home) is Reason.REFUND_REFUSED
    assert "0일" in bubble


def test_a_cancellation_that_the_rules_refuse_is_no_refund(home: Home) -> None:
    home.asks("주문 1042 취소해 주세요")
    assert reason(home) is Reason.RULE


def test_an_order_that_is_not_theirs_is_no_refused_refund(home: Home) -> None:
    home.asks("9999 환불해주세요")
    home.answer()
    assert reason(home) is not Reason.REFUND_REFUSED


@pytest.mark.parametrize(
    ("said", "why"),
    [("소비자원에 신고하겠습니다", Reason.COMPLAINT), ("야 이 병신들아", Reason.ABUSE),
     ("I will file a complaint", Reason.COMPLAINT), ("상담원", Reason.ASKED)],
)  # fmt: skip
def test_words_that_people_must_answer(home: Home, said: str, why: Reason) -> None:
    home.asks(said)
    assert reason(home) is why


# the model is gone


@pytest.fixture
def thinking(home: Home) -> Thinking:
    return Thinking(home=home, model=ScriptedModel([]))


def wanting_a_person(home: Home) -> None:
    home.publish(lambda text: text.replace("answer_invalid]", "answer_invalid, model_unavailable]"))


def test_without_the_rule_menus_carry_on_when_the_model_is_gone(thinking: Thinking) -> None:
    thinking.asks(UNCLEAR, ModelUnavailable("timeout"))
    assert reason(thinking.home) is None


def test_with_the_rule_a_question_without_a_purpose_goes_to_a_person(thinking: Thinking) -> None:
    wanting_a_person(thinking.home)
    bubble = thinking.asks(UNCLEAR, ModelUnavailable("timeout"))
    assert reason(thinking.home) is Reason.MODEL_UNAVAILABLE
    assert "상담원에게" in bubble


def test_with_the_rule_an_answer_that_is_not_written_is_a_persons(thinking: Thinking) -> None:
    wanting_a_person(thinking.home)
    thinking.asks(ASKED, ModelUnavailable("circuit_open"))
    assert reason(thinking.home) is Reason.MODEL_UNAVAILABLE


def test_with_the_rule_what_needs_no_model_is_still_answered(thinking: Thinking) -> None:
    wanting_a_person(thinking.home)
    assert "18" in thinking.asks("영업시간이 어떻게 되나요")
    assert reason(thinking.home) is None


# what people dealt with does not come back by the model


def test_the_model_is_not_told_a_wish_from_before_a_person_had_it(thinking: Thinking) -> None:
    thinking.asks("1042 주문 취소하고 싶은데 이미 보냈나요", understood(answer="배송 중입니다."))
    home = thinking.home
    desk, conversation = home.house.desk(), home.conversation().id
    home.clock.pass_by(2_000)
    desk.take(conversation, agent="지우")
    desk.reply(conversation, agent="지우", text="금요일까지 환불해 드릴게요", key="k1")
    home.deliver()
    home.clock.pass_by(2_000)
    desk.give_back(conversation, agent="지우")
    home.clock.pass_by(2_000)
    thinking.asks("1042 주문 그럼 언제 오나요", understood())
    told = "\n".join(str(getattr(line, "text", "")) for line in thinking.model.requests[-1].lines)
    assert "취소하고 싶은데" not in told
    assert "금요일까지 환불해 드릴게요" in told
