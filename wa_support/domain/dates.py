"""Which day a moment is, and how dates, moments, waits and sums are said in Korean (`ko`) and, for
the rest, in English."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_KO_WEEKDAYS: Final = "월화수목금토일"
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def utc_date(ms: int) -> date:
    return datetime.fromtimestamp(ms / 1000, UTC).date()


def local_date(ms: int, timezone: str) -> date:
    """Which day it is there at this moment, in UTC milliseconds."""
    return local_time(ms, timezone).date()


def local_time(ms: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(timezone))


def rfc3339(ms: int) -> str:
    """UTC, to the millisecond: `2026-11-24T06:00:00.123Z`."""
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def say_date(iso: str, language: str, today: date) -> str:
    """`2026-11-24` → "11월 24일(화)" or "Tuesday, November 24"; another year is said too."""
    return _say_day(date.fromisoformat(iso), language, today)


def say_month_day(day: date, language: str) -> str:
    """ "11월 24일" or "November 24"."""
    if language == "ko":
        return f"{day.month}월 {day.day}일"
    return f"{_MONTHS[day.month - 1]} {day.day}"


def say_weekday(day: date, language: str) -> str:
    """ "화요일" or "Tuesday"."""
    return f"{_KO_WEEKDAYS[day.weekday()]}요일" if language == "ko" else _WEEKDAYS[day.weekday()]


def say_moment(ms: int, timezone: str, language: str, now_ms: int) -> str:
    """UTC milliseconds → "11월 23일(월) 오전 10시" or "Monday, November 23, 10:00 AM"."""
    then, now = (local_time(at, timezone) for at in (ms, now_ms))
    day = _say_day(then.date(), language, now.date())
    clock = say_clock(f"{then:%H:%M}", language)
    return f"{day} {clock}" if language == "ko" else f"{day}, {clock}"


def say_clock(clock: str, language: str) -> str:
    """`15:30` → "오후 3시 30분" or "3:30 PM"."""
    hour, minute = map(int, clock.split(":"))
    of_twelve = hour % 12 or 12
    if language == "ko":
        minutes = f" {minute}분" if minute else ""
        return f"{'오전' if hour < 12 else '오후'} {of_twelve}시{minutes}"
    return f"{of_twelve}:{minute:02} {'AM' if hour < 12 else 'PM'}"


def say_duration(ms: int, language: str) -> str:
    """A wait in whole minutes, rounded up and at least one: "5분", "1 hour 5 minutes"."""
    hours, minutes = divmod(max(-(-ms // 60_000), 1), 60)
    if language == "ko":
        parts = ((hours, f"{hours}시간"), (minutes, f"{minutes}분"))
    else:
        parts = ((hours, _counted(hours, "hour")), (minutes, _counted(minutes, "minute")))
    return " ".join(said for count, said in parts if count)


def say_money(amount: int, currency: str, language: str) -> str:
    """Whole units: "129,000원", "₩129,000"; another currency by its code, "120 USD"."""
    if currency != "KRW":
        return f"{amount:,} {currency}"
    if language == "ko":
        return f"{amount:,}원"
    return f"₩{amount:,}" if amount >= 0 else f"-₩{-amount:,}"


def _say_day(day: date, language: str, today: date) -> str:
    weekday = _WEEKDAYS[day.weekday()]
    same_year = day.year == today.year
    if language == "ko":
        year = "" if same_year else f"{day.year}년 "
        return f"{year}{day.month}월 {day.day}일({_KO_WEEKDAYS[day.weekday()]})"
    year = "" if same_year else f", {day.year}"
    return f"{weekday}, {_MONTHS[day.month - 1]} {day.day}{year}"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
