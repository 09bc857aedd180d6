import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from tests.storage.clock import SettableClock
from tests.storage.shops import (
    DANIEL,
    HIDDEN,
    MINA,
    NOON_OF_SUNDAY,
    POLICY,
    SUNDAY,
    Desk,
    fields,
    open_shop,
)
from wa_support.domain.orders import Order, OrderState, order_from_json
from wa_support.domain.tool_results import Correctable, Failed
from wa_support.domain.tools import TOOL_SPECS
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.sample_shop import seed
from wa_support.storage.schema_shop import shop_bookings, shop_items, shop_orders, shop_tickets

NOT_FOUND = Correctable(code="not_found")


@pytest.fixture
def desk(engine: Engine, cipher: Cipher) -> Desk:
    return open_shop(engine, cipher, SettableClock(NOON_OF_SUNDAY))


def order(desk: Desk, order_id: str) -> Order:
    return order_from_json(fields(desk.read("get_order", order_id=order_id))["order"])


def counts(engine: Engine) -> tuple[int, ...]:
    tables = (shop_orders, shop_items, shop_bookings, shop_tickets)
    with engine.read() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        )


def test_order_1042_is_on_its_way_and_arrives_tomorrow(desk: Desk) -> None:
    found = order(desk, "1042")
    assert (found.state, found.receiver, found.phone) == (OrderState.SHIPPED, "김민아", MINA.phone)
    assert (found.ordered_on, found.expected_on) == ("2026-11-19", "2026-11-23")
    assert found.items[0].name["ko"] == "물결 원목 사이드 테이블"
    assert found.carrier == {"ko": "마루택배", "en": "Maru Parcel"}
    assert (found.amount, found.currency) == (129_000, "KRW")


def test_an_order_says_how_a_refund_goes_back(desk: Desk) -> None:
    found = order(desk, "1058")
    assert found.paid_with == {"ko": "계좌이체", "en": "bank transfer"}
    assert (found.refund_days, found.return_fee) == (2, 60_000)


def test_orders_of_a_phone_come_newest_first(desk: Desk) -> None:
    def ids(one: Desk) -> list[str]:
        return [found["id"] for found in fields(one.read("list_orders"))["orders"]]

    assert ids(desk) == ["1058", "1042", "1017"]
    assert ids(desk.for_(HIDDEN)) == ids(desk.for_(replace(MINA, phone=""))) == []


def test_items_keep_their_order_and_both_languages(desk: Desk) -> None:
    names = [item.name for item in order(desk, "1017").items]
    assert [name["en"] for name in names] == ["Linen cushion cover", "Cushion insert"]
    assert names[0]["ko"] == "리넨 쿠션 커버"


def test_what_a_tool_gives_are_json_values(desk: Desk) -> None:
    for tool in ("list_orders", "find_slots", "list_bookings"):
        given = fields(desk.read(tool))
        assert tuple(given) == TOOL_SPECS[tool].gives
        assert json.loads(json.dumps(given))


@pytest.mark.parametrize("who", [DANIEL, HIDDEN, replace(DANIEL, receiver="김민아", last_4="9999")])
def test_the_order_of_somebody_else_is_one_that_does_not_exist(desk: Desk, who: object) -> None:
    assert desk.for_(who).read("get_order", order_id="1042") == NOT_FOUND  # type: ignore[arg-type]
    assert desk.read("get_order", order_id="no-such-order") == NOT_FOUND


def test_a_gift_is_shown_for_the_second_fact_and_to_who_showed_it_before(desk: Desk) -> None:
    assert desk.read("get_order", order_id="3003") == NOT_FOUND
    said = desk.for_(replace(MINA, receiver="이서연", last_4="9911"))
    assert order(said, "3003").receiver == "이서연"
    assert order(desk.for_(replace(MINA, proven=("3003",))), "3003").receiver == "이서연"


def test_unknown_order_costs_the_same_query_as_a_known_one(engine: Engine, desk: Desk) -> None:
    asked: list[str] = []
    with engine.read() as connection:
        alchemy = connection.engine
    event.listen(alchemy, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert desk.read("get_order", order_id="no-such-order") == NOT_FOUND
    unknown, asked[:] = list(asked), []
    assert order(desk, "1042")
    known, asked[:] = list(asked), []
    assert desk.for_(DANIEL).read("get_order", order_id="1042") == NOT_FOUND
    assert unknown == known == asked
    assert sum(statement.startswith("SELECT") for statement in asked) == 1


def test_only_what_is_offered_and_asked_for_rightly_is_answered(
    engine: Engine, cipher: Cipher, desk: Desk
) -> None:
    visits = {"find_slots", "list_bookings", "book", "reschedule", "cancel_booking"}
    assert desk.shop.offers() == TOOL_SPECS.keys() - {"kb_search"}
    without = replace(POLICY, purposes=())
    bare = open_shop(engine, cipher, SettableClock(NOON_OF_SUNDAY), policy=without)
    assert desk.shop.offers() - bare.shop.offers() == visits
    assert bare.read("find_slots") == Failed(code="not_offered")
    assert desk.read("cancel_order", order_id="1058") == Failed(code="not_offered")
    assert desk.read("get_order", order_id="1042; drop") == Correctable(code="bad_arguments")
    assert desk.act("cancel_order") == Correctable(code="bad_arguments")


def test_with_no_time_left_nothing_is_begun(desk: Desk) -> None:
    late = desk.shop.act(
        "cancel_order", {"order_id": "1058"}, on_behalf=MINA, key="late", within_s=0.0
    )
    assert late == Failed(code="out_of_time")
    assert order(desk, "1058").state is OrderState.PREPARING


# the sample data


@pytest.mark.parametrize("weekday", range(7))
def test_nothing_is_promised_for_a_weekend(engine: Engine, cipher: Cipher, weekday: int) -> None:
    today = SUNDAY + timedelta(days=weekday)
    with engine.write() as connection:
        seed(connection, today, cipher)
        expected = connection.execute(select(shop_orders.c.expected_on)).scalars().all()
    ahead = [day for text in expected if text and (day := date.fromisoformat(text)) > today]
    assert len(ahead) >= 8
    assert all(day.weekday() < 5 for day in ahead)


def test_seeding_twice_adds_nothing(engine: Engine, cipher: Cipher, desk: Desk) -> None:
    before = counts(engine), order(desk, "1042")
    with engine.write() as connection:
        seed(connection, SUNDAY, cipher)
    assert (counts(engine), order(desk, "1042")) == before
    assert before[0] == (14, 17, 4, 2)


def test_seeding_on_a_later_day_moves_the_dates(engine: Engine, cipher: Cipher, desk: Desk) -> None:
    with engine.write() as connection:
        seed(connection, SUNDAY + timedelta(days=7), cipher)
    assert order(desk, "1042").expected_on == "2026-11-30"
    booked = fields(desk.for_(DANIEL).read("list_bookings"))["bookings"]
    assert [one["start"] for one in booked] == ["2026-12-05T14:00"]


def test_seeding_leaves_what_customers_changed(engine: Engine, cipher: Cipher, desk: Desk) -> None:
    desk.act("cancel_order", order_id="1058")
    desk.for_(DANIEL).act("cancel_booking", booking_id="B-501")
    before = counts(engine), order(desk, "1058")
    with engine.write() as connection:
        seed(connection, SUNDAY + timedelta(days=7), cipher)
    assert (counts(engine), order(desk, "1058")) == before
    assert fields(desk.for_(DANIEL).read("list_bookings"))["bookings"] == []
