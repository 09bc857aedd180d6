"""A visit, the free times for one, and a ticket, as connected systems show them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """`start` is local time of the business, `YYYY-MM-DDTHH:MM`; `left` how many visits fit."""

    start: str
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """`phone` is digits with the country code; `state` booked or cancelled."""

    id: str
    phone: str
    start: str
    people: int
    place: Mapping[str, str]
    state: str = "booked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """`state` open, in_progress or done; `opened_on` an ISO local date."""

    id: str
    issue_type: str
    summary: str
    state: str
    opened_on: str
    order_id: str | None = None


def as_json(thing: Slot | Booking | Ticket) -> dict[str, Any]:
    return asdict(thing)
