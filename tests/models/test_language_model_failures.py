"""Each failure of a model's server, at both endpoints: a reply or ModelUnavailable, in time."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.models.asking import ANSWER, KEY, MODEL, REQUEST, model_at, serving
from wa_support.ports.language_model import ModelReply, ModelUnavailable, Said, Speaker
from wa_support.simulator.model.answers import Answer, Asked, Calls, Endpoint, Failure, Says
from wa_support.simulator.model.refusals import RETRY_AFTER_S
from wa_support.simulator.model.server import RunningModel

WORDS = '{"intent":"order_status","order_id":null,"next_action":"answer"}'
PLENTY_S = 20.0
SHORT_S = 0.4
SLACK_S = 0.3


@pytest.fixture(params=list(Endpoint))
def endpoint(request: pytest.FixtureRequest) -> Endpoint:
    chosen: Endpoint = request.param
    return chosen


@pytest.fixture(scope="module")
def told() -> list[Answer]:
    """What the server says from now on."""
    return [Says(text=WORDS)]


@pytest.fixture(scope="module")
def server(told: list[Answer]) -> Iterator[RunningModel]:
    def script(_asked: Asked) -> Answer:
        return told[0]

    running = serving(script)
    yield running
    running.stop()


@pytest.fixture
def asked(
    server: RunningModel, told: list[Answer], endpoint: Endpoint
) -> Callable[..., ModelReply]:
    model = model_at(server.url, endpoint)

    def ask(answer: Answer, within_s: float = PLENTY_S) -> ModelReply:
        # opened before it counts: the first request imports the SDK
        told[0] = Says(text=WORDS)
        model.reply(REQUEST, within_s=PLENTY_S)
        told[0] = answer
        return model.reply(REQUEST, within_s=within_s)

    return ask


def unavailable(ask: Callable[..., ModelReply], answer: Answer, within_s: float = PLENTY_S) -> str:
    with pytest.raises(ModelUnavailable) as raised:
        ask(answer, within_s)
    return raised.value.kind


def test_an_answer_comes_whole_with_its_tokens(asked: Callable[..., ModelReply]) -> None:
    reply = asked(Says(text=WORDS))
    assert (reply.text, reply.calls, reply.model) == (WORDS, (), MODEL)
    assert reply.usage.input > 0
    assert reply.usage.output == len(WORDS) // 4


def test_calls_come_with_arguments_as_they_were_written(asked: Callable[..., ModelReply]) -> None:
    tools = (("get_order", '{"order_id":"'), ("get_order", "{}"))
    reply = asked(Calls(tools=tools))
    assert tuple((call.name, call.arguments) for call in reply.calls) == tools
    assert reply.text is None
    assert len({call.id for call in reply.calls}) == 2


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (Failure.RATE_LIMITED, "rate_limited"),
        (Failure.NO_CREDIT, "out_of_credit"),
        (Failure.ERROR_500, "server_error"),
        (Failure.HUGE_ERROR, "unreadable"),
        (Failure.REDIRECT, "bad_request"),  # "connection" would mean that it was followed
        (Failure.RESET, "connection"),
        (Failure.NOT_JSON, "unreadable"),
        (Failure.EMPTY, "unreadable"),
        (Failure.HUGE, "unreadable"),
    ],
)
def test_a_failure_has_its_name(
    asked: Callable[..., ModelReply], failure: Failure, kind: str
) -> None:
    assert unavailable(asked, failure) == kind


@pytest.mark.parametrize("failure", [Failure.SLOW, Failure.TRICKLE])
def test_what_does_not_come_in_time_is_not_waited_for(
    asked: Callable[..., ModelReply], failure: Failure
) -> None:
    before = time.monotonic()
    asked(Says(text=WORDS))
    usual_s = time.monotonic() - before
    before = time.monotonic()
    assert unavailable(asked, failure, SHORT_S) == "timeout"
    assert time.monotonic() - before < usual_s + SHORT_S + SLACK_S


def test_no_time_left_asks_nothing(server: RunningModel, endpoint: Endpoint) -> None:
    before = len(server.asked)
    with pytest.raises(ModelUnavailable, match="timeout"):
        model_at(server.url, endpoint).reply(REQUEST, within_s=0)
    assert len(server.asked) == before


def test_who_is_told_to_wait_knows_how_long(asked: Callable[..., ModelReply]) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        asked(Failure.RATE_LIMITED)
    assert raised.value.retry_after_s == RETRY_AFTER_S


def test_nothing_is_tried_again(asked: Callable[..., ModelReply], server: RunningModel) -> None:
    before = len(server.asked)
    unavailable(asked, Failure.ERROR_500)
    assert len(server.asked) == before + 2  # one that went well, one that failed


def test_a_refusal_is_said(asked: Callable[..., ModelReply]) -> None:
    reply = asked(Failure.REFUSAL)
    assert (reply.refused, reply.truncated, reply.text, reply.calls) == (True, False, None, ())


def test_what_was_cut_off_is_said_and_not_given_on(asked: Callable[..., ModelReply]) -> None:
    reply = asked(Failure.TRUNCATED)
    assert (reply.refused, reply.truncated, reply.text, reply.calls) == (False, True, None, ())
    assert reply.usage.output > 0


def test_words_that_are_no_json_come_as_they_are(asked: Callable[..., ModelReply]) -> None:
    text = asked(Failure.INVALID_JSON).text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text or "{}")


def test_an_answer_outside_its_schema_comes_as_it_is(asked: Callable[..., ModelReply]) -> None:
    assert set(json.loads(asked(Failure.SCHEMA_VIOLATING).text or "{}")) != set(
        ANSWER["properties"]
    )


def test_hostile_words_come_as_words(asked: Callable[..., ModelReply]) -> None:
    text = asked(Failure.HOSTILE).text or "{}"
    assert set(json.loads(text)) == set(ANSWER["properties"])
    assert "http://evil.example" in text


def test_a_wrong_key_is_refused_and_none_of_it_is_repeated(
    server: RunningModel, endpoint: Endpoint
) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        model_at(server.url, endpoint, key="sk-wrong-key-00009999").reply(
            REQUEST, within_s=PLENTY_S
        )
    assert raised.value.kind == "refused_key"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    assert "sk-" not in repr(raised.value)


@pytest.mark.parametrize(
    ("key", "text", "kind"),
    [("sk-열쇠", "hello", "refused_key"), (KEY, "half a character \ud83d", "bad_request")],
)
def test_what_cannot_be_written_is_never_sent(
    server: RunningModel, endpoint: Endpoint, key: str, text: str, kind: str
) -> None:
    request = replace(REQUEST, lines=(Said(by=Speaker.CUSTOMER, text=text),))
    with pytest.raises(ModelUnavailable, match=kind) as raised:
        model_at(server.url, endpoint, key=key).reply(request, within_s=PLENTY_S)
    assert raised.value.__suppress_context__


def test_a_model_that_is_not_there_is_a_bad_request(
    server: RunningModel, endpoint: Endpoint
) -> None:
    with pytest.raises(ModelUnavailable, match="bad_request"):
        model_at(server.url, endpoint, name="gpt-none").reply(REQUEST, within_s=PLENTY_S)


def test_nobody_there_is_no_connection(endpoint: Endpoint) -> None:
    with pytest.raises(ModelUnavailable, match="connection"):
        model_at("http://127.0.0.1:9/v1", endpoint).reply(REQUEST, within_s=PLENTY_S)


def test_neither_key_nor_words_are_logged(
    asked: Callable[..., ModelReply], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    asked(Says(text=WORDS))
    unavailable(asked, Failure.ERROR_500)
    assert KEY not in caplog.text
    assert "주문" not in caplog.text
    assert "order_status" not in caplog.text


def test_an_adapter_shows_no_key(server: RunningModel, endpoint: Endpoint) -> None:
    model = model_at(server.url, endpoint)
    assert KEY not in repr(model) + str(model)


def test_no_thread_stays_behind(asked: Callable[..., ModelReply]) -> None:
    unavailable(asked, Failure.TRICKLE, SHORT_S)
    ours = [each for each in threading.enumerate() if each.name == "language-model"]
    for each in ours:
        each.join(timeout=2)
    assert not [each for each in ours if each.is_alive()]
