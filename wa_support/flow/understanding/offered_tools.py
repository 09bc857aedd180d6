"""Which tools a model may call for a purpose, and how they are described to it."""

from collections.abc import Set as AbstractSet
from typing import Any, Final

from wa_support.domain.policy import Purpose
from wa_support.domain.tools import TOOL_SPECS, Argument, ToolKind, ToolSpec
from wa_support.ports.language_model import ModelTool

_ARTICLES: Final = "kb_search"
_ANY_TEXT: Final = Argument(name="", says="").pattern
_OF_BOOKINGS: Final = frozenset({"reschedule", "cancel_booking"})


def offered(
    purpose: Purpose, connected: AbstractSet[str], *, effects: bool
) -> tuple[ToolSpec, ...]:
    """Only what the policy allows and a connected system offers, in the catalogue's order.

    Who may change a booking may see which there are. A purpose that only drafts changes nothing.
    """
    allowed = set(purpose.bot_may)
    if allowed & _OF_BOOKINGS:
        allowed.add("list_bookings")
    there = set(connected) - {_ARTICLES}
    if purpose.knowledge:
        there.add(_ARTICLES)
    changes = effects and purpose.answers == "live"
    return tuple(
        spec
        for name, spec in TOOL_SPECS.items()
        if name in allowed & there and (changes or spec.kind is ToolKind.READ)
    )


def model_tool(spec: ToolSpec) -> ModelTool:
    properties = {argument.name: _property(argument) for argument in spec.arguments}
    return ModelTool(
        name=spec.name,
        says=spec.says,
        parameters={
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    )


def _property(argument: Argument) -> dict[str, Any]:
    kind = "string" if argument.most is None else "integer"
    shape: dict[str, Any] = {
        "type": kind if argument.required else [kind, "null"],
        "description": argument.says,
    }
    if argument.most is not None:
        return {**shape, "minimum": 1, "maximum": argument.most}
    if argument.pattern != _ANY_TEXT:
        shape["pattern"] = f"^{argument.pattern}$"
    return shape
