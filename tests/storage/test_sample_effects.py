import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from tests.storage.clock import SettableClock
from tests.storage.shops import DANIEL, HIDDEN, MINA, NOON_OF_SUNDAY, Desk, fields, open_shop
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.tool_results import Correctable, Failed, ToolResult
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.sample_shop import orders
from wa_support.storage.schema_shop import shop_effects, shop_refunds, shop_tickets

NOT_FOUND = Correctable(code="not_found")
NEVER_ARRIVED = Correctable(code="never_arrived")


@pytest.fixture
def desk(engine: Engine, cipher: Cipher) -> Desk:
    return open_shop(engine, cipher, SettableClock(NOON_OF_SUNDAY))


def state(desk: Desk, order_id: str) -> str:
    return str(fields(desk.read("get_order", order_id=order_id))["order"]["state"])


def at_once(*calls: Callable[[], ToolResult]) -> list[ToolResult]:
    ready = threading.Barrier(len(calls))
    results: list[ToolResult] = []

    def one(call: Callable[[], ToolResult]) -> None:
        ready.wait()
        results.append(call())

    threads = [threading.Thread(target=one, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_an_order_is_cancelled_and_says_so(desk: Desk) -> None:
    done = fields(desk.act("cancel_order", order_id="1058"))
    assert done["reference"].startswith("C-")
    assert state(desk, "1058") == "cancelled"
    assert desk.act("cancel_order", order_id="1058") == Correctable(code="already_cancelled")


def test_what_is_on_its_way_is_not_cancelled_nor_what_is_not_delivered_refunded(
    desk: Desk,
) -> None:
    not_allowed = Correctable(code="not_allowed")
    assert desk.act("cancel_order", order_id="1042") == not_allowed
    assert desk.act("request_refund", order_id="1042", reason="늦어서요") == not_allowed
    assert state(desk, "1042") == "shipped"


def test_a_refund_is_asked_for_once(engine: Engine, desk: Desk) -> None:
    assert fields(desk.act("request_refund", order_id="1017", reason="색이 달라요"))["reference"]
    again = desk.act("request_refund", order_id="1017", reason="색이 달라요")
    assert again == Correctable(code="already_requested")
    with engine.read() as connection:
        assert connection.execute(select(func.count()).select_from(shop_refunds)).scalar() == 1


@pytest.mark.parametrize(
    ("tool", "more"), [("cancel_order", {}), ("request_refund", {"reason": "because"})]
)
def test_nobody_acts_on_the_order_of_somebody_else(
    desk: Desk, tool: str, more: dict[str, str]
) -> None:
    stranger = desk.for_(DANIEL)
    for order_id in ("1058", "1017", "9999"):
        assert stranger.act(tool, order_id=order_id, **more) == NOT_FOUND
    assert (state(desk, "1058"), state(desk, "1017")) == ("preparing", "delivered")


def test_a_ticket_is_shown_to_who_opened_it(desk: Desk) -> None:
    words = {"issue_type": "파손", "summary": "다리 하나가 부러졌습니다."}
    ticket_id = fields(desk.act("create_ticket", **words, order_id="1017"))["ticket_id"]
    ticket = fields(desk.read("get_ticket", ticket_id=ticket_id))["ticket"]
    assert ticket == {
        "id": ticket_id, "state": "open", "opened_on": "2026-11-22", "order_id": "1017", **words,
    }  # fmt: skip
    assert desk.for_(DANIEL).read("get_ticket", ticket_id=ticket_id) == NOT_FOUND
    assert desk.for_(HIDDEN).read("get_ticket", ticket_id=ticket_id) == NOT_FOUND
    assert desk.for_(DANIEL).act("create_ticket", **words, order_id="1017") == NOT_FOUND


def test_who_hides_the_phone_finds_their_own_and_who_changed_the_id_by_phone(desk: Desk) -> None:
    hidden = desk.for_(HIDDEN)
    own = fields(hidden.act("create_ticket", issue_type="lamp", summary="It flickers."))
    assert fields(hidden.read("get_ticket", ticket_id=own["ticket_id"]))["ticket"]["state"]
    merged = desk.for_(replace(MINA, customer="cus_other"))
    assert fields(merged.read("get_ticket", ticket_id="T-501"))["ticket"]["state"] == "in_progress"


def test_words_of_customers_do_not_lie_in_clear(engine: Engine, desk: Desk) -> None:
    desk.act("create_ticket", issue_type="lamp", summary="It flickers.")
    desk.act("request_refund", order_id="1017", reason="the colour")
    with engine.read() as connection:
        rows = [connection.execute(select(table)).all() for table in (shop_tickets, shop_refunds)]
    assert b"flickers" not in repr(rows).encode()
    assert b"the colour" not in repr(rows).encode()


# each effect once


def test_the_same_key_does_it_once_and_answers_the_same(engine: Engine, desk: Desk) -> None:
    words = {"issue_type": "lamp", "summary": "It flickers."}
    first = desk.act("create_ticket", "key", **words)
    assert desk.act("create_ticket", "key", **words) == first
    assert desk.became_of("create_ticket", "key", **words) == first
    with engine.read() as connection:
        assert connection.execute(select(func.count()).select_from(shop_tickets)).scalar() == 3


def test_a_no_stays_a_no_under_its_key(desk: Desk) -> None:
    def asks() -> ToolResult:
        return desk.act("cancel_order", "key", order_id="1042")

    assert asks() == asks() == desk.became_of("cancel_order", "key", order_id="1042")
    assert asks() == Correctable(code="not_allowed")


def test_the_same_key_with_something_else_fails_and_does_nothing(desk: Desk) -> None:
    done = desk.act("cancel_order", "key", order_id="1058")
    reused = Failed(code="key_reused")
    assert desk.act("request_refund", "key", order_id="1017", reason="x") == reused
    assert desk.for_(DANIEL).act("cancel_order", "key", order_id="2077") == reused
    assert desk.for_(DANIEL).act("cancel_order", "key", order_id="1058") == reused
    assert state(desk.for_(DANIEL), "2077") == "preparing"
    assert desk.became_of("cancel_order", "key", order_id="1058") == done
    unsure = desk.for_(DANIEL).became_of("cancel_order", "key", order_id="1058")
    assert unsure == Failed(code="key_reused", unsure=True)


def test_what_was_never_asked_never_arrived(desk: Desk) -> None:
    assert desk.became_of("cancel_order", "key", order_id="1058") == NEVER_ARRIVED
    assert fields(desk.act("cancel_order", "key", order_id="1058"))["reference"]


def test_dying_between_the_effect_and_its_record_leaves_neither(
    engine: Engine, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("wa_support.storage.sample_shop.once.result_as_json", die)
        with pytest.raises(KeyboardInterrupt):
            desk.act("cancel_order", "key", order_id="1058")
    assert state(desk, "1058") == "preparing"
    assert desk.became_of("cancel_order", "key", order_id="1058") == NEVER_ARRIVED


def test_dying_after_the_commit_does_it_once_all_the_same(engine: Engine, desk: Desk) -> None:
    first = desk.act("cancel_order", "key", order_id="1058")  # and nobody heard the answer
    assert desk.became_of("cancel_order", "key", order_id="1058") == first
    assert desk.act("cancel_order", "key", order_id="1058") == first
    with engine.read() as connection:
        assert connection.execute(select(func.count()).select_from(shop_effects)).scalar() == 1


def test_a_database_that_is_gone_is_a_failure_and_an_effect_then_unsure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise DatabaseUnavailable("gone")

    monkeypatch.setattr(orders, "their_order", gone)
    monkeypatch.setattr("wa_support.storage.sample_shop.connector.wait_for_turn", gone)
    assert desk.read("get_order", order_id="1042") == Failed(code="unavailable")
    unsure = Failed(code="unavailable", unsure=True)
    assert desk.act("cancel_order", order_id="1058") == unsure
    assert desk.became_of("cancel_order", "key", order_id="1058") == unsure


def test_the_same_key_from_several_at_once_does_it_once(engine: Engine, desk: Desk) -> None:
    words = {"issue_type": "lamp", "summary": "It flickers."}
    results = at_once(*[lambda: desk.act("create_ticket", "key", **words)] * 8)
    assert len({fields(result)["ticket_id"] for result in results}) == 1
    with engine.read() as connection:
        assert connection.execute(select(func.count()).select_from(shop_tickets)).scalar() == 3


def test_two_who_cancel_one_order_at_once_cancel_it_once(desk: Desk) -> None:
    results = at_once(*[lambda: desk.act("cancel_order", order_id="1058")] * 2)
    assert Correctable(code="already_cancelled") in results
    assert sum(not isinstance(result, Correctable) for result in results) == 1
