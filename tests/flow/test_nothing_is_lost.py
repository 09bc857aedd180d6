"""No word of ours ends unsent in silence, and no known outcome is thrown away."""

from typing import Any

import pytest

from tests.flow.house import DANIEL, DAY, HOUR, MINA, MINUTE, Home, Sent, webhook
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import (
    Accepted,
    AttemptOutcome,
    NotStarted,
    Rejected,
    Remedy,
    SendState,
    Unknown,
)
from wa_support.domain.errors import DatabaseUnavailable, NotAllowed

ASKED = "주문 1042 어디쯤이에요?"


def test_an_outage_of_twenty_minutes_delays_and_loses_nothing(home: Home) -> None:
    home.cloud.answers = [NotStarted(details="no route")] * 12
    home.say(ASKED)
    home.answer()
    for _ in range(40):
        home.clock.pass_by(30_000)
        home.deliver()
    assert home.ours()[0].state is SendState.DONE


@pytest.mark.parametrize("remedy", [Remedy.FIX, Remedy.STOP, Remedy.HOLD])
def test_an_answer_that_meta_refuses_goes_to_a_person(home: Home, remedy: Remedy) -> None:
    home.cloud.answers = [Rejected(code=100, remedy=remedy, details="no", http_status=400)]
    home.say(ASKED)
    home.answer()
    assert home.ours()[0].state is SendState.HELD
    assert home.conversation().owner is Owner.QUEUED


def test_an_answer_that_is_accepted_and_then_fails_goes_to_a_person(home: Home) -> None:
    home.say(ASKED)
    home.answer()
    home.status("wamid.out.1", "failed", errors=[{"code": 131026, "title": "undeliverable"}])
    assert home.ours()[0].state is SendState.HELD
    assert "131026" in (home.ours()[0].reason or "")
    assert home.conversation().owner is Owner.QUEUED


def test_a_failure_that_a_delivery_proves_wrong_is_done(home: Home) -> None:
    home.cloud.answers = [Unknown(details="reset")]
    home.say(ASKED)
    home.answer()
    attempt = home.cloud.calls[0].attempt_id
    home.status("wamid.x", "failed", attempt)
    home.clock.pass_by(1_000)
    home.status("wamid.x", "delivered", attempt)
    assert home.ours()[0].state is SendState.DONE


def test_a_status_that_says_failed_before_the_sender_died_is_held(home: Home) -> None:
    def fail_and_die(sent: Sent) -> None:
        home.status("wamid.y", "failed", sent.attempt_id)
        raise KeyboardInterrupt

    home.cloud.during = fail_and_die
    home.say(ASKED)
    with pytest.raises(KeyboardInterrupt):
        home.answer()
    home.clock.pass_by(MINUTE)
    home.outbox.settle_abandoned()
    assert home.ours()[0].state is SendState.HELD


def test_an_answer_that_comes_after_we_gave_the_sender_up_still_counts(home: Home) -> None:
    def be_slow(_sent: Sent) -> None:
        home.clock.pass_by(MINUTE)
        home.outbox.settle_abandoned()

    home.cloud.during = be_slow
    home.say(ASKED)
    home.answer()
    assert (home.ours()[0].state, home.ours()[0].outcome) == (
        SendState.DONE,
        AttemptOutcome.ACCEPTED,
    )


def test_an_outcome_is_written_down_although_the_database_was_away(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    turn = home.turns.claim()
    assert turn is not None
    turn()
    call = home.outbox.claim()
    assert call is not None
    real, away = home.house.database.write, [3]

    def flaky() -> Any:
        away[0] -= 1
        if away[0] >= 0:
            raise DatabaseUnavailable("away")
        return real()

    monkeypatch.setattr(home.house.database, "write", flaky)
    call()
    assert home.ours()[0].outcome is AttemptOutcome.ACCEPTED


def test_what_was_written_elsewhere_unread_waits_for_a_person(home: Home) -> None:
    home.say("안녕하세요")
    home.answer()
    home.take(_echo(home, at=home.clock.now()))
    home.clock.pass_by(HOUR)
    home.say("급해요, 1042 어디쯤이에요?")
    home.clock.pass_by(24 * HOUR)
    home.waiting.look()
    assert home.conversation().owner is Owner.QUEUED


def test_a_thread_read_elsewhere_comes_back_to_the_bot(home: Home) -> None:
    home.say("안녕하세요")
    home.answer()
    home.clock.pass_by(HOUR)
    home.take(_echo(home, at=home.clock.now()))
    home.clock.pass_by(24 * HOUR + MINUTE)
    home.waiting.look()
    assert home.conversation().owner is Owner.AUTOMATED


@pytest.mark.parametrize("age", [10 * MINUTE, 5 * DAY])
def test_an_old_echo_takes_nobody_out_of_the_queue(home: Home, age: int) -> None:
    home.say("상담원")
    home.take(_echo(home, at=home.clock.now() - age))
    assert home.conversation().owner is Owner.QUEUED


def test_one_conversation_that_stumbles_stops_nobody_else(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = type(home.turns)._begin

    def stumble(self: Any, tx: Any, conversation: Any, *more: Any) -> Any:
        if conversation.id == broken:
            raise LookupError("broken")
        return real(self, tx, conversation, *more)

    home.say(ASKED)
    broken = home.conversation().id
    home.clock.pass_by(10)
    home.say("Where is order 2077?", by=DANIEL)
    monkeypatch.setattr(type(home.turns), "_begin", stumble)
    for _ in range(5):
        home.answer()
        home.clock.pass_by(MINUTE)
    assert "2077" in home.ours(DANIEL)[0].text
    assert home.conversation().owner is Owner.QUEUED  # three times, then a person


def test_another_agent_may_take_what_an_absent_one_left(home: Home) -> None:
    home.say("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.seen(agent="민지")
    desk.take(conversation, agent="민지")
    home.clock.pass_by(2 * MINUTE)
    assert desk.take(conversation, agent="지우")
    assert home.conversation().agent == "지우"


def test_showing_an_own_order_gives_no_new_guesses(home: Home) -> None:
    home.asks("주문 2077 어디쯤이에요?")
    home.asks("2077 박다니엘 0000")
    assert "배송 중" in home.asks("주문 1042 어디쯤이에요?")
    home.asks("주문 2077 어디쯤이에요?")
    assert home.conversation().owner is Owner.QUEUED


def test_a_stop_that_comes_late_is_recorded_all_the_same(home: Home) -> None:
    home.say("수신거부", at=home.clock.now() - 25 * HOUR)
    [one] = home.house.queries.conversations()
    assert one.customer.opted_out_at is not None
    assert home.answer() == []


def test_a_second_stop_is_not_confirmed_again(home: Home) -> None:
    for _ in range(3):
        home.clock.pass_by(1_000)
        home.say("수신거부")
    home.answer()
    assert len(home.cloud.calls) == 1


def test_now_is_not_said_hours_later(home: Home) -> None:
    home.house.desk().seen(agent="민지")
    home.cloud.answers = [NotStarted(details="no route")]
    home.say("상담원")
    home.answer()
    home.clock.pass_by(HOUR)
    home.deliver()
    assert home.ours()[0].state is SendState.EXPIRED


def test_a_narrowed_policy_reaches_a_turn_that_was_left_open(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    assert home.turns.claim() is not None  # and the worker dies
    home.publish(lambda text: text.replace("answers: live", "answers: people", 1))
    home.clock.pass_by(MINUTE)
    home.answer()
    assert home.conversation().owner is Owner.QUEUED
    assert "배송 중" not in home.ours()[0].text


def test_a_number_that_the_settings_learn_later_is_taken_in_when_it_comes_again(
    home: Home,
) -> None:
    message = home.message({"type": "text", "text": {"body": ASKED}})
    body = webhook(number="777", messages=[message])
    home.take(body)
    assert home.counts()["quarantined"] == 1
    home.intake.numbers = home.intake.numbers | {"777"}
    home.take(body)
    assert [one.conversation.phone_number_id for one in home.house.queries.conversations()] == [
        "777"
    ]


def test_two_numbers_share_no_tokens(home: Home) -> None:
    home.outbox._granted = {"a": (home.clock.now() // 1000, 5)}
    with home.house.database.write() as tx:
        assert home.outbox._take_token(tx, "b", home.clock.now())
    assert home.outbox._granted["a"] == (home.clock.now() // 1000, 5)


def test_a_worker_that_lost_its_lease_decides_nothing(home: Home) -> None:
    home.say("안녕하세요")
    home.clock.pass_by(6_000)
    slow = home.turns.claim()
    assert slow is not None
    home.clock.pass_by(MINUTE)
    home.say(ASKED)
    home.clock.pass_by(2_000)
    quick = home.turns.claim()
    assert quick is not None
    slow()
    quick()
    home.deliver()
    assert "1042" in home.cloud.calls[-1].body


def test_the_late_accepted_answer_keeps_its_wamid(home: Home) -> None:
    home.cloud.answers = [Accepted(wamid="wamid.late")]
    home.say(ASKED)
    home.answer()
    with home.house.database.read() as tx:
        assert tx.sends.attempt(wamid="wamid.late") is not None


def _echo(home: Home, *, at: int) -> bytes:
    echo = {
        "from": "8225550134", "to": MINA, "id": f"wamid.echo.{home.heard}",
        "timestamp": str(at // 1000), "type": "text", "text": {"body": "제가 볼게요"},
    }  # fmt: skip
    return webhook(field="smb_message_echoes", message_echoes=[echo])


def test_an_agent_does_not_end_what_a_colleague_is_answering(home: Home) -> None:
    home.say("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.seen(agent="민지")
    desk.take(conversation, agent="민지")
    with pytest.raises(NotAllowed, match="민지"):
        desk.give_back(conversation, agent="지우")


def test_promotions_resumed_inside_whatsapp_are_resumed_here(home: Home) -> None:
    for wish, stopped in (("stop", True), ("resume", False)):
        seconds = home.clock.now() // 1000
        preference = {"wa_id": MINA, "user_id": "KR.1", "value": wish, "timestamp": seconds}
        home.take(webhook(field="user_preferences", user_preferences=[preference]))
        home.clock.pass_by(1_000)
        with home.house.database.read() as tx:
            customer = tx.customers.seen_by_hash_of(MINA)
        assert customer is not None
        assert (customer.opted_out_at is not None) is stopped
