from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from wa_support.domain.hours import is_open, next_open
from wa_support.domain.policy import Hours

SEOUL = Hours(
    timezone="Asia/Seoul",
    days={0: (600, 1080), 1: (600, 1080), 2: (600, 1080), 3: (600, 1080), 4: (600, 1020)},
    lunch=(750, 810),
    closed=frozenset({"2026-11-25"}),
)


def at(local: str, zone: str = "Asia/Seoul", fold: int = 0) -> int:
    wall = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return int(wall.timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23T09:59:59.999", "2026-11-23T10:00"),  # Monday, a moment too early
        ("2026-11-23T10:00", None),
        ("2026-11-23T12:29", None),
        ("2026-11-23T12:30", "2026-11-23T13:30"),  # lunch
        ("2026-11-23T13:30", None),
        ("2026-11-23T17:59:59.999", None),
        ("2026-11-23T18:00", "2026-11-24T10:00"),
        ("2026-11-24T18:00", "2026-11-26T10:00"),  # over the closed Wednesday
        ("2026-11-25T11:00", "2026-11-26T10:00"),
        ("2026-11-27T17:00", "2026-11-30T10:00"),  # Friday closes earlier, then the weekend
        ("2026-11-29T03:00", "2026-11-30T10:00"),
    ],
)
def test_desk_opens_when_the_policy_says(now: str, opens: str | None) -> None:
    assert is_open(SEOUL, at(now)) is (opens is None)
    assert next_open(SEOUL, at(now)) == at(opens or now)


def test_desk_without_any_day_never_opens() -> None:
    assert next_open(Hours(timezone="Asia/Seoul", days={}), at("2026-11-23T10:00")) is None


def test_desk_closed_for_more_than_60_days_names_no_day() -> None:
    weeks = {f"2026-{month:02}-{day:02}" for month in (11, 12) for day in range(1, 32)}
    weeks |= {f"2027-01-{day:02}" for day in range(1, 32)}
    closed = Hours(timezone="Asia/Seoul", days={0: (600, 1080)}, closed=frozenset(weeks))
    assert next_open(closed, at("2026-11-23T10:00")) is None


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-27T21:00", "2026-11-27T22:00"),
        ("2026-11-27T23:00", None),
        ("2026-11-28T01:59", None),  # still Friday's night
        ("2026-11-28T02:00", "2026-12-04T22:00"),
    ],
)
def test_friday_night_runs_into_saturday(now: str, opens: str | None) -> None:
    night = Hours(timezone="Asia/Seoul", days={4: (1320, 120)})
    assert next_open(night, at(now)) == at(opens or now)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-28T20:00", "2026-03-29T10:00"),  # clocks go forward that night
        ("2026-10-24T20:00", "2026-10-25T10:00"),  # and back
    ],
)
def test_opening_time_stays_on_the_wall_when_clocks_change(now: str, opens: str) -> None:
    berlin = Hours(timezone="Europe/Berlin", days={6: (600, 1080)})
    assert next_open(berlin, at(now, "Europe/Berlin")) == at(opens, "Europe/Berlin")


def test_hour_that_happens_twice_is_open_both_times() -> None:
    berlin = Hours(timezone="Europe/Berlin", days={6: (60, 240)})
    for fold in (0, 1):
        assert is_open(berlin, at("2026-10-25T02:30", "Europe/Berlin", fold))
