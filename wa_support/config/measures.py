"""Durations, times of day, dates and money, as people write them. Each raises ValueError."""

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY_YEARS: Final = range(2025, 2033)
_PRINT_HOLIDAYS: Final = f"""
import holidays
print(*holidays.country_holidays("KR", years=range({HOLIDAY_YEARS.start}, {HOLIDAY_YEARS.stop})))
"""
_UNIT_MS: Final[Mapping[str, int]] = {
    "second": 1_000,
    "minute": 60_000,
    "hour": 3_600_000,
    "day": 86_400_000,
    "week": 7 * 86_400_000,
    "month": 30 * 86_400_000,
    "year": 365 * 86_400_000,
}
_DURATION = re.compile(r"(\d{1,4}) ?(second|minute|hour|day|week|month|year)s?", re.ASCII)
_SPAN = re.compile(r"(\d{1,2}):(\d{2}) ?[-–~] ?(\d{1,2}):(\d{2})", re.ASCII)
_DOLLARS = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?USD", re.ASCII)


def milliseconds(text: str) -> int:
    """`5 minutes`, `24 hours`, `3 years`."""
    match = _DURATION.fullmatch(text)
    if match is None or int(match[1]) == 0:
        raise ValueError("a duration such as 5 minutes, 24 hours or 180 days")
    return int(match[1]) * _UNIT_MS[match[2]]


def span_of_day(text: str) -> tuple[int, int]:
    """`10:00-18:00` as minutes after midnight; `18:00-02:00` closes on the next day."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError('opening and closing time such as "10:00-18:00"')
    hours = [int(part) for part in match.groups()]
    opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if hours[1] > 59 or hours[3] > 59 or opens == closes or max(opens, closes) > 24 * 60:
        raise ValueError('two different times of day such as "10:00-18:00"')
    return opens, closes


def days_of(text: str) -> tuple[int, ...]:
    """`mon`, `mon-thu` or `mon,wed` as 0 … 6."""
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"a day or range of {', '.join(DAYS)}, or lunch")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        if begin > end:
            raise ValueError("a range that runs from monday to sunday, such as mon-thu")
        days.extend(range(begin, end + 1))
    return tuple(days)


def day(text: str) -> str:
    """`2027-02-05`, checked."""
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        raise ValueError("a day such as 2027-02-05, or korean_public_holidays")
    return text


def moment(text: str, timezone: str) -> int:
    """`2026-11-30 18:00` of local time as UTC milliseconds; a day alone lasts until its end."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError('a local time such as "2026-11-30 18:00"') from None
    if len(text) == 10:
        local = datetime.combine(local.date(), time.max)
    zoned = local if local.tzinfo else local.replace(tzinfo=ZoneInfo(timezone))
    try:
        return int(zoned.astimezone(UTC).timestamp() * 1000)
    except OverflowError:
        raise ValueError("a time in this century") from None


def dollars(text: str) -> int:
    """`20 USD` in micro-dollars: models are priced in dollars."""
    found = _DOLLARS.fullmatch(text)
    if found is None:
        raise ValueError("an amount in dollars, such as 20 USD")
    return int(Decimal(found[1]) * 1_000_000)


@cache
def korean_public_holidays() -> frozenset[str]:
    """Every public holiday and substitute day of `HOLIDAY_YEARS`, as ISO dates.

    A process of its own reads them: the library never lets go of the calendars of all countries,
    11 MB in each process that follows a policy.
    """
    argv = (sys.executable, "-c", _PRINT_HOLIDAYS)
    told = subprocess.run(argv, check=True, capture_output=True, text=True, timeout=60)
    return frozenset(told.stdout.split())
