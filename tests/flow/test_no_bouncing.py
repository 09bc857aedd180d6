"""Given back or opened anew, a conversation is not handed on again for what was before."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.flow.house import HOUR, MINA, MINUTE, Home
from wa_support.domain.bot_loops import ROUNDS
from wa_support.domain.conversations import Asked, Owner
from wa_support.domain.delivery import Rejected, Remedy
from wa_support.domain.reasons import Reason

ASKED = "주문 1042 어디쯤이에요?"
UNCLEAR = "ㅁㄴㅇㄹ ㅋㅌㅊ"


def says(*words: str) -> Callable[[Home], None]:
    def happen(home: Home) -> None:
        for each in words:
            home.asks(each)

    return happen


def by_a_loop(home: Home) -> None:
    for number in range(ROUNDS):
        home.asks(f"{ASKED} ({number})")


def by_a_broken_shop(home: Home) -> None:
    home.shop.broken = True
    home.asks(ASKED)
    home.shop.broken = False


def by_the_budget(home: Home) -> None:
    home.publish(lambda text: text.replace("per_day: 40", "per_day: 3"))
    says(ASKED, "쇼룸 몇 시까지 해요?", ASKED, ASKED)(home)


def by_a_refused_call(home: Home) -> None:
    home.cloud.answers = [Rejected(code=100, remedy=Remedy.FIX, details="no", http_status=400)]
    home.say(ASKED)
    home.answer()


def by_wrong_proofs(home: Home) -> None:
    says("주문 2001 어디예요?", "주문 2002 어디예요?", "주문 2003 어디예요?")(home)


def by_a_takeover(home: Home) -> None:
    home.asks(ASKED)


def by_a_draft(home: Home) -> None:
    home.publish(lambda text: text.replace("answers: live ", "answers: draft ", 1))
    home.asks(ASKED)
    home.publish(lambda text: text)


TRIGGERS = {
    Reason.ASKED: says("상담원"),
    Reason.PERSONAL_DATA: says("제 주민번호는 850412-2019876이에요"),
    Reason.ABUSE: says("야 이 병신들아"),
    Reason.COMPLAINT: says("소비자원에 신고하겠습니다"),
    Reason.NOT_UNDERSTOOD: says(UNCLEAR, UNCLEAR),
    Reason.OFF_PURPOSE: says("파이썬 퀵정렬 짜줘", "시 하나 써줘", "영어로 번역해줘"),
    Reason.TOOL_FAILED: by_a_broken_shop,
    Reason.BOT_LOOP: by_a_loop,
    Reason.OVER_BUDGET: by_the_budget,
    Reason.TURN_FAILED: by_a_refused_call,
    Reason.RULE: by_wrong_proofs,
    Reason.DRAFT: by_a_draft,
    Reason.AGENT_TOOK: by_a_takeover,
}


@pytest.mark.parametrize("resolved", [False, True])
@pytest.mark.parametrize("reason", TRIGGERS)
def test_after_a_person_ended_it_the_next_question_is_the_bots(
    home: Home, reason: Reason, resolved: bool
) -> None:
    TRIGGERS[reason](home)
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(conversation)
    assert handoff is not None
    assert handoff.reason is reason
    home.clock.pass_by(MINUTE)
    (desk.resolve if resolved else desk.give_back)(conversation, agent="지우")
    home.clock.pass_by(2_000)
    for question in (UNCLEAR, "파이썬 퀵정렬 짜줘", "쇼룸 몇 시까지 해요?"):
        home.asks(question)
        assert home.conversation().owner is Owner.AUTOMATED, question


def test_the_facts_are_kept_and_the_wish_is_not(home: Home) -> None:
    home.asks(ASKED)
    home.asks("주문 1058 취소해 주세요")
    before = home.conversation().memory
    assert before.pending is not None
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.give_back(conversation, agent="지우")
    after = home.conversation().memory
    assert (after.order_id, after.proven) == (before.order_id, before.proven)
    kept = replace(
        before, pending=None, asked=None, choices=(), rounds=(), filling=None,
        say_back_to_assistant=True, back_since=after.back_since,
        allowance_since=after.allowance_since,
    )  # fmt: skip
    assert after == kept


def test_a_yes_to_what_was_asked_before_a_person_had_it_does_nothing(home: Home) -> None:
    home.asks("주문 1058 취소해 주세요")
    pending = home.conversation().memory.pending
    assert pending is not None
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.give_back(conversation, agent="지우")
    home.tap(f"confirm:{pending.id}")
    (bubble,) = home.answer()
    assert "취소했습니다" not in bubble
    home.say("네")
    home.answer()
    assert home.conversation().memory.done is None


def test_who_taps_back_to_the_bot_gets_no_more_answers_a_day_by_it(home: Home) -> None:
    by_the_budget(home)
    home.clock.pass_by(5 * MINUTE)
    home.waiting.look()
    home.tap("wait:back")
    home.answer()
    home.say(ASKED)
    home.answer()
    assert home.conversation().owner is Owner.QUEUED


def test_a_quiet_day_later_nothing_is_left_of_the_question(home: Home) -> None:
    home.asks(UNCLEAR)
    assert home.conversation(MINA).memory.asked is Asked.MENU
    home.clock.pass_by(25 * HOUR)
    home.asks(UNCLEAR)
    assert home.conversation().owner is Owner.AUTOMATED
