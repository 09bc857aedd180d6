"""Puts an answer into the shape of the endpoint that was asked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from wa_support.simulator.model.answers import Answer, Asked, Calls, Endpoint, Failure, Says
from wa_support.simulator.model.filling import HOSTILE, filled, violating
from wa_support.simulator.model.tokens import tokens

_HUGE: Final = 4_000_000
_REFUSAL: Final = "I'm sorry, I cannot assist with that request."


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An answer without the shape of an endpoint."""

    text: str = ""
    refusal: str | None = None
    truncated: bool = False
    calls: tuple[tuple[str, str], ...] = ()


def spoken(answer: Answer, asked: Asked) -> Spoken:
    """Those failures that are an answer; the others have no body."""
    match answer:
        case Says(text=text):
            return Spoken(text=text)
        case Calls(tools=tools):
            return Spoken(calls=tools)
        case Failure.REFUSAL:
            return Spoken(refusal=_REFUSAL)
        case Failure.TRUNCATED:
            return Spoken(text=_json(filled(asked.schema, "…"))[:-3], truncated=True)
        case Failure.INVALID_JSON:
            return Spoken(text=_json(filled(asked.schema, "…"))[:-3])
        case Failure.SCHEMA_VIOLATING:
            return Spoken(text=_json(violating(asked.schema)))
        case Failure.HOSTILE:
            return Spoken(text=_json(filled(asked.schema, HOSTILE)))
        case Failure.HUGE:
            return Spoken(text=_json(filled(asked.schema, "가" * _HUGE)))
    return Spoken()


def body_of(said: Spoken, asked: Asked, *, id: str, read: tuple[int, int]) -> dict[str, Any]:
    """`read`: tokens of the prompt, and how many of them were cached."""
    if asked.endpoint is Endpoint.RESPONSES:
        return _response(said, asked.body, id, read)
    return _completion(said, asked.body, id, read)


def _response(
    said: Spoken, body: Mapping[str, Any], id: str, read: tuple[int, int]
) -> dict[str, Any]:
    part: dict[str, Any] = {"type": "output_text", "text": said.text, "annotations": []}
    if said.refusal:
        part = {"type": "refusal", "refusal": said.refusal}
    output: list[dict[str, Any]] = [
        {
            "type": "function_call",
            "id": f"fc_{id}_{at}",
            "call_id": f"call_{id}_{at}",
            "name": name,
            "arguments": arguments,
            "status": "completed",
        }
        for at, (name, arguments) in enumerate(said.calls)
    ]
    if said.text or said.refusal:
        message = {"type": "message", "id": f"msg_{id}", "role": "assistant", "content": [part]}
        output.append(message)
    written = _written(said)
    return {
        "id": f"resp_{id}",
        "object": "response",
        "created_at": 1_795_500_000,
        "model": body["model"],
        "status": "incomplete" if said.truncated else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if said.truncated else None,
        "error": None,
        "output": output,
        "store": False,
        "usage": {
            "input_tokens": read[0],
            "input_tokens_details": {"cached_tokens": read[1], "cache_write_tokens": 0},
            "output_tokens": written,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": read[0] + written,
        },
    }


def _completion(
    said: Spoken, body: Mapping[str, Any], id: str, read: tuple[int, int]
) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.text or None}
    if said.refusal:
        message["refusal"] = said.refusal
    if said.calls:
        message["tool_calls"] = [
            {
                "id": f"call_{id}_{at}",
                "type": "function",
                "function": {"name": name, "arguments": arguments},
            }
            for at, (name, arguments) in enumerate(said.calls)
        ]
    whole = "tool_calls" if said.calls else "stop"
    written = _written(said)
    return {
        "id": f"chatcmpl-{id}",
        "object": "chat.completion",
        "created": 1_795_500_000,
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "finish_reason": "length" if said.truncated else whole,
                "message": message,
            }
        ],
        "usage": {
            "prompt_tokens": read[0],
            "prompt_tokens_details": {"cached_tokens": read[1]},
            "completion_tokens": written,
            "total_tokens": read[0] + written,
        },
    }


def _written(said: Spoken) -> int:
    words = "".join(name + arguments for name, arguments in said.calls)
    return tokens(said.text + (said.refusal or "") + words)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
