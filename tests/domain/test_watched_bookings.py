"""When a booking is looked at, and what its customer hears then: by day, in time, once."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wa_support.domain.dates import local_time
from wa_support.domain.watched_bookings import (
    HOUR_MS,
    Due,
    WatchedBooking,
    WatchState,
    booking_in,
    by_day,
    change_key,
    due,
    moment_of,
    next_look,
    not_at_night,
    remind_at,
    remind_key,
    still_so,
    too_late_at,
)

SEOUL = "Asia/Seoul"
BERLIN = "Europe/Berlin"
DAY_MS = 24 * HOUR_MS
MOMENTS = st.integers(min_value=1_700_000_000_000, max_value=1_900_000_000_000)
ZONES = st.sampled_from(
    [SEOUL, BERLIN, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)


def at(text: str, zone: str = SEOUL) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def said(moment: int, zone: str = SEOUL) -> str:
    return f"{local_time(moment, zone):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("wanted", "instead"),
    [
        ("2026-11-27T08:00", "2026-11-27T08:00"),
        ("2026-11-27T20:59", "2026-11-27T20:59"),
        ("2026-11-27T21:00", "2026-11-27T20:00"),
        ("2026-11-27T23:59", "2026-11-27T20:00"),
        ("2026-11-28T00:00", "2026-11-27T20:00"),
        ("2026-11-28T07:59", "2026-11-27T20:00"),
    ],
)
def test_what_falls_into_the_night_comes_the_evening_before(wanted: str, instead: str) -> None:
    assert said(by_day(at(wanted), SEOUL)) == instead


@pytest.mark.parametrize(
    ("wanted", "instead"),
    [
        ("2026-11-27T20:59", "2026-11-27T20:59"),
        ("2026-11-27T21:00", "2026-11-28T08:00"),
        ("2026-11-28T03:00", "2026-11-28T08:00"),
    ],
)
def test_what_is_tried_again_waits_for_the_morning(wanted: str, instead: str) -> None:
    assert said(not_at_night(at(wanted), SEOUL)) == instead


@given(MOMENTS, ZONES)
def test_nobody_is_told_anything_at_night(moment: int, zone: str) -> None:
    before, after = by_day(moment, zone), not_at_night(moment, zone)
    assert before <= moment <= after
    for one in (before, after):
        assert 8 <= local_time(one, zone).hour < 21
    assert moment - before < 13 * HOUR_MS
    assert after - moment < 13 * HOUR_MS


def test_a_day_before_is_24_hours_where_the_clocks_change() -> None:
    starts_at = moment_of("2027-03-28T15:00", BERLIN)  # the clocks went ahead that night
    assert said(remind_at(starts_at, DAY_MS, BERLIN), BERLIN) == "2027-03-27T14:00"


def test_a_time_that_comes_twice_is_the_first_one() -> None:
    assert moment_of("2026-10-25T02:30", BERLIN) == at("2026-10-25T00:30", "UTC")


@given(MOMENTS, ZONES, st.sampled_from([None, HOUR_MS // 2, HOUR_MS, DAY_MS, 3 * DAY_MS]))
def test_looks_come_one_after_another_and_end(
    starts_at: int, zone: str, remind_ms: int | None
) -> None:
    after = starts_at - 10 * DAY_MS
    looks = []
    while (look := next_look(starts_at, remind_ms, zone, after=after)) is not None:
        looks.append(after := look)
    assert looks == sorted(set(looks))
    assert looks[-1] < starts_at
    assert len(looks) <= 3
    if remind_ms:
        assert remind_at(starts_at, remind_ms, zone) in looks


def test_too_late_is_an_hour_before_or_half_of_what_the_reminder_leaves() -> None:
    assert too_late_at(at("2026-11-28T11:00"), DAY_MS) == at("2026-11-28T10:00")
    assert too_late_at(at("2026-11-28T11:00"), None) == at("2026-11-28T10:00")
    assert too_late_at(at("2026-11-28T11:00"), HOUR_MS // 2) == at("2026-11-28T10:45")


BOOKED = WatchedBooking(
    booking_id="B-1",
    conversation_id="con_1",
    start="2026-11-28T11:00",
    starts_at=at("2026-11-28T11:00"),
    seen_at=at("2026-11-23T11:00"),
)


@pytest.mark.parametrize(
    ("now", "found", "comes"),
    [
        ("2026-11-27T10:59", BOOKED.start, Due.NOTHING),
        ("2026-11-27T11:00", BOOKED.start, Due.REMINDER),
        ("2026-11-28T08:00", BOOKED.start, Due.REMINDER),
        ("2026-11-27T11:00", "2026-11-28T12:00", Due.CHANGE),
        ("2026-11-27T11:00", None, Due.CHANGE),
    ],
)
def test_what_a_look_brings_about(now: str, found: str | None, comes: Due) -> None:
    assert due(BOOKED, found, DAY_MS, SEOUL, now=at(now)) is comes


def test_nobody_is_reminded_twice_nor_of_what_they_have_just_booked() -> None:
    now = at("2026-11-27T11:00")
    reminded = replace(BOOKED, reminded_for=BOOKED.start)
    just_booked = replace(BOOKED, seen_at=now)
    assert due(reminded, BOOKED.start, DAY_MS, SEOUL, now=now) is Due.NOTHING
    assert due(just_booked, BOOKED.start, DAY_MS, SEOUL, now=now) is Due.NOTHING
    assert due(BOOKED, BOOKED.start, None, SEOUL, now=now) is Due.NOTHING


@pytest.mark.parametrize("booking_id", ["B-1", "A:12", "remind:2026-11-28T11:00", "줄\n바꿈"])
def test_what_a_send_tells_is_known_by_its_key(booking_id: str) -> None:
    was, now = "2026-11-28T11:00", "2026-11-28T13:00"
    watched = replace(BOOKED, booking_id=booking_id, start=was)
    gone = replace(watched, state=WatchState.CANCELLED)
    reminder, moved = remind_key(booking_id, was), change_key(booking_id, 5, now)
    cancelled = change_key(booking_id, 5, WatchState.CANCELLED)
    assert {booking_in(each) for each in (reminder, moved, cancelled)} == {booking_id}
    every = (reminder, moved, cancelled)
    assert [still_so(each, watched) for each in every] == [True, False, False]
    assert still_so(moved, replace(watched, start=now))
    assert [still_so(each, gone) for each in every] == [False, False, True]
    assert not still_so(reminder, None)
    assert booking_in("agent:k") is None
