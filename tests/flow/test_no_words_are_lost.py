"""What an agent wrote, and what a customer answered them, never vanishes without a word."""

import pytest

from tests.flow.audited import audited
from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, Home
from tests.flow.test_desk_passing import assigned, owned
from tests.flow.test_satisfaction import _asking_all, answered, ask, counts
from tests.flow.watching import wait
from wa_support.domain.conversations import Owner
from wa_support.domain.desk import WaitingFor
from wa_support.domain.errors import NotAllowed
from wa_support.domain.satisfaction import SurveyKind


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def by_agents(home: Home, by: str = MINA) -> list[str]:
    return [line.text for line in home.ours(by) if line.agent]


def test_other_words_under_a_key_that_has_sent_are_refused_not_dropped(home: Home) -> None:
    here, desk = owned(home), home.house.desk()
    for _ in range(2):
        desk.reply(here, agent="지우", text=" 확인했습니다 ", key="k1")
    with pytest.raises(NotAllowed, match="sent already"):
        desk.reply(here, agent="지우", text="사실은 아닙니다", key="k1")
    desk.reply(here, agent="지우", text="둘째 말", key="k2")
    desk.reply(here, agent="지우", text="확인했습니다", key="k1")
    assert len(by_agents(home)) == 2


def test_a_key_of_another_conversation_or_agent_drops_nothing(home: Home) -> None:
    here, there, desk = owned(home), owned(home, DANIEL, "민수"), home.house.desk()
    desk.reply(here, agent="지우", text="네", key="k1")
    with pytest.raises(NotAllowed, match="sent already"):
        desk.reply(there, agent="민수", text="네", key="k1")
    assert by_agents(home, DANIEL) == []


def test_who_got_other_words_of_that_key_is_not_told_of_as_answered(home: Home) -> None:
    here, cases = owned(home), home.house.cases()
    assert cases.answer_many([here], agent="지우", text="파업입니다", key="k1") == {}
    refused = cases.answer_many([here], agent="지우", text="끝났습니다", key="k1")
    assert "sent already" in refused[here]


def test_yes_to_an_agents_question_is_no_answer_to_ours(home: Home) -> None:
    _asking_all(home)
    answered(home)
    ask(home)
    here, desk = home.conversation().id, home.house.desk()
    desk.seen(agent="지우")
    desk.take(here, agent="지우")
    desk.reply(here, agent="지우", text="반품해 드릴까요?", key="k1")
    home.deliver()
    until = home.clock.now() + HOUR
    home.house.cases().snooze(here, agent="지우", until=until, waiting_for=next(iter(WaitingFor)))
    home.clock.pass_by(MINUTE)
    home.say("네")
    assert counts(home, SurveyKind.BOT).answers == {}
    assert home.house.case_queries().case(here, now=home.clock.now()).snooze is None
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(here)
    assert handoff is not None
    assert wait(home, handoff.id) is not None


@pytest.mark.parametrize("to", ["아무개", "010-1234-5678 김고객", "가" * 5000])
def test_nothing_is_passed_on_to_who_does_not_answer_here(home: Home, to: str) -> None:
    here = owned(home)
    with pytest.raises(NotAllowed, match="who is to take it"):
        home.house.desk().pass_on(here, agent="지우", to=to)
    assert home.conversation().owner is Owner.AGENT
    assert assigned(home, here) is None
    assert not [one for one in audited(home) if to in str(one)]


def test_who_has_an_account_and_may_answer_need_not_be_at_their_seat(home: Home) -> None:
    from wa_support.domain.accounts import Role

    people, here = home.house.people(), owned(home)
    people.add(name="민수", login="minsu@shop.example", role=Role.AGENT, by="지우")
    people.add(name="보기만", login="view@shop.example", role=Role.VIEWER, by="지우")
    with pytest.raises(NotAllowed):
        home.house.desk().pass_on(here, agent="지우", to="보기만")
    home.house.desk().pass_on(here, agent="지우", to="민수")
    assert assigned(home, here) == "민수"


def test_a_pause_ends_within_what_a_calendar_can_say(home: Home) -> None:
    home.asks("상담원")
    with pytest.raises(NotAllowed):
        home.house.pausing().pause(MINA, by="지우", until=253_402_300_800_000)


def test_another_note_under_a_key_that_has_one_is_refused_not_dropped(home: Home) -> None:
    here, cases = owned(home), home.house.cases()
    cases.note(here, agent="지우", text="창고에 전화함", key="k1")
    with pytest.raises(NotAllowed, match="sent already"):
        cases.note(here, agent="지우", text="내일 다시 전화", key="k1")
    notes = home.house.case_queries().case(here, now=home.clock.now()).notes
    assert [note.text for note in notes] == ["창고에 전화함"]


def test_another_file_under_a_key_that_has_sent_is_refused_not_dropped(home: Home) -> None:
    here, files = owned(home), home.house.desk_files()
    more = {"agent": "지우", "caption": "", "key": "k1"}
    for _ in range(2):
        files.send_file(here, data=b"%PDF-1.7 one", name="a.pdf", **more)
    with pytest.raises(NotAllowed, match="sent already"):
        files.send_file(here, data=b"%PDF-1.7 two", name="b.pdf", **more)
