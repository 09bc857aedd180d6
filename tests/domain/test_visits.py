from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wa_support.domain.bookings import Slot
from wa_support.domain.eligibility import Eligible, ForPerson
from wa_support.domain.policy import Hours, SlotRules
from wa_support.domain.visits import Visit, may_change, next_slots, slots_on, visit_at

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
SHOWROOM = SlotRules(
    hours=Hours(
        timezone="Asia/Seoul",
        days=dict.fromkeys(range(1, 7), (11 * 60, 19 * 60)),
        lunch=(13 * 60, 14 * 60),
        closed=frozenset({"2026-12-25"}),
    ),
    length_ms=30 * MINUTE,
    at_once=3,
    change_until_ms=2 * HOUR,
)
SATURDAY = date(2026, 11, 28)


def at(local: str, zone: str = "Asia/Seoul") -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


NOW = at("2026-11-25T21:00")


def visit(start: str, *, minutes: int = 30) -> Visit:
    return Visit(starts=at(start), ends=at(start) + minutes * MINUTE)


def starts(slots: tuple[Slot, ...]) -> list[str]:
    return [slot.start[11:] for slot in slots]


def test_a_day_runs_from_opening_to_closing_without_lunch() -> None:
    found = starts(slots_on(SHOWROOM, SATURDAY, (), NOW))
    assert found[0] == "11:00"
    assert found[found.index("12:30") + 1] == "14:00"
    assert found[-1] == "18:30"
    assert len(found) == 14


def test_the_last_visit_ends_by_closing_time_and_by_lunch() -> None:
    long = replace(SHOWROOM, length_ms=90 * MINUTE)
    assert starts(slots_on(long, SATURDAY, (), NOW)) == ["11:00", "14:00", "15:30", "17:00"]


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 25)])
def test_a_weekday_off_and_a_holiday_have_no_slots(day: date) -> None:
    assert slots_on(SHOWROOM, day, (), NOW) == ()
    assert visit_at(SHOWROOM, f"{day}T14:00", (), NOW) == "not_a_slot"


def test_bookings_take_places_until_none_is_left() -> None:
    taken = [visit("2026-11-28T15:00")] * 2
    left = {slot.start: slot.left for slot in slots_on(SHOWROOM, SATURDAY, taken, NOW)}
    assert left["2026-11-28T15:00"] == 1
    assert left["2026-11-28T14:30"] == left["2026-11-28T15:30"] == 3
    taken.append(visit("2026-11-28T15:00"))
    assert "15:00" not in starts(slots_on(SHOWROOM, SATURDAY, taken, NOW))
    assert visit_at(SHOWROOM, "2026-11-28T15:00", taken, NOW) == "slot_taken"


def test_visits_one_after_the_other_share_a_place() -> None:
    taken = [visit("2026-11-28T15:00", minutes=15), visit("2026-11-28T15:15", minutes=15)]
    left = {slot.start: slot.left for slot in slots_on(SHOWROOM, SATURDAY, taken, NOW)}
    assert left["2026-11-28T15:00"] == 2


def test_what_has_begun_is_past_and_the_next_is_not() -> None:
    now = at("2026-11-28T15:00")
    assert starts(slots_on(SHOWROOM, SATURDAY, (), now))[0] == "15:30"
    assert visit_at(SHOWROOM, "2026-11-28T15:00", (), now) == "in_the_past"
    assert visit_at(SHOWROOM, "2026-11-27T15:00", (), now) == "in_the_past"


def test_after_the_last_visit_of_a_day_nothing_is_left_of_it() -> None:
    assert slots_on(SHOWROOM, SATURDAY, (), at("2026-11-28T18:30")) == ()
    assert next_slots(SHOWROOM, (), at("2026-11-28T18:30"), days=1)[0].start == "2026-11-29T11:00"


def test_bookings_open_as_far_ahead_as_the_policy_says() -> None:
    near = replace(SHOWROOM, book_ahead_ms=3 * DAY)
    now = at("2026-11-25T15:00")
    assert starts(slots_on(near, SATURDAY, (), now))[-1] == "15:00"
    assert visit_at(near, "2026-11-28T15:30", (), now) == "too_far_ahead"
    assert visit_at(near, "9999-12-31T15:30", (), now) == "too_far_ahead"
    assert slots_on(near, date.max, (), now) == slots_on(near, date.min, (), now) == ()


@pytest.mark.parametrize("start", ["2026-11-28T15:10", "2026-11-28T13:30", "2026-11-28T25:00", ""])
def test_a_time_that_is_no_slot_is_not_booked(start: str) -> None:
    assert visit_at(SHOWROOM, start, (), NOW) == "not_a_slot"


def test_the_next_slots_stop_after_the_days_that_have_any() -> None:
    days = {slot.start[:10] for slot in next_slots(SHOWROOM, (), at("2026-11-29T19:00"), days=2)}
    assert days == {"2026-12-01", "2026-12-02"}


def test_a_visit_may_be_changed_until_the_policy_says() -> None:
    starts_at = at("2026-11-28T15:00")
    assert may_change(starts_at, SHOWROOM, at("2026-11-28T12:59")) == Eligible()
    late = may_change(starts_at, SHOWROOM, at("2026-11-28T13:00"))
    assert late == ForPerson("too_close", {"until": "2026-11-28T13:00"})


def test_a_late_night_belongs_to_the_days_that_it_falls_on() -> None:
    hours = Hours(timezone="Asia/Seoul", days={4: (22 * 60, 2 * 60)})
    bar = SlotRules(hours=hours, length_ms=HOUR)
    assert starts(slots_on(bar, date(2026, 11, 27), (), NOW)) == ["22:00", "23:00"]
    assert starts(slots_on(bar, SATURDAY, (), NOW)) == ["00:00", "01:00"]
    assert isinstance(visit_at(bar, "2026-11-28T01:00", (), NOW), Visit)


NIGHT = SlotRules(
    hours=Hours(timezone="America/New_York", days=dict.fromkeys(range(7), (0, 4 * 60))),
    length_ms=30 * MINUTE,
)


def test_an_hour_that_the_clocks_skip_has_no_slots() -> None:
    now = at("2027-03-13T12:00", "America/New_York")
    found = slots_on(NIGHT, date(2027, 3, 14), (), now)
    assert starts(found) == ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30"]
    assert visit_at(NIGHT, "2027-03-14T02:00", (), now) == "not_a_slot"


def test_an_hour_that_comes_twice_is_offered_once() -> None:
    now = at("2026-10-31T12:00", "America/New_York")
    found = starts(slots_on(NIGHT, date(2026, 11, 1), (), now))
    assert found == sorted(set(found))
    first = visit_at(NIGHT, "2026-11-01T01:00", (), now)
    after = visit_at(NIGHT, "2026-11-01T02:00", (), now)
    assert isinstance(first, Visit)
    assert isinstance(after, Visit)
    assert after.starts - first.starts == 2 * HOUR


ZONES = st.sampled_from(["Asia/Seoul", "America/New_York", "Europe/London", "Australia/Lord_Howe"])
MINUTES = st.integers(0, 24 * 60)


@st.composite
def rules(draw: st.DrawFn) -> SlotRules:
    days = {}
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        opens, closes = draw(st.tuples(MINUTES, MINUTES).filter(lambda span: span[0] != span[1]))
        days[day] = (opens, closes)
    lunch = draw(st.none() | st.tuples(MINUTES, MINUTES).map(lambda span: (min(span), max(span))))
    return SlotRules(
        hours=Hours(timezone=draw(ZONES), days=days, lunch=lunch),
        length_ms=draw(st.integers(15, 240)) * MINUTE,
        at_once=draw(st.integers(1, 3)),
        book_ahead_ms=draw(st.integers(1, 10)) * DAY,
    )


WHENS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(  # noqa: DTZ001
    lambda when: int(when.replace(tzinfo=UTC).timestamp()) * 1000
)


@settings(deadline=None, max_examples=60)
@given(rules=rules(), now=WHENS)
def test_every_slot_offered_can_be_booked_and_none_overlap(rules: SlotRules, now: int) -> None:
    slots = next_slots(rules, (), now, days=3)
    visits = []
    for slot in slots:
        found = visit_at(rules, slot.start, (), now)
        assert isinstance(found, Visit)
        assert now < found.starts <= now + rules.book_ahead_ms
        assert found.ends - found.starts == rules.length_ms
        local = datetime.fromtimestamp(found.starts / 1000, ZoneInfo(rules.hours.timezone))
        assert f"{local:%Y-%m-%dT%H:%M}" == slot.start
        visits.append(found)
    if not _overnight(rules):
        assert all(one.ends <= other.starts for one, other in pairwise(visits))


def _overnight(rules: SlotRules) -> bool:
    """A night that reaches into the next day's hours: two stretches that overlap themselves."""
    return any(closes <= opens for opens, closes in rules.hours.days.values())


@settings(deadline=None, max_examples=60)
@given(rules=rules(), now=WHENS, data=st.data())
def test_booking_what_is_offered_never_puts_more_together_than_fit(
    rules: SlotRules, now: int, data: st.DataObject
) -> None:
    taken: list[Visit] = []
    for _ in range(6):
        slots = next_slots(rules, taken, now, days=1)
        if not slots:
            break
        found = visit_at(rules, data.draw(st.sampled_from(slots)).start, taken, now)
        assert isinstance(found, Visit)
        taken.append(found)
    for moment in {one.starts for one in taken}:
        assert sum(one.starts <= moment < one.ends for one in taken) <= rules.at_once


@settings(deadline=None, max_examples=60)
@given(now=WHENS, offset=st.integers(-40, 40), minutes=st.integers(0, 24 * 60 - 1))
def test_a_time_is_bookable_exactly_when_its_day_offers_it(
    now: int, offset: int, minutes: int
) -> None:
    zone = ZoneInfo("Asia/Seoul")
    day = datetime.fromtimestamp(now / 1000, zone).date() + timedelta(days=offset)
    start = f"{day}T{minutes // 60:02}:{minutes % 60:02}"
    offered = start in {slot.start for slot in slots_on(SHOWROOM, day, (), now)}
    assert isinstance(visit_at(SHOWROOM, start, (), now), Visit) is offered
