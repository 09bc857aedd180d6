"""What becomes of a template that was submitted."""

import pytest

from tests.simulator.receiver import MovableClock
from tests.simulator.templates.conftest import Graph, error_of
from tests.simulator.templates.samples import (
    PLAIN,
    named,
    positional,
)


@pytest.mark.parametrize("key", ["name", "language", "category", "components"])
def test_what_is_required_is_named(graph: Graph, key: str) -> None:
    body = positional()
    del body[key]
    answer = graph.create(body)
    assert error_of(answer) == (400, 100, None)
    assert f"The parameter {key} is required" in answer.json()["error"]["message"]


def test_a_created_template_is_pending_and_known_by_its_id(graph: Graph) -> None:
    answer = graph.create(positional()).json()
    assert answer == {"id": answer["id"], "status": "PENDING", "category": "UTILITY"}
    assert answer["id"].isdecimal()
    told = graph.told(answer["id"], "name,language,status,rejected_reason,quality_score")
    assert told == {
        "id": answer["id"],
        "name": "order_shipped",
        "language": "ko",
        "status": "PENDING",
        "rejected_reason": "NONE",
        "quality_score": {"score": "UNKNOWN"},
    }
    assert graph.told(answer["id"])["components"] == positional()["components"]


def test_meta_may_make_marketing_of_what_was_submitted_as_utility(graph: Graph) -> None:
    graph.simulator.rule(utility_as_marketing=True)
    answer = graph.create(positional(message_send_ttl_seconds=60)).json()
    assert answer["category"] == "MARKETING"
    assert graph.told(answer["id"])["category"] == "MARKETING"


def test_a_name_is_there_once_in_each_language(graph: Graph) -> None:
    graph.created(positional())
    graph.created(positional(language="en"))
    answer = graph.create(positional())
    assert error_of(answer) == (400, 100, 2388024)
    error = answer.json()["error"]
    assert error["error_user_title"] == "Content in this language already exists"
    assert "order_shipped" in error["error_user_msg"]
    assert "order_shipped" in error["error_data"]["details"]
    assert error["is_transient"] is False


def test_the_account_has_a_limit(graph: Graph) -> None:
    graph.simulator.rule(template_limit=1)
    graph.created(positional())
    assert error_of(graph.create(named())) == (400, 100, 2388019)


def test_a_hundred_are_created_in_an_hour(graph: Graph, clock: MovableClock) -> None:
    templates = graph.simulator.cloud.templates
    for n in range(100):
        templates.create(positional(name=f"t{n}", components=[PLAIN]))
    assert error_of(graph.create(named())) == (400, 80007, None)
    clock.pass_hours(1)
    assert graph.create(named()).ok


def test_another_account_and_another_token_are_refused(graph: Graph) -> None:
    assert error_of(graph.ask("POST", "999/message_templates", json=positional()))[1:] == (100, 33)
    stranger = {"Authorization": "Bearer other"}
    for method, path in (("GET", "1/message_templates"), ("DELETE", "1/message_templates")):
        assert error_of(graph.ask(method, path, headers=stranger))[:2] == (401, 190)
    assert error_of(graph.ask("POST", "1", headers=stranger, json={}))[:2] == (401, 190)


@pytest.mark.parametrize("raw", [b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_object_is_refused(graph: Graph, raw: bytes) -> None:
    answer = graph.ask("POST", "100000000000001/message_templates", data=raw)
    assert error_of(answer) == (400, 100, None)
