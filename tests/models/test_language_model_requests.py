"""What is sent to a language model, field by field."""

from dataclasses import replace
from typing import Any

import pytest

from tests.models.asking import ANSWER, CALL, GET_ORDER, MODEL, REQUEST, Ticking, model_at, serving
from wa_support.models.chat_model import ChatModel, Form
from wa_support.models.chat_model import request_body as chat_body
from wa_support.models.language_models import is_openai, language_model
from wa_support.models.responses_model import ResponsesModel
from wa_support.models.responses_model import request_body as responses_body
from wa_support.ports.language_model import ModelUnavailable
from wa_support.simulator.model.answers import Asked, Endpoint, Failure, Says
from wa_support.simulator.model.configuration import one_after_another

WORDS = '{"intent":"order_status","order_id":null,"next_action":"answer"}'
CALLED = {"name": "get_order", "arguments": CALL.arguments}
PLENTY_S = 20.0


def test_a_request_to_responses_in_full() -> None:
    assert responses_body(MODEL, REQUEST) == {
        "model": MODEL,
        "instructions": "You answer for a shop.",
        "input": [
            {"role": "user", "content": "주문 어디쯤 왔나요"},
            {"role": "assistant", "content": "주문번호를 알려 주시겠습니까?"},
            {"role": "user", "content": "20261101-000123"},
            {"type": "function_call", "call_id": "call_1"} | CALLED,
            {"type": "function_call_output", "call_id": "call_1", "output": '{"state":"shipped"}'},
            {"role": "assistant", "content": '{"intent":1}'},
            {"role": "developer", "content": "intent is a string"},
        ],
        "text": {
            "format": {
                "type": "json_schema", "name": "understanding", "schema": ANSWER, "strict": True,
            }
        },
        "tools": [
            {
                "type": "function", "name": "get_order", "strict": True,
                "description": "One order of this customer.", "parameters": GET_ORDER.parameters,
            }
        ],
        "tool_choice": "auto",
        "parallel_tool_calls": False,
        "reasoning": {"effort": "low"},
        "max_output_tokens": 4000,
        "prompt_cache_key": "51a521edb26b9c7c55cd20cf0ec5483f",
        "safety_identifier": "c0ffee",
        "store": False,
    }  # fmt: skip


def test_a_request_to_chat_in_full() -> None:
    assert chat_body(MODEL, REQUEST, Form.SCHEMA) == {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "You answer for a shop."},
            {"role": "user", "content": "주문 어디쯤 왔나요"},
            {"role": "assistant", "content": "주문번호를 알려 주시겠습니까?"},
            {"role": "user", "content": "20261101-000123"},
            {
                "role": "assistant", "content": None,
                "tool_calls": [{"id": "call_1", "type": "function", "function": CALLED}],
            },
            {"role": "tool", "tool_call_id": "call_1", "content": '{"state":"shipped"}'},
            {"role": "assistant", "content": '{"intent":1}'},
            {"role": "user", "content": "intent is a string"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "understanding", "schema": ANSWER, "strict": True},
        },
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "get_order", "description": "One order of this customer.",
                    "parameters": GET_ORDER.parameters,
                },
            }
        ],
    }  # fmt: skip


def test_tools_taken_away_stay_in_the_cached_prefix_at_openai() -> None:
    taken = replace(REQUEST, may_call=False)
    body = responses_body(MODEL, taken)
    assert (body["tool_choice"], body["tools"]) == ("none", responses_body(MODEL, REQUEST)["tools"])
    assert "tools" not in chat_body(MODEL, taken, Form.SCHEMA)


def test_a_request_without_tools_names_none() -> None:
    bare = replace(REQUEST, tools=())
    bodies = responses_body(MODEL, bare), chat_body(MODEL, bare, Form.SCHEMA)
    assert not {"tools", "tool_choice", "parallel_tool_calls"} & {*bodies[0], *bodies[1]}


@pytest.mark.parametrize(
    "name", ["gpt-6-luna", "gpt-5.4-mini-2026-03-17", "gpt-6.2-sol", "o4-mini"]
)
def test_a_model_that_reasons_is_told_how_much(name: str) -> None:
    assert responses_body(name, REQUEST)["reasoning"] == {"effort": "low"}


@pytest.mark.parametrize(
    "name", ["gpt-4.1-mini", "gpt-5.3-chat-latest", "gpt-5.2-pro", "ft:gpt-4o"]
)
def test_another_is_not(name: str) -> None:
    assert "reasoning" not in responses_body(name, REQUEST)


@pytest.mark.parametrize("endpoint", list(Endpoint))
@pytest.mark.parametrize("may_call", [True, False])
def test_a_strict_server_takes_the_request(endpoint: Endpoint, may_call: bool) -> None:
    server = serving(one_after_another([Says(text=WORDS)]))
    try:
        asked = replace(REQUEST, may_call=may_call)
        assert model_at(server.url, endpoint).reply(asked, within_s=PLENTY_S).text == WORDS
        [seen] = server.asked
    finally:
        server.stop()
    assert (seen.endpoint, seen.refused) == (endpoint, None)
    last = {Endpoint.CHAT: "intent is a string", Endpoint.RESPONSES: "20261101-000123"}
    assert seen.customer_said == last[endpoint]
    assert seen.results == ['{"state":"shipped"}']
    assert seen.schema == ANSWER


@pytest.mark.parametrize("endpoint", list(Endpoint))
def test_the_same_beginning_is_counted_as_cached(endpoint: Endpoint) -> None:
    long = replace(REQUEST, instructions="Say only what the policy says. " * 300)
    server = serving(one_after_another([Says(text=WORDS), Says(text=WORDS)]))
    try:
        model = model_at(server.url, endpoint)
        cold = model.reply(long, within_s=PLENTY_S).usage
        warm = model.reply(replace(long, lines=long.lines[:1]), within_s=PLENTY_S).usage
    finally:
        server.stop()
    assert cold.cached == 0
    assert 1024 <= warm.cached <= warm.input


def forms_of(asked: list[Asked]) -> list[str]:
    return [each.body.get("response_format", {}).get("type", "words") for each in asked]


@pytest.mark.parametrize(
    ("known", "tried"),
    [
        ({"json_schema"}, ["json_schema", "json_schema"]),
        ({"json_object"}, ["json_schema", "json_object", "json_object"]),
        (set[str](), ["json_schema", "json_object", "words", "words"]),
    ],
)
def test_a_form_that_a_server_refuses_is_not_asked_for_again(
    known: set[str], tried: list[str]
) -> None:
    said = [Says(text=WORDS), Says(text=f"```json\n{WORDS}\n```")]
    server = serving(one_after_another(said), forms=frozenset(known))
    try:
        model = model_at(server.url, Endpoint.CHAT)
        replies = [model.reply(REQUEST, within_s=PLENTY_S).text for _ in said]
    finally:
        server.stop()
    assert replies == [WORDS, WORDS]
    assert forms_of(server.asked) == tried
    if "json_schema" not in known:
        assert '"additionalProperties": false' in server.asked[-1].body["messages"][0]["content"]


def test_another_error_takes_no_form_away() -> None:
    server = serving(one_after_another([Failure.ERROR_500, Says(text=WORDS)]))
    try:
        model = model_at(server.url, Endpoint.CHAT)
        with pytest.raises(ModelUnavailable):
            model.reply(REQUEST, within_s=PLENTY_S)
        model.reply(REQUEST, within_s=PLENTY_S)
    finally:
        server.stop()
    assert forms_of(server.asked) == ["json_schema", "json_schema"]


AT_OPENAI = [None, "https://api.openai.com/v1", "https://eu.api.openai.com/v1"]
ELSEWHERE = ["http://127.0.0.1:11434/v1", "https://api.openai.com.example/v1"]


def test_responses_at_openai_and_chat_anywhere_else() -> None:
    def chosen(base_url: str | None) -> Any:
        return type(language_model(api_key="k", base_url=base_url, name="m", clock=Ticking()))

    assert {chosen(each) for each in AT_OPENAI} == {ResponsesModel}
    assert {chosen(each) for each in ELSEWHERE} == {ChatModel}
    assert [is_openai(each) for each in AT_OPENAI + ELSEWHERE] == [True] * 3 + [False] * 2
