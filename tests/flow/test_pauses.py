"""The bot says nothing to a customer for whom it is paused; nobody is left."""

import pytest

from tests.flow.house import HOUR, MINA, MINUTE, STRANGER, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author, SendState, Unknown
from wa_support.domain.errors import NotAllowed
from wa_support.domain.pauses import Pause
from wa_support.domain.reasons import Reason
from wa_support.flow.merging import Merging

ASKED = "주문 1042 어디쯤이에요?"


def pause(home: Home, who: str = MINA, **more: int) -> str:
    return home.house.pausing().pause(who, by="지우", **more)


def reason(home: Home, by: str = MINA) -> Reason | None:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(home.conversation(by).id)
    return found.reason if found else None


def by_the_bot(home: Home, by: str = MINA) -> list[str]:
    return [line.text for line in home.ours(by) if line.author == Author.BOT]


def test_a_customer_who_never_wrote_is_with_people_from_their_first_word(home: Home) -> None:
    customer = pause(home, "+82 10-9999-0000")
    home.clock.pass_by(30 * HOUR)
    home.say(ASKED, "821099990000")
    bubbles = home.answer()
    assert home.conversation("821099990000").customer_id == customer
    assert reason(home, "821099990000") is Reason.PAUSED
    assert len(bubbles) == 1
    assert "상담원에게" in bubbles[0]
    assert by_the_bot(home, "821099990000") == []


def test_a_bsuid_is_paused_before_it_ever_writes(home: Home) -> None:
    pause(home, "KR.13491208655302741918")
    home.send({"type": "text", "text": {"body": ASKED}}, from_user_id="KR.13491208655302741918")
    home.answer()
    assert (home.conversation().owner, reason(home)) == (Owner.QUEUED, Reason.PAUSED)


def test_the_notice_is_said_once_whatever_comes_after(home: Home) -> None:
    home.asks(ASKED)
    pause(home)
    said = [home.asks(ASKED)]
    desk, conversation = home.house.desk(), home.conversation().id
    for _ in range(3):
        desk.take(conversation, agent="지우")
        desk.give_back(conversation, agent="지우")
        home.clock.pass_by(MINUTE)
        home.say(ASKED)
        said += home.answer()
        assert (home.conversation().owner, reason(home)) == (Owner.QUEUED, Reason.PAUSED)
    assert len(said) == 1


def test_a_pause_ends_when_it_says(home: Home) -> None:
    home.asks(ASKED)
    pause(home, until=home.clock.now() + HOUR)
    home.clock.pass_by(HOUR - 2_000)
    home.say(ASKED)
    home.answer()
    assert reason(home) is Reason.PAUSED
    home.house.desk().resolve(home.conversation().id, agent="지우")
    home.clock.pass_by(10_000)
    assert "1042" in home.asks(ASKED)


def test_after_unpause_the_bot_answers_the_next_message(home: Home) -> None:
    home.asks(ASKED)
    pause(home)
    home.house.pausing().unpause(MINA, by="지우")
    assert "1042" in home.asks(ASKED)
    with pytest.raises(NotAllowed, match="not paused"):
        home.house.pausing().unpause(MINA, by="지우")


def test_what_waits_for_the_bot_goes_to_a_person(home: Home) -> None:
    home.say(ASKED)
    pause(home)
    home.answer()
    assert (home.conversation().owner, reason(home)) == (Owner.QUEUED, Reason.PAUSED)
    assert by_the_bot(home) == []


def test_a_turn_that_runs_is_thrown_away(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    pause(home)
    work()
    home.answer()
    assert by_the_bot(home) == []
    assert home.conversation().owner is Owner.QUEUED


def test_an_answer_that_is_not_sent_yet_is_not_sent_any_more(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    work()
    pause(home)
    home.answer()
    (bot, notice) = home.ours()
    assert (bot.state, notice.author) == (SendState.CANCELLED, Author.NOTICE)
    assert home.conversation().owner is Owner.QUEUED


def test_words_that_the_fence_meets_too_late_lie_before_a_person(home: Home) -> None:
    """As when the pause and the first message of a new customer commit side by side."""
    home.say(ASKED)
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    work()
    with home.house.database.write() as tx:
        customer = home.conversation().customer_id
        tx.pauses.add(Pause(id="pau_1", customer_id=customer, by="지우", at=home.clock.now()))
    home.answer()
    assert home.ours()[0].state is SendState.CANCELLED
    assert (home.conversation().owner, reason(home)) == (Owner.QUEUED, Reason.PAUSED)


def test_words_of_unknown_outcome_are_not_sent_again(home: Home) -> None:
    home.cloud.answers = [Unknown(details="reset")]
    home.say(ASKED)
    home.answer()
    held = home.ours()[0]
    pause(home)
    with pytest.raises(NotAllowed, match="paused"):
        home.house.held_sends().release(_send_of(home), by="지우")
    assert held.state is SendState.HELD


def _send_of(home: Home) -> str:
    (held,) = home.house.queries.held()
    return held.send_id


def test_while_paused_nobody_is_reminded_and_nobody_taps_back_to_the_bot(home: Home) -> None:
    home.asks("상담원")
    pause(home)
    for _ in range(3):
        home.clock.pass_by(6 * MINUTE)
        home.waiting.look()
    home.tap("wait:back")
    assert home.answer() == []
    assert home.conversation().owner is Owner.QUEUED


def test_who_asks_for_a_person_while_paused_is_told_the_truth(home: Home) -> None:
    pause(home)
    home.asks(ASKED)
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.give_back(conversation, agent="지우")
    assert "상담원에게" in home.asks("상담원")
    assert reason(home) is Reason.ASKED


@pytest.mark.parametrize("who", ["김민아", "010-1234-5678", "cus_unknown", "KR.ENT.12", "123", ""])
def test_a_name_that_leads_to_nobody_makes_nobody(home: Home, who: str) -> None:
    with pytest.raises(NotAllowed, match="no customer's id"):
        pause(home, who)


def test_a_moment_that_has_passed_pauses_nobody(home: Home) -> None:
    with pytest.raises(NotAllowed, match="passed"):
        pause(home, until=home.clock.now())


def test_a_new_pause_takes_the_place_of_the_old_one(home: Home) -> None:
    customer = pause(home, until=home.clock.now() + HOUR)
    assert pause(home) == customer
    held = home.house.pausing().paused(customer)
    assert held is not None
    assert held.until is None


def test_two_customers_who_become_one_stay_paused(home: Home) -> None:
    pause(home, "KR.OLD1")
    pause(home, STRANGER, until=home.clock.now() + HOUR)
    with home.house.database.write() as tx:
        kept, gone = tx.customers.seen_by_hash_of("KR.OLD1"), tx.customers.seen_by_hash_of(STRANGER)
        assert kept is not None
        assert gone is not None
        Merging(tx=tx, now=home.clock.now()).customers(kept, gone)
    home.clock.pass_by(2 * HOUR)
    assert home.house.pausing().paused(kept.id) is not None
