"""A record arrives as JSON, with its key."""

from tests.connectors.http.connected import declared
from tests.connectors.http.shop import KEY, open_shop
from wa_support.bootstrap.world import SystemClock
from wa_support.connectors.http.exchange import Exchange
from wa_support.connectors.http.recorder import HttpRecorder
from wa_support.domain.connector_specs import HttpConnections
from wa_support.domain.records import CaseRecord, Occasion
from wa_support.domain.tool_results import Failed, Succeeded

RECORD = CaseRecord(
    key="handoff:hof_1",
    occasion=Occasion.HANDOFF,
    conversation_id="cnv_1",
    at=1_795_500_000_123,
    fields={"intent": None, "summary": "컵이 깨졌어요", "next_action": "hand_off"},
)


def recorder(connections: HttpConnections) -> HttpRecorder:
    assert connections.record is not None
    return HttpRecorder(
        call=connections.record,
        exchange=Exchange(clock=SystemClock(), private_hosts=connections.private_hosts),
        environment={"SHOP_API_KEY": KEY},
    )


def test_the_other_system_gets_the_fields_the_time_and_the_key() -> None:
    with open_shop() as shop:
        told = recorder(declared(shop.port)).record(RECORD, within_s=5)
        assert told == Succeeded(fields={})
        [(method, path, headers, body)] = shop.seen
    assert (method, path) == ("POST", "/cases")
    assert headers["Idempotency-Key"] == "handoff:hof_1"
    assert headers["Content-Type"] == "application/json"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body == {
        "key": "handoff:hof_1",
        "event": "handoff",
        "at": "2026-11-24T06:00:00.123Z",
        "conversation_id": "cnv_1",
        "intent": None,
        "summary": "컵이 깨졌어요",
        "next_action": "hand_off",
    }


def test_what_is_not_a_2xx_was_not_heard() -> None:
    with open_shop() as shop:
        shop.fails("says", status=500, body={})
        assert recorder(declared(shop.port)).record(RECORD, within_s=5) == Failed(code="http_500")
        shop.fails("reset")
        assert recorder(declared(shop.port)).record(RECORD, within_s=5) == Failed(code="no_answer")
