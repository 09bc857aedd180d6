"""Free times for a visit: open, ahead, not too far ahead, with room left."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.policy import Hours
from wa_support.domain.rules import VisitRule
from wa_support.domain.visits import fits, free_slots, may_change, moment_of, next_days

TUESDAY = date(2026, 11, 24)
HOURS = Hours(
    timezone="Asia/Seoul",
    days={1: (600, 720), 2: (600, 1080)},
    lunch=(750, 810),
    closed=frozenset({"2026-12-01"}),
)
RULE = VisitRule(length_minutes=30, at_once=2, book_ahead_days=7, change_until_minutes=120)


def at(local: str, zone: str = "Asia/Seoul") -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def starts(day: date, now: str, taken: dict[str, int] | None = None) -> list[str]:
    slots = free_slots(day, hours=HOURS, rule=RULE, taken=taken or {}, now_ms=at(now))
    return [slot.start[11:] for slot in slots]


def test_slots_begin_at_the_opening_and_end_by_the_closing() -> None:
    assert starts(TUESDAY, "2026-11-24T08:00") == ["10:00", "10:30", "11:00", "11:30"]


def test_nobody_visits_over_lunch() -> None:
    wednesday = starts(date(2026, 11, 25), "2026-11-24T08:00")
    assert wednesday[4:7] == ["12:00", "13:30", "14:00"]


def test_what_has_begun_is_over() -> None:
    assert starts(TUESDAY, "2026-11-24T10:30") == ["11:00", "11:30"]


def test_a_full_slot_is_none_and_half_a_one_has_one_left() -> None:
    taken = {"2026-11-24T10:00": 2, "2026-11-24T10:30": 1}
    slots = free_slots(TUESDAY, hours=HOURS, rule=RULE, taken=taken, now_ms=at("2026-11-24T08:00"))
    assert [(slot.start[11:], slot.left) for slot in slots][:2] == [("10:30", 1), ("11:00", 2)]


def test_closed_days_yesterday_and_too_far_ahead_have_none() -> None:
    now = "2026-11-24T08:00"
    assert starts(date(2026, 12, 1), now) == []
    assert starts(date(2026, 11, 23), now) == []
    assert starts(date(2026, 12, 2), now) == []
    assert [day.isoformat() for day in next_days(HOURS, RULE, at(now))][-1] == "2026-12-01"


def test_a_time_between_slots_does_not_fit() -> None:
    now = at("2026-11-24T08:00")
    assert fits("2026-11-24T10:30", hours=HOURS, rule=RULE, taken=1, now_ms=now)
    assert not fits("2026-11-24T10:30", hours=HOURS, rule=RULE, taken=2, now_ms=now)
    assert not fits("2026-11-24T10:15", hours=HOURS, rule=RULE, taken=0, now_ms=now)


def test_changes_are_possible_until_the_hours_before() -> None:
    start = "2026-11-24T11:00"
    assert may_change(start, hours=HOURS, rule=RULE, now_ms=at("2026-11-24T09:00"))
    assert not may_change(start, hours=HOURS, rule=RULE, now_ms=at("2026-11-24T09:00") + 1)


def test_a_wall_time_that_the_clocks_leave_out_is_no_slot() -> None:
    berlin = Hours(timezone="Europe/Berlin", days={6: (90, 240)})
    rule = VisitRule(length_minutes=30, book_ahead_days=7)
    now = at("2027-03-27T12:00", "Europe/Berlin")
    slots = free_slots(date(2027, 3, 28), hours=berlin, rule=rule, taken={}, now_ms=now)
    assert [slot.start[11:] for slot in slots] == ["01:30", "03:00", "03:30"]


@given(
    minute=st.integers(0, 8 * 24 * 60),
    length=st.integers(5, 240),
    at_once=st.integers(1, 5),
    used=st.integers(0, 6),
)
def test_whatever_the_rule_a_slot_is_ahead_and_has_room(
    minute: int, length: int, at_once: int, used: int
) -> None:
    now = at("2026-11-24T00:00") + minute * 60_000
    rule = VisitRule(length_minutes=length, at_once=at_once, book_ahead_days=7)
    taken = {f"2026-11-25T{hour:02}:00": used for hour in range(24)}
    for slot in free_slots(date(2026, 11, 25), hours=HOURS, rule=rule, taken=taken, now_ms=now):
        assert moment_of(slot.start, HOURS) > now
        assert 1 <= slot.left <= at_once
        assert slot.left == at_once - taken.get(slot.start, 0)
