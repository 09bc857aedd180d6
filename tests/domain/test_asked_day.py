"""The day that a customer names, from Monday, November 23, 2026."""

from datetime import date

import pytest

from wa_support.domain.asked_day import day_named

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("토요일 오후에 가도 돼요?", "2026-11-28"),
        ("이번 주말에 자리 있어요?", "2026-11-28"),
        ("예약을 일요일로 옮겨 주세요", "2026-11-29"),
        ("토요일 예약을 일요일로 옮겨 주세요", "2026-11-29"),
        ("다음 주 화요일이요", "2026-12-01"),
        ("담주 수요일", "2026-12-02"),
        ("내일 3시에 구경하러 갈 수 있을까요", "2026-11-24"),
        ("낼 방문 예약 가능?", "2026-11-24"),
        ("오늘 바로 방문 가능한가요", "2026-11-23"),
        ("12월 3일이요", "2026-12-03"),
        ("11/28", "2026-11-28"),
        ("1월 5일에 갈게요", "2027-01-05"),
        ("can i visit on saturday", "2026-11-28"),
        ("move my visit from saturday to sunday", "2026-11-29"),
        ("next friday please", "2026-12-04"),
        ("do you have a slot tomorrow at 3", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("December 3, maybe", "2026-12-03"),
    ],
)
def test_a_day_is_named(text: str, day: str) -> None:
    assert day_named(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    ["쇼룸 예약하고 싶어요", "두 명 방문할게요", "13월 45일", "may i come?", "2", "30분 늦어요"],
)
def test_no_day_is_named(text: str) -> None:
    assert day_named(text, MONDAY) is None
