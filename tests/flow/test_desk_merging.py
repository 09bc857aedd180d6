"""Two customers who turn out to be one: what agents keep beside them goes along."""

import pytest

from tests.flow.house import HOUR, Home
from tests.flow.test_merging import NEW, OLD, both_wrote, merge, of
from wa_support.domain.conversations import Owner
from wa_support.domain.desk import Case, View


def case(home: Home) -> Case:
    return home.house.case_queries().case(of(home, NEW).id, now=home.clock.now())


def put_off(home: Home, who: str) -> None:
    until = home.clock.now() + HOUR
    home.house.cases().snooze(of(home, who).id, agent="지우", until=until, waiting_for=None)


def test_notes_and_tags_of_both_stay(home: Home) -> None:
    both_wrote(home)
    for who in (OLD, NEW):
        home.house.cases().note(of(home, who).id, agent="지우", text=who, key=who)
        home.house.cases().tag(of(home, who).id, agent="지우", tag="파손")
    merge(home)
    kept = case(home)
    assert ({note.text for note in kept.notes}, kept.tags) == ({OLD, NEW}, ("파손",))
    assert {note.conversation_id for note in kept.notes} == {of(home, NEW).id}


@pytest.mark.parametrize("who", [OLD, NEW])
def test_who_waits_now_is_not_hidden_by_what_the_other_was_put_off_for(
    home: Home, who: str
) -> None:
    both_wrote(home, "상담원", "상담원")
    put_off(home, who)
    merge(home)
    page = home.house.case_queries().page(view=View.WAITING, agent="지우", now=home.clock.now())
    assert [line.summary.conversation.id for line in page.lines] == [of(home, NEW).id]


@pytest.mark.parametrize("second", ["상담원", "배송 시작했나요?"])
def test_what_was_put_off_stays_so_where_nobody_waits(home: Home, second: str) -> None:
    both_wrote(home, "상담원", second)
    put_off(home, OLD)
    if second == "상담원":
        put_off(home, NEW)
    merge(home)
    assert (of(home, NEW).owner, case(home).snooze is not None) == (Owner.QUEUED, True)


def test_whom_it_was_for_is_past_when_an_agent_has_it(home: Home) -> None:
    both_wrote(home, "상담원", "상담원")
    desk = home.house.desk()
    desk.seen(agent="민수")
    desk.pass_on(of(home, OLD).id, agent="지우", to="민수")
    desk.seen(agent="하나")
    desk.take(of(home, NEW).id, agent="하나")
    merge(home)
    assert (of(home, NEW).agent, case(home).assigned_to) == ("하나", None)
