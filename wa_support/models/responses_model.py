"""OpenAI's Responses API. Nothing is stored there: every call carries its own history.

Sources: developers.openai.com/api/docs, guides "structured-outputs", "function-calling",
"prompt-caching", "safety-best-practices"; fields as typed in openai-python 3.54.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from wa_support.models import reply_reading as read
from wa_support.models.openai_client import Endpoint, OpenAiClient
from wa_support.ports.language_model import (
    Correction,
    Line,
    ModelReply,
    ModelRequest,
    ModelTool,
    ModelUnavailable,
    Said,
    Speaker,
    ToolAnswer,
    Usage,
)

# with what is thought before the answer
_MOST_TOKENS: Final = 4000
_REASONS: Final = re.compile(
    r"(gpt-[5-9](\.\d+)?(-(mini|nano|sol|terra|luna|astra))?|o[34](-mini)?)(-\d{4}-\d\d-\d\d)?"
)
# every reasoning model takes it; the newest take nothing lower
_EFFORT: Final = "low"


class ResponsesModel:
    """A LanguageModel."""

    def __init__(self, client: OpenAiClient, name: str) -> None:
        self._client = client
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        body = request_body(self._name, request)
        answer = self._client.ask(Endpoint.RESPONSES, within_s=within_s, **body)
        return reply_of(answer, asked=self._name)


def request_body(model: str, request: ModelRequest) -> dict[str, Any]:
    """What stays the same for a purpose comes first. The tools stay when none may be called, as
    they are part of the prefix that is cached."""
    body: dict[str, Any] = {
        "model": model,
        "instructions": request.instructions,
        "input": [item for line in request.lines for item in _items(line)],
        "text": {"format": _format(request)},
        "max_output_tokens": _MOST_TOKENS,
        "prompt_cache_key": hashlib.sha256(request.instructions.encode()).hexdigest()[:32],
        "safety_identifier": request.safety_id,
        "store": False,
    }
    if request.tools:
        body["tools"] = [_tool(tool) for tool in request.tools]
        body["tool_choice"] = "auto" if request.may_call else "none"
        body["parallel_tool_calls"] = False
    if _REASONS.fullmatch(model):
        body["reasoning"] = {"effort": _EFFORT}
    return body


def _format(request: ModelRequest) -> dict[str, Any]:
    return {
        "type": "json_schema",
        "name": request.schema_name,
        "schema": request.schema,
        "strict": True,
    }


def _tool(tool: ModelTool) -> dict[str, Any]:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.says,
        "parameters": tool.parameters,
        "strict": True,
    }


def _items(line: Line) -> Iterator[dict[str, Any]]:
    match line:
        case Said(by=by, text=text):
            yield {"role": "user" if by is Speaker.CUSTOMER else "assistant", "content": text}
        case ToolAnswer(call=call, result=result):
            yield {
                "type": "function_call",
                "call_id": call.id,
                "name": call.name,
                "arguments": call.arguments,
            }
            yield {"type": "function_call_output", "call_id": call.id, "output": result}
        case Correction(answer=answer, violation=violation):
            yield {"role": "assistant", "content": answer}
            yield {"role": "developer", "content": violation}


def reply_of(answer: Mapping[str, Any], *, asked: str) -> ModelReply:
    """Raises ModelUnavailable for an answer that is none."""
    status = read.text(answer, "status")
    if status == "failed":
        limited = read.text(read.inside(answer, "error"), "code") == "rate_limit_exceeded"
        raise ModelUnavailable("rate_limited" if limited else "server_error")
    if status not in ("completed", "incomplete"):
        raise ModelUnavailable("unreadable")
    items = read.objects(answer.get("output"))
    parts = [
        part
        for item in items
        if item.get("type") == "message"
        for part in read.objects(item.get("content"))
    ]
    why = read.text(read.inside(answer, "incomplete_details"), "reason")
    return read.reply(
        model=read.model_name(answer, asked),
        usage=_usage(read.inside(answer, "usage")),
        calls=tuple(
            read.called(read.text(item, "call_id"), item)
            for item in items
            if item.get("type") == "function_call"
        ),
        words="".join(read.text(part, "text") for part in parts),
        refused=why == "content_filter" or any(part.get("type") == "refusal" for part in parts),
        truncated=status == "incomplete" and why != "content_filter",
    )


def _usage(usage: Mapping[str, Any]) -> Usage:
    details = read.inside(usage, "input_tokens_details")
    return Usage(
        input=read.count(usage, "input_tokens"),
        cached=read.count(details, "cached_tokens"),
        cache_written=read.count(details, "cache_write_tokens"),
        output=read.count(usage, "output_tokens"),
    )
