"""`slots` of a purpose: which times can be booked."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from wa_support.config import measures
from wa_support.config.nodes import Node
from wa_support.config.policy_business import localised, measured, read_closed, read_hours
from wa_support.config.reading import Reading
from wa_support.domain.policy import Hours, SlotRules

_FIELDS: Final = (
    "length", "at_once", "hours", "closed", "place", "book_ahead", "change_until", "remind",
)  # fmt: skip
_MINUTE_MS: Final = 60_000
_DAY_MS: Final = 86_400_000
_LONGEST_AHEAD_MS: Final = 366 * _DAY_MS


def read_slots(
    node: Node, reading: Reading, languages: Sequence[str], *, hours: Hours
) -> SlotRules:
    """`hours` are those of the people, for slots that name none."""
    fields = reading.fields(node, _FIELDS, required=("length",), of="slots")
    found: dict[str, Any] = {"length_ms": _DAY_MS}
    measure = {"length": _length, "book_ahead": _ahead, "change_until": _before, "remind": _before}
    for name in measure.keys() & fields.keys():
        found[f"{name}_ms"] = measured(fields[name], reading, measure[name], _DAY_MS)
    if "at_once" in fields:
        found["at_once"] = reading.number(fields["at_once"], low=1, high=1000)
    if "place" in fields:
        found["place"] = localised(fields["place"], reading, languages)
    if "hours" in fields:
        days, lunch = read_hours(fields["hours"], reading)
        hours = replace(hours, days=days, lunch=lunch)
    elif not hours.days:
        reading.fault(node, "no hours", 'hours: {mon-fri: "10:00-18:00"}, here or under people')
    if "closed" in fields:
        hours = replace(hours, closed=read_closed(fields["closed"], reading))
    return SlotRules(hours=hours, **found)


def _length(text: str) -> int:
    found = measures.milliseconds(text)
    if found % _MINUTE_MS or not 5 * _MINUTE_MS <= found <= _DAY_MS:
        raise ValueError("whole minutes, from 5 minutes to 1 day")
    return found


def _ahead(text: str) -> int:
    found = measures.milliseconds(text)
    if found > _LONGEST_AHEAD_MS:
        raise ValueError("at most 366 days ahead")
    return found


def _before(text: str) -> int:
    return measures.milliseconds(text.removesuffix(" before"))
