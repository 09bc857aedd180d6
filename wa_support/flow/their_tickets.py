"""Reads how a ticket stands for one customer, through the turn's journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wa_support.domain.tool_results import Failed, Succeeded
from wa_support.flow.tools import Read, ToolError
from wa_support.ports.tools import Connector, OnBehalf

_WITHIN_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirTickets:
    shop: Connector
    on_behalf: OnBehalf
    read: Read

    def one(self, ticket_id: str) -> Mapping[str, Any] | None:
        """JSON of `domain.bookings.Ticket`; None for a foreign one as for none at all. Raises
        ToolError."""
        arguments = {"ticket_id": ticket_id}
        found = self.read("get_ticket", arguments, lambda: self._get(arguments))["result"]
        return dict(found) if found is not None else None

    def _get(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        result = self.shop.read(
            "get_ticket", arguments, on_behalf=self.on_behalf, within_s=_WITHIN_S
        )
        if isinstance(result, Failed):
            raise ToolError("get_ticket")
        ticket = result.fields["ticket"] if isinstance(result, Succeeded) else None
        return {"found": ticket is not None, "result": ticket}
