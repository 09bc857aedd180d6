"""Stands where no system is connected, or none any more."""

from collections.abc import Mapping
from typing import Any

from wa_support.domain.tool_results import Failed, ToolResult
from wa_support.ports.tools import OnBehalf


class Unconnected:
    """Implements `ports.tools.Connector`. Nobody can tell what became of an effect that began while
    there was a system."""

    def offers(self) -> frozenset[str]:
        return frozenset()

    def read(
        self, tool: str, arguments: Mapping[str, Any], *, on_behalf: OnBehalf, within_s: float
    ) -> ToolResult:
        return Failed(code="not_connected")

    def act(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        return Failed(code="not_connected")

    def became_of(
        self,
        tool: str,
        arguments: Mapping[str, Any],
        *,
        on_behalf: OnBehalf,
        key: str,
        within_s: float,
    ) -> ToolResult:
        return Failed(code="not_connected", unsure=True)
