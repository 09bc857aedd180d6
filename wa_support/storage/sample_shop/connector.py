"""The practice shop as a connected system."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection

from wa_support.domain.errors import DatabaseUnavailable
from wa_support.domain.policy import Policy
from wa_support.domain.tool_results import Correctable, Failed, ToolResult
from wa_support.domain.tools import TOOL_SPECS
from wa_support.ports.outside import Clock
from wa_support.ports.tools import OnBehalf
from wa_support.storage.cipher import Cipher
from wa_support.storage.engine import Engine
from wa_support.storage.sample_shop import orders, tickets, visits
from wa_support.storage.sample_shop.call import Call
from wa_support.storage.sample_shop.once import Once, wait_for_turn

_Does = Callable[[Call, Mapping[str, Any]], ToolResult]
_READS: Final[Mapping[str, _Does]] = {
    "get_order": orders.get_order,
    "list_orders": orders.list_orders,
    "get_ticket": tickets.get_ticket,
    "find_slots": visits.find_slots,
    "list_bookings": visits.list_bookings,
}
_EFFECTS: Final[Mapping[str, _Does]] = {
    "cancel_order": orders.cancel_order,
    "request_refund": orders.request_refund,
    "create_ticket": tickets.create_ticket,
    "book": visits.book,
    "reschedule": visits.reschedule,
    "cancel_booking": visits.cancel_booking,
}
_VISITS: Final = frozenset({"find_slots", "list_bookings", "book", "reschedule", "cancel_booking"})


class SampleShop:
    """Implements `ports.tools.Connector`."""

    def __init__(self, engine: Engine, *, cipher: Cipher, clock: Clock, policy: Policy) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._policy = policy

    def offers(self) -> frozenset[str]:
        """Visits only where the policy has `slots`."""
        every = _READS.keys() | _EFFECTS.keys()
        return frozenset(every if self._policy.slots is not None else every - _VISITS)

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        refused = self._refused(tool, arguments, _READS, within_s)
        if refused is not None:
            return refused
        try:
            with self._engine.read() as connection:
                return _READS[tool](self._call(connection, on_behalf), arguments)
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
        """The effect and what it came to are committed together."""
        refused = self._refused(tool, arguments, _EFFECTS, within_s)
        if refused is not None:
            return refused
        try:
            with self._engine.write() as connection:
                number = wait_for_turn(connection)
                once = Once(connection, self._cipher, key, tool, arguments, on_behalf.customer)
                call = self._call(connection, on_behalf, number)
                return once.kept() or once.keep(_EFFECTS[tool](call, arguments), call.now)
        except DatabaseUnavailable:
            return Failed(code="unavailable", unsure=True)  # a commit may be lost on its way back

    def became_of(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        """Takes its turn like an effect, so that one under way has ended before."""
        refused = self._refused(tool, arguments, _EFFECTS, within_s)
        if refused is not None:
            return Failed(code=refused.code, unsure=True)
        try:
            with self._engine.write() as connection:
                wait_for_turn(connection)
                once = Once(connection, self._cipher, key, tool, arguments, on_behalf.customer)
                kept = once.kept() or Correctable(code="never_arrived")
        except DatabaseUnavailable:
            return Failed(code="unavailable", unsure=True)
        return Failed(code=kept.code, unsure=True) if isinstance(kept, Failed) else kept

    def _refused(
        self, tool: str, arguments: Mapping[str, Any], does: Mapping[str, _Does], within_s: float
    ) -> Correctable | Failed | None:
        if tool not in does or tool not in self.offers():
            return Failed(code="not_offered")
        if within_s <= 0:
            return Failed(code="out_of_time")
        if TOOL_SPECS[tool].faults(arguments):
            return Correctable(code="bad_arguments")
        return None

    def _call(self, connection: Connection, on_behalf: OnBehalf, number: int = 0) -> Call:
        return Call(
            connection=connection,
            cipher=self._cipher,
            policy=self._policy,
            on_behalf=on_behalf,
            now=self._clock.now(),
            number=number,
        )
