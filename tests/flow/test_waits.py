"""Promises in office time: what is late, who is told, and what the customer hears."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from tests.acceptance.service import NUMBER
from tests.flow.given_templates import approve
from tests.flow.house import HOUR, MINA, MINUTE, Home, webhook
from tests.flow.watching import counted, owed, waits_of, watch
from wa_support.domain.conversations import Owner
from wa_support.domain.desk import Snooze
from wa_support.domain.notices import NoticeKind

LATE, CLOSING = NoticeKind.LATE, NoticeKind.WINDOW_CLOSING
NIGHT, WAITING = NoticeKind.OVERNIGHT, NoticeKind.WAITING
SORRY = "약속드린 시간 안에 답변드리지 못해"


def at(day: int, hour: int, minute: int = 0) -> int:
    """Of November 2026 in Seoul; the 23rd is a Monday."""
    seoul = datetime(2026, 11, day, tzinfo=UTC).timestamp() * 1000
    return int(seoul) + (hour - 9) * HOUR + minute * MINUTE


def kinds(home: Home) -> Counter[NoticeKind]:
    return Counter(kind for kind, _ in owed(home))


def taken(home: Home, agent: str = "지우") -> str:
    home.asks("상담원")
    conversation = home.conversation().id
    home.house.desk().take(conversation, agent=agent)
    return conversation


def test_a_customer_is_told_another_way_once_when_the_promise_is_over(home_on_each: Home) -> None:
    home = home_on_each
    home.asks("상담원")
    assert watch(home, 9 * MINUTE + 30_000) == []
    (bubble,) = watch(home, MINUTE)
    assert bubble.startswith(SORRY)
    assert "02-555-0134" in bubble
    assert watch(home, 40 * MINUTE) == []
    assert kinds(home) == {WAITING: 1, LATE: 5}
    assert (counted(home).told_only, counted(home).kept) == (1, 0)


def test_an_answer_in_time_keeps_the_promise(home: Home) -> None:
    home.asks("상담원")
    watch(home, 5 * MINUTE)
    conversation = home.conversation().id
    home.house.desk().take(conversation, agent="지우")
    home.house.desk().reply(conversation, agent="지우", text="확인했습니다", key="k")
    assert watch(home, HOUR) == ["지우 상담원입니다. 확인했습니다"]
    assert kinds(home) == {WAITING: 1}
    assert (counted(home).kept, counted(home).told_only) == (1, 0)


def test_an_answer_after_being_told_is_late_and_not_told_only(home: Home) -> None:
    home.asks("상담원")
    watch(home, 20 * MINUTE)
    desk, conversation = home.house.desk(), home.conversation().id
    desk.take(conversation, agent="지우")
    desk.reply(conversation, agent="지우", text="늦었습니다", key="k")
    watch(home, HOUR)
    assert (counted(home).answered_late, counted(home).told_only) == (1, 0)


def test_an_answer_from_the_phone_app_counts_as_a_persons(home: Home) -> None:
    home.asks("상담원")
    watch(home, MINUTE)
    said = home.message({"type": "text", "text": {"body": "여기서"}}, NUMBER, to=MINA)
    home.take(webhook("smb_message_echoes", message_echoes=[said]))
    watch(home, HOUR)
    assert (counted(home).kept, kinds(home)[LATE]) == (1, 0)


def test_lunch_and_the_night_are_no_part_of_a_promise(home: Home) -> None:
    home.clock.time = at(23, 12, 25)
    home.asks("상담원")
    assert watch(home, 69 * MINUTE) == []  # until 13:34
    assert watch(home, 2 * MINUTE)[0].startswith(SORRY)


def test_who_asks_in_the_evening_is_late_on_the_next_morning(home: Home) -> None:
    home.clock.time = at(23, 20)
    home.asks("상담원")
    watch(home, 13 * HOUR + 59 * MINUTE, step=MINUTE)
    assert kinds(home) == {WAITING: 1}
    bubbles = watch(home, 15 * MINUTE)
    assert [bubble[:8] for bubble in bubbles] == [SORRY[:8]]


def test_given_back_in_time_ends_the_wait_without_a_word(home: Home) -> None:
    home.asks("상담원")
    watch(home, MINUTE)
    conversation = home.conversation().id
    home.house.desk().take(conversation, agent="지우")
    home.house.desk().give_back(conversation, agent="지우")
    assert watch(home, HOUR) == []
    assert counted(home).told_only == counted(home).kept == 0


def test_an_agent_who_left_without_a_word_passes_it_on(home: Home) -> None:
    home.asks("상담원")
    watch(home, MINUTE)
    home.house.desk().take(home.conversation().id, agent="지우")
    bubbles = watch(home, 10 * MINUTE)
    assert home.conversation().owner is Owner.QUEUED
    assert bubbles[0].startswith(SORRY)


def test_nobody_speaks_over_an_agent_who_is_there(home: Home) -> None:
    home.asks("상담원")
    watch(home, MINUTE)
    home.house.desk().take(home.conversation().id, agent="지우")
    for _ in range(30):
        home.house.desk().seen(agent="지우")
        assert watch(home, MINUTE) == []
    assert home.conversation().owner is Owner.AGENT
    assert kinds(home)[LATE] == 3


def test_the_next_answer_is_promised_too(home: Home) -> None:
    home.publish(
        lambda text: text.replace("{first_answer: 10 minutes,", "{next_answer: 30 minutes,")
    )
    conversation = taken(home)
    home.house.desk().reply(conversation, agent="지우", text="확인하겠습니다", key="k")
    watch(home, 10 * MINUTE)
    home.say("언제쯤 될까요?")
    watch(home, 29 * MINUTE)
    assert kinds(home)[LATE] == 0
    home.house.desk().seen(agent="지우")
    watch(home, MINUTE)
    assert kinds(home)[LATE] == 1
    home.house.desk().seen(agent="지우")
    watch(home, 30_000)
    home.house.desk().reply(conversation, agent="지우", text="다 됐습니다", key="k2")
    watch(home, HOUR)
    assert counted(home).answered_late == 1


def test_a_window_about_to_close_is_told_twice(home: Home) -> None:
    home.asks("상담원")
    home.publish(
        lambda text: text.replace("{first_answer: 10 minutes, if_late: offer_other_ways}", "{}")
    )
    watch(home, 21 * HOUR + 59 * MINUTE, step=MINUTE)
    assert kinds(home)[CLOSING] == 0
    watch(home, 2 * MINUTE)
    assert kinds(home)[CLOSING] == 1
    watch(home, 88 * MINUTE)
    assert kinds(home)[CLOSING] == 1
    watch(home, 3 * MINUTE)
    assert kinds(home)[CLOSING] == 2
    watch(home, HOUR)
    assert kinds(home)[CLOSING] == 2


@pytest.mark.parametrize("sendable", [True, False])
def test_who_would_lose_the_window_over_the_weekend_is_told_on_friday(
    home: Home, sendable: bool
) -> None:
    home.clock.time = at(27, 11)  # a Friday, open until 17:00
    with home.house.database.write() as tx:
        approve(tx, "answer_ready", status="APPROVED" if sendable else "PAUSED")
    home.asks("주문 1042 취소해 주세요")
    told = watch(home, 5 * HOUR + 25 * MINUTE, step=MINUTE)
    assert len(told) == 1
    assert kinds(home)[NIGHT] == 0
    (note,) = watch(home, 15 * MINUTE)
    assert ("24시간보다 늦어지면" in note) is sendable
    assert ("다음 연락처로도 문의" in note) is not sendable
    assert kinds(home)[NIGHT] == 1
    assert watch(home, 15 * HOUR, step=MINUTE) == []


def test_a_night_that_the_window_outlasts_needs_no_plan(home: Home) -> None:
    home.clock.time = at(24, 16)
    home.asks("상담원")
    watch(home, 18 * HOUR, step=MINUTE)
    assert kinds(home)[NIGHT] == 0


def test_without_a_promise_nobody_is_late(home: Home) -> None:
    home.publish(lambda text: text.replace("  promise:", "  # promise:"))
    home.asks("상담원")
    assert watch(home, 6 * HOUR, step=MINUTE) == []
    assert kinds(home) == {WAITING: 1}
    assert counted(home).unpromised == 1


def test_a_conversation_that_is_put_off_is_not_late(home: Home) -> None:
    home.asks("상담원")
    snooze = Snooze(until=home.clock.now() + HOUR, by="지우")
    with home.house.database.write() as tx:
        tx.cases.snooze(home.conversation().id, snooze)
    watch(home, 59 * MINUTE, step=MINUTE)
    assert kinds(home)[LATE] == 0
    watch(home, 2 * MINUTE)
    assert kinds(home)[LATE] == 1


def test_still_waiting_and_the_apology_never_come_together(home: Home) -> None:
    home.asks("상담원")
    said: list[tuple[int, str]] = []
    for second in range(0, 17 * 60, 10):
        home.clock.pass_by(10_000)
        home.waiting.look()
        waits_of(home).look()
        before = len(home.cloud.calls)
        home.deliver()
        said += [(second, call.body[:6]) for call in home.cloud.calls[before:]]
    assert [words for _, words in said] == ["기다려 주셔", SORRY[:6], "기다려 주셔"]
    times = [second for second, _ in said]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 290
