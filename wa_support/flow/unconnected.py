"""Stands where no system is connected, or none any more."""

from wa_support.domain.tool_results import Failed, ToolResult


class Unconnected:
    """Implements `ports.tools.Connector`. Nobody can tell what became of an effect that began while
    there was a system."""

    def offers(self) -> frozenset[str]:
        return frozenset()

    def read(self, *_call: object, **_bounds: object) -> ToolResult:
        return Failed(code="not_connected")

    def act(self, *_call: object, **_bounds: object) -> ToolResult:
        return Failed(code="not_connected")

    def became_of(self, *_call: object, **_bounds: object) -> ToolResult:
        return Failed(code="not_connected", unsure=True)
