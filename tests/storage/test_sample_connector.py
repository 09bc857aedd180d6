"""The practice shop does each effect once for its key, and shows nobody what is another's."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.domain.shipped import shipped_policy
from wa_support.domain.orders import OrderState
from wa_support.domain.policy import Hours, SlotRules
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult
from wa_support.domain.tools import TOOL_SPECS
from wa_support.ports.tools import OnBehalf
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.sample_connector import SampleConnector
from wa_support.storage.sample_shop import seed

NOW = int(datetime(2026, 11, 23, 2, tzinfo=UTC).timestamp() * 1000)
"""Monday, 11:00 in Seoul."""
HOURS = Hours(timezone="Asia/Seoul", days={0: (600, 720), 1: (600, 720)})
HOUR = 3_600_000
RULES = SlotRules(
    hours=HOURS, length_ms=HOUR, at_once=2, book_ahead_ms=7 * 24 * HOUR, change_until_ms=HOUR
)
MINA = OnBehalf(customer="cus_mina", phone="821055501042")
DANIEL = OnBehalf(customer="cus_daniel", phone="821055502077")
TOMORROW = "2026-11-24T10:00"


class StillClock:
    time = NOW

    def now(self) -> int:
        return self.time

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


class Shop:
    def __init__(self, engine: Engine, cipher: Cipher, rules: SlotRules | None = RULES) -> None:
        self.clock = StillClock()
        booking = replace(shipped_policy().purposes[1], slots=rules)
        policy = replace(shipped_policy(), purposes=(booking,))
        self.connector = SampleConnector(engine, cipher, self.clock, policy)

    def read(self, tool: str, who: OnBehalf = MINA, **arguments: Any) -> ToolResult:
        return self.connector.read(tool, arguments, on_behalf=who, within_s=5)

    def act(self, tool: str, key: str, who: OnBehalf = MINA, **arguments: Any) -> ToolResult:
        return self.connector.act(tool, arguments, on_behalf=who, key=key, within_s=5)

    def became_of(self, tool: str, key: str, **arguments: Any) -> ToolResult:
        return self.connector.became_of(tool, arguments, on_behalf=MINA, key=key, within_s=5)

    def fields(self, result: ToolResult) -> Mapping[str, Any]:
        assert isinstance(result, Succeeded), result
        return result.fields

    def state_of(self, order_id: str) -> str:
        order = self.fields(self.read("get_order", order_id=order_id))["order"]
        return str(order["state"])


@pytest.fixture
def shop(engine: Engine, cipher: Cipher) -> Shop:
    with engine.write() as connection:
        seed(connection, date(2026, 11, 23))
    return Shop(engine, cipher)


def test_it_offers_every_tool_but_the_articles(shop: Shop) -> None:
    assert shop.connector.offers() == frozenset(TOOL_SPECS) - {"kb_search"}


def test_without_a_rule_for_visits_nobody_books(engine: Engine, cipher: Cipher) -> None:
    shop = Shop(engine, cipher, None)
    assert not shop.connector.offers() & {"find_slots", "book", "reschedule", "cancel_booking"}
    assert shop.read("find_slots") == Failed(code="not_offered")
    assert shop.act("book", "k", start=TOMORROW, people=1) == Failed(code="not_offered")


@pytest.mark.parametrize("tool", sorted(set(TOOL_SPECS) - {"kb_search"}))
def test_what_a_tool_gives_is_what_its_specification_says(shop: Shop, tool: str) -> None:
    shop.act("book", "first", start="2026-11-24T11:00", people=1)
    booking = shop.fields(shop.read("list_bookings"))["bookings"][0]["id"]
    ticket = shop.fields(shop.act("create_ticket", "t", issue_type="broken", summary="leg"))
    arguments = {
        "get_order": {"order_id": "1042"},
        "cancel_order": {"order_id": "1058"},
        "request_refund": {"order_id": "1017", "reason": "too big"},
        "create_ticket": {"issue_type": "broken", "summary": "a leg"},
        "get_ticket": {"ticket_id": ticket["ticket_id"]},
        "book": {"start": TOMORROW, "people": 2},
        "reschedule": {"booking_id": booking, "start": TOMORROW},
        "cancel_booking": {"booking_id": booking},
    }.get(tool, {})
    spec = TOOL_SPECS[tool]
    assert spec.faults(arguments) == ()
    did = (
        shop.read(tool, **arguments) if spec.kind == "read" else shop.act(tool, "key", **arguments)
    )
    assert tuple(shop.fields(did)) == spec.gives


def test_the_same_key_does_it_once_and_answers_the_same(shop: Shop) -> None:
    first = shop.act("book", "k", start=TOMORROW, people=2)
    assert shop.act("book", "k", start=TOMORROW, people=2) == first
    assert len(shop.fields(shop.read("list_bookings"))["bookings"]) == 1


def test_a_key_is_for_one_tool_and_its_arguments(shop: Shop) -> None:
    shop.act("cancel_order", "k", order_id="1058")
    assert shop.act("cancel_order", "k", order_id="2077") == Failed(code="key_was_used")
    assert shop.state_of("2077") == OrderState.PREPARING


def test_what_became_of_an_effect_can_be_asked(shop: Shop) -> None:
    assert shop.became_of("cancel_order", "k", order_id="1058") == Correctable(code="never_arrived")
    did = shop.act("cancel_order", "k", order_id="1058")
    assert shop.became_of("cancel_order", "k", order_id="1058") == did


def test_what_could_not_be_done_may_be_tried_again_with_the_same_key(shop: Shop) -> None:
    assert shop.act("cancel_order", "k", order_id="1042") == Correctable(code="state_changed")
    assert shop.became_of("cancel_order", "k", order_id="1042") == Correctable(code="never_arrived")


def test_cancelled_once_an_order_cannot_be_cancelled_again(shop: Shop) -> None:
    shop.fields(shop.act("cancel_order", "one", order_id="1058"))
    assert shop.state_of("1058") == OrderState.CANCELLED
    assert shop.act("cancel_order", "two", order_id="1058") == Correctable(code="state_changed")


def test_a_refund_is_asked_for_once(shop: Shop) -> None:
    shop.fields(shop.act("request_refund", "one", order_id="1017", reason="too big"))
    again = shop.act("request_refund", "two", order_id="1017", reason="too big")
    assert again == Correctable(code="already_requested")
    early = shop.act("request_refund", "three", order_id="1042", reason="x")
    assert early == Correctable(code="state_changed")


def test_another_customers_ticket_and_visit_are_as_if_they_were_not_there(shop: Shop) -> None:
    ticket = shop.fields(shop.act("create_ticket", "t", issue_type="x", summary="y"))["ticket_id"]
    visit = shop.fields(shop.act("book", "b", start=TOMORROW, people=1))["booking"]["id"]
    assert shop.read("get_ticket", DANIEL, ticket_id=ticket) == Correctable(code="not_found")
    assert shop.read("get_ticket", DANIEL, ticket_id="T-0") == Correctable(code="not_found")
    assert shop.fields(shop.read("list_bookings", DANIEL))["bookings"] == []
    for tool, more in (("cancel_booking", {}), ("reschedule", {"start": "2026-11-24T11:00"})):
        theirs = shop.act(tool, f"{tool}-1", DANIEL, booking_id=visit, **more)
        nobodys = shop.act(tool, f"{tool}-2", DANIEL, booking_id="B-0", **more)
        assert theirs == nobodys == Correctable(code="not_found")


def test_a_visit_moves_and_leaves_its_seat(shop: Shop) -> None:
    visit = shop.fields(shop.act("book", "b", start=TOMORROW, people=1))["booking"]
    moved = shop.act("reschedule", "r", booking_id=visit["id"], start="2026-11-24T11:00")
    assert shop.fields(moved)["booking"] == {**visit, "start": "2026-11-24T11:00"}
    left = {one["start"]: one["left"] for one in shop.fields(shop.read("find_slots"))["slots"]}
    assert (left[TOMORROW], left["2026-11-24T11:00"]) == (2, 1)


def test_too_late_is_too_late(shop: Shop) -> None:
    visit = shop.fields(shop.act("book", "b", start=TOMORROW, people=1))["booking"]["id"]
    shop.clock.time += 22 * 3_600_000 + 1
    late = Correctable(code="too_late")
    assert shop.act("cancel_booking", "c", booking_id=visit) == late
    assert shop.act("reschedule", "r", booking_id=visit, start="2026-11-24T11:00") == late


def test_a_full_time_is_taken_and_a_cancelled_visit_gives_it_back(shop: Shop) -> None:
    visits = [shop.act("book", f"b{n}", start=TOMORROW, people=1) for n in range(3)]
    assert visits[2] == Correctable(code="slot_taken")
    first = shop.fields(visits[0])["booking"]["id"]
    shop.fields(shop.act("cancel_booking", "c", booking_id=first))
    shop.fields(shop.act("book", "again", start=TOMORROW, people=1))


def test_free_times_of_one_day(shop: Shop) -> None:
    slots = shop.fields(shop.read("find_slots", day="2026-11-24"))["slots"]
    assert [slot["start"] for slot in slots] == [TOMORROW, "2026-11-24T11:00"]
    assert shop.fields(shop.read("find_slots", day="2026-11-25"))["slots"] == []


def _race(shop: Shop) -> Counter[str]:
    results: list[ToolResult] = []
    start = threading.Barrier(6)

    def wish(number: int) -> None:
        start.wait()
        results.append(shop.act("book", f"race-{number}", start=TOMORROW, people=1))

    racers = [threading.Thread(target=wish, args=(number,)) for number in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    return Counter(type(result).__name__ for result in results)


def test_six_who_want_the_last_two_places_get_two(shop: Shop) -> None:
    assert _race(shop) == {"Succeeded": 2, "Correctable": 4}
