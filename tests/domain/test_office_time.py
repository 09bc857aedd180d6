"""Time counted while the desk is open."""

import random

import pytest

from tests.domain.test_hours import SEOUL, at
from wa_support.domain.hours import add_office_ms, closing, is_open, office_ms_between
from wa_support.domain.policy import Hours

MINUTE = 60_000
NONE = Hours(timezone="Asia/Seoul", days={})
NIGHT = Hours(timezone="Asia/Seoul", days={4: (1320, 120), 5: (60, 600)})


@pytest.mark.parametrize(
    ("since", "minutes", "until"),
    [
        ("2026-11-23T10:00", 10, "2026-11-23T10:10"),
        ("2026-11-23T12:25", 10, "2026-11-23T13:35"),  # over lunch
        ("2026-11-23T12:20", 10, "2026-11-23T12:30"),  # to its first moment
        ("2026-11-23T17:55", 10, "2026-11-24T10:05"),
        ("2026-11-24T17:55", 10, "2026-11-26T10:05"),  # over the closed Wednesday
        ("2026-11-27T20:00", 10, "2026-11-30T10:10"),  # over the weekend
        ("2026-11-23T10:00", 7 * 60, "2026-11-23T18:00"),
        ("2026-11-23T10:00", 15 * 60, "2026-11-26T11:00"),
    ],
)
def test_a_promise_runs_only_while_the_desk_is_open(since: str, minutes: int, until: str) -> None:
    assert add_office_ms(SEOUL, at(since), minutes * MINUTE) == at(until)
    assert office_ms_between(SEOUL, at(since), at(until)) == minutes * MINUTE


def test_without_days_every_hour_counts() -> None:
    assert add_office_ms(NONE, at("2026-11-28T03:00"), 90 * MINUTE) == at("2026-11-28T04:30")
    assert office_ms_between(NONE, at("2026-11-28T03:00"), at("2026-11-28T04:30")) == 90 * MINUTE


def test_a_night_that_reaches_into_the_morning_counts_once() -> None:
    assert office_ms_between(NIGHT, at("2026-11-27T22:00"), at("2026-11-28T10:00")) == 720 * MINUTE
    assert add_office_ms(NIGHT, at("2026-11-27T22:00"), 720 * MINUTE) == at("2026-11-28T10:00")


@pytest.mark.parametrize("seed", range(40))
def test_both_agree_with_counting_minutes(seed: int) -> None:
    draw = random.Random(seed)
    hours = draw.choice([SEOUL, NIGHT])
    since = at("2026-11-23T00:00") + draw.randrange(7 * 1440) * MINUTE
    until = since + draw.randrange(1, 3 * 1440) * MINUTE
    counted = sum(MINUTE for now in range(since, until, MINUTE) if is_open(hours, now))
    assert office_ms_between(hours, since, until) == counted
    if counted:
        reached = add_office_ms(hours, since, counted)
        assert reached <= until
        assert office_ms_between(hours, since, reached) == counted


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-11-23T09:59", None),
        ("2026-11-23T10:00", "2026-11-23T18:00"),
        ("2026-11-23T12:45", "2026-11-23T18:00"),  # lunch is part of the day
        ("2026-11-23T18:00", None),
        ("2026-11-25T11:00", None),
    ],
)
def test_when_the_day_ends(now: str, ends: str | None) -> None:
    assert closing(SEOUL, at(now)) == (at(ends) if ends else None)


def test_a_late_night_ends_on_the_next_day() -> None:
    assert closing(NIGHT, at("2026-11-28T00:30")) == at("2026-11-28T02:00")
