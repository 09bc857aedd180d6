"""The values that a trigger brings itself. What is not listed brings whatever its caller gives."""

from collections.abc import Mapping
from typing import Final

from wa_support.domain.templates.template import Trigger

_BOOKING: Final = frozenset(
    {"business", "booking_id", "date", "weekday", "time", "people", "place"}
)

SUPPLIED: Final[Mapping[Trigger, frozenset[str]]] = {
    Trigger.BOOKING_REMINDER: _BOOKING,
    Trigger.BOOKING_CHANGED: _BOOKING | {"was_date", "was_weekday", "was_time"},
    Trigger.ANSWER_DUE: frozenset({"business", "purpose"}),
}
