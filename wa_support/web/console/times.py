"""Times as people read them."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

from wa_support.domain.dates import local_time
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts, policy_now

EVENING: Final = 18
_MINUTE: Final = 60_000


def clock_time(at: int) -> str:
    """UTC milliseconds → `14:05` in the business's own time zone."""
    return _local(at).strftime("%H:%M")


def date_time(at: int) -> str:
    return _local(at).strftime("%Y-%m-%d %H:%M")


def moment(at: int) -> str:
    """`18:00` today, with its day on any other."""
    here, today = _local(at), _local(parts().clock.now()).date()
    return clock_time(at) if here.date() == today else f"{day(at)} {clock_time(at)}"


def day(at: int) -> str:
    here = _local(at)
    weekday = word(f"weekday.{here.weekday()}")
    month = word(f"month.{here.month}")
    return word("day", month=month, day=here.day, weekday=weekday)


def said_until(when: str, at: str) -> int | None:
    """UTC milliseconds of `hour`, `evening`, `tomorrow`, or of `at` (`2026-11-30T09:00`, in the
    business's time zone); None when it cannot be read."""
    now = parts().clock.now()
    here = _local(now).replace(minute=0, second=0, microsecond=0)
    match when:
        case "hour":
            return now + 60 * _MINUTE
        case "evening":
            return _utc(here.replace(hour=EVENING))
        case "tomorrow":
            return _utc(here.replace(hour=9) + timedelta(days=1))
        case _:
            return _read(at, here.tzinfo)


def before_evening() -> bool:
    return _local(parts().clock.now()).hour < EVENING


def ago(at: int, now: int) -> str:
    """Whole minutes, hours or days: a fragment must not change every second."""
    minutes = max(now - at, 0) // _MINUTE
    if minutes < 1:
        return word("just_now")
    if minutes < 60:
        return word("minutes", n=minutes)
    if minutes < 48 * 60:
        return word("hours", n=minutes // 60)
    return word("days", n=minutes // (24 * 60))


def countdown(until: int | None, now: int) -> str | None:
    """`23:58` hours and minutes left, None when the time is up."""
    if until is None or until <= now:
        return None
    hours, minutes = divmod((until - now) // _MINUTE, 60)
    return f"{hours}:{minutes:02d}"


def seconds(ms: object) -> str | None:
    """Tenths of a second, hundredths below one tenth; None for what is no number."""
    if not isinstance(ms, int | float):
        return None
    return f"{ms / 1000:.1f}" if ms >= 100 else f"{ms / 1000:.2f}"


def _local(at: int) -> datetime:
    return local_time(at, policy_now().timezone)


def _utc(here: datetime) -> int:
    return int(here.timestamp() * 1000)


def _read(text: str, zone: tzinfo | None) -> int | None:
    try:
        read = datetime.fromisoformat(text)
        return _utc(read.replace(tzinfo=zone) if read.tzinfo is None else read)
    except (ValueError, OverflowError):
        return None
