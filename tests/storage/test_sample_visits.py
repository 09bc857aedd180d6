from dataclasses import replace
from functools import partial

import pytest

from tests.storage.clock import SettableClock
from tests.storage.shops import (
    DANIEL,
    HIDDEN,
    MINA,
    NOON_OF_SUNDAY,
    SATURDAY,
    Desk,
    fields,
    open_shop,
)
from tests.storage.test_sample_effects import at_once
from wa_support.domain.tool_results import Correctable, Succeeded
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine

NOT_FOUND = Correctable(code="not_found")
TAKEN = Correctable(code="slot_taken")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(NOON_OF_SUNDAY)


@pytest.fixture
def desk(engine: Engine, cipher: Cipher, clock: SettableClock) -> Desk:
    return open_shop(engine, cipher, clock)


def left(desk: Desk, time: str) -> int:
    slots = fields(desk.read("find_slots", day=SATURDAY))["slots"]
    return next((slot["left"] for slot in slots if slot["start"].endswith(time)), 0)


def starts(desk: Desk) -> list[str]:
    return [one["start"] for one in fields(desk.read("list_bookings"))["bookings"]]


def test_saturday_has_free_times_but_one_that_is_full(desk: Desk) -> None:
    assert (left(desk, "14:00"), left(desk, "15:00"), left(desk, "15:30")) == (2, 0, 3)


def test_without_a_day_the_next_three_free_days_are_offered(desk: Desk) -> None:
    days = {slot["start"][:10] for slot in fields(desk.read("find_slots"))["slots"]}
    assert days == {"2026-11-22", "2026-11-24", "2026-11-25"}


def test_a_day_that_is_over_is_empty_and_one_that_is_none_is_asked_again(desk: Desk) -> None:
    assert fields(desk.read("find_slots", day="2026-11-21"))["slots"] == []
    assert desk.read("find_slots", day="2026-02-30") == Correctable(code="bad_arguments")


def test_a_visit_is_booked_where_the_policy_says(desk: Desk) -> None:
    booking = fields(desk.act("book", start=f"{SATURDAY}T14:30", people=2))["booking"]
    assert booking == {
        "id": booking["id"], "phone": MINA.phone, "start": f"{SATURDAY}T14:30", "people": 2,
        "place": {"ko": "성수 쇼룸", "en": "Seongsu showroom"}, "state": "booked",
    }  # fmt: skip
    assert left(desk, "14:30") == 2
    assert starts(desk) == [f"{SATURDAY}T14:30"]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (f"{SATURDAY}T15:00", "slot_taken"),
        (f"{SATURDAY}T14:10", "not_a_slot"),
        ("2026-11-23T14:00", "not_a_slot"),
        ("2026-11-22T11:30", "in_the_past"),
        ("2027-01-30T14:00", "too_far_ahead"),
        ("2026-02-30T14:00", "bad_arguments"),
    ],
)
def test_what_cannot_be_booked_says_why(desk: Desk, start: str, code: str) -> None:
    assert desk.act("book", start=start, people=1) == Correctable(code=code)
    assert starts(desk) == []


def test_a_visit_moves_and_frees_its_old_time(desk: Desk) -> None:
    daniel = desk.for_(DANIEL)
    moved = fields(daniel.act("reschedule", booking_id="B-501", start=f"{SATURDAY}T16:00"))
    assert (moved["booking"]["start"], moved["booking"]["people"]) == (f"{SATURDAY}T16:00", 2)
    assert (left(desk, "14:00"), left(desk, "16:00")) == (3, 2)


def test_a_visit_to_a_full_time_stays_where_it_is(desk: Desk) -> None:
    daniel = desk.for_(DANIEL)
    assert daniel.act("reschedule", booking_id="B-501", start=f"{SATURDAY}T15:00") == TAKEN
    assert starts(daniel) == [f"{SATURDAY}T14:00"]


def test_a_visit_may_move_to_the_time_that_it_fills_itself(desk: Desk) -> None:
    own = desk.for_(replace(HIDDEN, phone="821055505133"))
    assert isinstance(
        own.act("reschedule", booking_id="B-502", start=f"{SATURDAY}T15:00"), Succeeded
    )


def test_a_cancelled_visit_frees_its_time_and_is_gone(desk: Desk) -> None:
    daniel = desk.for_(DANIEL)
    assert fields(daniel.act("cancel_booking", booking_id="B-501"))["reference"]
    assert left(desk, "14:00") == 3
    assert starts(daniel) == []
    assert daniel.act("cancel_booking", booking_id="B-501") == NOT_FOUND


def test_the_booking_of_somebody_else_is_one_that_does_not_exist(desk: Desk) -> None:
    for booking_id in ("B-501", "B-999"):
        assert desk.act("cancel_booking", booking_id=booking_id) == NOT_FOUND
        moved = desk.act("reschedule", booking_id=booking_id, start=f"{SATURDAY}T16:00")
        assert moved == NOT_FOUND
    assert starts(desk) == starts(desk.for_(HIDDEN)) == []


def test_too_close_to_the_visit_nothing_is_changed(desk: Desk, clock: SettableClock) -> None:
    daniel = desk.for_(DANIEL)
    clock.pass_by(6 * 86_400_000)  # Saturday, 12:00: two hours before
    too_close = Correctable(code="too_close")
    assert daniel.act("cancel_booking", booking_id="B-501") == too_close
    moved = daniel.act("reschedule", booking_id="B-501", start=f"{SATURDAY}T16:00")
    assert moved == too_close


@pytest.mark.parametrize("places", [1, 3])
def test_of_many_who_want_the_last_places_no_more_get_in_than_fit(desk: Desk, places: int) -> None:
    racing = [desk.for_(replace(HIDDEN, customer=f"cus_{number}")) for number in range(8)]
    for start in (f"{SATURDAY}T{time}" for time in ("16:30", "17:00", "17:30", "18:00")):
        for _ in range(3 - places):
            desk.act("book", start=start, people=1)
        results = at_once(*[partial(one.act, "book", start=start, people=1) for one in racing])
        assert sum(isinstance(result, Succeeded) for result in results) == places
        assert results.count(TAKEN) == 8 - places
        assert left(desk, start[11:]) == 0
    assert sum(len(starts(one)) for one in racing) == 4 * places


def test_one_who_moves_and_one_who_books_do_not_share_the_last_place(desk: Desk) -> None:
    start = f"{SATURDAY}T16:30"
    for _ in range(2):
        desk.act("book", start=start, people=1)
    results = at_once(
        lambda: desk.for_(HIDDEN).act("book", start=start, people=1),
        lambda: desk.for_(DANIEL).act("reschedule", booking_id="B-501", start=start),
    )
    assert sum(isinstance(result, Succeeded) for result in results) == 1
    assert TAKEN in results
