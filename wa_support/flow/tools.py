"""How a turn reads from outside: through its journal, so that a re-run reads the same."""

from collections.abc import Callable, Mapping
from typing import Any

Read = Callable[[str, Mapping[str, Any], Callable[[], Mapping[str, Any]]], Mapping[str, Any]]
"""`read(tool, arguments, call)`: the journalled result, calling only when there is none yet."""


class ToolError(Exception):
    """A connected system did not answer a read."""
