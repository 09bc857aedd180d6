"""Who was to be told another way, and was not after all, is told anew in the promised time."""

from tests.flow.given_templates import approve
from tests.flow.house import HOUR, MINUTE, Home
from tests.flow.test_waits import SORRY, at
from tests.flow.watching import counted, wait, waits_of, watch
from wa_support.domain.delivery import Author, NotStarted, Rejected, Remedy, SendState
from wa_support.domain.people import Handoff


def owed_a_word(home: Home) -> str:
    """The promise has just passed: the customer is noted as told, the words lie in the outbox."""
    home.asks("상담원")
    watch(home, 9 * MINUTE + 30_000)
    home.clock.pass_by(MINUTE)
    home.beat()
    while waits_of(home).look():
        pass
    return home.conversation().id


def handoff(home: Home) -> Handoff:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(home.conversation().id)
    assert found is not None
    return found


def told_at(home: Home) -> int | None:
    found = wait(home, handoff(home).id)
    return found.told_at if found else None


def states(home: Home) -> list[SendState | None]:
    return [line.state for line in home.transcript() if SORRY in line.text]


def test_a_takeover_that_cancelled_the_words_is_no_telling(home_on_each: Home) -> None:
    home = home_on_each
    desk, conversation = home.house.desk(), owed_a_word(home)
    assert told_at(home) == handoff(home).told_at == home.clock.now()
    desk.take(conversation, agent="지우")
    assert watch(home, MINUTE) == []
    assert states(home) == [SendState.CANCELLED]
    assert told_at(home) is handoff(home).told_at is None
    desk.pass_on(conversation, agent="지우", to=None)
    assert [words for words in watch(home, 8 * MINUTE) if SORRY in words] == []
    (sorry,) = [words for words in watch(home, 2 * MINUTE) if SORRY in words]
    assert "02-555-0134" in sorry
    watch(home, HOUR)
    assert states(home) == [SendState.CANCELLED, SendState.DONE]
    assert counted(home).told_only == 1


def test_who_left_without_a_word_leaves_nobody_untold(home: Home) -> None:
    desk, conversation = home.house.desk(), owed_a_word(home)
    desk.take(conversation, agent="지우")
    bubbles = watch(home, 11 * MINUTE)
    assert [words.startswith(SORRY) for words in bubbles] == [True]


def test_given_back_after_a_takeover_was_never_told(home: Home) -> None:
    desk, conversation = home.house.desk(), owed_a_word(home)
    desk.take(conversation, agent="지우")
    watch(home, 30_000)
    desk.give_back(conversation, agent="지우")
    watch(home, HOUR)
    assert (counted(home).told_only, counted(home).ended) == (0, 1)


def test_words_that_an_outage_outlived_are_said_anew(home: Home) -> None:
    owed_a_word(home)
    home.cloud.answers = [NotStarted(details="no route")] * 500
    watch(home, 35 * MINUTE)
    assert states(home)[0] is SendState.EXPIRED
    home.cloud.answers = []
    watch(home, 11 * MINUTE)
    assert states(home)[-1] is SendState.DONE
    assert counted(home).told_only == 1


def test_words_still_in_the_outbox_are_counted_once_they_are_over(home: Home) -> None:
    owed_a_word(home)
    home.cloud.answers = [NotStarted(details="no route")] * 500
    watch(home, MINUTE)
    home.tap("wait:back")
    watch(home, MINUTE)
    assert counted(home).ended == 0
    watch(home, HOUR)
    assert states(home) == [SendState.EXPIRED]
    assert (counted(home).told_only, counted(home).ended) == (0, 1)


def test_words_held_before_a_try_are_said_anew(home: Home) -> None:
    owed_a_word(home)
    send = next(line.id for line in home.transcript() if SORRY in line.text)
    with home.house.database.write() as tx:
        tx.sends.move(send, SendState.HELD, reason="an odd fault")
    watch(home, 11 * MINUTE)
    assert states(home) == [SendState.HELD, SendState.DONE]


def test_words_that_meta_refused_are_not_repeated(home: Home) -> None:
    """They wait for a person; each repetition would be held beside them."""
    owed_a_word(home)
    home.cloud.answers = [
        Rejected(code=190, remedy=Remedy.HOLD, details="the token is over", http_status=401)
    ]
    watch(home, 31 * MINUTE)
    assert states(home) == [SendState.HELD]


def test_the_night_is_told_of_anew(home: Home) -> None:
    with home.house.database.write() as tx:
        approve(tx, "answer_ready")
    home.clock.time = at(27, 11)  # a Friday, open until 17:00
    home.asks("주문 1042 취소해 주세요")
    watch(home, 5 * HOUR + 25 * MINUTE, step=MINUTE)
    home.clock.pass_by(15 * MINUTE)
    while waits_of(home).look():
        pass
    conversation, desk = home.conversation().id, home.house.desk()
    desk.take(conversation, agent="지우")
    assert watch(home, MINUTE) == []
    desk.pass_on(conversation, agent="지우", to=None)
    told = [line for line in watch(home, HOUR, step=MINUTE) if "24시간보다 늦어지면" in line]
    assert len(told) == 1
    assert {line.author for line in home.ours()[1:]} == {Author.NOTICE}
