"""When a visit fits. Starts are local wall time of the business, `YYYY-MM-DDTHH:MM`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from wa_support.domain.bookings import Slot
from wa_support.domain.hours import without_lunch
from wa_support.domain.policy import Hours
from wa_support.domain.rules import VisitRule

_MINUTE_MS = 60_000


def free_slots(
    day: date, *, hours: Hours, rule: VisitRule, taken: Mapping[str, int], now_ms: int
) -> list[Slot]:
    """Of one local day, earliest first: open, ahead, not too far ahead, and with room left.
    `taken` maps a start to how many visits there are."""
    if not 0 <= (day - today_of(hours, now_ms)).days <= rule.book_ahead_days:
        return []
    free = []
    for start in _starts(day, hours, rule):
        left = rule.at_once - taken.get(start, 0)
        if left > 0 and moment_of(start, hours) > now_ms:
            free.append(Slot(start=start, left=left))
    return free


def fits(start: str, *, hours: Hours, rule: VisitRule, taken: int, now_ms: int) -> bool:
    """Whether `start` is one of the free slots, given how many visits it has already."""
    slots = free_slots(day_of(start), hours=hours, rule=rule, taken={start: taken}, now_ms=now_ms)
    return any(slot.start == start for slot in slots)


def may_change(start: str, *, hours: Hours, rule: VisitRule, now_ms: int) -> bool:
    return moment_of(start, hours) - now_ms >= rule.change_until_minutes * _MINUTE_MS


def next_days(hours: Hours, rule: VisitRule, now_ms: int) -> Iterator[date]:
    """Today and on, as far as one may book."""
    today = today_of(hours, now_ms)
    return (today + timedelta(days=offset) for offset in range(rule.book_ahead_days + 1))


def today_of(hours: Hours, now_ms: int) -> date:
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ZoneInfo(hours.timezone)).date()


def day_of(start: str) -> date:
    return datetime.fromisoformat(start).date()


def moment_of(start: str, hours: Hours) -> int:
    """UTC milliseconds; a wall time that comes twice is the first of the two."""
    local = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(hours.timezone))
    return int(local.timestamp() * 1000)


def _starts(day: date, hours: Hours, rule: VisitRule) -> Iterator[str]:
    """Counted from each opening, ended by each closing; a wall time that the clocks leave out is
    none."""
    if day.isoformat() in hours.closed or day.weekday() not in hours.days:
        return
    for opens, closes in without_lunch(hours.days[day.weekday()], hours.lunch):
        for minutes in range(opens, closes - rule.length_minutes + 1, rule.length_minutes):
            wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
            start = wall.isoformat(timespec="minutes")
            if wall.date() == day and _exists(wall, hours.timezone):
                yield start


def _exists(wall: datetime, timezone: str) -> bool:
    zone = ZoneInfo(timezone)
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None) == wall
