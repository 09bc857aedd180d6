from datetime import UTC, date, datetime

import pytest

from wa_support.domain.dates import say_date, say_duration, say_moment, say_money

TODAY = date(2026, 11, 22)
NOW = int(datetime(2026, 11, 22, 3, 0, tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("iso", "korean", "english"),
    [
        ("2026-11-24", "11월 24일(화)", "Tuesday, November 24"),
        ("2026-01-04", "1월 4일(일)", "Sunday, January 4"),
        ("2027-01-02", "2027년 1월 2일(토)", "Saturday, January 2, 2027"),
    ],
)
def test_date_is_said_with_its_weekday(iso: str, korean: str, english: str) -> None:
    assert say_date(iso, "ko", TODAY) == korean
    assert say_date(iso, "en", TODAY) == english


@pytest.mark.parametrize(
    ("utc", "korean", "english"),
    [
        ("2026-11-23T01:00", "11월 23일(월) 오전 10시", "Monday, November 23, 10:00 AM"),
        ("2026-11-23T01:30", "11월 23일(월) 오전 10시 30분", "Monday, November 23, 10:30 AM"),
        ("2026-11-23T03:00", "11월 23일(월) 오후 12시", "Monday, November 23, 12:00 PM"),
        ("2026-11-22T15:05", "11월 23일(월) 오전 12시 5분", "Monday, November 23, 12:05 AM"),
        ("2026-11-23T09:00", "11월 23일(월) 오후 6시", "Monday, November 23, 6:00 PM"),
        ("2026-12-31T15:00", "2027년 1월 1일(금) 오전 12시", "Friday, January 1, 2027, 12:00 AM"),
    ],
)
def test_moment_is_said_in_local_time(utc: str, korean: str, english: str) -> None:
    ms = int(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp() * 1000)
    assert say_moment(ms, "Asia/Seoul", "ko", NOW) == korean
    assert say_moment(ms, "Asia/Seoul", "en", NOW) == english


@pytest.mark.parametrize(
    ("ms", "korean", "english"),
    [
        (0, "1분", "1 minute"),
        (60_000, "1분", "1 minute"),
        (60_001, "2분", "2 minutes"),
        (5 * 60_000, "5분", "5 minutes"),
        (60 * 60_000, "1시간", "1 hour"),
        (65 * 60_000, "1시간 5분", "1 hour 5 minutes"),
        (121 * 60_000, "2시간 1분", "2 hours 1 minute"),
    ],
)
def test_wait_is_never_said_shorter_than_it_is(ms: int, korean: str, english: str) -> None:
    assert say_duration(ms, "ko") == korean
    assert say_duration(ms, "en") == english


@pytest.mark.parametrize(
    ("amount", "currency", "korean", "english"),
    [
        (129_000, "KRW", "129,000원", "₩129,000"),
        (0, "KRW", "0원", "₩0"),
        (-3_000, "KRW", "-3,000원", "-₩3,000"),
        (1_200, "USD", "1,200 USD", "1,200 USD"),
    ],
)
def test_sum_is_said_in_its_currency(amount: int, currency: str, korean: str, english: str) -> None:
    assert say_money(amount, currency, "ko") == korean
    assert say_money(amount, currency, "en") == english
