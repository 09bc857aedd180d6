"""What the inside needs from the systems that tools act on: orders, bookings, tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from wa_support.domain.tool_results import ToolResult


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBehalf:
    """Who a call is for, as the server knows it, never as a model or a message says it.

    `customer` is our own id, `phone` digits with the country code when Meta told us. The rest is
    what shows that an order is theirs all the same: `receiver` and `last_4` of its phone as they
    said them, and `proven`, the orders that they showed to be theirs before.
    """

    customer: str
    phone: str | None
    receiver: str | None = None
    last_4: str | None = None
    proven: tuple[str, ...] = ()


class Connector(Protocol):
    """Never raises: what goes wrong is a result. `within_s` is what is left of the deadline."""

    def offers(self) -> frozenset[str]:
        """The tools that are connected, by the names of `domain.tools`."""

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult: ...

    def act(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        """Does it once for one `key`, however often it is called: a second call with the same key
        answers what the first one did."""

    def became_of(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        """Reads what an earlier `act` with this key came to. `Correctable("never_arrived")` when
        it certainly did nothing, `Failed(unsure=True)` when that cannot be told."""
