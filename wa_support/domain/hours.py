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


def closing(hours: Hours, now_ms: int) -> int | None:
    """When this working day ends, lunch being part of it; None before it begins and after."""
    today = local_date(now_ms, hours.timezone)
    for day in (today - timedelta(days=1), today):
        spells = list(open_on(hours, day))
        if spells and spells[0][0] <= now_ms < spells[-1][1]:
            return spells[-1][1]
    return None


def office_ms_between(hours: Hours, start_ms: int, end_ms: int) -> int:
    """How much of that time the desk was open, of the first 60 days; with no days at all every
    hour counts."""
    if not hours.days:
        return max(0, end_ms - start_ms)
    total, counted_to = 0, start_ms
    for opens, closes in _spells(hours, start_ms):
        if opens >= end_ms:
            break
        begins = max(opens, counted_to)  # a late night may reach into the next morning's hours
        total += max(0, min(closes, end_ms) - begins)
        counted_to = max(counted_to, min(closes, end_ms))
    return total


def add_office_ms(hours: Hours, start_ms: int, ms: int) -> int:
    """The moment when the desk has been open for `ms` since then. By the clock on the wall where
    the hours have no days, or too few of them in the next 60."""
    left, counted_to = ms, start_ms
    for opens, closes in _spells(hours, start_ms) if hours.days else ():
        begins = max(opens, counted_to)
        if closes > begins and left <= closes - begins:
            return begins + left
        left -= max(0, closes - begins)
        counted_to = max(counted_to, closes)
    return start_ms + ms


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
