"""Visits that were booked here: reminded once by day, told of the shop's changes, or nothing."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from tests.flow.acts import forgetful, offered, taps, up_to_the_question
from tests.flow.audited import audited
from tests.flow.given_templates import approve, source
from tests.flow.house import DAY, HOLDER, HOUR, MINA, MINUTE, Crash, Home
from wa_support.domain.conversations import Owner
from wa_support.domain.customers import Consent
from wa_support.domain.dates import local_time
from wa_support.domain.outbound import OutTemplate, OutText
from wa_support.domain.tool_results import Succeeded
from wa_support.domain.watched_bookings import WatchedBooking, WatchState
from wa_support.flow.booking_watch import BookingWatch
from wa_support.flow.consent import hear
from wa_support.flow.named_lease import NamedLease
from wa_support.ports.database import Tx
from wa_support.storage.schema_shop import shop_bookings

SEOUL = ZoneInfo("Asia/Seoul")
REMINDER = source(
    "{{place}} {{date}}({{weekday}}) {{time}} {{people}}명 방문을 알려 드립니다.",
    fired_by="booking_reminder",
)
CHANGED = source(
    "{{was_date}} {{was_time}} 방문이 {{date}} {{time}} 방문으로 바뀌었습니다.",
    fired_by="booking_changed",
)
CANCELLED = source("{{date}} {{time}} 방문이 취소되었습니다.", fired_by="booking_changed")


@dataclass(slots=True)
class Watched:
    """A visit on Saturday, November 28, 11:00, booked by Mina on Monday."""

    home: Home
    looks: int = 0
    booking_id: str = field(init=False)

    def __post_init__(self) -> None:
        home = self.home
        home.asks("토요일 11시에 2명 쇼룸 예약할게요")
        said = taps(home, offered(home, "confirm"))
        self.booking_id = said.split("접수번호는 ")[1].split("입니다")[0]
        with home.house.database.write() as tx:
            approve(tx, "booking_reminder", given=REMINDER)
            approve(tx, "booking_changed", given=CHANGED)

    @property
    def row(self) -> WatchedBooking:
        with self.home.house.database.read() as tx:
            found = tx.watched_bookings.get(self.booking_id)
        assert found is not None
        return found

    def watch(self, holder: str = HOLDER) -> BookingWatch:
        house, clock = self.home.house, self.home.clock
        lease = NamedLease(name="bookings", database=house.database, clock=clock, holder=holder)
        return BookingWatch(
            lease=lease, database=house.database, clock=clock, ids=self.home.ids, book=house.book,
            shop_for=lambda _: self.home.shop,
        )  # fmt: skip

    def at(self, local: str) -> None:
        moment = datetime.fromisoformat(local).replace(tzinfo=SEOUL)
        self.home.clock.pass_by(int(moment.timestamp() * 1000) - self.home.clock.now())
        self.home.beat()

    def look(self) -> list[str]:
        """What customers hear of it."""
        before = len(self.home.cloud.calls)
        self.watch().look()
        self.home.deliver()
        return [call.body for call in self.home.cloud.calls[before:]]

    def shop_changes(self, **values: Any) -> None:
        """By the shop itself: we hear nothing of it."""
        if "start" in values:
            starts = datetime.fromisoformat(values["start"]).replace(tzinfo=SEOUL)
            values["starts"] = int(starts.timestamp() * 1000)
            values["ends"] = values["starts"] + 30 * MINUTE
        with self.home.house.engine.write() as connection:
            changed = update(shop_bookings).where(shop_bookings.c.id == self.booking_id)
            connection.execute(changed.values(**values))

    def writes(self) -> None:
        """The window is open, and the talk is over."""
        self.home.asks("주문 1042 어디쯤이에요?")
        self.home.clock.pass_by(11 * MINUTE)

    def told(self, action: str = "booking_not_told") -> list[str]:
        found = [one["detail"] for one in audited(self.home) if one["action"] == action]
        return [one.get("why") or one["what"] for one in found]


@pytest.fixture
def visit(home: Home) -> Watched:
    return Watched(home)


def test_what_was_booked_is_watched_from_then_on(visit: Watched) -> None:
    row = visit.row
    assert (row.start, row.state) == ("2026-11-28T11:00", "stands")
    assert row.look_at is not None
    assert f"{local_time(row.look_at, 'Asia/Seoul'):%d %H:%M}" == "27 11:00"


def test_a_day_before_the_template_reminds_once(visit: Watched) -> None:
    visit.at("2026-11-27T10:59")
    assert visit.look() == []
    visit.at("2026-11-27T11:00")
    assert visit.look() == ["성수 쇼룸 11월 28일(토요일) 오전 11시 2명 방문을 알려 드립니다."]
    assert isinstance(visit.home.cloud.calls[-1].message, OutTemplate)
    for later in ("2026-11-27T11:10", "2026-11-28T08:00", "2026-11-28T10:59", "2026-11-28T12:00"):
        visit.at(later)
        assert visit.look() == []
    assert visit.row.look_at is None
    assert visit.told("booking_told") == ["booking_reminder"]


def test_a_reminder_on_each_database(home_on_each: Home) -> None:
    visit = Watched(home_on_each)
    visit.at("2026-11-27T11:00")
    assert len(visit.look()) == 1
    assert visit.look() == []
    assert visit.row.reminded_for == visit.row.start


def test_within_the_window_it_is_one_bubble_in_their_language(visit: Watched) -> None:
    visit.at("2026-11-27T10:00")
    visit.writes()
    visit.at("2026-11-27T11:00")
    (bubble,) = visit.look()
    assert "11월 28일(토) 오전 11시" in bubble
    assert visit.booking_id in bubble
    assert isinstance(visit.home.cloud.calls[-1].message, OutText)


def test_a_bubble_in_english(home: Home) -> None:
    visit = Watched(home)
    visit.at("2026-11-27T10:00")
    home.asks("where is order 1042?")
    visit.at("2026-11-27T11:00")
    (bubble,) = visit.look()
    assert bubble.startswith("A reminder of your visit: Saturday, November 28, 11:00 AM")


def test_what_is_said_is_not_said_into_talk(visit: Watched) -> None:
    visit.at("2026-11-27T10:58")
    visit.home.asks("주문 1042 어디쯤이에요?")
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    visit.at("2026-11-27T11:10")
    assert len(visit.look()) == 1


@pytest.mark.parametrize(
    "odd",
    [
        None, [7], [{"id": "B-1002"}],
        [{"id": "B-1002", "state": "booked", "start": "soon", "people": 2, "place": {}}],
    ],
)  # fmt: skip
def test_an_odd_answer_of_the_shop_is_no_answer_and_stops_nobody(
    visit: Watched, odd: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Succeeded(fields={"bookings": odd})
    visit.at("2026-11-27T11:00")
    with monkeypatch.context() as patch:
        patch.setattr(type(visit.home.shop), "read", lambda *_, **__: answer)
        assert visit.look() == []
    assert visit.row.look_at is not None
    assert visit.row.look_at > visit.home.clock.now()
    visit.at("2026-11-27T11:10")
    assert len(visit.look()) == 1


def test_never_over_a_person_and_then_noted(visit: Watched) -> None:
    visit.at("2026-11-27T10:50")
    visit.home.asks("상담원")
    visit.home.house.desk().take(visit.home.conversation().id, agent="지우")
    for local in ("2026-11-27T11:05", "2026-11-27T15:00", "2026-11-28T08:05"):
        visit.at(local)
        visit.home.house.desk().seen(agent="지우")
        assert visit.look() == []
    assert visit.told() == []
    visit.at("2026-11-28T09:55")
    assert visit.look() == []
    assert visit.told() == ["with_people"]
    assert visit.home.conversation().owner is Owner.AGENT


def test_a_takeover_between_the_plan_and_the_call_silences_it(visit: Watched) -> None:
    visit.at("2026-11-27T10:00")
    visit.writes()
    visit.at("2026-11-27T11:00")
    visit.watch().look()
    visit.home.house.desk().take(visit.home.conversation().id, agent="지우")
    before = len(visit.home.cloud.calls)
    visit.home.deliver()
    assert len(visit.home.cloud.calls) == before


@pytest.mark.parametrize("moved", ["2026-11-28T14:00", "2026-11-29T11:00"])
def test_moved_by_the_customer_the_old_reminder_never_comes(visit: Watched, moved: str) -> None:
    home = visit.home
    day, hour = ("토요일", "오후 2시") if moved.endswith("14:00") else ("일요일", "11시")
    home.asks("예약 시간 바꿀 수 있을까요")
    question = home.asks(f"{day} {hour}")
    assert "바꿀까요" in question, question
    taps(home, offered(home, "confirm"))
    assert visit.row.start == moved
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    visit.at(f"{moved[:8]}{int(moved[8:10]) - 1}T{moved[11:]}")
    assert len(visit.look()) == 1
    assert visit.told("booking_told") == ["booking_reminder"]


def test_cancelled_by_the_customer_nothing_comes(visit: Watched) -> None:
    visit.home.asks("예약 취소할게요")
    taps(visit.home, offered(visit.home, "confirm"))
    assert (visit.row.state, visit.row.look_at) == (WatchState.CANCELLED, None)
    for local in ("2026-11-27T11:00", "2026-11-28T08:00"):
        visit.at(local)
        assert visit.look() == []


def test_moved_by_the_shop_is_told_once(visit: Watched) -> None:
    visit.shop_changes(start="2026-11-28T13:00")
    visit.at("2026-11-27T11:00")
    assert visit.look() == ["11월 28일 오전 11시 방문이 11월 28일 오후 1시 방문으로 바뀌었습니다."]
    assert visit.look() == []
    visit.at("2026-11-27T13:00")
    assert len(visit.look()) == 1, "a day before the new time, which was told before that"
    visit.at("2026-11-28T10:00")
    assert visit.look() == []


def test_moved_to_later_it_waits_for_people_past_the_old_start_and_is_watched_on(
    visit: Watched,
) -> None:
    visit.shop_changes(start="2026-11-30T15:00")
    visit.at("2026-11-27T10:50")
    visit.home.asks("상담원")
    desk, conversation = visit.home.house.desk(), visit.home.conversation().id
    desk.take(conversation, agent="지우")
    for local in ("2026-11-27T11:05", "2026-11-28T09:55", "2026-11-28T12:00"):
        visit.at(local)
        desk.seen(agent="지우")
        assert visit.look() == []
    desk.give_back(conversation, agent="지우")
    visit.at("2026-11-28T12:15")
    assert visit.look() == ["11월 28일 오전 11시 방문이 11월 30일 오후 3시 방문으로 바뀌었습니다."]
    visit.at("2026-11-29T15:00")
    assert len(visit.look()) == 1, "the reminder of the new time"


def test_moved_there_and_back_and_there_is_told_each_time(visit: Watched) -> None:
    heard = []
    for day, start in (("24", "13:00"), ("25", "11:00"), ("26", "13:00")):
        visit.shop_changes(start=f"2026-11-28T{start}")
        with visit.home.house.database.write() as tx:
            tx.watched_bookings.save(replace(visit.row, look_at=0))
        visit.at(f"2026-11-{day}T15:00")
        heard += visit.look()
    assert len(heard) == 3


def test_cancelled_by_the_shop_is_said_within_the_window(visit: Watched) -> None:
    visit.shop_changes(state="cancelled")
    visit.at("2026-11-27T10:00")
    visit.writes()
    visit.at("2026-11-27T11:00")
    (bubble,) = visit.look()
    assert "취소되었습니다" in bubble
    assert visit.row.look_at is None


def test_cancelled_by_the_shop_without_a_template_for_it_is_noted_and_nothing_untrue_said(
    visit: Watched,
) -> None:
    visit.shop_changes(state="cancelled")
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    for hour in ("12:05", "20:59", "21:30"):
        visit.at(f"2026-11-27T{hour}")
        assert visit.look() == []
    visit.at("2026-11-28T09:30")
    assert visit.look() == []
    assert visit.told() == ["not_approved"]
    with visit.home.house.database.write() as tx:
        tx.watched_bookings.save(replace(visit.row, look_at=0))
        approve(tx, "booking_cancelled", given=CANCELLED)
    assert visit.look() == ["11월 28일 오전 11시 방문이 취소되었습니다."]


def test_what_cannot_be_read_is_tried_again_and_never_guessed(visit: Watched) -> None:
    visit.at("2026-11-27T11:00")
    visit.home.shop.broken = True
    assert visit.look() == []
    asked = len(visit.home.shop.asked)
    assert visit.look() == []
    assert len(visit.home.shop.asked) == asked, "not before ten minutes have passed"
    visit.at("2026-11-27T11:10")
    visit.home.shop.broken = False
    assert len(visit.look()) == 1


def test_what_could_not_be_read_until_it_was_too_late_is_noted(visit: Watched) -> None:
    visit.home.shop.broken = True
    for local in ("2026-11-27T11:00", "2026-11-27T20:55", "2026-11-28T08:00", "2026-11-28T09:55"):
        visit.at(local)
        assert visit.look() == []
    assert visit.told() == ["not_read"]
    visit.home.shop.broken = False
    visit.at("2026-11-28T10:30")
    assert visit.look() == []


def test_nobody_is_told_anything_at_night(visit: Watched) -> None:
    visit.at("2026-11-27T23:00")
    asked = len(visit.home.shop.asked)
    assert visit.look() == []
    assert len(visit.home.shop.asked) == asked
    visit.at("2026-11-28T07:59")
    assert visit.look() == []
    visit.at("2026-11-28T08:00")
    assert len(visit.look()) == 1


def test_a_worker_that_comes_back_too_late_reminds_nobody(visit: Watched) -> None:
    visit.at("2026-11-28T10:00")
    assert visit.look() == []
    assert visit.told() == ["too_late"]
    assert visit.row.reminded_for is None


def test_a_visit_that_was_just_booked_needs_no_reminder(home: Home) -> None:
    home.clock.pass_by(4 * DAY + 2 * HOUR)  # Friday, 13:00
    visit = Watched(home)
    for local in ("2026-11-27T16:00", "2026-11-28T08:00"):
        visit.at(local)
        assert visit.look() == []
    assert visit.told() == []


def test_who_stopped_everything_hears_nothing(visit: Watched) -> None:
    with visit.home.house.database.write() as tx:
        who = visit.home.conversation().customer_id
        hear(tx, who, Consent.ALL_STOPPED, now=visit.home.clock.now())
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    assert visit.told() == ["stopped"]


def test_for_whom_the_bot_is_paused_waits(visit: Watched) -> None:
    pausing = visit.home.house.pausing()
    pausing.pause(visit.home.conversation().customer_id, by="지우", until=None)
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    pausing.unpause(visit.home.conversation().customer_id, by="지우")
    visit.at("2026-11-27T11:10")
    assert len(visit.look()) == 1


def test_a_paused_template_waits_and_goes_out_once_it_may(visit: Watched) -> None:
    with visit.home.house.database.write() as tx:
        approve(tx, "booking_reminder", given=REMINDER, status="PAUSED")
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    visit.home.clock.pass_by(3 * HOUR)
    with visit.home.house.database.write() as tx:
        approve(tx, "booking_reminder", given=REMINDER)
    visit.home.clock.pass_by(2 * HOUR)
    assert len(visit.look()) == 1


def test_a_rejected_template_is_asked_for_again_each_hour(visit: Watched) -> None:
    with visit.home.house.database.write() as tx:
        approve(tx, "booking_reminder", given=REMINDER, status="REJECTED")
    visit.at("2026-11-27T11:00")
    assert visit.look() == []
    asked = len(visit.home.shop.asked)
    visit.at("2026-11-27T11:30")
    assert visit.look() == []
    assert len(visit.home.shop.asked) == asked
    with visit.home.house.database.write() as tx:
        approve(tx, "booking_reminder", given=REMINDER)
    visit.at("2026-11-27T12:00")
    assert len(visit.look()) == 1


@pytest.mark.parametrize("at", ["snd", "commit"])
def test_a_crash_reminds_once_all_the_same(
    visit: Watched, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.at("2026-11-27T11:00")
    if at == "snd":
        visit.home.ids.crash_on = "snd"
        with pytest.raises(Crash):
            visit.watch().look()
        visit.home.ids.crash_on = None
    else:
        visit.watch().look()  # and dies before anything was sent
    visit.home.clock.pass_by(MINUTE)
    assert len(visit.look()) == 1
    assert visit.look() == []


def test_a_second_worker_looks_at_nothing_while_the_first_one_lives(visit: Watched) -> None:
    visit.at("2026-11-27T11:00")
    first = visit.watch()
    assert first.lease.held()
    assert visit.watch("wrk_other").look() == 0
    assert first.look() == 1


def test_two_that_both_believe_they_are_alone_remind_once(visit: Watched) -> None:
    visit.at("2026-11-27T11:00")
    inner = visit.watch("wrk_other")
    outer = visit.watch()
    read = visit.home.shop.read
    entered: list[bool] = []

    def slow(*args: Any, **more: Any) -> Any:
        if not entered:
            entered.append(True)
            object.__setattr__(inner, "lease", outer.lease)
            inner.look()
        return read(*args, **more)

    shop = _Slow(slow, visit.home.shop)
    replace(outer, shop_for=lambda _: shop).look()  # type: ignore[arg-type, return-value]
    before = len(visit.home.cloud.calls)
    visit.home.deliver()
    assert len(visit.home.cloud.calls) == before + 1


@dataclass
class _Slow:
    read: Any
    shop: Any

    def offers(self) -> Any:
        return self.shop.offers()


def test_what_fails_on_the_way_is_put_off_and_stops_nobody_else(visit: Watched) -> None:
    visit.at("2026-11-27T11:00")
    visit.home.ids.ids, working = _NoIds(), visit.home.ids.ids
    assert visit.look() == []
    visit.home.ids.ids = working
    assert visit.row.look_at == visit.home.clock.now() + 10 * MINUTE
    visit.at("2026-11-27T11:10")
    assert len(visit.look()) == 1


class _NoIds:
    def new(self, prefix: str) -> str:
        raise ValueError(prefix)


def test_a_visit_moved_through_the_bot_but_made_elsewhere_is_watched_too(home: Home) -> None:
    forgetful(home)
    confirm = up_to_the_question(home, "reschedule")
    taps(home, confirm)

    def watched(tx: Tx) -> list[WatchedBooking]:
        return list(tx.watched_bookings.due(home.clock.now() + 30 * DAY, 9))

    with home.house.database.read() as tx:
        (row,) = watched(tx)
    assert row.start.startswith("2026-11-29")
    assert MINA not in str(row)
