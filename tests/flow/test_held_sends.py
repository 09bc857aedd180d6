"""A person decides about what is held."""

import pytest

from tests.flow.house import HOUR, MINUTE, Home
from tests.flow.test_outbox import only, owe, rejected
from wa_support.domain.delivery import Author, Remedy, SendState, Unknown
from wa_support.domain.errors import NotAllowed, WaSupportError


def held_send(home: Home) -> str:
    """The bot's answer, of unknown outcome."""
    owe(home)
    home.cloud.answers = [Unknown(details="timeout")]
    home.deliver()
    (held,) = home.house.queries.held()
    return held.send_id


def held_by_agent(home: Home) -> str:
    """An agent's words, refused for a token that has run out."""
    home.say("상담원")
    home.deliver()
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.reply(conversation, agent="지우", text="제가 보겠습니다", key="k1")
    home.cloud.answers = [rejected(Remedy.HOLD)]
    home.deliver()
    (held,) = home.house.queries.held()
    return held.send_id


def test_what_a_person_releases_is_sent_however_old_the_answer_is(home: Home) -> None:
    send = held_send(home)
    home.clock.pass_by(3 * HOUR)
    home.house.held_sends().release(send, by="소연")
    home.deliver()
    assert (only(home).state, len(home.cloud.calls)) == (SendState.DONE, 2)


def test_only_what_may_have_arrived_may_be_doubled(home: Home) -> None:
    assert not home.house.held_sends().may_double(held_by_agent(home))


def test_an_unknown_outcome_may_be_doubled(home: Home) -> None:
    assert home.house.held_sends().may_double(held_send(home))


def test_the_bots_words_are_not_released_into_an_agents_conversation(home: Home) -> None:
    send = held_send(home)
    home.house.desk().take(home.conversation().id, agent="지우")
    with pytest.raises(NotAllowed, match="owner is agent"):
        home.house.held_sends().release(send, by="소연")
    assert home.ours()[0].state is SendState.HELD


def test_a_closed_window_is_told_at_once(home: Home) -> None:
    send = held_by_agent(home)
    home.clock.pass_by(24 * HOUR)
    with pytest.raises(NotAllowed, match="window is closed"):
        home.house.held_sends().release(send, by="소연")


def test_the_fences_are_asked_again_when_it_is_claimed(home: Home) -> None:
    send = held_send(home)
    home.clock.pass_by(MINUTE)
    home.house.held_sends().release(send, by="소연")
    home.house.desk().take(home.conversation().id, agent="지우")
    home.deliver()
    assert (len(home.cloud.calls), home.ours()[0].state) == (1, SendState.CANCELLED)


def test_what_is_dropped_is_never_sent_and_says_why(home: Home) -> None:
    send = held_by_agent(home)
    home.house.held_sends().drop(send, by="소연", reason="called them instead")
    home.deliver()
    dropped = next(line for line in home.ours() if line.author == Author.AGENT)
    assert (dropped.state, dropped.reason) == (SendState.CANCELLED, "called them instead")


def test_only_what_is_held_can_be_decided(home: Home) -> None:
    send = held_by_agent(home)
    home.house.held_sends().drop(send, by="소연", reason="no")
    with pytest.raises(NotAllowed, match="is cancelled, not held"):
        home.house.held_sends().release(send, by="소연")
    with pytest.raises(NotAllowed, match="is cancelled, not held"):
        home.house.held_sends().drop(send, by="소연", reason="no")


def test_a_send_that_does_not_exist(home: Home) -> None:
    with pytest.raises(WaSupportError, match="no send snd_none"):
        home.house.held_sends().release("snd_none", by="소연")
