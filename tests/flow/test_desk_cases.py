"""What agents keep beside a conversation, and how long it is put off."""

import pytest

from tests.flow.audited import who_did_what
from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.delivery import Author
from wa_support.domain.desk import Case, Snooze, View, WaitingFor
from wa_support.domain.errors import NotAllowed
from wa_support.flow.cases import Cases


@pytest.fixture
def home(home_on_each: Home) -> Home:
    return home_on_each


def queued(home: Home, by: str = MINA) -> str:
    home.asks("상담원", by)
    return home.conversation(by).id


def owned(home: Home, by: str = MINA, agent: str = "지우") -> str:
    here = queued(home, by)
    home.house.desk().seen(agent=agent)
    home.house.desk().take(here, agent=agent)
    return here


def case(home: Home, here: str) -> Case:
    return home.house.case_queries().case(here, now=home.clock.now())


def listed(home: Home, view: View, agent: str = "지우") -> list[str]:
    page = home.house.case_queries().page(view=view, agent=agent, now=home.clock.now())
    return [line.summary.conversation.id for line in page.lines]


def test_a_note_is_for_agents_alone_and_kept_once(home: Home) -> None:
    here, cases = owned(home), home.house.cases()
    sent = len(home.cloud.calls)
    for _ in range(2):
        cases.note(here, agent="민수", text=" 창고에 전화함 ", key="k1")
    (note,) = case(home, here).notes
    assert (note.agent, note.text, note.at) == ("민수", "창고에 전화함", home.clock.now())
    home.deliver()
    assert len(home.cloud.calls) == sent
    assert who_did_what(home) == [("민수", "noted")]


@pytest.mark.parametrize(
    ("text", "why"), [("  \n", "Write something"), ("가" * 4001, "At most 4000")]
)
def test_a_note_that_is_none_is_refused(home: Home, text: str, why: str) -> None:
    here = owned(home)
    with pytest.raises(NotAllowed, match=why):
        home.house.cases().note(here, agent="지우", text=text, key="k1")
    assert case(home, here).notes == ()


def test_tags_are_put_on_and_taken_off_once(home: Home) -> None:
    here, cases = queued(home), home.house.cases()
    for _ in range(2):
        cases.tag(here, agent="지우", tag="  택배   파업 ")
    assert case(home, here).tags == ("택배 파업",)
    for _ in range(2):
        cases.untag(here, agent="지우", tag="택배 파업")
    assert case(home, here).tags == ()
    assert who_did_what(home) == [("지우", "tagged"), ("지우", "untagged")]


@pytest.mark.parametrize("tag", ["", "  ", "가" * 41, "주문\x00", "010-1234-5678"])
def test_a_tag_is_a_short_label_without_numbers_of_people(home: Home, tag: str) -> None:
    here = queued(home)
    with pytest.raises(NotAllowed):
        home.house.cases().tag(here, agent="지우", tag=tag)
    assert case(home, here).tags == ()


def test_what_is_put_off_leaves_the_line_and_stands_at_its_place_again(home: Home) -> None:
    first, second = queued(home), queued(home, DANIEL)
    until = home.clock.now() + HOUR
    home.house.cases().snooze(first, agent="지우", until=until, waiting_for=WaitingFor.SUPPLIER)
    assert (listed(home, View.WAITING), listed(home, View.PUT_OFF)) == ([second], [first])
    assert case(home, first).snooze == Snooze(
        until=until, by="지우", waiting_for=WaitingFor.SUPPLIER
    )
    home.clock.pass_by(HOUR)
    assert (listed(home, View.WAITING), listed(home, View.PUT_OFF)) == ([first, second], [])
    assert case(home, first).snooze is None
    assert who_did_what(home) == [("지우", "put_off")]


def test_a_customer_who_writes_wakes_it_and_the_bot_stays_silent(home: Home) -> None:
    here = owned(home)
    home.house.cases().snooze(
        here, agent="지우", until=home.clock.now() + HOUR, waiting_for=WaitingFor.CUSTOMER
    )
    assert (listed(home, View.WAITING), listed(home, View.MINE)) == ([], [here])
    home.clock.pass_by(MINUTE)
    home.say("사진 보냈어요")
    assert home.answer() == []
    assert listed(home, View.WAITING) == [here]
    assert home.conversation().agent == "지우"
    assert who_did_what(home)[-2:] == [("지우", "put_off"), ("customer", "woke")]


def test_anybody_wakes_it(home: Home) -> None:
    here, cases = owned(home), home.house.cases()
    cases.snooze(here, agent="지우", until=home.clock.now() + HOUR, waiting_for=None)
    for _ in range(2):
        cases.wake(here, agent="민수")
    assert listed(home, View.WAITING) == [here]
    assert who_did_what(home)[-1] == ("민수", "woke")


@pytest.mark.parametrize(
    ("later", "why"), [(0, "still to come"), (-1, "still to come"), (400 * 24 * HOUR, "a year")]
)
def test_it_is_put_off_to_a_time_that_comes(home: Home, later: int, why: str) -> None:
    here = queued(home)
    with pytest.raises(NotAllowed, match=why):
        home.house.cases().snooze(
            here, agent="지우", until=home.clock.now() + later, waiting_for=None
        )
    assert listed(home, View.WAITING) == [here]


def put_off(cases: Cases, here: str, home: Home, agent: str) -> None:
    cases.snooze(here, agent=agent, until=home.clock.now() + HOUR, waiting_for=None)


def test_only_what_waits_or_is_ones_own_is_put_off(home: Home) -> None:
    cases, theirs = home.house.cases(), owned(home)
    with pytest.raises(NotAllowed, match="belongs to 지우"):
        put_off(cases, theirs, home, "민수")
    home.asks("주문 1042 어디쯤이에요?", DANIEL)
    with pytest.raises(NotAllowed, match="is automated"):
        put_off(cases, home.conversation(DANIEL).id, home, "지우")
    home.clock.pass_by(2 * MINUTE)  # 지우 went home
    put_off(cases, theirs, home, "민수")
    assert home.conversation().owner is Owner.QUEUED
    assert listed(home, View.PUT_OFF) == [theirs]


def test_a_new_owner_has_it_at_once_and_knows_until_when_it_was_put_off(home: Home) -> None:
    here = queued(home)
    put_off(home.house.cases(), here, home, "지우")
    home.house.desk().take(here, agent="민수")
    assert listed(home, View.WAITING, "민수") == [here]
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(here)
    assert handoff is not None
    (promise,) = handoff.packet["promises"]
    assert (promise["kind"], promise["by"]) == ("put_off", "지우")


def test_what_the_bot_said_is_marked_wrong_and_unmarked(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    here, cases = home.conversation().id, home.house.cases()
    said = next(line for line in home.ours() if line.author == Author.BOT)
    for _ in range(2):
        cases.mark_wrong(here, agent="지우", send_id=said.id, wrong=True)
    assert case(home, here).wrong == {said.id}
    (mark,) = home.house.case_queries().wrong_marks()
    assert (mark.send_id, mark.turn_id, mark.by) == (said.id, said.turn_id, "지우")
    assert mark.turn_id is not None
    for _ in range(2):
        cases.mark_wrong(here, agent="민수", send_id=said.id, wrong=False)
    assert case(home, here).wrong == frozenset()
    assert who_did_what(home) == [("지우", "marked_wrong"), ("민수", "unmarked_wrong")]


def test_nothing_but_the_bots_own_words_here_is_marked(home: Home) -> None:
    here = owned(home)
    home.house.desk().reply(here, agent="지우", text="네", key="k1")
    home.deliver()
    home.asks("주문 1042 어디쯤이에요?", DANIEL)
    agents = home.ours()[-1].id
    elsewhere = home.ours(DANIEL)[-1].id
    for send in (agents, elsewhere, "snd_none"):
        with pytest.raises(NotAllowed, match="what the assistant said here"):
            home.house.cases().mark_wrong(here, agent="지우", send_id=send, wrong=True)
    assert home.house.case_queries().wrong_marks() == []


def test_the_abuse_notice_is_the_agents_own_send_once(home: Home) -> None:
    here, cases = owned(home), home.house.cases()
    for _ in range(2):
        cases.abuse_notice(here, agent="지우", key="k1")
    (bubble,) = home.answer()
    assert bubble.startswith("지우 상담원입니다. 상담원에게 폭언이 계속되면")
    assert (home.ours()[-1].author, home.ours()[-1].agent) == (Author.AGENT, "지우")
    assert who_did_what(home) == [("지우", "abuse_notice")]


def test_the_abuse_notice_is_for_the_owner_in_an_open_window(home: Home) -> None:
    here, cases = owned(home), home.house.cases()
    with pytest.raises(NotAllowed, match="take it first"):
        cases.abuse_notice(here, agent="민수", key="k1")
    home.clock.pass_by(24 * HOUR)
    with pytest.raises(NotAllowed, match="window is closed"):
        cases.abuse_notice(here, agent="지우", key="k2")
    assert home.answer() == []


def test_agents_see_who_else_has_it_open_and_who_writes(home: Home) -> None:
    here, desk = owned(home), home.house.desk()
    desk.seen(agent="민수", conversation_id=here)
    home.clock.pass_by(1_000)
    desk.seen(agent="민수", conversation_id=here, typing=True)
    desk.seen(agent="지우", conversation_id=here)
    seen = case(home, here)
    assert (seen.watchers, seen.typing) == (("민수", "지우"), ("민수",))
    home.clock.pass_by(6_000)
    assert case(home, here).typing == ()
    home.clock.pass_by(9_000)
    assert case(home, here).watchers == ()


def test_a_seat_that_is_asked_every_second_writes_seldom(home: Home) -> None:
    here, desk, kept = owned(home), home.house.desk(), set()
    for _ in range(60):
        home.clock.pass_by(1_000)
        desk.seen(agent="지우", conversation_id=here)
        with home.house.database.read() as tx:
            kept.add(tx.cases.watched_at(here, "지우")[0])
            assert tx.handoffs.on_duty(home.clock.now() - 11_000)
        assert case(home, here).watchers == ("지우",)
    assert len(kept) == 12
