"""What time alone makes us say is dropped once an agent has the conversation, or the customer
wants no messages, or the bot is paused for them."""

import pytest

from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, Home
from tests.flow.test_satisfaction import ASKS, _asking_all, answered, ask, resolved, taps
from tests.flow.test_waits import SORRY
from tests.flow.watching import waits_of, watch
from wa_support.domain.conversations import Owner
from wa_support.domain.customers import Consent
from wa_support.flow.consent import hear
from wa_support.flow.satisfaction import Asking


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def take(home: Home, by: str = MINA) -> None:
    home.house.desk().take(home.conversation(by).id, agent="지우")


def sent(home: Home) -> list[str]:
    before = len(home.cloud.calls)
    home.deliver()
    return [call.body for call in home.cloud.calls[before:]]


def stops_everything(home: Home) -> None:
    with home.house.database.write() as tx:
        hear(tx, home.conversation().customer_id, Consent.ALL_STOPPED, now=home.clock.now())


def test_another_way_that_was_not_sent_yet_dies_with_the_takeover(home: Home) -> None:
    home.asks("상담원")
    waits = waits_of(home)
    while waits.look():
        pass
    home.clock.pass_by(11 * MINUTE)
    while waits.look():
        pass
    take(home)
    assert sent(home) == []


def test_still_waiting_that_was_not_sent_yet_dies_with_the_takeover(home: Home) -> None:
    home.asks("상담원")
    home.clock.pass_by(31 * MINUTE)
    home.beat()
    home.waiting.look()
    take(home)
    assert sent(home) == []


def test_a_question_after_people_dies_with_the_next_takeover(home: Home) -> None:
    _asking_all(home)
    resolved(home)
    house = home.house
    Asking(database=house.database, clock=home.clock, ids=house.ids, book=house.book).look()
    home.say("하나 더 여쭤볼게요")
    take(home)
    assert sent(home) == []


def test_shall_a_person_go_on_is_not_asked_once_a_person_does(home: Home) -> None:
    _asking_all(home)
    resolved(home)
    ask(home)
    home.tap(taps(home)["not_solved"])
    home.say("하나 더 여쭤볼게요")
    take(home)
    assert sent(home) == []


def test_the_notice_of_the_handover_is_said_all_the_same(home: Home) -> None:
    home.say("상담원", DANIEL)
    take(home, DANIEL)
    assert len(sent(home)) == 1


def test_who_stopped_everything_is_not_told_another_way(home: Home) -> None:
    home.asks("상담원")
    stops_everything(home)
    bubbles = watch(home, 40 * MINUTE)
    assert not any(bubble.startswith(SORRY) for bubble in bubbles)


def test_who_asks_for_a_person_after_that_stop_is_told_another_way(home: Home) -> None:
    home.asks("안녕하세요")
    stops_everything(home)
    home.clock.pass_by(MINUTE)
    home.asks("상담원")
    assert any(bubble.startswith(SORRY) for bubble in watch(home, 40 * MINUTE))


def test_who_stopped_everything_is_not_told_that_they_still_wait(home: Home) -> None:
    home.asks("상담원")
    stops_everything(home)
    home.clock.pass_by(31 * MINUTE)
    home.beat()
    home.waiting.look()
    assert sent(home) == []


@pytest.mark.parametrize("kind", ["bot", "people"])
def test_nobody_is_asked_while_the_bot_is_paused_for_them(home: Home, kind: str) -> None:
    _asking_all(home)
    (answered if kind == "bot" else resolved)(home)
    home.house.pausing().pause(MINA, by="지우")
    home.clock.pass_by(MINUTE)
    assert ask(home) == []
    home.house.pausing().unpause(MINA, by="지우")
    home.clock.pass_by(HOUR)
    assert not any(ASKS in bubble for bubble in ask(home))


def test_a_question_that_expires_gives_nobody_to_a_person(home: Home) -> None:
    _asking_all(home)
    answered(home)
    house = home.house
    Asking(database=house.database, clock=home.clock, ids=house.ids, book=house.book).look()
    home.clock.pass_by(HOUR)
    assert sent(home) == []
    assert home.conversation().owner is Owner.AUTOMATED


def test_who_is_not_reminded_is_not_looked_at_again_each_time(home: Home) -> None:
    home.asks("상담원")
    stops_everything(home)
    home.clock.pass_by(31 * MINUTE)
    home.beat()
    home.waiting.look()
    with home.house.database.read() as tx:
        assert not home.waiting._anything(tx, home.clock.now())
