"""Reads values out of an answer of which nothing is certain."""

from collections.abc import Mapping
from typing import Any

from wa_support.ports.language_model import (
    ModelReply,
    ModelUnavailable,
    ToolCall,
    Usage,
)

_LONGEST_NAME = 100


def objects(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects of a list; nothing for what is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def inside(value: object, name: str) -> Mapping[str, Any]:
    """The JSON object under this name, empty when there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return found if isinstance(found, str) else ""


def count(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def called(id: str, function: Mapping[str, Any]) -> ToolCall:
    """Raises ModelUnavailable for a call that could not be answered."""
    name = text(function, "name")
    if not id or not name:
        raise ModelUnavailable("unreadable")
    return ToolCall(id=id, name=name, arguments=text(function, "arguments"))


def model_name(answer: Mapping[str, Any], asked: str) -> str:
    """Which one answered: a name without a date may stand for several."""
    return text(answer, "model")[:_LONGEST_NAME] or asked


def reply(
    *,
    model: str,
    usage: Usage,
    calls: tuple[ToolCall, ...],
    words: str,
    refused: bool,
    truncated: bool,
) -> ModelReply:
    """Raises ModelUnavailable when there is nothing at all. What was cut off is not given on: a
    call may look whole and lack its end."""
    if refused or truncated:
        return ModelReply(model=model, usage=usage, refused=refused, truncated=truncated)
    if not calls and not words.strip():
        raise ModelUnavailable("unreadable")
    return ModelReply(model=model, usage=usage, calls=calls, text=None if calls else words)
