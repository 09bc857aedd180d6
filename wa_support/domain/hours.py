"""When people are there. Times are UTC milliseconds; the policy's hours are local wall time."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from wa_support.domain.dates import local_date
from wa_support.domain.policy import Hours

_DAYS_AHEAD: Final = 60


def is_open(hours: Hours, now_ms: int) -> bool:
    """Whether the desk is open: not before, not after, not at lunch, not on a closed date."""
    return next_open(hours, now_ms) == now_ms


def next_open(hours: Hours, now_ms: int) -> int | None:
    """The first open moment from now on, `now_ms` itself when open; None if none in 60 days."""
    return next(
        (max(opens, now_ms) for opens, closes in _spells(hours, now_ms) if now_ms < closes), None
    )


def _spells(hours: Hours, now_ms: int) -> Iterator[tuple[int, int]]:
    """Open stretches (opens, closes), oldest first, from yesterday so that a late night counts."""
    today = local_date(now_ms, hours.timezone)
    for offset in range(-1, _DAYS_AHEAD + 1):
        yield from open_on(hours, today + timedelta(days=offset))


def open_on(hours: Hours, day: date) -> Iterator[tuple[int, int]]:
    """The open stretches that begin with this local day; a late night ends on the next."""
    if day.isoformat() in hours.closed or day.weekday() not in hours.days:
        return
    zone = ZoneInfo(hours.timezone)
    for opens, closes in _without_lunch(hours.days[day.weekday()], hours.lunch):
        yield _moment(day, opens, zone), _moment(day, closes, zone)


def _without_lunch(
    day: tuple[int, int], lunch: tuple[int, int] | None
) -> Iterator[tuple[int, int]]:
    opens, closes = day
    if closes <= opens:  # past midnight
        closes += 24 * 60
    if lunch is not None:
        starts, ends = lunch
        if opens < min(starts, closes):
            yield opens, min(starts, closes)
        opens = max(opens, ends)
    if opens < closes:
        yield opens, closes


def _moment(day: date, minutes: int, zone: ZoneInfo) -> int:
    """Wall time first, zone last: 10:00 stays 10:00 on the day that the clocks change."""
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    return int(wall.timestamp() * 1000)
