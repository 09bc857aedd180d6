"""One burst, one answer, whatever happens meanwhile."""

from dataclasses import replace

import pytest

from tests.flow.house import DANIEL, HOUR, MINA, STRANGER, Crash, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.outbound import choices_of
from wa_support.domain.reasons import Reason

ASKED = "주문 1042 어디쯤이에요?"


def test_a_burst_is_one_turn(home: Home) -> None:
    for words in ("저기요", "주문 1042", "어디쯤이에요?"):
        home.say(words)
        home.clock.pass_by(1_000)
    (bubble,) = home.answer()
    assert "배송 중" in bubble
    assert home.stories()[0].heard == ("저기요", "주문 1042", "어디쯤이에요?")


def test_only_the_first_answer_introduces_the_assistant(home: Home) -> None:
    first, second = home.asks(ASKED), home.asks("1017")
    assert ("자동 상담(AI)" in first, "자동 상담(AI)" in second) == (True, False)
    home.clock.pass_by(25 * HOUR)
    assert "자동 상담(AI)" in home.asks("1017")


def test_the_language_follows_the_customer(home: Home) -> None:
    assert "배송 중" in home.asks(ASKED)
    assert "Ripple oak side table" in home.asks("where is order 1042?")
    assert "Ripple oak side table" in home.asks("1042")


def test_somebody_elses_order_and_no_order_read_the_same(home: Home) -> None:
    foreign = home.asks("주문 1042 어디쯤이에요?", STRANGER)
    unknown = home.asks("주문 9999 어디쯤이에요?", "821099990001")
    assert foreign == unknown
    assert "1042" not in foreign


def test_the_second_fact_opens_the_order(home: Home) -> None:
    home.asks(ASKED, STRANGER)
    assert "배송 중" in home.asks("1042 김민아 1042", STRANGER)
    assert "배송 중" in home.asks("1042", STRANGER)


def test_three_wrong_proofs_go_to_a_person(home: Home) -> None:
    for words in (ASKED, "1042 김은서 1042", "1042 김민아 9999"):
        home.asks(words, STRANGER)
    assert home.conversation(STRANGER).owner is Owner.QUEUED


def test_a_tap_on_the_list_shows_that_order(home: Home) -> None:
    home.asks("주문 내역 보여주세요")
    assert {choice.id for choice in choices_of(home.cloud.calls[-1].message)} >= {
        "order:1042",
        "person",
    }
    home.tap("order:1042")
    assert "1042" in home.answer()[0]


def test_newer_messages_join_the_turn_once(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    work = home.turns.claim()
    home.say("시 써줘")
    assert work is not None
    work()
    home.deliver()
    assert home.cloud.calls == []
    (bubble,) = home.answer()
    assert ("배송 중" in bubble, home.outcome()["reason"]) == (False, Reason.OFF_PURPOSE)
    assert home.stories()[0].heard == (ASKED, "시 써줘")


def test_the_second_time_the_answer_goes_and_the_rest_is_the_next_turn(home: Home) -> None:
    home.say(ASKED)
    for words in ("1017은요?", "쇼룸 어디에 있어요?"):
        home.clock.pass_by(1_500)
        work = home.turns.claim()
        home.say(words)
        assert work is not None
        work()
    assert len(home.answer()) == 2
    assert [story.heard for story in home.stories()] == [
        ("쇼룸 어디에 있어요?",),
        (ASKED, "1017은요?"),
    ]


def test_a_takeover_discards_the_answer(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    work = home.turns.claim()
    home.house.desk().take(home.conversation().id, agent="지우")
    assert work is not None
    work()
    home.deliver()
    assert (home.cloud.calls, home.ours()) == ([], [])
    assert home.outcome()["what"] == "discarded"


def test_asking_for_a_person_wins_over_a_running_turn(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    work = home.turns.claim()
    home.say("상담원")
    assert work is not None
    work()
    (bubble,) = home.answer()
    assert "상담원에게 전달했습니다" in bubble


def crash(home: Home) -> None:
    """One lease that ends in the middle."""
    work = home.turns.claim()
    assert work is not None
    home.ids.crash_on = "snd"
    with pytest.raises(Crash):
        work()
    home.ids.crash_on = None
    home.clock.pass_by(46_000)


def test_a_turn_that_is_run_again_asks_the_shop_once(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    crash(home)
    assert home.shop.asked == ["1042"]
    (bubble,) = home.answer()
    assert "배송 중" in bubble
    assert home.shop.asked == ["1042"]
    assert [kind for kind, _ in home.stories()[0].steps] == [
        "lease",
        "gate",
        "read",
        "lease",
        "outcome",
    ]


def test_a_turn_that_is_run_again_with_more_words_decides_again(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    crash(home)
    home.say("시 써줘")
    (bubble,) = home.answer()
    assert ("배송 중" in bubble, home.outcome()["reason"]) == (False, Reason.OFF_PURPOSE)


def test_three_leases_without_an_outcome_go_to_a_person(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    for _ in range(3):
        crash(home)
    (bubble,) = home.answer()
    assert "답변을 준비하지 못했습니다" in bubble
    assert (home.conversation().owner, home.outcome()["reason"]) == (
        Owner.QUEUED,
        Reason.TURN_FAILED,
    )


def test_a_turn_whose_lease_was_lost_commits_nothing(home: Home) -> None:
    home.say(ASKED)
    home.clock.pass_by(1_500)
    slow = home.turns.claim()
    home.clock.pass_by(46_000)
    assert len(home.answer()) == 1
    assert slow is not None
    slow()
    home.deliver()
    assert len(home.cloud.calls) == 1


def test_a_shop_that_does_not_answer_goes_to_a_person(home: Home) -> None:
    home.shop.broken = True
    assert "지금은 확인해 드리지 못했습니다" in home.asks(ASKED)
    assert home.outcome()["reason"] == Reason.TOOL_FAILED


def test_over_the_days_budget_a_person_takes_over(home: Home) -> None:
    home.publish(lambda text: text.replace("per_day: 40", "per_day: 2"))
    for _ in range(2):
        home.asks(ASKED)
    assert "모두 드렸습니다" in home.asks(ASKED)
    assert home.outcome()["reason"] == Reason.OVER_BUDGET


def test_not_understood_twice_and_off_purpose_three_times_go_to_a_person(home: Home) -> None:
    for words in ("음", "흠"):
        home.asks(words)
    for words in ("시 써줘", "소설 써줘", "농담 해줘"):
        home.asks(words, DANIEL)
    assert home.conversation(MINA).owner is home.conversation(DANIEL).owner is Owner.QUEUED
    assert home.outcome(DANIEL)["reason"] == Reason.OFF_PURPOSE


def test_what_the_rules_do_not_allow_goes_to_a_person_with_what_was_said(home: Home) -> None:
    home.asks("주문 1042 취소해 주세요")
    with home.house.database.read() as tx:
        handoff = tx.handoffs.current(home.conversation().id)
    assert handoff is not None
    assert handoff.packet["collected_fields"] == {"order_id": "1042", "wants": "cancel_order"}
    assert (handoff.reason, handoff.packet["purpose"]) == (Reason.RULE, "orders")


IMAGE = {"type": "image", "image": {"id": "900001", "mime_type": "image/jpeg"}}


def test_a_photo_is_called_kept_only_when_it_is(home: Home) -> None:
    home.send(IMAGE)
    home.clock.pass_by(10_000)
    assert home.turns.claim() is not None
    home.cloud.files["900001"] = b"\xff\xd8\xff"
    fetch = home.media.claim()
    assert fetch is not None
    fetch()
    (bubble,) = home.answer()
    assert "보관했습니다" in bubble


def test_a_photo_that_never_came_is_not_called_kept(home: Home) -> None:
    home.send(IMAGE)
    home.clock.pass_by(19_000)
    (bubble,) = home.answer()
    assert "보관했습니다" not in bubble
    assert "사진" in bubble


def test_a_message_of_an_unknown_kind_is_answered_too(home: Home) -> None:
    home.send({"type": "hologram"})
    assert len(home.answer()) == 1


def test_a_message_is_marked_as_read_once_its_answer_has_left(home: Home) -> None:
    """A sign of typing that comes behind the answer would show for half a minute."""
    marked: list[tuple[str, bool, int]] = []

    def mark(_number: str, wamid: str, typing: bool) -> None:
        marked.append((wamid, typing, len(home.cloud.calls)))

    home.outbox.own_calls = 1
    home.turns = replace(home.turns, mark_read=mark)
    wamid = home.say(ASKED)
    home.answer()
    assert marked == [(wamid, False, 1)]
