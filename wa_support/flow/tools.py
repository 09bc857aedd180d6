"""How a turn reads from outside: through its journal, so that a re-run reads the same."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from wa_support.domain.tool_results import Failed, Succeeded
from wa_support.ports.tools import Connector, OnBehalf

Read = Callable[[str, Mapping[str, Any], Callable[[], Mapping[str, Any]]], Mapping[str, Any]]
"""`read(tool, arguments, call)`: the journalled result, calling only when there is none yet."""


_READ_WITHIN_S: Final = 10.0
"""Of the 25 seconds that a turn has: a customer waits, and there may be more to read."""


class ToolError(Exception):
    """A connected system did not answer a read."""


class ReadFailed(Exception):
    """Its message is the code of the failure."""


def fields_of(
    connector: Connector, tool: str, arguments: Mapping[str, Any], on_behalf: OnBehalf
) -> Mapping[str, Any] | None:
    """What a tool that only reads gives; None when there is no such thing. Raises `ReadFailed`."""
    result = connector.read(tool, arguments, on_behalf=on_behalf, within_s=_READ_WITHIN_S)
    if isinstance(result, Failed):
        raise ReadFailed(result.code)
    return result.fields if isinstance(result, Succeeded) else None
