"""Requests that a server of a language model turns down, each for its own reason."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import requests

from tests.models.asking import ANSWER, KEY, MODEL, REQUEST, serving, strict
from wa_support.models.chat_model import Form
from wa_support.models.chat_model import request_body as chat_body
from wa_support.models.responses_model import request_body as responses_body
from wa_support.simulator.model.answers import Says
from wa_support.simulator.model.server import RunningModel
from wa_support.simulator.model.strict_schema import schema_faults


@pytest.fixture(scope="module")
def server() -> Iterator[RunningModel]:
    running = serving(lambda _asked: Says(text="{}"))
    yield running
    running.stop()


def posted(server: RunningModel, path: str, body: Any, key: str = KEY) -> requests.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return requests.post(f"{server.url}/{path}", json=body, headers=headers, timeout=5)


def told(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["error"]["message"])


def changed(body: dict[str, Any], at: str, value: Any) -> dict[str, Any]:
    """`at` is a path with dots, numbers for places in lists; None takes away."""
    made = deepcopy(body)
    *way, last = [int(step) if step.isdigit() else step for step in at.split(".")]
    inner: Any = made
    for step in way:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return made


OPEN = {"type": "object", "properties": {}}
RESPONSES_FAULTS: list[tuple[str, Any, str]] = [
    ("store", None, "'store' must be false"),
    ("store", True, "'store' must be false"),
    ("response_format", {}, "Unknown parameter: 'response_format'"),
    ("max_tokens", 5, "Unknown parameter: 'max_tokens'"),
    ("safety_identifier", "x" * 65, "longer than 64"),
    ("max_output_tokens", 1, "below minimum"),
    ("reasoning", {"effort": "huge"}, "invalid value"),
    ("tools.0.strict", None, "'strict' must be true"),
    ("tools.0.function", {}, "Unknown parameter: 'tools.function'"),
    ("tools.0.name", "get order", "letters, digits"),
    ("tools.0.parameters", OPEN, "'additionalProperties' is required to be false"),
    ("text.format.strict", False, "'strict' must be true"),
    ("text.format.schema", OPEN, "'additionalProperties' is required to be false"),
    ("text.format.name", None, "letters, digits"),
    ("input.0.role", "shop", "a role that is known"),
    ("input.0.content", 5, "a role that is known"),
    ("input.4", None, "No tool output found"),
    ("input.3", None, "No tool call found"),
    ("input", [], "no input"),
    ("input.0", "words", "a list of objects"),
]
CHAT_FAULTS: list[tuple[str, Any, str]] = [
    *(
        (name, value, f"Unknown parameter: '{name}'")
        for name, value in {
            "store": False, "safety_identifier": "x", "prompt_cache_key": "x", "user": "x",
            "parallel_tool_calls": False, "reasoning_effort": "low", "service_tier": "auto",
            "max_completion_tokens": 5, "metadata": {},
        }.items()
    ),
    ("tools.0.function.strict", True, "Unknown parameter: 'tools.function.strict'"),
    ("tools.0.function.parameters", OPEN, "'additionalProperties' is required to be false"),
    ("response_format.type", "xml", "response_format: 'xml' is not supported"),
    ("response_format.json_schema.strict", None, "'strict' must be true"),
    ("messages.0.role", "developer", "a role that is known"),
    ("messages.2.role", "system", "not where it may be"),
    ("messages.5", None, "not where it may be"),
    ("messages.4", None, "must follow a message with 'tool_calls'"),
    ("messages", [], "no messages"),
]  # fmt: skip


@pytest.mark.parametrize(("at", "value", "why"), RESPONSES_FAULTS)
def test_responses_refuses(server: RunningModel, at: str, value: Any, why: str) -> None:
    body = changed(responses_body(MODEL, REQUEST), at, value)
    code, message = told(posted(server, "responses", body))
    assert (code, why in message) == (400, True), message
    assert server.asked[-1].refused == message


@pytest.mark.parametrize(("at", "value", "why"), CHAT_FAULTS)
def test_chat_refuses(server: RunningModel, at: str, value: Any, why: str) -> None:
    body = changed(chat_body(MODEL, REQUEST, Form.SCHEMA), at, value)
    code, message = told(posted(server, "chat/completions", body))
    assert (code, why in message) == (400, True), message


@pytest.mark.parametrize("path", ["responses", "chat/completions"])
def test_a_body_that_is_no_object_is_refused(server: RunningModel, path: str) -> None:
    assert told(posted(server, path, [1]))[0] == 400


def test_another_key_or_model_is_refused(server: RunningModel) -> None:
    body = responses_body("gpt-none", REQUEST)
    assert told(posted(server, "responses", body))[0] == 404
    code, message = told(posted(server, "responses", body, key="sk-other-key-00009999"))
    assert (code, "9999" in message) == (401, True)


def test_a_reasoning_setting_is_refused_where_nothing_reasons() -> None:
    server = serving(lambda _asked: Says(text="{}"), models=("gpt-4.1-mini",))
    try:
        body = responses_body("gpt-4.1-mini", REQUEST) | {"reasoning": {"effort": "low"}}
        assert "not supported with this model" in told(posted(server, "responses", body))[1]
    finally:
        server.stop()


def nested(levels: int) -> dict[str, Any]:
    return strict(inner=nested(levels - 1)) if levels > 1 else strict(word={"type": "string"})


SCHEMAS: list[tuple[Any, str]] = [
    ([], "the root"),
    ({"anyOf": [ANSWER]}, "the root"),
    (ANSWER | {"required": ["intent"]}, "must name every property"),
    (ANSWER | {"additionalProperties": True}, "required to be false"),
    (strict(a={"type": "string", "default": "x"}), "(root).a: 'default' is not permitted"),
    (strict(a={"type": "string", "maxLength": 5}), "'maxLength' is not permitted"),
    (strict(a={"oneOf": [{"type": "string"}]}), "'oneOf' is not permitted"),
    (strict(a={"type": "text"}), "unknown type"),
    (strict(a={}), "no 'type'"),
    (strict(a={"type": "array"}), "without 'items'"),
    (strict(a={"type": "array", "items": {"type": "object"}}), "(root).a[]: 'additional"),
    (strict(a={"anyOf": [{"type": "object"}, {"type": "null"}]}), "(root).a|0: 'additional"),
    (strict(a={"type": "string", "format": "phone"}), "'phone' is not supported"),
    (strict(a={"type": "string", "pattern": "("}), "no regular expression"),
    (strict(a={"type": "string", "enum": [str(each) for each in range(1001)]}), "more than 1000"),
    (nested(11), "deeper than 10"),
]


@pytest.mark.parametrize(("schema", "why"), SCHEMAS)
def test_a_schema_that_is_not_strict_has_its_fault_named(schema: Any, why: str) -> None:
    assert why in "; ".join(schema_faults(schema))


def test_a_strict_schema_has_none() -> None:
    assert schema_faults(ANSWER) == []
    assert schema_faults(nested(9)) == []
