"""What a tool answered: it worked, the arguments can be mended, or it failed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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


def result_as_json(result: ToolResult) -> dict[str, Any]:
    return {"outcome": type(result).__name__.lower(), **asdict(result)}


def result_from_json(value: Mapping[str, Any]) -> ToolResult:
    kinds: dict[str, type[ToolResult]] = {
        "succeeded": Succeeded, "correctable": Correctable, "failed": Failed,
    }  # fmt: skip
    fields = {name: one for name, one in value.items() if name != "outcome"}
    return kinds[value["outcome"]](**fields)
