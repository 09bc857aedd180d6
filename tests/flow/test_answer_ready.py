"""An answer that the closed window holds back is told of, waits, and goes out once they write."""

from typing import Any

import pytest

from tests.flow.given_templates import approve
from tests.flow.house import DAY, HOUR, MINA, MINUTE, Home
from tests.flow.test_outbox import rejected
from tests.flow.watching import wait
from wa_support.domain.conversations import Owner
from wa_support.domain.customers import Consent
from wa_support.domain.delivery import Author, Remedy, SendState, Unknown
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutTemplate
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.views import TranscriptLine
from wa_support.flow.consent import hear

ANSWER = "내일 오전에 도착합니다"


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def may_tell(home: Home, status: str = "APPROVED") -> None:
    with home.house.database.write() as tx:
        approve(tx, "answer_ready", status=status)


def with_an_agent(home: Home) -> str:
    home.asks("주문 1042 취소해 주세요")
    here = home.conversation().id
    home.house.desk().take(here, agent="지우")
    home.deliver()
    return here


def late(home: Home, text: str = ANSWER, key: str = "k1") -> None:
    """The agent answers a day too late."""
    home.house.desk().reply(home.conversation().id, agent="지우", text=text, key=key)
    home.deliver()


def missed(home: Home) -> str:
    """An agent's answer that came after the window; the conversation."""
    may_tell(home)
    here = with_an_agent(home)
    home.clock.pass_by(DAY)
    late(home)
    return here


def line(home: Home, text: str) -> TranscriptLine:
    (found,) = [one for one in home.ours() if text in one.text]
    return found


def sent(home: Home, since: int = 0) -> list[str]:
    return [call.body for call in home.cloud.calls[since:]]


def templates(home: Home) -> list[OutTemplate]:
    found = [call.message for call in home.cloud.calls]
    return [message for message in found if isinstance(message, OutTemplate)]


def see(home: Home) -> None:
    home.send({"type": "button", "button": {"payload": "see_answer", "text": "답변 보기"}})


def handoff(home: Home) -> Handoff | None:
    with home.house.database.read() as tx:
        return tx.handoffs.current(home.conversation().id)


def test_late_words_of_an_agent_are_told_of_and_go_out_when_asked_for(home: Home) -> None:
    missed(home)
    (template,) = templates(home)
    assert "주문·배송" in template.body
    waits = line(home, ANSWER)
    assert (waits.state, "template told of this" in (waits.reason or "")) == (SendState.HELD, True)
    before = len(home.cloud.calls)
    home.clock.pass_by(HOUR)
    see(home)
    assert home.answer() == sent(home, before)
    assert [ANSWER in body for body in sent(home, before)] == [True]
    assert line(home, ANSWER).state is SendState.DONE
    see(home)
    home.deliver()
    assert line(home, ANSWER).state is SendState.DONE
    assert len(templates(home)) == 1


def test_any_message_asks_for_it_and_is_answered_too(home: Home) -> None:
    here = missed(home)
    home.house.desk().resolve(here, agent="지우")
    before = len(home.cloud.calls)
    home.clock.pass_by(HOUR)
    home.say("주문 1042 어디쯤이에요?")
    bodies = home.answer()
    assert len(bodies) == 2
    assert ANSWER in sent(home, before)[0]
    assert "배송 중" in bodies[1]


def test_several_answers_of_one_day_are_told_of_once_and_come_in_order(home: Home) -> None:
    may_tell(home)
    with_an_agent(home)
    home.clock.pass_by(DAY)
    for n in range(3):
        late(home, f"답 {n}", key=f"k{n}")
        home.clock.pass_by(HOUR)
    assert len(templates(home)) == 1
    home.clock.pass_by(DAY)
    late(home, "답 3", key="k3")
    assert len(templates(home)) == 2
    before = len(home.cloud.calls)
    see(home)
    home.deliver()
    assert ["답 0" in sent(home, before)[0], *sent(home, before)[1:]] == [
        True,
        "답 1",
        "답 2",
        "답 3",
    ]


def test_a_double_click_is_told_of_once(home: Home) -> None:
    may_tell(home)
    with_an_agent(home)
    home.clock.pass_by(DAY)
    for _ in range(2):
        late(home)
    with pytest.raises(NotAllowed, match="sent already"):
        late(home, "다른 말")
    assert len([one for one in home.ours() if ANSWER in one.text]) == 1
    assert len(templates(home)) == 1


@pytest.mark.parametrize("status", ["REJECTED", None])
def test_without_a_sendable_template_the_agent_is_told_why(home: Home, status: str | None) -> None:
    if status is not None:
        may_tell(home, status)
    with_an_agent(home)
    home.clock.pass_by(DAY)
    with pytest.raises(NotAllowed, match="no template can tell") as refusal:
        late(home)
    assert (status or "put its file up for review") in str(refusal.value)
    assert not [one for one in home.ours() if ANSWER in one.text]


def test_a_paused_template_tells_of_it_when_its_pause_is_over(home: Home) -> None:
    may_tell(home, "PAUSED")
    with_an_agent(home)
    home.clock.pass_by(DAY)
    late(home)
    assert (templates(home), line(home, ANSWER).state) == ([], SendState.HELD)
    may_tell(home)
    home.clock.pass_by(10 * MINUTE)
    home.deliver()
    assert len(templates(home)) == 1


def test_words_whose_window_closed_in_the_queue_are_told_of_too(home: Home) -> None:
    may_tell(home)
    here = with_an_agent(home)
    home.clock.pass_by(DAY - MINUTE)
    home.house.desk().reply(here, agent="지우", text=ANSWER, key="k1")
    home.clock.pass_by(2 * MINUTE)
    home.deliver()
    assert len(templates(home)) == 1
    see(home)
    home.deliver()
    assert line(home, ANSWER).state is SendState.DONE


def test_meta_may_say_that_the_window_is_closed(home: Home) -> None:
    may_tell(home)
    here = with_an_agent(home)
    home.house.desk().reply(here, agent="지우", text=ANSWER, key="k1")
    home.cloud.answers = [rejected(Remedy.TEMPLATE)]
    home.deliver()
    assert (line(home, ANSWER).state, len(templates(home))) == (SendState.HELD, 1)


def test_a_template_that_came_to_nothing_tells_of_nothing_the_second_time_either(
    home: Home,
) -> None:
    may_tell(home)
    here = with_an_agent(home)
    home.house.desk().reply(here, agent="지우", text=ANSWER, key="k1")
    home.cloud.answers = [rejected(Remedy.TEMPLATE), rejected(Remedy.STOP)]
    home.deliver()
    (held,) = [one for one in home.house.queries.held() if one.author == Author.AGENT]
    home.house.held_sends().release(held.send_id, by="지우")
    home.cloud.answers = [rejected(Remedy.TEMPLATE)]
    home.deliver()
    assert "the template that was to tell of it is held" in (line(home, ANSWER).reason or "")


def at_the_windows_end(home: Home) -> None:
    """The bot's answer is written in the window's last minute and cannot go out before its end."""
    home.asks("안녕하세요")
    home.say("주문 1042 어디쯤이에요?", at=home.clock.now() - DAY + 2 * MINUTE)
    home.clock.time = (home.conversation().window_closes_at or 0) - MINUTE
    with home.house.database.write() as tx:
        here = tx.conversations.get(home.conversation().id)
    assert here.due_at is not None
    while (work := home.turns.claim()) is not None:
        work()
    home.clock.pass_by(2 * MINUTE)
    home.deliver()


def bots(home: Home) -> list[SendState | None]:
    return [one.state for one in answers(home)]


def answers(home: Home) -> list[TranscriptLine]:
    return [one for one in home.ours() if one.author == Author.BOT and "배송 중" in one.text]


def test_the_bots_answer_waits_while_it_is_true(home: Home) -> None:
    may_tell(home)
    at_the_windows_end(home)
    assert (bots(home), len(templates(home))) == ([SendState.HELD], 1)
    assert home.conversation().owner is Owner.AUTOMATED
    home.clock.pass_by(10 * MINUTE)
    see(home)
    home.deliver()
    assert bots(home) == [SendState.DONE]
    assert home.counts().get("oldest_due_at") is None, "the tap starts no turn"


def test_an_old_answer_of_the_bots_is_given_anew(home: Home) -> None:
    may_tell(home)
    at_the_windows_end(home)
    home.clock.pass_by(HOUR)
    before = len(home.cloud.calls)
    see(home)
    (bubble,) = home.answer()
    assert "배송 중" in bubble
    assert len(home.cloud.calls) == before + 1
    assert bots(home) == [SendState.CANCELLED, SendState.DONE]


@pytest.mark.parametrize("word", ["수신거부", "수신동의"])
def test_an_old_answer_is_given_anew_whatever_word_opens_the_window(home: Home, word: str) -> None:
    """What they asked is not forgotten over what they say of promotions."""
    may_tell(home)
    at_the_windows_end(home)
    home.clock.pass_by(HOUR)
    home.say(word)
    bubbles = home.answer()
    assert [("배송 중" in bubble, word in bubble) for bubble in bubbles] == [
        (False, True), (True, False)
    ]  # fmt: skip


def test_an_answer_to_our_survey_shows_what_waits_too(home: Home) -> None:
    missed(home)
    home.tap("sat:solved:srv_1")
    home.deliver()
    assert line(home, ANSWER).state is SendState.DONE


def test_the_bots_answer_goes_to_a_person_where_nothing_tells_of_it(home: Home) -> None:
    at_the_windows_end(home)
    assert (home.conversation().owner, templates(home)) == (Owner.QUEUED, [])
    (held,) = [one for one in home.ours() if one.state is SendState.HELD]
    assert "put its file up for review" in (held.reason or "")


@pytest.mark.parametrize("how", ["rejected", "failed", "stopped", "expired"])
def test_a_template_that_comes_to_nothing_leaves_the_answer_to_a_person(
    home: Home, how: str
) -> None:
    waits = how in {"stopped", "expired"}
    may_tell(home, "PAUSED" if waits else "APPROVED")
    if how == "rejected":
        home.cloud.during = lambda sent: home.cloud.answers.extend(
            [rejected(Remedy.STOP)] if isinstance(sent.message, OutTemplate) else []
        )
    at_the_windows_end(home)
    if how == "failed":
        call = next(one for one in home.cloud.calls if isinstance(one.message, OutTemplate))
        wamid = f"wamid.out.{home.cloud.calls.index(call) + 1}"
        home.status(wamid, "failed", call.attempt_id)
    if how == "stopped":
        with home.house.database.write() as tx:
            here = home.conversation()
            hear(tx, here.customer_id, Consent.ALL_STOPPED, now=home.clock.now())
    if waits:
        home.clock.pass_by(4 * DAY if how == "expired" else HOUR)
        home.beat()
        home.deliver()
    assert home.conversation().owner is Owner.QUEUED
    (held,) = answers(home)
    assert "could not be told of" in (held.reason or "")


def test_a_template_that_a_person_drops_leaves_the_answer_to_a_person(home: Home) -> None:
    """Nobody knows whether it arrived, so it was theirs to decide; what it told of is not gone."""
    may_tell(home)
    home.cloud.during = lambda sent: home.cloud.answers.extend(
        [Unknown(details="reset")] if isinstance(sent.message, OutTemplate) else []
    )
    at_the_windows_end(home)
    assert home.conversation().owner is Owner.AUTOMATED
    (template,) = [one for one in home.house.queries.held() if one.author == Author.NOTICE]
    home.house.held_sends().drop(template.send_id, by="소연", reason="an old number")
    assert home.conversation().owner is Owner.QUEUED
    (held,) = answers(home)
    assert (held.state, "could not be told of: an old number" in (held.reason or "")) == (
        SendState.HELD, True,
    )  # fmt: skip
    opened = handoff(home)
    assert opened is not None
    assert opened.reason is Reason.WINDOW_CLOSED


def test_a_dropped_template_takes_no_conversation_from_an_agent(home: Home) -> None:
    may_tell(home)
    here = with_an_agent(home)
    home.clock.pass_by(DAY)
    home.cloud.answers = [Unknown(details="reset")]
    late(home)
    held = home.house.queries.held()
    (template,) = [one for one in held if one.author == Author.NOTICE]
    home.house.held_sends().drop(template.send_id, by="소연", reason="an old number")
    assert (home.conversation().id, home.conversation().owner) == (here, Owner.AGENT)
    assert "could not be told of: an old number" in (line(home, ANSWER).reason or "")


@pytest.mark.parametrize("days", [6, 8])
def test_an_agents_words_go_out_for_a_week_and_then_a_person_looks_first(
    home: Home, days: int
) -> None:
    here = missed(home)
    home.house.desk().resolve(here, agent="지우")
    home.clock.pass_by(days * DAY)
    before = len(home.cloud.calls)
    see(home)
    home.deliver()
    if days == 6:
        assert ANSWER in sent(home, before)[0]
        return
    assert not [body for body in sent(home, before) if ANSWER in body]
    assert (home.conversation().owner, line(home, ANSWER).state) == (Owner.QUEUED, SendState.HELD)
    opened = handoff(home)
    assert opened is not None
    assert opened.reason is Reason.WINDOW_CLOSED
    assert len(sent(home, before)) == 1, "they hear that a person comes"
    home.house.held_sends().release(_held_of_an_agent(home), by="소연")
    home.deliver()
    assert line(home, ANSWER).state is SendState.DONE


def test_who_has_the_conversation_sees_that_old_words_were_held(home: Home) -> None:
    missed(home)
    home.clock.pass_by(8 * DAY)
    before = len(home.cloud.calls)
    home.say("저기요")
    home.deliver()
    assert (home.conversation().owner, sent(home, before)) == (Owner.AGENT, [])
    assert "release it if it is still true" in (line(home, ANSWER).reason or "")


def test_old_words_wait_for_a_message_that_asks_for_something(home: Home) -> None:
    """A word about promotions is answered at once; the person comes with the next."""
    here = missed(home)
    home.house.desk().resolve(here, agent="지우")
    home.clock.pass_by(8 * DAY)
    home.say("수신거부")
    home.deliver()
    assert home.conversation().owner is Owner.AUTOMATED
    home.say("주문 1042 어디쯤이에요?")
    home.deliver()
    assert (home.conversation().owner, line(home, ANSWER).state) == (Owner.QUEUED, SendState.HELD)


def _held_of_an_agent(home: Home) -> str:
    (held,) = [one for one in home.house.queries.held() if one.author == Author.AGENT]
    return held.send_id


def test_stop_all_in_answer_shows_nothing(home: Home) -> None:
    missed(home)
    home.say("모두 수신거부")
    home.deliver()
    assert line(home, ANSWER).state is SendState.HELD
    home.clock.pass_by(MINUTE)
    home.say("그래서 답이 뭐예요?")
    home.deliver()
    assert line(home, ANSWER).state is SendState.DONE


def test_what_a_person_dropped_meanwhile_stays_dropped(home: Home) -> None:
    missed(home)
    (held,) = home.house.queries.held()
    home.house.held_sends().drop(held.send_id, by="소연", reason="called them")
    see(home)
    home.deliver()
    assert line(home, ANSWER).state is SendState.CANCELLED


def test_a_tap_that_comes_a_day_late_opens_nothing(home: Home) -> None:
    missed(home)
    item: dict[str, Any] = {
        "type": "button",
        "button": {"payload": "see_answer", "text": "답변 보기"},
    }
    home.send(item, MINA, at=home.clock.now() - DAY)
    home.deliver()
    assert line(home, ANSWER).state is SendState.HELD
    assert handoff(home) is not None


@pytest.mark.parametrize("how", ["wrote", "dropped"])
def test_a_template_that_has_nothing_to_tell_of_any_more_is_not_sent(home: Home, how: str) -> None:
    may_tell(home, "PAUSED")
    with_an_agent(home)
    home.clock.pass_by(DAY)
    late(home)
    if how == "wrote":
        home.say("저기요")
        home.deliver()
        assert line(home, ANSWER).state is SendState.DONE
    else:
        (held,) = [one for one in home.house.queries.held() if one.author == Author.AGENT]
        home.house.held_sends().drop(held.send_id, by="소연", reason="called them")
    may_tell(home)
    home.clock.pass_by(HOUR)
    home.deliver()
    assert templates(home) == []


def test_who_asks_for_an_answer_that_a_person_took_over_is_waited_for(home: Home) -> None:
    """The bot's held words are not said over the person; the tap is the person's to answer."""
    may_tell(home)
    at_the_windows_end(home)
    home.house.desk().take(home.conversation().id, agent="지우")
    home.clock.pass_by(HOUR)
    before = len(home.cloud.calls)
    see(home)
    assert home.answer() == []
    assert (len(home.cloud.calls), bots(home)) == (before, [SendState.CANCELLED])
    opened = handoff(home)
    assert opened is not None
    assert wait(home, opened.id) is not None


def test_an_answer_that_missed_the_next_window_too_is_told_of_again(home: Home) -> None:
    missed(home)
    see(home)  # and then nothing is sent for a day
    home.clock.pass_by(DAY)
    home.beat()
    home.deliver()
    assert (len(templates(home)), line(home, ANSWER).state) == (2, SendState.HELD)
    see(home)
    home.deliver()
    assert line(home, ANSWER).state is SendState.DONE
