"""The practice shop as a connector: every tool, each effect once for its key."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, insert, select

from wa_support.domain.bookings import as_json
from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.orders import order_as_json
from wa_support.domain.policy import Policy, SlotRules
from wa_support.domain.tool_results import Correctable, Failed, Succeeded, ToolResult
from wa_support.domain.tools import TOOL_SPECS
from wa_support.domain.visits import next_slots, slots_on
from wa_support.ports.outside import Clock
from wa_support.ports.tools import OnBehalf
from wa_support.storage import sample_shop, sample_tickets, sample_visits
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.sample_effects import Doing, do
from wa_support.storage.schema_shop import shop_effects

_SHOWN_ORDERS: Final = 5
_DAYS_SHOWN: Final = 3
_VISITS: Final = frozenset({"find_slots", "list_bookings", "book", "reschedule", "cancel_booking"})
_HAD: Final = select(shop_effects).where(shop_effects.c.key == bindparam("this"))
_KEEP: Final = insert(shop_effects)


class SampleConnector:
    """Implements `ports.tools.Connector`. Where the policy has no slots, nobody books a visit."""

    def __init__(self, engine: Engine, cipher: Cipher, clock: Clock, policy: Policy) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._rules = policy.slots
        self._zone = ZoneInfo(policy.timezone)

    def offers(self) -> frozenset[str]:
        names = frozenset(TOOL_SPECS) - {"kb_search"}
        return names if self._rules is not None else names - _VISITS

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        del within_s  # a local database answers at once or not at all
        try:
            with self._engine.read() as connection:
                return self._read(connection, tool, arguments, on_behalf)
        except DatabaseUnavailable:
            return Failed(code="unavailable")

    def act(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        del within_s
        try:
            with self._engine.write() as connection:
                return self._once(connection, tool, arguments, on_behalf, key)
        except DatabaseUnavailable:
            return Failed(code="unavailable", unsure=True)

    def became_of(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        del on_behalf, within_s
        try:
            with self._engine.read() as connection:
                return self._had(connection, tool, arguments, key) or Correctable(
                    code="never_arrived"
                )
        except DatabaseUnavailable:
            return Failed(code="unavailable", unsure=True)

    def _once(
        self,
        connection: Connection,
        tool: str,
        arguments: Mapping[str, Any],
        on_behalf: OnBehalf,
        key: str,
    ) -> ToolResult:
        had = self._had(connection, tool, arguments, key)
        if had is not None:
            return had
        result = do(tool, arguments, self._doing(connection, on_behalf, key))
        if isinstance(result, Succeeded):
            row = {
                "key": self._key(key),
                "tool": tool,
                "arguments_hash": self._digest(arguments),
                "fields": self._cipher.seal_json(dict(result.fields)),
                "at": self._clock.now(),
            }
            connection.execute(_KEEP, row)
        return result

    def _had(
        self, connection: Connection, tool: str, arguments: Mapping[str, Any], key: str
    ) -> ToolResult | None:
        row = connection.execute(_HAD, {"this": self._key(key)}).first()
        if row is None:
            return None
        if (row.tool, row.arguments_hash) != (tool, self._digest(arguments)):
            return Failed(code="key_was_used")
        return Succeeded(fields=self._cipher.open_json(row.fields))

    def _doing(self, connection: Connection, on_behalf: OnBehalf, key: str) -> Doing:
        return Doing(
            connection=connection,
            cipher=self._cipher,
            rules=self._rules,
            today=self._today().isoformat(),
            on_behalf=on_behalf,
            name=self._key(key)[:8].upper(),
            now=self._clock.now(),
        )

    def _digest(self, arguments: Mapping[str, Any]) -> bytes:
        given = {name: value for name, value in arguments.items() if value is not None}
        return self._cipher.keyed_hash(json.dumps(given, sort_keys=True))

    def _key(self, key: str) -> str:
        return self._cipher.keyed_hash(f"shop:{key}").hex()

    def _read(
        self,
        connection: Connection,
        tool: str,
        arguments: Mapping[str, Any],
        on_behalf: OnBehalf,
    ) -> ToolResult:
        match tool:
            case "get_order":
                order = sample_shop.order_of(connection, arguments["order_id"])
                return _found("order", None if order is None else order_as_json(order))
            case "list_orders":
                phone = on_behalf.phone
                known = sample_shop.orders_of(connection, phone, _SHOWN_ORDERS) if phone else ()
                return Succeeded(fields={"orders": [order_as_json(order) for order in known]})
            case "get_ticket":
                ticket = sample_tickets.ticket_of(
                    connection, self._cipher, arguments["ticket_id"], on_behalf.customer
                )
                return _found("ticket", None if ticket is None else as_json(ticket))
            case "list_bookings" | "find_slots" if self._rules is not None:
                return self._visit(connection, tool, arguments, on_behalf, self._rules)
            case _:
                return Failed(code="not_offered")

    def _visit(
        self,
        connection: Connection,
        tool: str,
        arguments: Mapping[str, Any],
        on_behalf: OnBehalf,
        rules: SlotRules,
    ) -> ToolResult:
        today = self._today().isoformat()
        if tool == "list_bookings":
            theirs = sample_visits.bookings_of(
                connection, self._cipher, rules, on_behalf.customer, since=today
            )
            return Succeeded(fields={"bookings": [as_json(one) for one in theirs]})
        taken = sample_visits.taken_since(connection, rules, today)
        day, now = arguments.get("day"), self._clock.now()
        slots = (
            next_slots(rules, taken, now, days=_DAYS_SHOWN)
            if day is None
            else slots_on(rules, _day(day), taken, now)
        )
        return Succeeded(fields={"slots": [as_json(slot) for slot in slots]})

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock.now() / 1000, UTC).astimezone(self._zone).date()


def _day(text: str) -> date:
    """A day that is none, such as 2026-02-30, has no times."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def _found(name: str, thing: Mapping[str, Any] | None) -> ToolResult:
    return Correctable(code="not_found") if thing is None else Succeeded(fields={name: thing})
