"""What waits to be said of a visit is not said once the visit no longer stands like that."""

from dataclasses import replace

import pytest

from tests.flow.acts import offered, taps
from tests.flow.given_templates import approve
from tests.flow.house import MINUTE, Home
from tests.flow.test_booking_watch import CHANGED, REMINDER, Watched
from wa_support.domain.watched_bookings import WatchState


@pytest.fixture
def visit(home: Home) -> Watched:
    return Watched(home)


def pause(visit: Watched, status: str) -> None:
    with visit.home.house.database.write() as tx:
        approve(tx, "booking_reminder", given=REMINDER, status=status)
        approve(tx, "booking_changed", given=CHANGED, status=status)


def test_cancelled_by_the_customer_while_the_reminder_waited(visit: Watched) -> None:
    pause(visit, "PAUSED")
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    visit.home.asks("예약 취소할게요")
    taps(visit.home, offered(visit.home, "confirm"))
    pause(visit, "APPROVED")
    visit.at("2026-11-27T14:00")
    assert visit.look() == []


def test_cancelled_by_the_shop_while_the_reminder_waited(visit: Watched) -> None:
    pause(visit, "PAUSED")
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    visit.shop_changes(state="cancelled")
    pause(visit, "APPROVED")
    visit.at("2026-11-27T11:30")
    assert visit.look() == []


def test_cancelled_between_the_plan_and_the_call(visit: Watched) -> None:
    visit.at("2026-11-27T11:00")
    visit.watch().look()
    with visit.home.house.database.write() as tx:
        row = tx.watched_bookings.get(visit.booking_id)
        assert row is not None
        tx.watched_bookings.save(replace(row, state=WatchState.CANCELLED, look_at=None))
    before = len(visit.home.cloud.calls)
    visit.home.deliver()
    assert len(visit.home.cloud.calls) == before


def test_moved_again_between_the_plan_and_the_call_only_the_last_is_told(visit: Watched) -> None:
    visit.shop_changes(start="2026-11-28T13:00")
    visit.at("2026-11-27T11:00")
    visit.watch().look()
    visit.shop_changes(start="2026-11-28T15:00")
    with visit.home.house.database.write() as tx:
        row = tx.watched_bookings.get(visit.booking_id)
        assert row is not None
        tx.watched_bookings.save(replace(row, look_at=0))
    visit.home.clock.pass_by(MINUTE)
    (told,) = visit.look()
    assert "오후 3시" in told
