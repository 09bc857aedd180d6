"""Words that may have been lost are sent once more, and no oftener, while Meta talks to us."""

from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from tests.flow.given_templates import approve, source
from tests.flow.house import MINUTE, STRANGER, Home
from tests.flow.templating import now_of, planned
from tests.flow.test_outbox import only, owe, rejected
from wa_support.domain.delivery import Accepted, Author, Remedy, SendState, Unknown
from wa_support.flow.resending import Resending
from wa_support.ports.database import Database, Tx

LOST = Unknown(details="timeout")


class ReadOnly:
    """A database that nobody may write to."""

    def __init__(self, database: Database) -> None:
        self.read = database.read
        self.lease_named = database.lease_named

    def write(self) -> AbstractContextManager[Tx]:
        raise AssertionError("there is nothing to write")

    write_unsynced = write


def resending(home: Home, counted: list[None] | None = None) -> Resending:
    count = counted if counted is not None else []
    return Resending(
        database=home.house.database,
        clock=home.clock,
        book=home.house.book,
        counted=lambda: count.append(None),
    )


def lost(home: Home) -> None:
    """An answer went out and nobody knows whether it arrived."""
    owe(home)
    home.cloud.answers = [LOST]
    home.deliver()


def other_news(home: Home) -> None:
    """A status of some other message of the same number."""
    home.status(f"wamid.other.{home.heard}", "delivered")


def a_minute_with_news(home: Home) -> None:
    home.clock.pass_by(MINUTE)
    other_news(home)


def test_after_a_minute_with_statuses_the_words_go_once_more_under_an_id_of_their_own(
    home: Home,
) -> None:
    counted: list[None] = []
    lost(home)
    a_minute_with_news(home)
    assert resending(home, counted).look() == 1
    home.deliver()
    first, second = home.cloud.calls
    assert first.body == second.body
    assert first.attempt_id != second.attempt_id
    assert (only(home).state, len(counted)) == (SendState.DONE, 1)


def test_not_before_the_minute_is_over(home: Home) -> None:
    lost(home)
    home.clock.pass_by(MINUTE - 1_000)
    other_news(home)
    assert resending(home).look() == 0
    home.clock.pass_by(1_000)
    assert resending(home).look() == 1


def test_without_any_status_nothing_is_sent_again(home: Home) -> None:
    other_news(home)
    lost(home)
    home.clock.pass_by(20 * MINUTE)
    assert resending(home).look() == 0


def test_a_status_that_lay_in_the_inbox_since_before_is_no_news(home: Home) -> None:
    lost(home)
    home.clock.pass_by(MINUTE)
    home.status("wamid.old", "delivered", timestamp=str(home.clock.now() // 1000 - 61))
    assert resending(home).look() == 0


def test_it_is_sent_again_once_and_then_waits_for_a_person(home: Home) -> None:
    lost(home)
    a_minute_with_news(home)
    resending(home).look()
    home.cloud.answers = [LOST]
    home.deliver()
    a_minute_with_news(home)
    assert (resending(home).look(), only(home).state) == (0, SendState.HELD)


def test_a_policy_may_forbid_it(home: Home) -> None:
    home.publish(lambda text: f"{text.rstrip()}\n  resend_unknown: {{text: 0}}\n")
    lost(home)
    a_minute_with_news(home)
    assert resending(home).look() == 0


def test_too_late_to_be_an_answer_is_left_to_a_person(home: Home) -> None:
    lost(home)
    home.clock.pass_by(31 * MINUTE)
    other_news(home)
    assert resending(home).look() == 0


def test_what_cannot_go_again_costs_no_write(home: Home) -> None:
    lost(home)
    a_minute_with_news(home)
    home.house.desk().take(home.conversation().id, agent="지우")
    looking = replace(resending(home), database=ReadOnly(home.house.database))
    assert looking.look() == 0


def test_somebody_else_took_over(home: Home) -> None:
    lost(home)
    home.house.desk().take(home.conversation().id, agent="지우")
    a_minute_with_news(home)
    assert resending(home).look() == 0


def test_the_customer_stopped_everything_meanwhile(home: Home) -> None:
    lost(home)
    home.clock.pass_by(1_000)
    home.say("STOP ALL")
    with home.house.database.read() as tx:
        customer = tx.customers.get(home.conversation().customer_id)
    assert customer.opted_out_of_all_at is not None
    a_minute_with_news(home)
    assert resending(home).look() == 0


def test_an_agents_words_are_never_sent_again_by_themselves(home: Home) -> None:
    home.say("상담원")
    home.deliver()
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.reply(conversation, agent="지우", text="제가 보겠습니다", key="k1")
    home.cloud.answers = [LOST]
    home.deliver()
    a_minute_with_news(home)
    assert resending(home).look() == 0


def test_a_notice_is_sent_again_as_the_bots_words_are(home: Home) -> None:
    home.say("상담원", STRANGER)
    home.cloud.answers = [LOST]
    home.deliver()
    home.clock.pass_by(MINUTE)
    other_news(home)
    assert home.ours(STRANGER)[0].author == Author.NOTICE
    assert resending(home).look() == 1


def test_what_was_said_since_is_not_followed_by_older_words(home: Home) -> None:
    lost(home)
    owe(home)
    a_minute_with_news(home)
    home.deliver()
    assert len(home.cloud.calls) == 2
    assert resending(home).look() == 0


@pytest.mark.parametrize("told", [0, 1])
def test_a_status_of_either_attempt_settles_what_was_lost_twice(home: Home, told: int) -> None:
    lost(home)
    a_minute_with_news(home)
    resending(home).look()
    home.cloud.answers = [LOST]
    home.deliver()
    home.status("wamid.late", "delivered", home.cloud.calls[told].attempt_id)
    assert only(home).state is SendState.DONE


def test_a_double_is_known_when_both_attempts_arrived(home: Home) -> None:
    lost(home)
    a_minute_with_news(home)
    resending(home).look()
    home.deliver()
    assert home.counts()["doubles_known"] == 0
    home.status("wamid.first", "delivered", home.cloud.calls[0].attempt_id)
    assert home.counts()["doubles_known"] == 1


def test_the_first_attempt_failed_but_the_second_arrived(home: Home) -> None:
    lost(home)
    a_minute_with_news(home)
    resending(home).look()
    home.deliver()
    home.status("wamid.first", "failed", home.cloud.calls[0].attempt_id)
    assert (only(home).state, home.counts()["doubles_known"]) == (SendState.DONE, 0)


def test_the_first_turns_out_to_have_arrived_while_the_second_is_refused(home: Home) -> None:
    lost(home)
    a_minute_with_news(home)
    resending(home).look()
    first = home.cloud.calls[0].attempt_id
    home.cloud.during = lambda _sent: home.status("wamid.first", "delivered", first)
    home.cloud.answers = [rejected(Remedy.HOLD)]
    home.deliver()
    assert only(home).state is SendState.DONE


def test_a_sender_taken_for_dead_that_was_refused_moves_nothing_that_was_sent_since(
    home: Home,
) -> None:
    owe(home)
    call = home.outbox.claim()
    assert call is not None
    home.clock.time += 46_000
    home.outbox.settle_abandoned()
    home.clock.time += MINUTE
    other_news(home)
    resending(home).look()
    home.cloud.answers = [Accepted(wamid="wamid.second")]
    home.deliver()
    home.cloud.answers = [rejected(Remedy.HOLD)]
    call()
    assert only(home).state is SendState.DONE


def test_a_template_is_never_sent_twice_by_itself(home: Home) -> None:
    """It costs money, and Meta may keep one back without a status (held for its quality)."""
    with home.house.database.write() as tx:
        approve(tx, "order_shipped", given=source())
    send = planned(home, "order_shipped")
    home.cloud.answers = [LOST]
    home.deliver()
    a_minute_with_news(home)
    assert resending(home).look() == 0
    home.deliver()
    assert (len(home.cloud.calls), now_of(home, send).state) == (1, SendState.HELD)
