"""Two machines on one line, and a person who is only fast."""

from tests.flow.house import MINUTE, Home
from wa_support.domain.bot_loops import ROUNDS
from wa_support.domain.conversations import Owner
from wa_support.domain.reasons import Reason

_AUTOMATIC = "주문 1042 어디쯤이에요? ({})"


def test_two_machines_stop_after_a_few_rounds_and_stay_quiet(home: Home) -> None:
    said = [home.asks(_AUTOMATIC.format(number)) for number in range(ROUNDS)]
    assert "자동 상담을 멈춥니다" in said[-1]
    assert not any("멈춥니다" in one for one in said[:-1])
    assert home.outcome()["reason"] == Reason.BOT_LOOP
    assert home.conversation().owner is Owner.QUEUED
    sent = len(home.cloud.calls)
    for number in range(20):
        home.say(_AUTOMATIC.format(100 + number))
        home.clock.pass_by(2_000)
        home.answer()
    assert len(home.cloud.calls) == sent


def test_a_person_who_writes_fast_is_answered_every_time(home: Home) -> None:
    words = ("안녕하세요", "주문 1042 어디쯤이에요?", "언제 와요?", "1042요", "영업시간 알려주세요",
             "고마워요", "주문 어디쯤이에요?", "1042", "메뉴", "배송 조회요")  # fmt: skip
    for one in words:
        home.asks(one)
        assert home.outcome()["reason"] != Reason.BOT_LOOP


def test_the_same_question_with_time_between_is_answered(home: Home) -> None:
    for _ in range(ROUNDS + 1):
        home.asks("주문 1042 어디쯤이에요?")
        home.clock.pass_by(5 * MINUTE)
        assert home.outcome()["reason"] != Reason.BOT_LOOP
