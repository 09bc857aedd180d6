"""What a customer's message asks of the database costs the same however many there are."""

import re
import sqlite3
from typing import Any

from tests.flow.house import MINA, MINUTE, STRANGER, Home

_ASKS = re.compile(r"\s*(?:SELECT|UPDATE|DELETE|INSERT)\b")
_MANY = ("customers", "aliases", "conversations", "messages", "turns", "journal", "sends",
         "attempts", "handoffs", "search_terms", "bodies", "seen", "audit")  # fmt: skip


def test_nothing_scans_a_table_that_grows(home: Home) -> None:
    asked = list[str]()
    writer: sqlite3.Connection = _writer(home)
    writer.set_trace_callback(asked.append)
    home.outbox.own_calls = 1
    for who in (MINA, STRANGER, MINA):
        home.say("주문 1042 어디쯤이에요?", who)
        home.answer()
        home.status("wamid.out.1", "read", home.cloud.calls[-1].attempt_id)
    home.say("상담원")
    home.clock.pass_by(MINUTE)
    home.deliver()
    writer.set_trace_callback(None)
    plans = {sql: _plan(writer, sql) for sql in asked if _ASKS.match(sql)}
    assert len(plans) > 60
    assert [(sql, plan) for sql, plan in plans.items() if _grows(sql, plan)] == []


def _grows(sql: str, plan: list[str]) -> bool:
    """Indexes of what is open hold few; that of owners holds nearly all under `automated`."""
    steps = [step for step in plan if "INDEX ix_handoffs_" not in step]
    scans = any(re.match(rf"SCAN (?:{'|'.join(_MANY)})\b", step) for step in steps)
    return scans or ("'automated'" in sql and any("ix_conversations_owner" in one for one in plan))


def _plan(connection: sqlite3.Connection, sql: str) -> list[str]:
    return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]


def _writer(home: Home) -> Any:
    with home.house.engine.write() as connection:
        return connection.connection.driver_connection
