"""What a question before an effect must name, in its own reading of Korean and English."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def unnamed(asked: Mapping[str, Any], body: str) -> Iterator[str]:
    """The fields among order, people and start whose value does not stand in `body`. `start` is a
    local moment such as `2026-11-24T10:00`, and its day and clock stand beside each other."""
    order, people, start = (asked.get(name) for name in ("order_id", "people", "start"))
    if (
        order is not None
        and re.search(rf"(?<!\w){re.escape(str(order))}(?![0-9A-Za-z])", body) is None
    ):
        yield "order_id"
    if people is not None and re.search(rf"\b{people}명| for {people}\?", body) is None:
        yield "people"
    if start is not None and not any(re.search(one, body) for one in _ways(str(start))):
        yield "start"


def _ways(start: str) -> tuple[str, str]:
    """ "11월 28일(토) 오후 2시" and "November 28, 2:00 PM", as patterns."""
    then = datetime.fromisoformat(start)
    hour, late = then.hour % 12 or 12, then.hour >= 12
    minutes = f" {then.minute}분" if then.minute else r"(?! \d+분)"
    korean = rf"\b{then.month}월 {then.day}일\(.\) {'오후' if late else '오전'} {hour}시{minutes}"
    clock = f"{hour}:{then.minute:02} {'PM' if late else 'AM'}"
    english = rf"\b{_MONTHS[then.month - 1]} {then.day}(?:, \d{{4}})?, {clock}"
    return korean, english
