"""Asked once, by buttons, in the window; the answer is kept, and "not solved" finds a person."""

import pytest

from tests.flow.house import DANIEL, DAY, HOUR, MINUTE, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.outbound import choices_of
from wa_support.domain.satisfaction import Answer, Counted, SurveyKind
from wa_support.flow.satisfaction import Asking

ASKS = "해결되었습니까?"


@pytest.fixture
def asked_all(home: Home) -> Home:
    return _asking_all(home)


def _asking_all(home: Home, share: str = "1 in 1") -> Home:
    home.publish(
        lambda text: text.replace("satisfaction: {ask: 1 in 5}", f"satisfaction: {{ask: {share}}}")
    )
    return home


def ask(home: Home) -> list[str]:
    house = home.house
    Asking(database=house.database, clock=home.clock, ids=house.ids, book=house.book).look()
    before = len(home.cloud.calls)
    home.deliver()
    return [call.body for call in home.cloud.calls[before:]]


def counts(home: Home, kind: SurveyKind) -> Counted:
    with home.house.database.read() as tx:
        return next(one for one in tx.surveys.counts(0) if one.kind is kind)


def taps(home: Home) -> dict[str, str]:
    """What was said → its tap, of the last bubble."""
    return {
        choice.id.split(":")[1]: choice.id for choice in choices_of(home.cloud.calls[-1].message)
    }


def resolved(home: Home) -> None:
    home.asks("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.resolve(conversation, agent="지우")


def answered(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    home.clock.pass_by(10 * MINUTE)


def test_after_ten_quiet_minutes_an_answered_customer_is_asked_once(asked_all: Home) -> None:
    home = asked_all
    home.asks("주문 1042 어디쯤이에요?")
    home.clock.pass_by(10 * MINUTE - 1)
    assert ask(home) == []
    home.clock.pass_by(1)
    assert ASKS in ask(home)[0]
    home.asks("주문 1042 어디쯤이에요?")
    home.clock.pass_by(HOUR)
    assert ask(home) == []


@pytest.mark.parametrize(
    "said", ["안녕하세요", "파이썬 퀵정렬 짜줘", "그거요", "주문 9999 어디예요?"]
)
def test_the_menu_a_refusal_and_nothing_found_are_not_asked_about(
    asked_all: Home, said: str
) -> None:
    asked_all.asks(said)
    asked_all.clock.pass_by(15 * MINUTE)
    assert ask(asked_all) == []


def test_who_writes_on_is_not_interrupted(asked_all: Home) -> None:
    asked_all.asks("주문 1042 어디쯤이에요?")
    asked_all.clock.pass_by(9 * MINUTE)
    asked_all.asks("안녕하세요")
    asked_all.clock.pass_by(2 * MINUTE)
    assert ask(asked_all) == []


def test_a_resolved_conversation_is_asked_about_and_stays_closed(asked_all: Home) -> None:
    home = asked_all
    resolved(home)
    assert ASKS in ask(home)[0]
    home.tap(taps(home)["solved"])
    assert home.answer() == []
    assert home.conversation().owner is Owner.CLOSED
    assert counts(home, SurveyKind.AGENT) == Counted(
        kind=SurveyKind.AGENT, asked=1, answers={Answer.SOLVED: 1}
    )


def test_who_takes_it_back_is_not_asked(asked_all: Home) -> None:
    home = asked_all
    home.asks("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.give_back(conversation, agent="지우")
    home.clock.pass_by(HOUR)
    assert ask(home) == []


@pytest.mark.parametrize("typed", [False, True])
def test_not_solved_offers_a_person_and_a_tap_hands_over(asked_all: Home, typed: bool) -> None:
    home = asked_all
    resolved(home)
    ask(home)
    if typed:
        home.say("해결되지 않음")
    else:
        home.tap(taps(home)["not_solved"])
    assert "상담원이 이어서 확인" in home.answer()[0]
    if typed:
        home.say("네")
    else:
        home.tap(taps(home)["person"])
    assert "상담원에게 전달" in home.answer()[0]
    assert home.conversation().owner is Owner.QUEUED
    assert counts(home, SurveyKind.AGENT).answers == {Answer.NOT_SOLVED: 1}


@pytest.mark.parametrize("said", ["아니요", "괜찮습니다"])
def test_no_person_is_wanted(asked_all: Home, said: str) -> None:
    home = asked_all
    answered(home)
    ask(home)
    home.tap(taps(home)["not_solved"])
    home.answer()
    home.say(said)
    assert home.answer() == []
    assert home.conversation().owner is Owner.AUTOMATED


@pytest.mark.parametrize(
    ("said", "answer"),
    [("네", Answer.SOLVED), ("2", Answer.POORLY), ("아니요", Answer.NOT_SOLVED)],
)
def test_it_may_be_typed(asked_all: Home, said: str, answer: Answer) -> None:
    home = asked_all
    answered(home)
    ask(home)
    home.say(said)
    home.answer()
    assert counts(home, SurveyKind.BOT).answers == {answer: 1}


def test_anything_else_is_answered_as_ever(asked_all: Home) -> None:
    home = asked_all
    answered(home)
    ask(home)
    assert "1042" in home.asks("주문 1042 어디쯤이에요?")
    assert counts(home, SurveyKind.BOT).answered == 0


def test_a_later_tap_stands(asked_all: Home) -> None:
    home = asked_all
    answered(home)
    ask(home)
    first = taps(home)
    home.tap(first["solved"])
    home.tap(first["poorly"])
    assert counts(home, SurveyKind.BOT).answers == {Answer.POORLY: 1}


def test_a_tap_of_no_question_of_ours_is_kept_nowhere(home: Home) -> None:
    home.asks("안녕하세요")
    home.tap("sat:solved:sur-nothing")
    assert home.answer() == []
    assert counts(home, SurveyKind.BOT).asked == 0


def test_who_stopped_everything_and_who_is_past_the_window_are_not_asked(asked_all: Home) -> None:
    home = asked_all
    home.asks("주문 1042 어디쯤이에요?")
    home.say("모두 수신거부")
    home.answer()
    home.asks("Where is order 2077?", DANIEL)
    home.clock.pass_by(DAY)
    assert ask(home) == []


def test_an_agent_hears_the_tap_and_the_bot_says_nothing(asked_all: Home) -> None:
    home = asked_all
    answered(home)
    ask(home)
    tap = taps(home)["not_solved"]
    home.house.desk().take(home.conversation().id, agent="지우")
    home.tap(tap)
    assert home.answer() == []
    assert counts(home, SurveyKind.BOT).answers == {Answer.NOT_SOLVED: 1}


def test_nobody_is_asked_where_the_policy_says_so(home: Home) -> None:
    _asking_all(home, "nobody")
    answered(home)
    assert ask(home) == []


def test_one_in_five_is_about_one_in_five_and_always_the_same(home: Home) -> None:
    with home.house.database.read() as tx:
        drawn = [tx.surveys.draw("con_1", f"trn_{n}") % 5 == 0 for n in range(2_000)]
        again = [tx.surveys.draw("con_1", f"trn_{n}") % 5 == 0 for n in range(2_000)]
    assert drawn == again
    assert 320 < sum(drawn) < 480
