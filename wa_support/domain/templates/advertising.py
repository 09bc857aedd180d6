"""What Korean law asks of advertising by message (정보통신망법 제50조): a mark, and quiet nights.

At night, 21:00 to 08:00 in Korea, it needs a consent of its own; messengers are not exempt. Korea
has no summer time.
"""

from typing import Final

MARK: Final = "(광고)"
REFUSE: Final = "수신거부"
"""On what refuses it."""
_HOUR: Final = 3_600_000
_DAY: Final = 24 * _HOUR
_KST: Final = 9 * _HOUR
_MORNING: Final = 8 * _HOUR
_EVENING: Final = 21 * _HOUR - 10 * 60_000
"""Ten minutes early: what is begun at 20:59 may arrive at 21:00."""


def marked(body: str) -> bool:
    """The mark stands at the very start."""
    return body.startswith(MARK)


def night_ends_at(now: int) -> int | None:
    """When advertising may be sent again; None by day."""
    of_day = (now + _KST) % _DAY
    midnight = now - of_day
    if of_day < _MORNING:
        return midnight + _MORNING
    return midnight + _DAY + _MORNING if of_day >= _EVENING else None
