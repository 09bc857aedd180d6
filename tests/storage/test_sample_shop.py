from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select, update

from wa_support.domain.orders import Order, OrderState, Proof, proof_of
from wa_support.storage.engine import Engine
from wa_support.storage.sample_shop import order_of, orders_of, seed
from wa_support.storage.schema import shop_items, shop_orders

SUNDAY = date(2026, 11, 22)
MINA = "821055501042"


class SeededShop:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get_order(self, order_id: str) -> Order | None:
        with self._engine.read() as connection:
            return order_of(connection, order_id)

    def list_orders(self, phone: str, limit: int) -> Sequence[Order]:
        with self._engine.read() as connection:
            return orders_of(connection, phone, limit)


@pytest.fixture
def shop(engine: Engine) -> SeededShop:
    with engine.write() as connection:
        seed(connection, SUNDAY)
    return SeededShop(engine)


def counts(engine: Engine) -> tuple[int, ...]:
    with engine.read() as connection:
        return tuple(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (shop_orders, shop_items)
        )


def test_order_1042_is_on_its_way_and_arrives_tomorrow(shop: SeededShop) -> None:
    order = shop.get_order("1042")
    assert order is not None
    assert (order.state, order.receiver, order.phone) == (OrderState.SHIPPED, "김민아", MINA)
    assert (order.ordered_on, order.expected_on) == ("2026-11-19", "2026-11-23")
    assert order.items[0].name["ko"] == "물결 원목 사이드 테이블"
    assert order.carrier == {"ko": "마루택배", "en": "Maru Parcel"}
    assert (order.amount, order.currency) == (129_000, "KRW")


def test_orders_of_a_phone_come_newest_first(shop: SeededShop) -> None:
    assert [order.id for order in shop.list_orders(MINA, 10)] == ["1058", "1042", "1017"]
    assert [order.id for order in shop.list_orders(MINA, 2)] == ["1058", "1042"]
    assert shop.list_orders("821055500000", 10) == []


def test_items_keep_their_order_and_both_languages(shop: SeededShop) -> None:
    order = shop.get_order("2077")
    assert order is not None
    assert [item.name["en"] for item in order.items] == [
        "Height-adjustable desk",
        "Cable tidy box",
    ]


def test_gift_is_shown_for_the_second_fact_only(shop: SeededShop) -> None:
    order = shop.get_order("3003")
    assert proof_of(order, phone=MINA) is None
    proof = proof_of(order, phone=MINA, receiver="이서연", last_4="9911")
    assert proof is Proof.SECOND_FACT


@pytest.mark.parametrize("weekday", range(7))
def test_nothing_is_promised_for_a_weekend(engine: Engine, weekday: int) -> None:
    today = SUNDAY + timedelta(days=weekday)
    with engine.write() as connection:
        seed(connection, today)
        expected = connection.execute(select(shop_orders.c.expected_on)).scalars().all()
    ahead = [day for text in expected if text and (day := date.fromisoformat(text)) > today]
    assert len(ahead) >= 8
    assert all(day.weekday() < 5 for day in ahead)


def test_seeding_twice_adds_nothing(engine: Engine, shop: SeededShop) -> None:
    before = counts(engine), shop.get_order("1042")
    with engine.write() as connection:
        seed(connection, SUNDAY)
    assert (counts(engine), shop.get_order("1042")) == before
    assert before[0][0] == 14


def test_seeding_on_a_later_day_moves_the_dates(engine: Engine, shop: SeededShop) -> None:
    with engine.write() as connection:
        seed(connection, SUNDAY + timedelta(days=7))
    order = shop.get_order("1042")
    assert order is not None
    assert order.expected_on == "2026-11-30"


def test_unknown_order_costs_the_same_query_as_a_known_one(
    engine: Engine, shop: SeededShop
) -> None:
    asked: list[str] = []
    with engine.read() as connection:
        alchemy = connection.engine
    event.listen(alchemy, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert shop.get_order("no-such-order") is None
    unknown, asked[:] = list(asked), []
    assert shop.get_order("1042") is not None
    assert unknown == asked
    assert sum(statement.startswith("SELECT") for statement in asked) == 1


def test_seeding_again_on_the_same_day_leaves_what_was_done(engine: Engine) -> None:
    with engine.write() as connection:
        seed(connection, SUNDAY)
        connection.execute(update(shop_orders).values(state="cancelled"))
        seed(connection, SUNDAY)
        states = connection.execute(select(shop_orders.c.state)).scalars().all()
    assert set(states) == {"cancelled"}
