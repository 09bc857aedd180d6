"""One POST with 1,000 mixed updates; the same POST again and again changes nothing."""

import json
from typing import Any

from sqlalchemy import text

from tests.acceptance.service import NUMBER, Service

_FIRST = 1_795_000_000


def test_each_message_is_stored_once_and_each_status_applied(service: Service) -> None:
    sent = _three_sends(service)
    body = _mixed(service, sent)
    service.phone.webhook(body)
    service.phone.settled()
    service.wait_for(lambda: _rows(service, "messages") == 700 + 3, 60)
    service.wait_for(lambda: _deliveries(service, sent) == {"read"})
    before = _everything(service)
    for _ in range(3):
        service.phone.webhook(body)
    service.phone.settled()
    service.wait_for(lambda: _inbox_is_empty(service))
    assert _everything(service) == before


def _three_sends(service: Service) -> list[str]:
    """Three real answers whose statuses the body will tell again, out of order."""
    customers = ("mina", "daniel", "alex")
    wamids = [str(service.answer_to(customer, "1042")["wamid"]) for customer in customers]
    service.wait_for(lambda: all(service.replies(one)[0]["tick"] == "read" for one in customers))
    return wamids


def _mixed(service: Service, sent: list[str]) -> bytes:
    """700 messages of 70 customers, 297 statuses, a reaction, a system message, a stranger."""
    at = service.house.clock.now() // 1000
    messages = [_message(n, at) for n in range(700)]
    statuses = [_status(sent[n % 3], ("read", "sent", "delivered")[n // 3 % 3], at + n // 9)
                for n in range(297)]  # fmt: skip
    odd = [
        {"id": "wamid.R", "from": "821055600001", "timestamp": str(at), "type": "reaction",
         "reaction": {"message_id": "wamid.M1", "emoji": "👍"}},
        {"id": "wamid.S", "timestamp": str(at), "type": "system",
         "system": {"type": "user_changed_user_id", "user_id": "KR.2", "previous_user_id": "KR.1"}},
        {"id": "wamid.X", "from": "821055600001", "timestamp": str(at), "type": "hologram"},
    ]  # fmt: skip
    changes = [
        _change(messages=messages[:350]), _change(statuses=statuses),
        _change(messages=messages[350:]), _change(messages=odd[:2]),
        {"field": "brand_new_field", "value": {"something": 1}},
    ]  # fmt: skip
    entry = [{"id": "1", "changes": changes[:2]}, {"id": "1", "changes": changes[2:]}]
    return json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()


def _message(n: int, at: int) -> dict[str, Any]:
    return {
        "id": f"wamid.M{n}", "from": f"8210556{n % 70:05d}", "timestamp": str(at),
        "type": "text", "text": {"body": f"주문 {1000 + n} 어디쯤이에요?"},
    }  # fmt: skip


def _status(wamid: str, status: str, at: int) -> dict[str, Any]:
    return {"id": wamid, "status": status, "timestamp": str(at), "recipient_id": "821055501042"}


def _change(**value: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "8225550134", "phone_number_id": NUMBER}
    return {"field": "messages",
            "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}  # fmt: skip


def _rows(service: Service, table: str) -> int:
    with service.house.engine.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def _deliveries(service: Service, wamids: list[str]) -> set[str]:
    with service.house.database.read() as tx:
        found = [tx.sends.attempt(wamid=wamid) for wamid in wamids]
    return {str(attempt.delivery) for attempt in found if attempt is not None}


def _everything(service: Service) -> dict[str, int]:
    """The 70 conversations' answers are written meanwhile, so only what webhooks make counts."""
    tables = ("messages", "customers", "aliases", "conversations", "account_events",
              "dead_letters", "seen")  # fmt: skip
    return {table: _rows(service, table) for table in tables}


def _inbox_is_empty(service: Service) -> bool:
    from wa_support.storage.inbox_reader import InboxFileReader

    reader = InboxFileReader(service.house.data_dir, service.house.cipher, service.house._cursor_of)
    try:
        return reader.next_batch(1) is None
    finally:
        reader.close()
