"""After a silence that the policy states, what an agent has answered is the bot's again."""

import pytest

from tests.flow.house import HOUR, MINUTE, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Rejected, Remedy

ASKED = "주문 1042 어디쯤이에요?"


def answered(home: Home) -> str:
    """An agent has taken it and written the last word."""
    home.asks(ASKED)
    home.asks("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    home.clock.pass_by(MINUTE)
    desk.reply(conversation, agent="지우", text="확인했습니다", key="k1")
    home.deliver()
    return conversation


def after(home: Home, ms: int) -> Owner:
    home.clock.pass_by(ms)
    home.waiting.look()
    return home.conversation().owner


def test_twelve_quiet_hours_after_the_agents_word_it_is_the_bots_again(home: Home) -> None:
    answered(home)
    assert after(home, 12 * HOUR) is Owner.AGENT
    assert after(home, 1) is Owner.AUTOMATED
    back = home.conversation()
    assert (back.purpose, back.agent, back.memory.order_id) == (None, None, "1042")
    assert home.asks(ASKED).startswith("다시 자동 상담(AI)입니다.")
    with home.house.database.read() as tx:
        assert tx.handoffs.current(back.id) is None


def test_a_customer_who_wrote_last_keeps_the_agent(home: Home) -> None:
    answered(home)
    home.clock.pass_by(HOUR)
    home.say("아직 안 왔는데요")
    assert after(home, 40 * HOUR) is Owner.AGENT


def test_a_word_of_the_agent_begins_the_silence_anew(home: Home) -> None:
    conversation = answered(home)
    home.clock.pass_by(11 * HOUR)
    home.house.desk().reply(conversation, agent="지우", text="곧 도착합니다", key="k2")
    home.deliver()
    assert after(home, 11 * HOUR) is Owner.AGENT
    assert after(home, 2 * HOUR) is Owner.AUTOMATED


def test_a_word_that_did_not_arrive_is_no_answer(home: Home) -> None:
    conversation = answered(home)
    home.clock.pass_by(HOUR)
    home.cloud.answers = [Rejected(code=100, remedy=Remedy.FIX, details="no", http_status=400)]
    home.house.desk().reply(conversation, agent="지우", text="곧 도착합니다", key="k2")
    home.deliver()
    assert after(home, 40 * HOUR) is Owner.AGENT


def test_an_agent_who_took_it_and_said_nothing_keeps_it(home: Home) -> None:
    home.asks("상담원")
    home.house.desk().take(home.conversation().id, agent="지우")
    assert after(home, 40 * HOUR) is Owner.AGENT


def test_what_was_said_at_an_earlier_time_counts_for_nothing_now(home: Home) -> None:
    conversation = answered(home)
    desk = home.house.desk()
    desk.give_back(conversation, agent="지우")
    home.clock.pass_by(HOUR)
    home.say("상담원")
    home.answer()
    desk.take(conversation, agent="민수")
    assert after(home, 40 * HOUR) is Owner.AGENT


def test_nobody_in_the_queue_is_returned_by_silence(home: Home) -> None:
    home.asks("상담원")
    assert after(home, 40 * HOUR) is Owner.QUEUED


def test_without_the_key_an_agent_keeps_it(home: Home) -> None:
    home.publish(
        lambda text: "\n".join(one for one in text.splitlines() if "back_after" not in one)
    )
    answered(home)
    assert after(home, 200 * HOUR) is Owner.AGENT


@pytest.mark.parametrize("put_off", [True, False])
def test_what_an_agent_has_put_off_comes_back_to_the_agent(home: Home, put_off: bool) -> None:
    answered(home)
    if put_off:
        until = home.clock.now() + 20 * HOUR
        home.house.cases().snooze(
            home.conversation().id, agent="지우", until=until, waiting_for=None
        )
    assert after(home, 13 * HOUR) is (Owner.AGENT if put_off else Owner.AUTOMATED)
