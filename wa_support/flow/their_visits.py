"""Reads free times and visits for one customer, through the turn's journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wa_support.domain.tool_results import Failed, Succeeded, result_as_json, result_from_json
from wa_support.flow.tools import Read, ToolError
from wa_support.ports.tools import Connector, OnBehalf

_WITHIN_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TheirVisits:
    """Every method raises ToolError. Slots and bookings are JSON of `domain.bookings`."""

    shop: Connector
    on_behalf: OnBehalf
    read: Read

    def free(self, day: str | None = None) -> Sequence[Mapping[str, Any]]:
        """Of an ISO day; without it, of the next days that have any."""
        found = self._ask("find_slots", "slots", {} if day is None else {"day": day})
        return [slot for slot in found if day is None or slot["start"].startswith(day)]

    def coming(self) -> Sequence[Mapping[str, Any]]:
        return self._ask("list_bookings", "bookings", {})

    def one(self, booking_id: str) -> Mapping[str, Any] | None:
        return next((one for one in self.coming() if one["id"] == booking_id), None)

    def _ask(
        self, tool: str, name: str, arguments: Mapping[str, Any]
    ) -> Sequence[Mapping[str, Any]]:
        def call() -> Mapping[str, Any]:
            result = self.shop.read(tool, arguments, on_behalf=self.on_behalf, within_s=_WITHIN_S)
            if isinstance(result, Failed):
                raise ToolError(tool)
            found = isinstance(result, Succeeded) and bool(result.fields[name])
            return {"found": found, "result": result_as_json(result)}

        read = result_from_json(self.read(tool, arguments, call)["result"])
        return list(read.fields[name]) if isinstance(read, Succeeded) else []
