"""Days and times in customers' words; today is Wednesday, November 25, 2026."""

from datetime import date

import pytest

from wa_support.domain.gate.said_times import (
    SaidTime,
    in_part,
    names_only_a_time,
    said_target,
    said_time,
)

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("오늘 갈게요", "2026-11-25"),
        ("내일 3시 예약하고 싶어요", "2026-11-26"),
        ("낼 방문 예약 가능?", "2026-11-26"),
        ("모레요", "2026-11-27"),
        ("내일모레 가도 돼요?", "2026-11-27"),
        ("내일 모레", "2026-11-27"),
        ("글피에 갈게요", "2026-11-28"),
        ("토요일 오후에 가도 돼요?", "2026-11-28"),
        ("토욜", "2026-11-28"),
        ("수요일", "2026-11-25"),
        ("이번 주 금요일", "2026-11-27"),
        ("다음 주 화요일", "2026-12-01"),
        ("담주 화요일", "2026-12-01"),
        ("다음주 화", "2026-12-01"),
        ("다다음 주 월요일", "2026-12-07"),
        ("12월 3일", "2026-12-03"),
        ("12월3일에 갈게요", "2026-12-03"),
        ("11월 28일(토)", "2026-11-28"),
        ("1월 5일", "2027-01-05"),
        ("2027년 1월 5일", "2027-01-05"),
        ("28일에 갈게요", "2026-11-28"),
        ("3일이요", "2026-12-03"),
        ("12/3", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("today", "2026-11-25"),
        ("can i come tomorrow at 3?", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("can i visit on saturday", "2026-11-28"),
        ("Sat", "2026-11-28"),
        ("on sun please", "2026-11-29"),
        ("next tuesday", "2026-12-01"),
        ("this friday", "2026-11-27"),
        ("december 3", "2026-12-03"),
        ("Dec 3rd at 3pm", "2026-12-03"),
        ("3 December 2026", "2026-12-03"),
        ("the 3rd of december", "2026-12-03"),
        ("the 28th", "2026-11-28"),
    ],
)
def test_a_day_as_people_say_it(text: str, day: str) -> None:
    assert said_time(text, TODAY).day == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "쇼룸 예약하고 싶어요",
        "토요일이나 일요일",
        "saturday or sunday",
        "2월 30일",
        "13월 1일",
        "3일 뒤에 도착한대요",
        "매일 열어요?",
        "i sat on the sofa",
        "24/7",
        "주문 1042",
    ],
)
def test_no_day_or_more_than_one_is_none(text: str) -> None:
    assert said_time(text, TODAY).day is None


def test_the_thirty_first_of_a_short_month_is_the_next_months() -> None:
    assert said_time("31일에요", TODAY).day == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "clocks"),
    [
        ("3시", ("03:00", "15:00")),
        ("세 시요", ("03:00", "15:00")),
        ("오후 3시 반", ("15:30",)),
        ("오후 3시 30분에 갈게요", ("15:30",)),
        ("저녁 7시", ("19:00",)),
        ("오전 11시", ("11:00",)),
        ("낮 12시", ("12:00",)),
        ("12시", ("00:00", "12:00")),
        ("열두시 반", ("00:30", "12:30")),
        ("정오", ("12:00",)),
        ("15시", ("15:00",)),
        ("15:30", ("15:30",)),
        ("오후 3:30", ("15:30",)),
        ("3pm", ("15:00",)),
        ("3 p.m.", ("15:00",)),
        ("3:30 pm", ("15:30",)),
        ("at 3", ("03:00", "15:00")),
        ("half past three", ("03:30", "15:30")),
        ("3 o'clock in the afternoon", ("15:00",)),
        ("around noon", ("12:00",)),
        ("2026-11-28T15:00", ("15:00",)),
    ],
)
def test_a_time_as_people_say_it(text: str, clocks: tuple[str, ...]) -> None:
    assert said_time(text, TODAY).clocks == clocks


@pytest.mark.parametrize(
    "text",
    [
        "3시간 걸려요",
        "몇 시까지 해요?",
        "다시 할게요",
        "3시나 4시",
        "25시",
        "at 3 people",
        "2명",
        "3:75",
    ],
)
def test_no_time_or_more_than_one_is_none(text: str) -> None:
    assert said_time(text, TODAY).clocks == ()


def test_a_part_of_the_day_narrows_what_is_meant() -> None:
    saturday = date(2026, 11, 28)
    assert said_time("토요일 오후에 가도 돼요?", TODAY) == SaidTime(day=saturday, part="pm")
    assert said_time("saturday evening", TODAY) == SaidTime(day=saturday, part="evening")
    assert in_part("11:30", "am")
    assert not in_part("12:00", "am")
    assert in_part("12:00", "pm")
    assert not in_part("16:30", "evening")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("예약을 일요일로 옮겨 주세요", SaidTime(day=date(2026, 11, 29))),
        (
            "내일 예약을 일요일 3시로 옮겨 주세요",
            SaidTime(day=date(2026, 11, 29), clocks=("03:00", "15:00")),
        ),
        ("내일 2시 예약 3시로 바꿔주세요", SaidTime(clocks=("03:00", "15:00"))),
        ("내일 3시 예약 변경하고 싶어요", SaidTime()),
        ("move my visit to friday", SaidTime(day=date(2026, 11, 27))),
        (
            "move my visit from friday to sunday at 3pm",
            SaidTime(day=date(2026, 11, 29), clocks=("15:00",)),
        ),
        ("can i change my friday visit", SaidTime()),
    ],
)
def test_a_visit_is_moved_to_what_is_said_so_and_not_from_it(text: str, target: SaidTime) -> None:
    assert said_time(said_target(text), TODAY) == target


@pytest.mark.parametrize(
    "text",
    [
        "토요일", "토요일이요", "토요일로 해주세요", "다음 주 화요일에 갈게요", "오후 3시 반이요",
        "3시쯤 가능해요?",
        "네 내일 3시요",
        "일요일은요?", "12월 3일 부탁드려요", "saturday please",
        "how about next tuesday at 3?",
        "3pm works", "december 3", "in the afternoon",
    ],
)  # fmt: skip
def test_a_time_with_politeness_around_it_is_only_a_time(text: str) -> None:
    assert names_only_a_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "내일 택배 오나요?", "토요일에도 배송되나요", "주문 1042 내일 와요?",
        "3시간 걸려요", "ㅁㄴㅇㄹ", "네",
        "will my sofa arrive tomorrow", "cancel it", "2명", "yes",
    ],
)  # fmt: skip
def test_a_time_in_another_matter_is_more_than_a_time(text: str) -> None:
    assert not names_only_a_time(text)
