"""What a tool answered: it worked, the arguments can be mended, or it failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """`fields` are those that the tool's specification names, JSON values only."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """Nothing happened, and asking differently may work: `code` says why (`not_found`,
    `slot_taken`, `not_allowed`, …)."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No answer to be had. `unsure`: an effect may have happened all the same."""

    code: str
    unsure: bool = False


ToolResult = Succeeded | Correctable | Failed
