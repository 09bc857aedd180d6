"""When a visit starts: the day, then the time, by lists and in words. It is Monday, November 23,
11:00; the showroom is open from Tuesday to Sunday, 11:00 to 19:00."""

from typing import Any

import pytest

from tests.flow.acts import choices, forgetful, offered, taps
from tests.flow.house import DANIEL, MINA, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.outbound import OutList
from wa_support.ports.tools import OnBehalf

KO, EN = MINA, DANIEL
BOOK = {KO: "쇼룸 예약하고 싶어요", EN: "i'd like to book a showroom visit"}
PEOPLE = {KO: "2명", EN: "two"}


def fills(home: Home) -> list[str]:
    return [one.id for one in choices(home) if one.id.startswith("fill:")]


def pending(home: Home, by: str) -> dict[str, Any]:
    shown = home.conversation(by).memory.pending
    assert shown is not None
    return dict(shown.arguments)


def given(home: Home, by: str) -> dict[str, Any]:
    filling = home.conversation(by).memory.filling
    assert filling is not None
    return dict(filling.given)


@pytest.mark.parametrize(
    ("by", "day", "time"),
    [(KO, "11월 24일(화)", "오전 11시"), (EN, "Tuesday, November 24", "11:00 AM")],
)
def test_the_day_is_picked_first_and_then_the_time(
    home: Home, by: str, day: str, time: str
) -> None:
    forgetful(home)
    home.asks(BOOK[by], by)
    assert fills(home) == ["fill:2026-11-24", "fill:2026-11-25", "fill:2026-11-26"]
    assert choices(home)[0].title == day
    assert day in taps(home, "fill:2026-11-24", by)
    assert choices(home)[0].title == time
    taps(home, offered(home, "fill"), by)
    home.asks(PEOPLE[by], by)
    assert pending(home, by) == {"start": "2026-11-24T11:00", "people": 2}


def test_more_free_times_than_a_list_shows_are_thinned_out_and_a_person_stays(home: Home) -> None:
    home.asks(BOOK[KO])
    taps(home, "fill:2026-11-24")
    message = home.cloud.calls[-1].message
    assert isinstance(message, OutList)
    assert len(message.rows) == 10
    assert message.rows[-1].id == "person"
    assert (fills(home)[0], fills(home)[-1]) == ("fill:2026-11-24T11:00", "fill:2026-11-24T18:30")


@pytest.mark.parametrize(
    ("by", "day", "iso"),
    [
        (KO, "토요일이요", "2026-11-28"),
        (KO, "다음 주 화요일로 해주세요", "2026-12-01"),
        (KO, "12월 3일", "2026-12-03"),
        (KO, "모레", "2026-11-25"),
        (EN, "saturday please", "2026-11-28"),
        (EN, "next tuesday", "2026-12-01"),
        (EN, "december 3", "2026-12-03"),
    ],
)
def test_a_day_may_be_typed(home: Home, by: str, day: str, iso: str) -> None:
    home.asks(BOOK[by], by)
    home.asks(day, by)
    assert fills(home)[0].startswith(f"fill:{iso}T")


@pytest.mark.parametrize(
    ("by", "time", "start"),
    [
        (KO, "3시", "T15:00"),
        (KO, "오후 3시 반이요", "T15:30"),
        (KO, "15:30", "T15:30"),
        (KO, "12시", "T12:00"),
        (EN, "3pm", "T15:00"),
        (EN, "at 3", "T15:00"),
        (EN, "half past three", "T15:30"),
    ],
)
def test_a_time_may_be_typed_and_is_the_one_of_the_two_that_is_free(
    home: Home, by: str, time: str, start: str
) -> None:
    home.asks(BOOK[by], by)
    taps(home, "fill:2026-11-24", by)
    home.asks(time, by)
    home.asks(PEOPLE[by], by)
    assert pending(home, by)["start"] == f"2026-11-24{start}"


@pytest.mark.parametrize(
    ("by", "time", "said"),
    [
        (KO, "오전 3시", "예약할 수 없습니다"),
        (KO, "3시 10분", "예약할 수 없습니다"),
        (EN, "9pm", "isn't free"),
    ],
)
def test_a_time_that_is_not_free_is_asked_for_again(
    home: Home, by: str, time: str, said: str
) -> None:
    home.asks(BOOK[by], by)
    taps(home, "fill:2026-11-24", by)
    assert said in home.asks(time, by)
    assert fills(home)[0] == "fill:2026-11-24T11:00"


@pytest.mark.parametrize(
    ("by", "day", "none"),
    [
        (KO, "월요일", "예약할 수 있는 시간이 없습니다"),
        (KO, "1월 5일", "예약할 수 있는 시간이 없습니다"),
        (EN, "monday", "no free time"),
        (EN, "january 5", "no free time"),
    ],
)
def test_a_day_with_nothing_free_is_said_so_and_others_are_shown(
    home: Home, by: str, day: str, none: str
) -> None:
    home.asks(BOOK[by], by)
    assert none in home.asks(day, by)
    assert fills(home) == ["fill:2026-11-24", "fill:2026-11-25", "fill:2026-11-26"]


@pytest.mark.parametrize(
    ("by", "first", "start"),
    [
        (KO, "내일 3시 예약하고 싶어요", "2026-11-24T15:00"),
        (KO, "다음 주 화요일 오후 4시 반에 쇼룸 예약할게요", "2026-12-01T16:30"),
        (EN, "do you have a slot tomorrow at 3", "2026-11-24T15:00"),
        (EN, "book me in for sunday at 2pm", "2026-11-29T14:00"),
    ],
)
def test_a_day_and_a_time_in_the_first_words_are_used_and_never_booked_unasked(
    home: Home, by: str, first: str, start: str
) -> None:
    shop = forgetful(home)
    home.asks(first, by)
    assert given(home, by)["start"] == start
    home.asks(PEOPLE[by], by)
    assert offered(home, "confirm")
    assert pending(home, by) == {"start": start, "people": 2}
    assert shop.done == []


@pytest.mark.parametrize(
    ("by", "first"), [(KO, "토요일 오후에 가도 돼요?"), (EN, "can i visit saturday afternoon?")]
)
def test_a_part_of_a_day_in_the_first_words_shows_its_times_alone(
    home: Home, by: str, first: str
) -> None:
    home.asks(first, by)
    assert fills(home)[0] == "fill:2026-11-28T12:00"


@pytest.mark.parametrize(
    ("by", "first"), [(KO, "3시에 쇼룸 예약하고 싶어요"), (EN, "can i book a visit at 3?")]
)
def test_a_time_alone_in_the_first_words_waits_for_its_day(home: Home, by: str, first: str) -> None:
    home.asks(first, by)
    taps(home, "fill:2026-11-25", by)
    assert given(home, by)["start"] == "2026-11-25T15:00"


@pytest.mark.parametrize(("by", "other"), [(KO, "일요일은요?"), (EN, "how about sunday?")])
def test_another_day_may_be_said_while_the_time_or_the_people_are_asked(
    home: Home, by: str, other: str
) -> None:
    home.asks(BOOK[by], by)
    taps(home, "fill:2026-11-24", by)
    home.asks(other, by)
    assert fills(home)[0] == "fill:2026-11-29T11:00"
    taps(home, offered(home, "fill"), by)
    home.asks("토요일이요" if by == KO else "saturday", by)
    assert given(home, by)["start"] == "2026-11-28T11:00"


@pytest.mark.parametrize(
    ("by", "move", "start"),
    [
        (KO, "예약을 일요일 3시로 옮겨 주세요", "2026-11-29T15:00"),
        (EN, "move my visit to sunday at 3pm", "2026-11-29T15:00"),
    ],
)
def test_a_visit_is_moved_to_the_time_in_the_first_words(
    home: Home, by: str, move: str, start: str
) -> None:
    shop = forgetful(home)
    who = OnBehalf(customer="them", phone=by)
    visit = {"start": "2026-11-27T11:00", "people": 2}
    shop.shop.act("book", visit, on_behalf=who, key="theirs", within_s=5.0)
    home.asks(move, by)
    taps(home, offered(home, "fill"), by)  # which of two visits
    assert pending(home, by)["start"] == start
    assert "day" not in pending(home, by)
    assert shop.done == []


@pytest.mark.parametrize(
    ("by", "move", "time"),
    [(KO, "예약 변경하고 싶어요", "오전 11시"), (EN, "reschedule my booking please", "11:00 AM")],
)
def test_every_visit_in_a_list_shows_its_time(home: Home, by: str, move: str, time: str) -> None:
    shop = forgetful(home)
    who = OnBehalf(customer="them", phone=by)
    visit = {"start": "2026-11-27T11:00", "people": 2}
    shop.shop.act("book", visit, on_behalf=who, key="theirs", within_s=5.0)
    home.asks(move, by)
    assert time in (choices(home)[0].description or "")


def test_the_day_of_the_visit_that_moves_is_not_taken_for_the_new_one(home: Home) -> None:
    forgetful(home)
    home.asks("토요일 11시 예약 변경하고 싶어요")
    assert fills(home)[0] == "fill:2026-11-24"


def test_a_time_taken_while_it_was_confirmed_is_asked_for_again_on_its_day(home: Home) -> None:
    shop = forgetful(home)
    home.asks("내일 3시 예약하고 싶어요")
    home.asks("2명")
    confirm = offered(home, "confirm")
    visit = {"start": "2026-11-24T15:00", "people": 2}
    for number in range(3):
        who = OnBehalf(customer=f"other{number}", phone=None)
        shop.shop.act("book", visit, on_behalf=who, key=f"other{number}", within_s=5.0)
    assert "마감" in taps(home, confirm)
    assert fills(home)[0] == "fill:2026-11-24T11:00"
    assert "fill:2026-11-24T15:00" not in fills(home)
    home.asks("4시요")
    assert pending(home, KO) == {"start": "2026-11-24T16:00", "people": 2}


@pytest.mark.parametrize("said", ["내일 택배 오나요?", "주문 1042 어디쯤이에요?"])
def test_a_day_in_another_matter_is_no_answer(home: Home, said: str) -> None:
    home.asks(BOOK[KO])
    home.asks(said)
    assert home.conversation().memory.filling is None


@pytest.mark.parametrize(
    ("by", "other", "start"),
    [
        (KO, "4시로 해주세요", "2026-11-24T16:00"),
        (KO, "네 모레 5시요", "2026-11-25T17:00"),
        (EN, "how about 4pm?", "2026-11-24T16:00"),
    ],
)
def test_another_time_may_be_typed_instead_of_a_yes_and_is_shown_before_it_is_booked(
    home: Home, by: str, other: str, start: str
) -> None:
    shop = forgetful(home)
    home.asks("내일 3시 예약하고 싶어요" if by == KO else "book me a visit tomorrow at 3", by)
    home.asks(PEOPLE[by], by)
    home.asks(other, by)
    assert pending(home, by) == {"start": start, "people": 2}
    assert offered(home, "confirm")
    assert shop.done == []


@pytest.mark.parametrize(
    ("by", "first"),
    [
        (KO, "토요일 오후 2시에 두 명 방문 예약할게요"),
        (EN, "book a visit for two people on saturday at 2pm"),
    ],
)
def test_how_many_come_is_not_asked_when_it_was_said(home: Home, by: str, first: str) -> None:
    home.asks(first, by)
    assert pending(home, by) == {"start": "2026-11-28T14:00", "people": 2}


def test_a_tap_on_the_list_of_before_changes_the_time_and_not_the_people(home: Home) -> None:
    home.asks("내일 3시 예약하고 싶어요")
    taps(home, "fill:2026-11-24T16:00")
    assert given(home, KO)["start"] == "2026-11-24T16:00"
    home.asks("3명")
    assert pending(home, KO) == {"start": "2026-11-24T16:00", "people": 3}


def test_what_is_no_time_is_asked_for_again_and_then_a_person(home: Home) -> None:
    home.asks(BOOK[KO])
    for _ in range(2):
        home.asks("ㅁㄴㅇㄹ")
        assert home.conversation().owner is Owner.AUTOMATED
        assert fills(home)[0] == "fill:2026-11-24"
    home.asks("ㅁㄴㅇㄹ")
    assert home.conversation().owner is Owner.QUEUED
