"""Which times for a visit are free. Moments are UTC milliseconds, a slot's `start` local time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from wa_support.domain.bookings import Slot
from wa_support.domain.dates import local_time
from wa_support.domain.eligibility import Eligible, ForPerson
from wa_support.domain.hours import open_on
from wa_support.domain.policy import SlotRules

Refusal = Literal["not_a_slot", "in_the_past", "too_far_ahead", "slot_taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """From `starts` to just before `ends`."""

    starts: int
    ends: int


def slots_on(rules: SlotRules, day: date, taken: Sequence[Visit], now: int) -> tuple[Slot, ...]:
    """The free slots of a local day, earliest first: not past, not too far ahead, not full."""
    if not _today(rules, now) <= day <= _last_day(rules, now):
        return ()
    slots = (
        Slot(start=start, left=rules.at_once - _most_at_once(taken, visit))
        for start, visit in _grid(rules, day)
        if now < visit.starts <= now + rules.book_ahead_ms
    )
    return tuple(slot for slot in slots if slot.left > 0)


def next_slots(
    rules: SlotRules, taken: Sequence[Visit], now: int, *, days: int
) -> tuple[Slot, ...]:
    """The free slots of the first local `days` that have any."""
    found: list[Slot] = []
    free_days = 0
    day, last = _today(rules, now), _last_day(rules, now)
    while day <= last and free_days < days:
        slots = slots_on(rules, day, taken, now)
        found.extend(slots)
        free_days += bool(slots)
        day += timedelta(days=1)
    return tuple(found)


def visit_at(rules: SlotRules, start: str, taken: Sequence[Visit], now: int) -> Visit | Refusal:
    """The visit that begins at `start`, or why there is none."""
    try:
        day = datetime.fromisoformat(start).date()
    except ValueError:
        return "not_a_slot"
    if day < _today(rules, now):
        return "in_the_past"
    if day > _last_day(rules, now):
        return "too_far_ahead"
    visit = dict(_grid(rules, day)).get(start)
    return "not_a_slot" if visit is None else _refused(rules, visit, taken, now) or visit


def _refused(rules: SlotRules, visit: Visit, taken: Sequence[Visit], now: int) -> Refusal | None:
    if visit.starts <= now:
        return "in_the_past"
    if visit.starts > now + rules.book_ahead_ms:
        return "too_far_ahead"
    return "slot_taken" if _most_at_once(taken, visit) >= rules.at_once else None


def may_change(starts: int, rules: SlotRules, now: int) -> Eligible | ForPerson:
    """Whether a visit may still be moved or cancelled without a person."""
    until = starts - rules.change_until_ms
    if now < until:
        return Eligible()
    return ForPerson("too_close", {"until": _label(until, rules)})


def _grid(rules: SlotRules, day: date) -> Iterator[tuple[str, Visit]]:
    """Every slot that begins on the local day, by the hours alone. Local times that come twice,
    where the clocks go back, are offered once."""
    seen: set[str] = set()
    for opens, closes in _stretches(rules, day):
        for starts in range(opens, closes - rules.length_ms + 1, rules.length_ms):
            start = _label(starts, rules)
            if start.startswith(day.isoformat()) and start not in seen:
                seen.add(start)
                yield start, Visit(starts=starts, ends=starts + rules.length_ms)


def _stretches(rules: SlotRules, day: date) -> Iterator[tuple[int, int]]:
    """The day's, after what the night before has left of it."""
    if day > date.min:
        yield from open_on(rules.hours, day - timedelta(days=1))
    yield from open_on(rules.hours, day)


def _most_at_once(taken: Iterable[Visit], within: Visit) -> int:
    """How many of `taken` are there together at the fullest moment of `within`."""
    there = [one for one in taken if one.starts < within.ends and within.starts < one.ends]
    moments = {max(one.starts, within.starts) for one in there}
    return max((sum(one.starts <= at < one.ends for one in there) for at in moments), default=0)


def _today(rules: SlotRules, now: int) -> date:
    return _local(now, rules).date()


def _last_day(rules: SlotRules, now: int) -> date:
    return _local(now + rules.book_ahead_ms, rules).date()


def _label(moment: int, rules: SlotRules) -> str:
    return f"{_local(moment, rules):%Y-%m-%dT%H:%M}"


def _local(moment: int, rules: SlotRules) -> datetime:
    return local_time(moment, rules.hours.timezone)
