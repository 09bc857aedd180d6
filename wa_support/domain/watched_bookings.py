"""A booking that was made here: when it is looked at again, and what its customer is to be told.

Moments are UTC milliseconds; a booking's `start` is local time, `YYYY-MM-DDTHH:MM`. Nobody is told
anything at night (21:00 to 08:00): what would fall there comes the evening before.
"""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from wa_support.domain.dates import local_time

HOUR_MS: Final = 3_600_000
LOOKED_AT_MS: Final = (24 * HOUR_MS, 3 * HOUR_MS)
"""How long before its start a booking is read again, besides when its customer is reminded."""
_MORNING: Final = 8
_NIGHT: Final = 21
_EVENING: Final = time(20)
"""An hour before the night: what does not work at once can be tried again."""


class WatchState(StrEnum):
    STANDS = "stands"
    CANCELLED = "cancelled"


class Due(StrEnum):
    """What a look at a booking brings about."""

    NOTHING = "nothing"
    REMINDER = "reminder"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedBooking:
    """`seen_at` is when this start was learnt, `reminded_for` the start that a reminder was sent
    for, `told_of` the last change that was told (a start, or `cancelled`). `look_at` None: never
    again."""

    booking_id: str
    conversation_id: str
    start: str
    starts_at: int
    seen_at: int
    state: WatchState = WatchState.STANDS
    look_at: int | None = None
    reminded_for: str | None = None
    told_of: str | None = None


_START: Final = r"[0-9]{4}-[0-9-]+T[0-9:]+"
_REMIND: Final = re.compile(rf"remind:(?P<id>.*):(?P<of>{_START})", re.DOTALL)
_CHANGE: Final = re.compile(
    rf"booking_changed:(?P<id>.*):[0-9]+:(?P<of>cancelled|{_START})", re.DOTALL
)


def remind_key(booking_id: str, start: str) -> str:
    """What makes a reminder the same one."""
    return f"remind:{booking_id}:{start}"


def change_key(booking_id: str, seen_at: int, told_of: str | None) -> str:
    return f"booking_changed:{booking_id}:{seen_at}:{told_of}"


def booking_in(key: str) -> str | None:
    """Whose reminder or change a send with this effect key tells."""
    found = _about(key)
    return found["id"] if found else None


def still_so(key: str, watched: WatchedBooking | None) -> bool:
    """Whether what it says is what we know: somebody may have moved the visit since."""
    found = _about(key)
    if found is None or watched is None:
        return False
    stands = watched.state is WatchState.STANDS
    return found["of"] == (watched.start if stands else WatchState.CANCELLED)


def _about(key: str) -> re.Match[str] | None:
    return _REMIND.fullmatch(key) or _CHANGE.fullmatch(key)


def moment_of(start: str, timezone: str) -> int:
    """A time that the clocks skip is read as if they did not."""
    local = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(timezone))
    return int(local.timestamp() * 1000)


def by_day(moment: int, timezone: str) -> int:
    """The moment itself, or the evening before the night that it falls into."""
    local = local_time(moment, timezone)
    if _MORNING <= local.hour < _NIGHT:
        return moment
    day = local.date() if local.hour >= _NIGHT else local.date() - timedelta(days=1)
    return _at(datetime.combine(day, _EVENING), timezone)


def not_at_night(moment: int, timezone: str) -> int:
    """The moment itself, or the morning after the night that it falls into."""
    local = local_time(moment, timezone)
    if _MORNING <= local.hour < _NIGHT:
        return moment
    day = local.date() + timedelta(days=1) if local.hour >= _NIGHT else local.date()
    return _at(datetime.combine(day, time(_MORNING)), timezone)


def remind_at(starts_at: int, remind_ms: int, timezone: str) -> int:
    return by_day(starts_at - remind_ms, timezone)


def too_late_at(starts_at: int, remind_ms: int | None) -> int:
    """From then on the customer is on their way: an hour before, less where the reminder itself
    is to come that late."""
    return starts_at - min(HOUR_MS, (remind_ms or 2 * HOUR_MS) // 2)


def next_look(starts_at: int, remind_ms: int | None, timezone: str, *, after: int) -> int | None:
    steps = (*LOOKED_AT_MS, remind_ms) if remind_ms else LOOKED_AT_MS
    moments = (by_day(starts_at - step, timezone) for step in steps)
    return min((moment for moment in moments if moment > after), default=None)


def due(
    watched: WatchedBooking, found: str | None, remind_ms: int | None, timezone: str, *, now: int
) -> Due:
    """`found` is the start that the connected system has now, None when the booking is gone. Who
    made or heard of a booking after its reminder's moment is not reminded of it."""
    if found != watched.start:
        return Due.CHANGE
    if remind_ms is None or watched.reminded_for == watched.start:
        return Due.NOTHING
    moment = remind_at(watched.starts_at, remind_ms, timezone)
    return Due.REMINDER if watched.seen_at < moment <= now else Due.NOTHING


def _at(local: datetime, timezone: str) -> int:
    return int(local.replace(tzinfo=ZoneInfo(timezone)).timestamp() * 1000)
