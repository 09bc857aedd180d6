"""Times as people read them."""

from datetime import datetime

from wa_support.domain.dates import local_time
from wa_support.web.console.language import word
from wa_support.web.console.parts import parts

_MINUTE = 60_000


def clock_time(at: int) -> str:
    """UTC milliseconds → `14:05` in the business's own time zone."""
    return _local(at).strftime("%H:%M")


def date_time(at: int) -> str:
    return _local(at).strftime("%Y-%m-%d %H:%M")


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
    return local_time(at, parts().policy().timezone)
