"""A thread that another system or the phone app has: nothing of ours is said there."""

from typing import Any

import pytest

from tests.flow.house import HOUR, MINA, Home, contact, webhook
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.reasons import Reason

ASKED = "주문 1042 어디쯤이에요?"


def by_others(home: Home, words: str) -> dict[str, Any]:
    return {
        "from": "15550100001", "to": MINA, "id": f"wamid.others.{home.heard}", "type": "text",
        "timestamp": str(home.clock.now() // 1000), "text": {"body": words},
    }  # fmt: skip


def echo(home: Home) -> None:
    home.take(webhook("smb_message_echoes", message_echoes=[by_others(home, "제가 볼게요")]))


def standby(home: Home) -> None:
    seen = home.message({"type": "text", "text": {"body": "환불해 주세요"}})
    home.take(webhook("standby", standby={"messages": [seen], "contacts": [contact(MINA)]}))


def standby_echo(home: Home) -> None:
    said = [by_others(home, "도와드릴게요")]
    home.take(webhook("standby", standby={"message_echoes": said, "contacts": [contact(MINA)]}))


def handed_away(home: Home) -> None:
    handed(home, "control_taken")


def handed(home: Home, kind: str) -> None:
    value: dict[str, Any] = {
        "sender": {"phone_number": MINA}, "type": kind,
        "timestamp": str(home.clock.now() // 1000),
        "recipient": {"phone_number_id": "100000000000042"},
        kind: {"previous_owner_role": "customer_service", "new_owner_role": "ai_agent"},
    }  # fmt: skip
    home.take(webhook("messaging_handovers", **value))


OTHERS = [echo, standby, standby_echo, handed_away]


@pytest.mark.parametrize("taken", OTHERS)
def test_a_turn_that_runs_is_thrown_away(home: Home, taken: Any) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    taken(home)
    work()
    assert home.answer() == []
    assert home.conversation().owner is Owner.ELSEWHERE
    assert home.stories()[0].state == "discarded"


@pytest.mark.parametrize("taken", OTHERS)
def test_an_answer_that_waits_to_be_sent_is_not_sent(home: Home, taken: Any) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    work()
    taken(home)
    assert home.answer() == []
    bot = [line for line in home.ours() if line.author == Author.BOT]
    assert [line.state for line in bot] == [SendState.CANCELLED]


@pytest.mark.parametrize("taken", OTHERS)
def test_what_is_written_there_is_kept_and_not_answered(home: Home, taken: Any) -> None:
    taken(home)
    for words in (ASKED, "상담원", "야 이 병신들아"):
        home.say(words)
    assert home.answer() == []
    assert [line.text for line in home.transcript() if line.author == Author.CUSTOMER][-3:] == [
        ASKED, "상담원", "야 이 병신들아",
    ]  # fmt: skip


@pytest.mark.parametrize("taken", OTHERS)
def test_what_nobody_read_there_lies_before_a_person_a_day_later(home: Home, taken: Any) -> None:
    taken(home)
    home.clock.pass_by(2 * HOUR)
    home.say(ASKED)
    home.clock.pass_by(23 * HOUR)
    home.waiting.look()
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(home.conversation().id)
    assert home.conversation().owner is Owner.QUEUED
    assert handoff is not None
    assert handoff.reason is Reason.ELSEWHERE


@pytest.mark.parametrize("taken", OTHERS)
def test_an_agent_who_had_it_keeps_no_hand_on_it(home: Home, taken: Any) -> None:
    home.asks("상담원")
    home.house.desk().take(home.conversation().id, agent="지우")
    home.clock.pass_by(2_000)
    taken(home)
    assert (home.conversation().owner, home.conversation().agent) == (Owner.ELSEWHERE, None)
    home.house.desk().take(home.conversation().id, agent="지우")
    assert home.conversation().owner is Owner.AGENT


def test_control_that_comes_back_lets_the_bot_answer_the_next_message(home: Home) -> None:
    standby(home)
    handed(home, "control_passed")
    assert home.conversation().owner is Owner.AUTOMATED
    home.clock.pass_by(1_000)
    assert "1042" in home.asks(ASKED)


def test_statuses_of_others_in_standby_move_nothing_of_ours(home: Home) -> None:
    home.asks(ASKED)
    item = {"id": "wamid.other.1", "status": "delivered", "recipient_id": MINA,
            "timestamp": str(home.clock.now() // 1000)}  # fmt: skip
    home.take(webhook("standby", standby={"statuses": [item]}))
    assert home.ours()[0].delivery is None
