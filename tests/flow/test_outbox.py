"""What is owed is sent once, or it is said why not."""

import pytest

from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, Home, Sent
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import (
    Accepted,
    AttemptOutcome,
    DeliveryStatus,
    NotStarted,
    Rejected,
    Remedy,
    SendResult,
    SendState,
    Unknown,
)
from wa_support.domain.views import TranscriptLine

ASKED = "주문 1042 어디쯤이에요?"


def rejected(remedy: Remedy) -> Rejected:
    return Rejected(code=130429, remedy=remedy, details="too many", http_status=400)


def owe(home: Home, by: str = MINA) -> None:
    """A turn has answered; nothing is sent yet."""
    home.say(ASKED, by)
    home.clock.pass_by(2_000)
    while (work := home.turns.claim()) is not None:
        work()


def only(home: Home) -> TranscriptLine:
    (line,) = home.ours()
    return line


def test_a_takeover_cancels_the_bots_unsent_words(home: Home) -> None:
    owe(home)
    home.house.desk().take(home.conversation().id, agent="지우")
    home.deliver()
    assert (home.cloud.calls, only(home).state) == ([], SendState.CANCELLED)


def test_notices_and_an_agents_words_survive_a_takeover(home: Home) -> None:
    home.say("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.reply(conversation, agent="지우", text="제가 보겠습니다", key="k1")
    home.deliver()
    assert [line.state for line in home.ours()] == [SendState.DONE, SendState.DONE]


def test_an_answer_that_waited_half_an_hour_is_no_answer(home: Home) -> None:
    owe(home)
    home.clock.pass_by(30 * MINUTE + 1)
    home.deliver()
    assert (home.ours()[0].state, home.conversation().owner) == (SendState.EXPIRED, Owner.QUEUED)
    assert not [call for call in home.cloud.calls if "배송 중" in call.body]


def test_after_the_window_nothing_is_sent(home: Home) -> None:
    """An agent's words do not expire, so it is the window alone that holds them."""
    home.asks("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    home.deliver()
    sent = len(home.cloud.calls)
    desk.reply(conversation, agent="지우", text="제가 보겠습니다", key="k1")
    home.clock.pass_by(24 * HOUR)
    home.deliver()
    assert len(home.cloud.calls) == sent
    assert home.ours()[-1].state is SendState.HELD


def test_one_customer_gets_45_at_once_and_then_one_every_six_seconds(home: Home) -> None:
    home.say("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    for n in range(47):
        desk.reply(conversation, agent="지우", text=str(n), key=str(n))
    home.deliver()
    assert len(home.cloud.calls) == 45
    home.clock.pass_by(6_000)
    home.deliver()
    assert len(home.cloud.calls) == 46


def test_an_unknown_outcome_is_held_and_never_sent_again(home: Home) -> None:
    owe(home)
    home.cloud.answers = [Unknown(details="timeout")]
    home.deliver()
    home.clock.pass_by(10 * MINUTE)
    home.deliver()
    assert (len(home.cloud.calls), only(home).state) == (1, SendState.HELD)
    assert only(home).outcome is AttemptOutcome.UNKNOWN


@pytest.mark.parametrize(
    ("status", "state"), [("delivered", SendState.DONE), ("failed", SendState.HELD)]
)
def test_a_status_settles_an_unknown_outcome(home: Home, status: str, state: SendState) -> None:
    owe(home)
    home.cloud.answers = [Unknown(details="timeout")]
    home.deliver()
    home.status("wamid.out.1", status, home.cloud.calls[0].attempt_id)
    assert home.ours()[0].state is state


@pytest.mark.parametrize(
    ("status", "state"), [("delivered", SendState.DONE), ("failed", SendState.HELD)]
)
def test_a_status_that_overtakes_the_lost_answer_settles_it_too(
    home: Home, status: str, state: SendState
) -> None:
    def overtake(sent: Sent) -> None:
        home.status("wamid.out.1", status, sent.attempt_id)

    owe(home)
    home.cloud.during, home.cloud.answers = overtake, [Unknown(details="timeout")]
    home.deliver()
    assert home.ours()[0].state is state


def test_a_sender_that_stalled_does_not_call_any_more(home: Home) -> None:
    owe(home)
    call = home.outbox.claim()
    assert call is not None
    home.clock.seconds += 1.1
    call()
    assert (home.cloud.calls, only(home).outcome) == ([], AttemptOutcome.NOT_STARTED)
    home.clock.pass_by(2_000)
    home.deliver()
    assert only(home).state is SendState.DONE


@pytest.mark.parametrize(
    ("result", "wait"),
    [
        (rejected(Remedy.BACK_OFF), 2_000),
        (rejected(Remedy.BACK_OFF_PAIR), 1_000),
        (NotStarted(details="no route"), 2_000),
    ],
)
def test_a_rate_limit_waits_and_then_goes(home: Home, result: SendResult, wait: int) -> None:
    owe(home)
    home.cloud.answers = [result]
    home.deliver()
    home.clock.pass_by(wait - 1)
    home.deliver()
    assert (len(home.cloud.calls), only(home).state) == (1, SendState.WAITING)
    home.clock.pass_by(1)
    home.deliver()
    assert (len(home.cloud.calls), only(home).state) == (2, SendState.DONE)


def test_what_a_person_must_put_right_is_held_with_metas_code(home: Home) -> None:
    owe(home)
    home.cloud.answers = [rejected(Remedy.HOLD)]
    home.deliver()
    assert (only(home).state, only(home).reason) == (SendState.HELD, "130429 too many")


def died(home: Home) -> str:
    """A sender that dies between its commit and its call; returns the attempt's id."""
    owe(home)
    assert home.outbox.claim() is not None
    with home.house.database.write() as tx:
        (attempt,) = tx.sends.abandoned(home.clock.now() + 1)
        tx.workers.expire_dead(lambda *_: True)
    return attempt.id


def test_the_attempt_of_a_dead_sender_is_unknown_until_a_status_tells(home: Home) -> None:
    attempt = died(home)
    assert home.outbox.settle_abandoned() == 1
    assert (only(home).state, only(home).outcome) == (SendState.HELD, AttemptOutcome.UNKNOWN)
    home.status("wamid.out.1", "read", attempt)
    assert (only(home).state, only(home).delivery) == (SendState.DONE, DeliveryStatus.READ)


def test_a_living_senders_attempt_is_left_alone_for_45_seconds(home: Home) -> None:
    owe(home)
    home.outbox.claim()
    home.clock.pass_by(45_000)
    assert home.outbox.settle_abandoned() == 0
    home.clock.pass_by(1)
    assert home.outbox.settle_abandoned() == 1


def test_an_answer_that_comes_after_it_was_given_up_is_still_believed(home: Home) -> None:
    owe(home)
    call = home.outbox.claim()
    assert call is not None
    with home.house.database.write() as tx:
        tx.workers.expire_dead(lambda *_: True)
    home.outbox.settle_abandoned()
    home.cloud.answers = [Accepted(wamid="wamid.late")]
    call()
    assert (only(home).state, only(home).outcome) == (SendState.DONE, AttemptOutcome.ACCEPTED)


def test_the_bot_waits_a_minute_behind_an_unknown_outcome_but_people_do_not(home: Home) -> None:
    owe(home)
    home.cloud.answers = [Unknown(details="timeout")]
    home.deliver()
    owe(home)
    home.deliver()
    assert len(home.cloud.calls) == 1
    owe(home, DANIEL)
    home.deliver()
    assert len(home.cloud.calls) == 2
    home.clock.pass_by(MINUTE)
    home.deliver()
    assert len(home.cloud.calls) == 3
