"""Looks at a request as strictly as the endpoint is described.

`/responses` is OpenAI's: sources are the guides of developers.openai.com/api/docs and the fields
typed in openai-python 3.54. `/chat/completions` is that of servers which follow OpenAI: they are
taken to know the fields that all of them know, and to refuse any other.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wa_support.simulator.model.refusals import Refused
from wa_support.simulator.model.strict_schema import schema_faults

Json = Mapping[str, Any]

_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_RESPONSES: Final = frozenset(
    {"model", "instructions", "input", "text", "tools", "tool_choice", "parallel_tool_calls",
     "reasoning", "store", "max_output_tokens", "safety_identifier", "prompt_cache_key",
     "prompt_cache_options", "include", "metadata", "service_tier", "temperature", "top_p",
     "truncation"}
)  # fmt: skip
_CHAT: Final = frozenset(
    {"model", "messages", "response_format", "tools", "tool_choice", "temperature", "top_p",
     "max_tokens", "stop", "seed", "stream"}
)  # fmt: skip
_EFFORTS: Final = frozenset({"none", "minimal", "low", "medium", "high", "xhigh", "max"})
_LONGEST_ID: Final = 64
_FEWEST_TOKENS: Final = 16


def check_responses(body: Json) -> None:
    """Raises Refused."""
    _only(body, _RESPONSES)
    if body.get("store") is not False:
        raise Refused("here 'store' must be false: nothing may be kept", param="store")
    for name in ("safety_identifier", "prompt_cache_key"):
        if len(body.get(name, "")) > _LONGEST_ID:
            raise Refused(f"'{name}' is longer than {_LONGEST_ID} characters", param=name)
    if body.get("max_output_tokens", _FEWEST_TOKENS) < _FEWEST_TOKENS:
        raise Refused("integer below minimum value", param="max_output_tokens")
    _reasoning(body)
    for tool in _list(body, "tools"):
        _only(tool, {"type", "name", "description", "parameters", "strict"}, "tools")
        _function(tool, strict=True)
    form = body.get("text", {}).get("format")
    if form is not None:
        _only(form, {"type", "name", "schema", "strict", "description"}, "text.format")
        _schema_form(form, "text.format")
    _input(_list(body, "input"))


def check_chat(body: Json, forms: frozenset[str]) -> None:
    """`forms`: what the server knows of `response_format`. Raises Refused."""
    _only(body, _CHAT)
    for tool in _list(body, "tools"):
        _only(tool, {"type", "function"}, "tools")
        function = tool.get("function", {})
        _only(function, {"name", "description", "parameters"}, "tools.function")
        _function(function, strict=False)
    form = body.get("response_format")
    if form is not None:
        if form.get("type") not in forms:
            raise Refused(f"response_format: '{form.get('type')}' is not supported")
        if form["type"] == "json_schema":
            _schema_form(form.get("json_schema", {}), "response_format.json_schema")
    _messages(_list(body, "messages"))


def _only(part: Json, known: frozenset[str] | set[str], where: str = "") -> None:
    for name in part:
        if name not in known:
            at = f"{where}.{name}" if where else name
            raise Refused(f"Unknown parameter: '{at}'.", code="unknown_parameter", param=at)


def _list(body: Json, name: str) -> Sequence[Json]:
    found = body.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Refused(f"'{name}' must be a list of objects", param=name)
    return found


def _reasoning(body: Json) -> None:
    reasoning = body.get("reasoning")
    if reasoning is None:
        return
    if re.match(r"gpt-4|gpt-3|.*-chat", body["model"]):
        raise Refused("'reasoning' is not supported with this model", param="reasoning")
    if reasoning.get("effort") not in _EFFORTS:
        raise Refused("invalid value", param="reasoning.effort")


def _function(function: Json, *, strict: bool) -> None:
    name = function.get("name", "")
    if not _NAME.fullmatch(name):
        raise Refused("a function's name has letters, digits, _ and -", param="tools.name")
    if strict and function.get("strict") is not True:
        raise Refused(f"{name}: 'strict' must be true", param="tools.strict")
    _take(function.get("parameters"), f"function '{name}'")


def _schema_form(form: Json, where: str) -> None:
    if not _NAME.fullmatch(form.get("name", "")):
        raise Refused("a schema's name has letters, digits, _ and -", param=f"{where}.name")
    if form.get("strict") is not True:
        raise Refused("'strict' must be true", param=f"{where}.strict")
    _take(form.get("schema"), f"response_format '{form['name']}'")


def _take(schema: object, what: str) -> None:
    faults = schema_faults(schema)
    if faults:
        raise Refused(f"Invalid schema for {what}: {'; '.join(faults)}", param="schema")


def _input(items: Sequence[Json]) -> None:
    """Every call has its output and every output its call."""
    calls: set[str] = set()
    outputs: set[str] = set()
    for item in items:
        kind = item.get("type", "message")
        if kind == "message":
            _only(item, {"type", "role", "content"}, "input")
            _words(item, {"user", "assistant", "system", "developer"})
        elif kind == "function_call":
            _only(item, {"type", "call_id", "name", "arguments"}, "input")
            calls.add(item["call_id"])
        elif kind == "function_call_output" and item.get("call_id") in calls:
            _only(item, {"type", "call_id", "output"}, "input")
            outputs.add(item["call_id"])
        else:
            raise Refused(f"No tool call found for an item of type '{kind}'.", param="input")
    if not items or calls != outputs:
        raise Refused("No tool output found for a function call, or no input.", param="input")


def _messages(messages: Sequence[Json]) -> None:
    """`system` comes first or not at all; what a call gave follows on it."""
    waiting: list[str] = []
    for at, message in enumerate(messages):
        role = message.get("role")
        if role == "tool":
            _only(message, {"role", "content", "tool_call_id"}, "messages")
            if message.get("tool_call_id") not in waiting:
                raise Refused("'tool' must follow a message with 'tool_calls'", param="messages")
            waiting.remove(message["tool_call_id"])
            continue
        if waiting or (role == "system" and at > 0):
            raise Refused("a message is not where it may be", param="messages")
        _only(message, {"role", "content", "tool_calls"}, "messages")
        waiting = [call["id"] for call in message.get("tool_calls", ())]
        if not waiting:
            _words(message, {"system", "user", "assistant"})
    if waiting or not messages:
        raise Refused("a call without its result, or no messages", param="messages")


def _words(message: Json, roles: set[str]) -> None:
    if message.get("role") not in roles or not isinstance(message.get("content"), str):
        raise Refused("a message has a role that is known, and text", param="role")
