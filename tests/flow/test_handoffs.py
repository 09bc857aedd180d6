"""People take over with the whole story, and customers hear the truth about waiting."""

from datetime import UTC, datetime

import pytest

from tests.flow.house import DANIEL, HOUR, MINA, MINUTE, STRANGER, Home
from wa_support.domain.conversations import Conversation, Owner
from wa_support.domain.delivery import Author, SendState
from wa_support.domain.errors import NotAllowed
from wa_support.domain.outbound import OutText, choices_of
from wa_support.domain.people import Handoff
from wa_support.domain.reasons import Reason
from wa_support.domain.sends import Send

SATURDAY = int(datetime(2026, 11, 28, 2, tzinfo=UTC).timestamp() * 1000)


def handoff(home: Home, by: str = MINA) -> Handoff:
    with home.house.database.read() as tx:
        found = tx.handoffs.current(home.conversation(by).id)
    assert found is not None
    return found


@pytest.mark.parametrize(("ago", "now"), [(59_000, True), (61_000, False)])
def test_now_is_promised_only_with_a_seat_seen_in_the_last_minute(
    home: Home, ago: int, now: bool
) -> None:
    home.house.desk().seen(agent="지우")
    home.clock.pass_by(ago)
    assert ("지금 상담원에게 연결" in home.asks("상담원")) is now


def test_now_is_not_promised_to_the_second_in_the_line(home: Home) -> None:
    home.house.desk().seen(agent="지우")
    home.asks("상담원")
    assert "앞선 대기 인원은 1명입니다" in home.asks("상담원", DANIEL)


def test_an_agent_with_eight_conversations_promises_nothing(home: Home) -> None:
    desk = home.house.desk()
    for n in range(8):
        home.asks("주문 1042 어디쯤이에요?", f"82109999100{n}")
        desk.take(home.conversation(f"82109999100{n}").id, agent="지우")
    desk.seen(agent="지우")
    assert "지금 상담원에게" not in home.asks("상담원")


def test_outside_the_hours_the_next_opening_and_other_ways_are_told(home: Home) -> None:
    home.clock.time = SATURDAY
    bubble = home.asks("상담원")
    assert "11월 30일(월) 오전 10시" in bubble
    assert "02-555-0134" in bubble


def test_somebody_at_the_desk_outside_the_hours_is_there(home: Home) -> None:
    home.clock.time = SATURDAY
    home.house.desk().seen(agent="지우")
    assert "지금 상담원에게 연결" in home.asks("상담원")


@pytest.mark.parametrize(("known", "said"), [(19, None), (20, "약 7분")])
def test_a_wait_is_told_only_when_it_was_measured(home: Home, known: int, said: str | None) -> None:
    home.asks("상담원", DANIEL)
    with home.house.database.write() as tx:
        for n in range(known):
            past = Handoff(
                id=f"hof_{n:02}", conversation_id=home.conversation(DANIEL).id, reason=Reason.ASKED,
                opened_at=1_000, taken_at=1_000 + 7 * MINUTE, closed_at=9, packet={},
            )  # fmt: skip
            tx.handoffs.open(past)
    bubble = home.asks("상담원")
    assert ("약 7분" in bubble) == (said is not None)
    assert "1명" in bubble


def test_the_packet_holds_the_whole_story_and_exactly_these_fields(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    home.asks("상담원")
    packet = handoff(home).packet
    assert set(packet) == {
        "handoff_reason", "transcript", "collected_fields", "summary", "purpose", "language",
        "window_closes_at", "orders", "bookings", "tool_results", "photos", "earlier", "promises",
    }  # fmt: skip
    assert [line["author"] for line in packet["transcript"]] == [
        "customer",
        "bot",
        "customer",
    ]
    assert (packet["purpose"], packet["language"]) == ("orders", "ko")


def test_a_waiting_customer_hears_at_most_two_reminders(home: Home) -> None:
    home.asks("상담원")
    bubbles = []
    for _ in range(6):
        home.clock.pass_by(5 * MINUTE)
        home.waiting.look()
        bubbles += home.answer()
    assert [("기다려 주셔서" in bubble) for bubble in bubbles] == [True, True]


def test_reminders_keep_the_hours(home: Home) -> None:
    home.clock.time = SATURDAY
    home.asks("상담원")
    home.clock.pass_by(HOUR)
    home.waiting.look()
    assert home.answer() == []


def test_while_waiting_nothing_but_the_three_taps_is_answered(home: Home) -> None:
    home.asks("상담원")
    home.say("주문 1042 어디쯤이에요?")
    home.tap("order:1042")
    assert home.answer() == []
    home.tap("wait:ways")
    assert "02-555-0134" in home.answer()[0]
    assert home.conversation().owner is Owner.QUEUED


def test_asking_again_while_waiting_opens_no_second_handoff(home: Home) -> None:
    home.asks("상담원")
    before = handoff(home).id
    home.say("상담원")
    assert (home.answer(), handoff(home).id) == ([], before)


def reminded(home: Home) -> None:
    home.asks("주문 1042 취소해 주세요")
    home.clock.pass_by(5 * MINUTE)
    home.waiting.look()
    home.answer()
    assert {choice.id for choice in choices_of(home.cloud.calls[-1].message)} == {
        "wait:keep", "wait:ways", "wait:back",
    }  # fmt: skip


@pytest.mark.parametrize("tapped", [True, False])
def test_the_customer_can_go_back_to_the_assistant(home: Home, tapped: bool) -> None:
    reminded(home)
    if tapped:
        home.tap("wait:back")
    else:
        home.say("자동 상담으로")
    (bubble,) = home.answer()
    assert bubble.startswith("다시 자동 상담(AI)입니다.")
    assert home.conversation().owner is Owner.AUTOMATED


def test_a_return_keeps_the_facts_and_drops_the_intent(home: Home) -> None:
    home.asks("주문 1042 어디쯤이에요?")
    home.asks("주문 1042 취소해 주세요")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.give_back(conversation, agent="지우")
    back = home.conversation()
    assert (back.purpose, back.memory.asked, back.memory.choices) == (None, None, ())
    assert (back.memory.order_id, back.memory.proven) == ("1042", ("1042",))
    assert home.asks("1017").startswith("다시 자동 상담(AI)입니다.")
    assert "다시 자동 상담" not in home.asks("1017")


def test_a_resolved_conversation_begins_anew_when_the_customer_writes(home: Home) -> None:
    home.asks("상담원")
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.resolve(conversation, agent="지우")
    assert home.conversation().owner is Owner.CLOSED
    assert "자동 상담(AI)" in home.asks("주문 1042 어디쯤이에요?")


# the desk


def taken(home: Home, agent: str = "지우") -> str:
    home.asks("상담원")
    conversation = home.conversation().id
    home.house.desk().take(conversation, agent=agent)
    return conversation


def test_a_double_click_sends_once(home: Home) -> None:
    conversation = taken(home)
    for _ in range(2):
        home.house.desk().reply(conversation, agent="지우", text="확인했습니다", key="k1")
    assert home.answer() == ["지우 상담원입니다. 확인했습니다"]


def test_an_agent_says_who_they_are_once(home: Home) -> None:
    conversation = taken(home)
    for key in ("k1", "k2"):
        home.house.desk().reply(conversation, agent="지우", text=key, key=key)
    assert home.answer() == ["지우 상담원입니다. k1", "k2"]


def test_a_takeover_is_yours_when_no_call_of_the_bot_is_on_its_way(home: Home) -> None:
    home.say("주문 1042 어디쯤이에요?")
    home.clock.pass_by(2_000)
    work = home.turns.claim()
    assert work is not None
    work()
    call = home.outbox.claim()
    assert call is not None
    desk, conversation = home.house.desk(), home.conversation().id
    assert (desk.take(conversation, agent="지우"), desk.settled(conversation)) == (False, False)
    call()
    assert desk.settled(conversation)
    assert desk.take(conversation, agent="지우")


@pytest.mark.parametrize(
    ("agent", "text", "why"),
    [
        ("지우", "   ", "Write something first."),
        ("지우", "가" * 4000, "At most 3996 characters"),
        ("민수", "제가 할게요", "belongs to 지우; take it first"),
    ],
)
def test_a_reply_that_is_not_allowed_says_why(home: Home, agent: str, text: str, why: str) -> None:
    conversation = taken(home)
    with pytest.raises(NotAllowed, match=why):
        home.house.desk().reply(conversation, agent=agent, text=text, key="k1")
    assert home.answer() == []


def test_nobody_takes_a_conversation_from_an_agent_who_is_there(home: Home) -> None:
    conversation = taken(home)
    desk = home.house.desk()
    desk.seen(agent="지우")
    with pytest.raises(NotAllowed, match="belongs to 지우"):
        desk.take(conversation, agent="민수")
    assert home.conversation().agent == "지우"


def test_a_closed_window_asks_for_a_template(home: Home) -> None:
    conversation = taken(home)
    home.clock.pass_by(24 * HOUR)
    with pytest.raises(NotAllowed, match="no template answer_ready; put its file up for review"):
        home.house.desk().reply(conversation, agent="지우", text="늦었습니다", key="k1")


def test_words_from_before_a_takeover_do_not_go_out_after_the_return(home: Home) -> None:
    home.say("주문 1042 어디쯤이에요?")
    old = home.conversation()
    desk = home.house.desk()
    desk.take(old.id, agent="지우")
    desk.give_back(old.id, agent="지우")
    with home.house.database.write() as tx:
        tx.sends.add(words_of_epoch(old))
    assert home.answer() == []
    assert home.ours()[-1].state is SendState.CANCELLED


def words_of_epoch(old: Conversation) -> Send:
    return Send(
        id="snd_old", conversation_id=old.id, effect_key="old", author=Author.BOT, epoch=old.epoch,
        outbound=OutText(body="old"), created_at=0, due_at=0,
    )  # fmt: skip


def test_strangers_in_the_line_are_counted(home: Home) -> None:
    for by in (DANIEL, STRANGER):
        home.asks("상담원", by)
    assert "2명" in home.asks("상담원")
