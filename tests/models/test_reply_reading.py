"""Whatever JSON comes back, it is a reply or none, and nothing else happens."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from functools import reduce
from operator import getitem
from typing import Any

import httpx2
import pytest

from wa_support.models import chat_model, responses_model
from wa_support.models.openai_errors import retry_after_s
from wa_support.ports.language_model import ModelReply, ModelUnavailable
from wa_support.simulator.model.answers import Asked, Endpoint
from wa_support.simulator.model.bodies import Spoken, body_of

Read = Callable[..., ModelReply]

ODD: list[Any] = [None, True, -1, 0.5, "", "x", [], {}, [None], [[]], {"type": 1}, [{"type": []}]]
SPOKEN = [
    Spoken(text="{}"),
    Spoken(refusal="no"),
    Spoken(text="{", truncated=True),
    Spoken(calls=(("get_order", "{}"), ("get_order", "{}"))),
]


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value inside this one."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for at, each in inside:
        yield (*way, at)
        if isinstance(each, dict | list):
            yield from places(each, (*way, at))


def spoilt(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """With every odd value in every place."""
    for *way, last in places(answer):
        for odd in ODD:
            made = deepcopy(answer)
            reduce(getitem, way, made)[last] = odd
            yield made


@pytest.mark.parametrize("endpoint", list(Endpoint))
@pytest.mark.parametrize("said", SPOKEN)
def test_whatever_is_odd_in_an_answer_it_is_a_reply_or_none(
    endpoint: Endpoint, said: Spoken
) -> None:
    read: Read = chat_model.reply_of if endpoint is Endpoint.CHAT else responses_model.reply_of
    asked = Asked(endpoint=endpoint, body={"model": "m"})
    replies = []
    for answer in spoilt(body_of(said, asked, id="1", read=(9, 9))):
        with suppress(ModelUnavailable):
            replies.append(read(answer, asked="m"))
    assert len(replies) > 100
    for reply in replies:
        whole = bool(reply.calls) + (reply.text is not None)
        assert whole == (0 if reply.refused or reply.truncated else 1)
        assert min(reply.usage.input, reply.usage.cached, reply.usage.output) >= 0
        assert all(call.id and call.name for call in reply.calls)


def test_a_response_that_failed_names_the_limit_that_was_reached() -> None:
    def kind(code: str) -> str:
        with pytest.raises(ModelUnavailable) as raised:
            responses_model.reply_of({"status": "failed", "error": {"code": code}}, asked="m")
        return raised.value.kind

    assert [kind("rate_limit_exceeded"), kind("server_error")] == ["rate_limited", "server_error"]


def test_a_filter_that_stepped_in_is_a_refusal() -> None:
    at_chat = {"choices": [{"finish_reason": "content_filter", "message": {"content": "Wel"}}]}
    at_responses = {
        "status": "incomplete",
        "incomplete_details": {"reason": "content_filter"},
        "output": [{"type": "message", "content": [{"type": "output_text", "text": "Wel"}]}],
    }
    replies = (
        chat_model.reply_of(at_chat, asked="m"),
        responses_model.reply_of(at_responses, asked="m"),
    )
    assert [(each.refused, each.truncated, each.text) for each in replies] == [
        (True, False, None),
        (True, False, None),
    ]


def test_usage_is_read_where_it_stands() -> None:
    answer = {
        "choices": [{"finish_reason": "stop", "message": {"content": "{}"}}],
        "model": "gpt-6-luna-2026-09-22",
        "usage": {
            "prompt_tokens": 2000,
            "completion_tokens": 30,
            "prompt_tokens_details": {"cached_tokens": 1024, "cache_write_tokens": 500},
        },
    }
    reply = chat_model.reply_of(answer, asked="gpt-6-luna")
    assert reply.model == "gpt-6-luna-2026-09-22"
    usage = reply.usage
    assert (usage.input, usage.cached, usage.cache_written, usage.output) == (2000, 1024, 500, 30)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After-Ms": "1500", "Retry-After": "2"}, 1.5),
        ({"Retry-After": "Wed, 25 Nov 2026 12:00:00 GMT"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "nan"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(httpx2.Headers(headers)) == seconds
