"""Passing on, resolving with a result, and one answer to many."""

from dataclasses import replace

import pytest

from tests.flow.audited import audited
from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, STRANGER, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.desk import Result, View
from wa_support.domain.errors import NotAllowed
from wa_support.domain.people import Handoff


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def owned(home: Home, by: str = MINA, agent: str = "지우") -> str:
    home.asks("상담원", by)
    here = home.conversation(by).id
    home.house.desk().seen(agent=agent)
    home.house.desk().take(here, agent=agent)
    return here


def handoff(home: Home, here: str) -> Handoff:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(here)
    assert found is not None
    return found


def waiting(home: Home) -> list[str]:
    page = home.house.case_queries().page(view=View.WAITING, agent="-", now=home.clock.now())
    return [line.summary.conversation.id for line in page.lines]


def assigned(home: Home, here: str) -> str | None:
    return home.house.case_queries().case(here, now=home.clock.now()).assigned_to


def test_what_is_passed_on_waits_anew_with_its_story(home: Home) -> None:
    first = owned(home)
    before = handoff(home, first)
    home.asks("상담원", DANIEL)
    second = home.conversation(DANIEL).id
    home.clock.pass_by(MINUTE)
    for _ in range(2):
        home.house.desk().pass_on(first, agent="지우", to=None)
    after = handoff(home, first)
    assert after == replace(before, taken_at=None, taken_by=None, passed_on_at=home.clock.now())
    assert (home.conversation().owner, home.conversation().agent) == (Owner.QUEUED, None)
    assert (waiting(home), assigned(home, first)) == ([second, first], None)
    home.say("아직인가요?")
    assert home.answer() == []


def test_who_was_passed_on_is_not_asked_at_once_whether_they_go_on_waiting(home: Home) -> None:
    here = owned(home)
    home.clock.pass_by(10 * MINUTE)
    home.house.desk().seen(agent="지우")
    home.house.desk().pass_on(here, agent="지우", to=None)
    home.waiting.look()
    assert home.answer() == []
    home.clock.pass_by(5 * MINUTE)
    home.waiting.look()
    assert "기다려 주셔서" in home.answer()[0]


def test_it_waits_for_the_one_it_was_passed_to_until_anybody_takes_it(home: Home) -> None:
    here, desk = owned(home), home.house.desk()
    desk.seen(agent="민수")
    desk.pass_on(here, agent="지우", to=" 민수 ")
    assert assigned(home, here) == "민수"
    desk.seen(agent="소연")
    desk.pass_on(here, agent="지우", to="소연")
    assert assigned(home, here) == "소연"
    desk.take(here, agent="하나")
    assert (assigned(home, here), handoff(home, here).taken_by) == (None, "하나")


def test_the_next_agent_says_who_they_are(home: Home) -> None:
    here, desk = owned(home), home.house.desk()
    desk.reply(here, agent="지우", text="동료가 이어서 도와드립니다.", key="k1")
    desk.seen(agent="민수")
    desk.pass_on(here, agent="지우", to="민수")
    desk.take(here, agent="민수")
    desk.reply(here, agent="민수", text="안녕하세요.", key="k2")
    assert home.answer()[-1] == "민수 상담원입니다. 안녕하세요."


def test_nobody_passes_on_what_another_has_who_is_there(home: Home) -> None:
    here, desk = owned(home), home.house.desk()
    with pytest.raises(NotAllowed, match="belongs to 지우"):
        desk.pass_on(here, agent="민수", to="민수")
    home.clock.pass_by(2 * MINUTE)
    desk.seen(agent="소연")
    desk.pass_on(here, agent="민수", to="소연")
    assert (home.conversation().owner, assigned(home, here)) == (Owner.QUEUED, "소연")
    assert handoff(home, here).taken_at is None


def test_only_what_is_with_people_is_passed_on(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    here = home.conversation().id
    with pytest.raises(NotAllowed, match="belongs to automated"):
        home.house.desk().pass_on(here, agent="지우", to=None)
    with pytest.raises(NotAllowed, match="who is to take it"):
        home.house.desk().pass_on(owned(home, DANIEL), agent="지우", to="  ")


def test_a_result_is_kept_with_the_handoff(home: Home) -> None:
    here = owned(home)
    home.house.desk().resolve(here, agent="지우", result=Result.PARTLY)
    with home.house.database.read() as tx:
        (ended,) = tx.cases.earlier(home.conversation().customer_id, 5)
    assert (ended.result, ended.closed_at) == ("partly", home.clock.now())
    (told,) = [one for one in audited(home) if one["action"] == "resolved"]
    assert (told["actor"], told["detail"]) == ("지우", {"result": "partly"})


def test_one_answer_goes_to_each_and_what_cannot_have_it_says_why(home: Home) -> None:
    mine, theirs = owned(home), owned(home, DANIEL, "민수")
    home.asks("주문 1042 어디쯤이에요?", STRANGER)
    bots = home.conversation(STRANGER).id
    sent = len(home.cloud.calls)
    for _ in range(2):
        refused = home.house.cases().answer_many(
            [mine, theirs, bots, bots, "con_none"], agent="지우", text="파업입니다.", key="k1"
        )
        assert set(refused) == {theirs, "con_none"}
        assert "belongs to 민수" in refused[theirs]
        home.deliver()
    bubbles = {call.to: call.body for call in home.cloud.calls[sent:]}
    assert len(home.cloud.calls) == sent + 2
    assert all(body.endswith("파업입니다.") for body in bubbles.values())
    assert home.conversation(STRANGER).agent == "지우"
    assert home.conversation(DANIEL).agent == "민수"


def test_a_closed_window_leaves_the_conversation_where_it_was(home: Home) -> None:
    home.asks("상담원")
    here = home.conversation().id
    home.clock.pass_by(24 * HOUR)
    refused = home.house.cases().answer_many([here], agent="지우", text="네", key="k1")
    assert "window is closed" in refused[here]
    assert home.conversation().owner is Owner.QUEUED
    assert handoff(home, here).taken_at is None


def test_a_stale_tab_takes_nothing_back(home: Home) -> None:
    here = owned(home)
    home.house.cases().answer_many([here], agent="지우", text="파업입니다.", key="k1")
    home.house.desk().give_back(here, agent="지우")
    again = home.house.cases().answer_many([here], agent="지우", text="파업입니다.", key="k1")
    assert (again, home.conversation().owner) == ({}, Owner.AUTOMATED)
    assert len([line for line in home.ours() if line.agent == "지우"]) == 1


def test_an_empty_answer_is_refused_by_each(home: Home) -> None:
    home.asks("상담원")
    here = home.conversation().id
    refused = home.house.cases().answer_many([here], agent="지우", text="  ", key="k1")
    assert refused == {here: "Write something first."}
    assert home.conversation().owner is Owner.QUEUED


def test_a_thread_that_is_answered_elsewhere_is_left_alone(home: Home) -> None:
    home.asks("상담원")
    here = home.conversation()
    with home.house.database.write() as tx:
        tx.conversations.save(
            replace(tx.conversations.get(here.id), owner=Owner.ELSEWHERE, elsewhere_at=1)
        )
    refused = home.house.cases().answer_many([here.id], agent="지우", text="네", key="k1")
    assert refused == {here.id: "This conversation is answered elsewhere."}
