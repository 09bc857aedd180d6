"""Chat Completions, for servers that are not OpenAI's: only fields that all of them know.

What they know of structured output differs, so it is asked for in the best way that a server has
not refused yet: by a schema, as any JSON object, or in words alone. Who reads the answer checks it
in any case.
"""

import json
import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, Final

from wa_support.models import reply_reading as read
from wa_support.models.openai_client import Endpoint, FormRefused, OpenAiClient
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
from wa_support.ports.outside import Clock

_IN_WORDS: Final = "Answer with one JSON object and nothing else, valid by this schema:"
_FENCED: Final = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)


class Form(IntEnum):
    """How an answer's form is asked for."""

    SCHEMA = 0
    JSON_OBJECT = 1
    WORDS = 2


class ChatModel:
    """A LanguageModel."""

    def __init__(self, client: OpenAiClient, name: str, clock: Clock) -> None:
        self._client = client
        self._name = name
        self._clock = clock
        self._form = Form.SCHEMA

    @property
    def name(self) -> str:
        return self._name

    def reply(self, request: ModelRequest, *, within_s: float) -> ModelReply:
        until = self._clock.monotonic() + within_s
        while True:
            form = self._form
            try:
                return self._asked(request, form, within_s=until - self._clock.monotonic())
            except FormRefused:
                if form is Form.WORDS:
                    raise
                self._form = Form(form + 1)

    def _asked(self, request: ModelRequest, form: Form, *, within_s: float) -> ModelReply:
        body = request_body(self._name, request, form)
        answer = self._client.ask(Endpoint.CHAT, within_s=within_s, **body)
        return reply_of(answer, asked=self._name)


def request_body(model: str, request: ModelRequest, form: Form) -> dict[str, Any]:
    system = request.instructions
    if form is not Form.SCHEMA:
        schema = json.dumps(request.schema, ensure_ascii=False)
        system += (
            f"\n\nAnswer with one JSON object and nothing else, valid by this schema:\n{schema}"
        )
    body: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": system},
            *(message for line in request.lines for message in _messages(line)),
        ],
    }
    if form is Form.SCHEMA:
        described = {"name": request.schema_name, "schema": request.schema, "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": described}
    elif form is Form.JSON_OBJECT:
        body["response_format"] = {"type": "json_object"}
    if request.tools and request.may_call:
        body["tools"] = [_tool(tool) for tool in request.tools]
    return body


def _tool(tool: ModelTool) -> dict[str, Any]:
    described = {"name": tool.name, "description": tool.says, "parameters": tool.parameters}
    return {"type": "function", "function": described}


def _messages(line: Line) -> Iterator[dict[str, Any]]:
    match line:
        case Said(by=by, text=text):
            yield {"role": "user" if by is Speaker.CUSTOMER else "assistant", "content": text}
        case ToolAnswer(call=call, result=result):
            function = {"name": call.name, "arguments": call.arguments}
            asked = {"id": call.id, "type": "function", "function": function}
            yield {"role": "assistant", "content": None, "tool_calls": [asked]}
            yield {"role": "tool", "tool_call_id": call.id, "content": result}
        case Correction(answer=answer, violation=violation):
            yield {"role": "assistant", "content": answer}
            # many templates of open models take `system` at the beginning only
            yield {"role": "user", "content": violation}


def reply_of(answer: Mapping[str, Any], *, asked: str) -> ModelReply:
    """Raises ModelUnavailable for an answer that is none."""
    choice = next(iter(read.objects(answer.get("choices"))), None)
    if choice is None:
        raise ModelUnavailable("unreadable")
    message, why = read.inside(choice, "message"), read.text(choice, "finish_reason")
    return read.reply(
        model=read.model_name(answer, asked),
        usage=_usage(read.inside(answer, "usage")),
        calls=tuple(
            read.called(read.text(call, "id"), read.inside(call, "function"))
            for call in read.objects(message.get("tool_calls"))
        ),
        words=_unfenced(read.text(message, "content")),
        refused=why == "content_filter" or bool(read.text(message, "refusal")),
        truncated=why == "length",
    )


def _unfenced(words: str) -> str:
    """Asked in words, models like to set their JSON as Markdown does."""
    fenced = _FENCED.fullmatch(words)
    return fenced[1] if fenced else words


def _usage(usage: Mapping[str, Any]) -> Usage:
    details = read.inside(usage, "prompt_tokens_details")
    return Usage(
        input=read.count(usage, "prompt_tokens"),
        cached=read.count(details, "cached_tokens"),
        cache_written=read.count(details, "cache_write_tokens"),
        output=read.count(usage, "completion_tokens"),
    )
